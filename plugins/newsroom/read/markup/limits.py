# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is refused: texts that no editor writes and that no parser of Markdown survives.

Each limit is far above what an article needs and far below what takes minutes: python-markdown
and the parsers of HTML need time that grows with the square of some of these counts. With them
a text of 200 KB is read or refused within two seconds, and ordinary ones are looked at for 0.02 ms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import islice

from newsroom.messages import _
from newsroom.read.markup.lines import Lines
from newsroom.read.markup.sanitise import SWALLOWED
from newsroom.read.report import Report

# Characters in a body, some 300,000 words. The longest article we have seen has 21,000 characters.
MAX_CHARACTERS = 2_000_000
# Characters that mean something in Markdown: a list of 4,000 items with emphasis has half as many.
MAX_MARKS = 30_000
# Elements within one another: lists of quotes of lists come to a dozen. Brackets likewise.
MAX_DEPTH = 50
# Brackets, or parentheses of links, that are open at one time: each is looked for to the end.
MAX_OPEN = 100
# Inline marks, times the characters, of a text without a block in it: each mark that is read makes
# markdown copy the text. A second takes some 700 millions; 100 links in 5,000 characters are two.
MAX_WORK = 400_000_000
# Lines that begin something, times the characters, of a block without an empty line.
MAX_BLOCK = 10_000_000

# Texts of this length are read in no time, and articles have hundreds.
_SHORT = 1_000

_MARKS = "*_[]<|&#`!>:-="

# How often each of these may occur: its name in the message, what it is, and what it begins with,
# which is counted sooner.
_COUNTED: tuple[tuple[str, re.Pattern[str], tuple[str, ...], int], ...] = (
    ("<…", re.compile(r"<(?=[A-Za-z/!?])(?![^<>]*>)"), ("<",), MAX_OPEN),
    ("[^…]", re.compile(r"\[\^"), ("[^",), 1_000),
    ("*[…]:", re.compile(r"\*\["), ("*[",), 500),
    ("`", re.compile(r"`"), ("`",), 5_000),
    ("```", re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE), ("```", "~~~"), 2_000),
    ("#", re.compile(r"^[ \t]*#", re.MULTILINE), ("#",), 3_000),
    (
        "<…>",
        re.compile(rf"<(?:{'|'.join(sorted(SWALLOWED | {'pre'}))})\b", re.IGNORECASE),
        ("<",),
        200,
    ),
    ("![…]", re.compile(r"!\[|<img"), ("![", "<img"), 3_000),
    ("|", re.compile(r"\|"), ("|",), 10_000),
    ("youtu", re.compile(r"youtu"), ("youtu",), 1_000),
)
# Whatever a step looks for within a text.
_INLINE = re.compile(r"[\\`\[<*_~@]|&(?=[#\w])|://|www\.|  \n")
# Quotes in quotes, perhaps in lists: every level is read once more.
_QUOTES = re.compile(rf"^(?:[ \t]*(?:[-*+] +)*>){{{MAX_DEPTH + 1}}}", re.MULTILINE)
_BLOCK = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_BEGINS = re.compile(r"^[ \t]*(?:#|:|!!!|\*\[|=+ *$|[-*_][-*_ ]*$)", re.MULTILINE)
_BRACKET = re.compile(r"\n\s*\n|\]\(|[\[\])]")

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements that hold nothing, or that the next of their kind ends.
_FLAT = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
    | {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "track"}
)


class TooMuchError(Exception):
    """A text has too many marks for its length.

    ``text`` is its beginning, ``sign`` the commonest mark.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text.strip()[:40].partition("\n")[0]
        self.sign = Counter(_INLINE.findall(text)).most_common(1)[0][0].strip() or "  "


def is_readable(source: str, lines: Lines, report: Report) -> bool:
    """Whether ``source`` is within the limits; an error says what exceeds them, and where."""
    if len(source) > MAX_CHARACTERS:
        message = _("the article has {size} characters; at most {limit} can be read")
        report.error(lines.at(0), message.format(size=len(source), limit=MAX_CHARACTERS))
        return False
    if ">" in source and _QUOTES.search(source):
        tell_too_deep(source, lines, report)
        return False
    found = _excess(source)
    if found is not None:
        offset, sign = found
        message = _('too many "{sign}" for one article; write a backslash before those you mean')
        report.error(lines.at(offset), message.format(sign=sign))
    return found is None


def _excess(source: str) -> tuple[int, str] | None:
    """The offset from which there is too much of something, and its sign."""
    if len(source) > MAX_MARKS and sum(map(source.count, _MARKS)) > MAX_MARKS:
        return 0, max(_MARKS, key=source.count)
    for sign, pattern, beginnings, limit in _COUNTED:
        if len(source) <= limit or sum(map(source.count, beginnings)) <= limit:
            continue
        if found := next(islice(pattern.finditer(source), limit, None), None):
            return found.start(), sign
    return _brackets(source) or _block(source)


def _brackets(source: str) -> tuple[int, str] | None:
    if source.count("[") <= MAX_OPEN:
        return None
    squares = rounds = 0
    for found in _BRACKET.finditer(source):
        sign = found[0]
        if sign == "[":
            squares += 1
        elif sign == ")":
            rounds = max(rounds - 1, 0)
        elif sign.startswith("]"):
            squares = max(squares - 1, 0)
            rounds += sign == "]("
        else:
            squares = rounds = 0
        if squares > MAX_OPEN or rounds > MAX_OPEN:
            return found.start(), "[" if squares > MAX_OPEN else "]("
    return None


def _block(source: str) -> tuple[int, str] | None:
    lines = source.count("\n") + 1
    if len(source) * lines <= MAX_BLOCK or len(source) * len(_BEGINS.findall(source)) <= MAX_BLOCK:
        return None
    for found in _BLOCK.finditer(source):
        begins = _BEGINS.findall(found[0])
        if len(begins) * len(found[0]) > MAX_BLOCK:
            return found.start(), begins[0].strip()
    return None


def check_work(texts: Iterable[str]) -> None:
    """Look whether inline marks can be read in these texts, each of which stands by itself.

    Raises:
        TooMuchError: they can't, in a time that an article is worth.
    """
    work = 0
    for text in texts:
        if len(text) > _SHORT:
            work += len(text) * len(_INLINE.findall(text))
            if work > MAX_WORK:
                raise TooMuchError(text)


def tell_too_much(error: TooMuchError, lines: Lines, report: Report) -> None:
    """Report where the text stands that has too many marks for its length."""
    message = _('too many "{sign}" in one paragraph; divide it with empty lines')
    report.error(lines.of(error.text), message.format(sign=error.sign))


def check_depth(html: str) -> None:
    """Look whether ``html``, which may be ill-formed, nests its elements within MAX_DEPTH.

    Raises:
        RecursionError: it does not.
    """
    if html.count("<") <= MAX_DEPTH:
        return
    is_open: Counter[str] = Counter()
    depth = 0
    for end, name in _TAG.findall(html):
        if name in _FLAT:
            continue
        if not end:
            is_open[name] += 1
            depth += 1
        elif is_open[name]:
            is_open[name] -= 1
            depth -= 1
        if depth > MAX_DEPTH:
            raise RecursionError


def tell_too_deep(source: str, lines: Lines, report: Report) -> None:
    """Report that the source is nested too deeply, with the line that seems to lie deepest."""
    beginnings = re.finditer(r"^[ \t>*+\-!\d.]*(?:<[^<>\n]*>[ \t]*)*", source, re.MULTILINE)
    deepest = max(beginnings, key=lambda found: found.end() - found.start())
    message = _("lists, quotes or HTML are nested too deeply (more than {limit} levels)")
    report.error(lines.at(deepest.end()), message.format(limit=MAX_DEPTH))


def tell_unreadable(failure: str, lines: Lines, report: Report) -> None:
    """Report that markdown failed, which is a fault of the program or of an extension."""
    message = _("the article can't be read ({failure}); please report this with the article")
    report.error(lines.at(0), message.format(failure=failure))
