# SPDX-License-Identifier: AGPL-3.0-or-later
"""YAML's complaints in an editor's words: what is wrong in the line, and how to write it.

YAML's own reasons are in English and about YAML; none of them is shown.
"""

from __future__ import annotations

import re
from typing import Protocol

from newsroom.messages import _
from newsroom.read.known_names import LISTS, NAMES, PARTS, WRITTEN
from newsroom.read.report import shown


class Mark(Protocol):
    """A place in the text."""

    @property
    def line(self) -> int:
        """The line, from 0."""

    @property
    def column(self) -> int:
        """The column, from 0."""


class Complaint(Protocol):
    """What ``yaml.MarkedYAMLError`` tells: while doing what (context), what failed, and where."""

    context: str | None
    problem: str | None

    @property
    def context_mark(self) -> Mark | None:
        """Where the thing begins that could not be read to its end."""

    @property
    def problem_mark(self) -> Mark | None:
        """Where reading stopped."""


class Scalar(Protocol):
    """The event of a text in YAML."""

    start_mark: Mark
    end_mark: Mark
    style: str | None


_FIELD = re.compile(r"(?P<indent>\s*)(?:- +)?(?P<name>[^\s:#'\"\[\]{}]+):[ \t]+(?P<value>.*\S)")
_GLUED = re.compile(r"\s*(?:- +)?(?P<name>[^\W\d_][\w-]*):(?P<value>[^\s:/].*)")
_COMMENT = re.compile(r"\s+(#.*)")
_OTHER_SIGN = re.compile(r"(?P<name>[^\W\d_][\w-]*)\s*(?:=|：|->|→)\s*(?P<value>\S.*)")

# What people put before the items of a list where YAML wants "- ".
_BULLET = re.compile(r"\s*(?P<sign>[-–—•·*+●▪])(?=\S)|\s*(?P<spaced>[–—•·*+●▪])\s")

_ITEM = re.compile(r"\s*-\s+(\S.*)")

# What YAML gives a meaning of its own at the start of a value.
_SIGNS = re.compile(r"[@`%&*!|>,\]}]|[-?](?=\s|$)")


# ------------------------------------------------- what YAML takes, and the editor meant otherwise


def comment_after(end: Mark | None, lines: list[str]) -> str:
    """Return what follows a plain value on its line and YAML takes for a comment; or ""."""
    if end is None:
        return ""
    found = _COMMENT.match(lines[end.line], end.column) if end.line < len(lines) else None
    return found[1].rstrip() if found else ""


def lines_of_items(lines: list[str]) -> frozenset[int]:
    """The lines (from 0) on which a list may begin that `hidden_list` would tell of."""
    return frozenset(number for number, line in enumerate(lines) if _BULLET.match(line))


def hidden_list(start: Mark, lines: list[str], end: Mark | None = None) -> str:
    """Return the sign that begins items on lines of their own, if it is not YAML's; or "".

    ``-a`` and ``– a`` below the name of a field are text to YAML, and ``* a`` an instruction; so is
    a second line ``-b`` below an item ``- a``.
    """
    text = lines[start.line] if start.line < len(lines) else ""
    before = text[: start.column].strip()
    found = _BULLET.match(text)
    if found and not before and (start.line > 0 or text[:1] == "-"):
        return found["sign"] or found["spaced"] or ""
    if before == "-" and end and end.line > start.line:
        more = (_BULLET.match(line) for line in lines[start.line + 1 : end.line + 1])
        return next((found["sign"] for found in more if found and found["sign"]), "")
    return ""


def slanting_item(start: Mark, end: Mark, lines: list[str]) -> str:
    """Return the item below that YAML took for a part of the one at *start*; or "".

    It stands farther to the right: ``- a``, and ``- b`` below the ``a``.
    """
    if start.line == end.line or lines[start.line][: start.column].strip() != "-":
        return ""
    below = (_ITEM.match(line) for line in lines[start.line + 1 : end.line + 1])
    return next((found[1].strip() for found in below if found), "")


def swallowed(scalar: Scalar, lines: list[str]) -> str:
    """Return the name of a field that a value in quotes goes on over; or ""."""
    start, end = scalar.start_mark.line, scalar.end_mark.line
    if scalar.style in ("'", '"'):
        for line in lines[start + 1 : end + 1]:
            found = _FIELD.match(line)
            if found and not found["indent"] and found["name"].lower() in NAMES:
                return found["name"]
    return ""


# -------------------------------------------------------------------- what YAML complains of


def explain(error: Complaint, lines: list[str]) -> tuple[int, str]:
    """Return the line (from 0) that an editor has to mend, and the message.

    *lines* are the lines of the YAML text.
    """
    if "document start" in (error.problem or "") and (found := _about_document(lines)):
        return found
    line = min(_place(error, lines), len(lines) - 1)
    text = lines[line]
    if "\t" in text[: len(text) - len(text.lstrip())]:
        return line, _("the line begins with a tab; indent with spaces")
    if "escape" in (error.problem or "") or "hexdecimal" in (error.problem or ""):
        return line, _about_backslash(text)
    if line and _GLUED.match(lines[line - 1]) and not _FIELD.match(lines[line - 1]):
        line -= 1
        text = lines[line]
    elif error.context == "while scanning a quoted scalar":
        return line, _about_open_quote(text, error)
    if line and not text[:1].strip() and (message := _about_indent(text, error)):
        return line, message
    return line, about_line(text)


def _about_document(lines: list[str]) -> tuple[int, str] | None:
    """Say why YAML takes the fields for two documents."""
    for number, text in enumerate(lines):
        if text.strip() in ("---", "..."):
            message = _('the line "{text}" does not belong here; delete it')
            return number, message.format(text=text.strip())
    number, text = next((n, text) for n, text in enumerate(lines) if text.strip())
    return (number, _indented(text)) if not text[0].strip() else None


def _indented(text: str) -> str:
    name = text.strip().partition(":")[0]
    message = _('the field "{name}" is indented; write it at the very beginning of the line')
    return message.format(name=shown(name))


def _place(error: Complaint, lines: list[str]) -> int:
    """Return the line where the mistake was made, which may be before it was noticed."""
    context = error.context or ""
    opened = context.startswith(("while scanning", "while parsing a flow"))
    mark = (opened and error.context_mark) or error.problem_mark
    # A tab is found where it stands; the value that it interrupts began before.
    if "tab" in (error.problem or ""):
        mark = error.problem_mark
    line = mark.line if mark else 0
    # An item that is empty up to the end of its line is noticed on the next one.
    while line and (line >= len(lines) or not lines[line].strip()):
        line -= 1
    return line


def about_line(text: str) -> str:
    """Return what is wrong with a line that is not YAML, or that is only text where a field is."""
    found = _FIELD.fullmatch(text.rstrip())
    if found:
        return _about_value(found["name"], found["value"])
    if text.lstrip().startswith("- "):
        return _("a list item does not belong here; put it under a field that has no other value")
    return _about_text(text)


def _about_text(text: str) -> str:
    """Return what to write in place of a line without the name of a field."""
    if glued := _GLUED.fullmatch(text.rstrip()):
        message = _("a space is missing after the colon; write {remedy}")
        return message.format(remedy=f"{glued['name']}: {shown(glued['value'])}")
    if bullet := _BULLET.match(text):
        message = _('each item of a list begins with "- ", a hyphen and a space; write "- {item}"')
        sign = bullet["sign"] or bullet["spaced"]
        return message.format(item=shown(text.strip().removeprefix(sign).strip()))
    if other := _OTHER_SIGN.fullmatch(text.strip()):
        message = _('after the name of a field stands a colon (":"); write {remedy}')
        return message.format(remedy=f"{other['name']}: {shown(other['value'])}")
    if ":" in text:
        return _misfit()
    message = _('"{text}" is not "field: value"; indent it if it goes on from the line above')
    return message.format(text=shown(text)) if text.strip() else _misfit()


def _misfit() -> str:
    return _("the line does not fit the lines above it; check indentation and quotation marks")


def _about_indent(text: str, error: Complaint) -> str:
    """Say that a field is indented below another one that has a value already."""
    found = _FIELD.match(text)
    name = found["name"].lower() if found else ""
    mark, wrong = error.problem_mark, error.problem or ""
    if not found or (mark and mark.column > found.end("name")):
        return ""  # the mistake is in the value
    if "mapping values" not in wrong and "expected key" not in wrong:
        return ""
    if name in PARTS and name not in WRITTEN:  # of a picture, though banners have an "alt", too
        message = _(
            'the line "{name}" does not stand right below the others; indent all lines of a group '
            "by the same number of spaces, and write nothing behind the colon above them"
        )
        return message.format(name=shown(name))
    return _indented(text) if name in NAMES else ""


def _about_open_quote(text: str, error: Complaint) -> str:
    mark = error.context_mark
    sign = text[mark.column] if mark and mark.column < len(text) else '"'
    found = _FIELD.fullmatch(text.rstrip())
    if found and found["value"].startswith(sign):
        message = _("the quotation mark {sign} that opens the value is not closed; write {remedy}")
        remedy = f"{found['name']}: {in_quotes(found['value'][1:].rstrip())}"
        return message.format(sign=sign, remedy=remedy)
    message = _("the quotation mark {sign} that opens here is never closed; close it")
    return message.format(sign=sign)


def _about_backslash(text: str) -> str:
    found = _FIELD.fullmatch(text.rstrip())
    value = found["value"][1:-1] if found else ""
    if not found or "'" in value or '"' in value:
        return _(
            "a backslash in double quotes has a meaning of its own; put the value in single "
            "quotes: '…'"
        )
    message = _("a backslash in double quotes has a meaning of its own; write {remedy}")
    return message.format(remedy=f"{found['name']}: '{value}'")


# ------------------------------------------------------------------------ what is wrong in a value


def _about_value(name: str, value: str) -> str:
    for rule in (_about_quotes, _about_brackets, _about_part):
        if message := rule(name, value):
            return message
    if value.startswith("- ") and name.lower() in LISTS:
        message = _("items stand in brackets, or each on a line of its own; write {remedy}")
        return message.format(remedy=f"{name}: [{value[2:].strip()}]")
    if _SIGNS.match(value):
        message = _('the value begins with "{sign}"; put the value in quotes: {remedy}')
    elif re.search(r":(\s|$)", value):
        message = _("the value holds a colon; put the value in quotes: {remedy}")
    else:
        return _misfit()
    return message.format(sign=value[0], remedy=f"{name}: {in_quotes(value)}")


def _about_quotes(name: str, value: str) -> str:
    """Say that text follows the closing quotation mark, or that the mistake is further up."""
    if value[0] not in "\"'":
        return ""
    if value.endswith(value[0]) and value.count(value[0]) == 2:
        return _misfit()
    message = _(
        "text follows the quotation mark that closes the value; put the whole value in quotes: "
        "{remedy}"
    )
    whole = re.fullmatch(r"""(['"])([^'"\s].*[^'"\s]|[^'"\s])\1""", value)
    inner = whole[2] if whole and value.count(value[0]) % 2 else value
    return message.format(remedy=f"{name}: {in_quotes(inner)}")


def _about_brackets(name: str, value: str) -> str:
    """Say what is wrong with a list or a group in brackets, and how it is written."""
    if value[0] not in "[{":
        return ""
    opening, closing = value[0], {"[": "]", "{": "}"}[value[0]]
    if re.search(r"(?:^|[\s\[{,])#", value):
        message = _('a "#" begins a comment; leave it out: {remedy}')
        mended = re.sub(r"(?<![^\s\[{,])#+\s*", "", value)
        return message.format(remedy=f"{name}: {_balanced(mended, opening, closing)}")
    if (opened := value.count(opening)) != (closed := value.count(closing)):
        if opened < closed:
            message = _("there is one bracket too many; write {remedy}")
        else:
            message = _(
                "the bracket that opens the value is not closed; close it, {remedy}, or, if it is "
                "text, put the value in quotes: {quoted}"
            )
        remedy = f"{name}: {_balanced(_without_gaps(value), opening, closing)}"
        return message.format(remedy=remedy, quoted=f"{name}: {in_quotes(value)}")
    return _about_closed_brackets(name, value, closing)


def _about_closed_brackets(name: str, value: str, closing: str) -> str:
    if not value.endswith(closing):
        message = _("text follows the closing bracket; put the whole value in quotes: {remedy}")
    elif (mended := _without_gaps(value)) != value:
        message = _("there is nothing between two commas; write {remedy}")
        return message.format(remedy=f"{name}: {mended}")
    elif name.lower() not in LISTS:
        message = _('the value begins with "{sign}"; put the value in quotes: {remedy}')
    else:
        return _(
            "an item in the brackets holds a sign that has a meaning of its own; put each item in "
            'quotes, as in ["…", "…"]'
        )
    return message.format(sign=value[0], remedy=f"{name}: {in_quotes(value)}")


def _without_gaps(value: str) -> str:
    """Return a list in brackets without its empty items: ``[a, , b]`` is ``[a, b]``."""
    value = re.sub(r",(?:\s*,)+", ",", value)
    return re.sub(r"^([\[{])\s*,\s*", r"\1", value)


def _balanced(value: str, opening: str, closing: str) -> str:
    """Return *value* with as many closing brackets at its end as it needs."""
    bare = value.rstrip(f" ,{closing}")
    missing = bare.count(opening) - bare.count(closing)
    return bare + closing * max(missing, 1)


def _about_part(name: str, value: str) -> str:
    """Say that a group's first part stands behind the group's name: ``image: src: x``."""
    found = re.match(r"([\w-]+):\s+(\S.*)", value)
    if not found or name.lower() not in PARTS.get(found[1].lower(), ()):
        return ""
    message = _(
        '"{part}" is a part of "{name}"; write it on a line of its own, indented by two spaces, or '
        "write {remedy}"
    )
    inner = found[2] if not re.search(r"[,{}\[\]:#]", found[2]) else in_quotes(found[2])
    remedy = f"{name}: {{{found[1]}: {inner}}}"
    return message.format(part=found[1], name=name, remedy=remedy)


def in_quotes(value: str) -> str:
    """Return *value* as YAML text, whole: the remedy is there to be copied.

    Curly quotes round it were meant as YAML's, so they go.
    """
    if curly := _CURLY.fullmatch(value):
        value = curly[1]
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


_CURLY = re.compile("[“”„‘]([^“”„]+)[“”’]")
