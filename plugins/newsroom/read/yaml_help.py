"""YAML's complaints in an editor's words: what is wrong in the line, and how to write it."""

from __future__ import annotations

import re
from typing import Protocol

from newsroom.messages import _
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


_FIELD = re.compile(r"\s*(?:- +)?(?P<name>[^\s:#'\"\[\]{}]+):[ \t]+(?P<value>.*\S)")
_GLUED = re.compile(r"\s*(?:- +)?[\w-]+:[^\s:/]")
_HASHTAG = re.compile(r"\s+(#\S.*)")

# What YAML gives a meaning of its own at the start of a value.
_SIGNS = re.compile(r"[@`%&*!|>,\]}]|[-?](?=\s|$)")


def dropped_after(end: Mark, lines: list[str]) -> str:
    """Return the hashtag that follows a plain value, which YAML would take for a comment.

    A comment proper has a space after its ``#``, and is left to YAML.
    """
    found = _HASHTAG.match(lines[end.line], end.column) if end.line < len(lines) else None
    return found[1] if found else ""


def explain(error: Complaint, lines: list[str]) -> tuple[int, str]:
    """Return the line (from 0) that an editor has to mend, and the message.

    *lines* are the lines of the YAML text.
    """
    line = min(_place(error), len(lines) - 1)
    text = lines[line]
    if "\t" in text[: len(text) - len(text.lstrip())]:
        return line, _("the line begins with a tab; indent with spaces")
    if error.context == "while scanning a quoted scalar":
        return line, _("the quotation mark that opens here is never closed; close it")
    if error.problem == "found unknown escape character":
        return line, _("a backslash in double quotes has a meaning of its own; use single quotes")
    if line and _GLUED.match(lines[line - 1]) and not _FIELD.match(lines[line - 1]):
        return line - 1, _("a space is missing after the colon; put one there")
    return line, _about_line(text, error)


def _place(error: Complaint) -> int:
    """Return the line where the mistake was made, which may be before it was noticed."""
    context = error.context or ""
    opened = context.startswith(("while scanning", "while parsing a flow"))
    mark = (opened and error.context_mark) or error.problem_mark
    # A tab is found where it stands; the value that it interrupts began before.
    if "tab" in (error.problem or ""):
        mark = error.problem_mark
    return mark.line if mark else 0


def _about_line(text: str, error: Complaint) -> str:
    found = _FIELD.fullmatch(text.rstrip())
    if found:
        return _about_value(found["name"], found["value"])
    if text.lstrip().startswith("- "):
        return _("a list item does not belong here; put it under a field that has no other value")
    if ":" in text:
        return _("the line does not fit the lines above it; check indentation and quotation marks")
    message = _('"{text}" is not "field: value"; indent it if it goes on from the line above')
    return message.format(text=shown(text)) if text.strip() else _generic(error)


def _about_value(name: str, value: str) -> str:
    if value[0] in "\"'":
        return _quoted_too_early(name, value)
    if value[0] in "[{":
        message = _(
            "the bracket that opens the value is not closed at its end; close it, or, if it is "
            "text, put the value in quotes: {remedy}"
        )
    elif _SIGNS.match(value):
        message = _('the value begins with "{sign}"; put the value in quotes: {remedy}')
    elif re.search(r":(\s|$)", value):
        message = _("the value holds a colon; put the value in quotes: {remedy}")
    else:
        return _("the line does not fit the lines above it; check indentation and quotation marks")
    return message.format(sign=value[0], remedy=f"{name}: {_in_quotes(value)}")


def _quoted_too_early(name: str, value: str) -> str:
    """Say that text follows the closing quotation mark, or that the mistake is further up."""
    if value.endswith(value[0]) and value.count(value[0]) == 2:
        return _("the line does not fit the lines above it; check indentation and quotation marks")
    message = _(
        "text follows the quotation mark that closes the value; put the whole value in quotes: "
        "{remedy}"
    )
    return message.format(remedy=f"{name}: {_in_quotes(value)}")


def _in_quotes(value: str) -> str:
    """Return *value* as YAML text, whole: the remedy is there to be copied."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    return "'" + value.replace("'", "''") + "'"


def _generic(error: Complaint) -> str:
    message = _("the fields cannot be read here (YAML: {reason}); check quotation marks")
    return message.format(reason=error.problem or "?")
