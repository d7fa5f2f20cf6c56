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
# Characters that mean something in Markdown: a list of 10,000 items with emphasis has half as many.
MAX_MARKS = 100_000
# Elements within one another: lists of quotes of lists come to a dozen. Brackets likewise.
MAX_DEPTH = 50
# Brackets, or parentheses of links, that are open at one time: each is looked for to the end.
MAX_OPEN = 100
# Inline marks, times the characters, of a text without a block in it: each mark that is read makes
# markdown copy the text. A second takes some 700 millions; 100 links in 5,000 characters are two.
MAX_WORK = 400_000_000
# Characters that all steps of Markdown look at: one step takes a heading, a list or a quotation out
# of a block, and goes on with the rest. Twenty nanoseconds each; 300 headings in 200,000 characters
# without an empty line are as many.
MAX_LOOKED_AT = 30_000_000
# Paragraphs, items, cells and other elements, and inline marks: each takes 50 to 100 microseconds.
# Plain paragraphs don't count, nor do they take that long.
MAX_PARTS = 15_000

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
    ("!!!", re.compile(r"^[ \t]*!!!", re.MULTILINE), ("!!!",), 2_000),
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
# Whatever a step looks for within a text; and what of it may become an element each.
_INLINE = re.compile(r"[\\`\[<*_~@]|&(?=[#\w])|://|www\.|  \n")
_PARTS = re.compile(r"\\.|`+|\[|<|[*_~]+|&(?=[#\w])|@|://|www\.|  \n", re.DOTALL)
# Quotes in quotes, perhaps in lists: every level is read once more.
_QUOTES = re.compile(rf"^(?:[ \t]*(?:[-*+] +)*>){{{MAX_DEPTH + 1}}}", re.MULTILINE)
_BLOCK = re.compile(r"\n\n(?=[^\n])")
_BEGINS = re.compile(r"^[ \t]*(\d+[.)]|[^\w\s]{1,3})", re.MULTILINE)
_BRACKET = re.compile(r"\n\s*\n|\]\(|[\[\]()]")

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Elements that hold nothing, or that the next of their kind ends.
_FLAT = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
    | {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "track"}
)


class TooMuchError(Exception):
    """A text has too much of something to be read in time.

    ``text`` is the beginning of the text, ``sign`` the mark that it has too often; "" if the whole
    article has too many parts, whatever they are.
    """

    def __init__(self, text: str, sign: str = "") -> None:
        super().__init__(text)
        self.text = text.strip()[:40].partition("\n")[0]
        self.sign = sign


class Effort:
    """What the steps of Markdown have looked at in one body. Whoever takes a step says so."""

    def __init__(self) -> None:
        self.looked_at = 0

    def begin(self, source: str) -> None:
        """Begin with a new body.

        Raises:
            TooMuchError: it has too many blocks.
        """
        self.looked_at = 0
        if source.count("\n\n") > MAX_PARTS and len(_BLOCK.findall(source)) > MAX_PARTS:
            raise TooMuchError(source)

    def step(self, block: str) -> None:
        """Count a step.

        Raises:
            TooMuchError: there were too many, in blocks as long as this one.
        """
        self.looked_at += len(block)
        if self.looked_at > MAX_LOOKED_AT:
            raise TooMuchError(block, _commonest(_BEGINS, block))


def _commonest(signs: re.Pattern[str], text: str) -> str:
    found = Counter(signs.findall(text)).most_common(1)
    return found[0][0].strip() or "  " if found else text.strip()[:3]


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
    return _brackets(source)


def _brackets(source: str) -> tuple[int, str] | None:
    if source.count("[") <= MAX_OPEN:
        return None
    squares = rounds = 0
    for found in _BRACKET.finditer(source):
        sign = found[0]
        if sign == "[":
            squares += 1
        elif sign == "(":
            rounds += rounds > 0  # within what may be a link
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


def check_work(texts: Iterable[str], elements: int) -> None:
    """Look whether inline marks can be read in these texts, each of which stands by itself.

    ``elements`` is how many elements the body has without them.

    Raises:
        TooMuchError: they can't, in a time that an article is worth.
    """
    work, parts = 0, elements
    for text in texts:
        parts += len(_PARTS.findall(text))
        if len(text) > _SHORT:
            work += len(text) * len(_INLINE.findall(text))
            if work > MAX_WORK:
                raise TooMuchError(text, _commonest(_INLINE, text))
    if parts > MAX_PARTS:
        raise TooMuchError("")


def check_parts(pieces: Iterable[str]) -> None:
    """Look whether the elements of a body's sanitised HTML, also those of raw HTML, are too many.

    Raises:
        TooMuchError: they are.
    """
    if sum(piece.count("<") for piece in pieces) > 2 * MAX_PARTS:
        raise TooMuchError("")


def tell_too_much(error: TooMuchError, lines: Lines, report: Report) -> None:
    """Report where the text stands that has too many marks for its length."""
    if error.sign:
        message = _('too many "{sign}" in one paragraph; divide it with empty lines')
    else:
        message = _(
            "too many paragraphs, items, cells or links for one article (more than {limit}); "
            "divide it into several"
        )
    report.error(lines.of(error.text), message.format(sign=error.sign, limit=MAX_PARTS))


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
