# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a line of a block begins, whatever stands above it."""

from __future__ import annotations

import re
from typing import NamedTuple

from markdown.util import BLOCK_LEVEL_ELEMENTS

HEADING = r"#{1,6}(?= |$)"
RULE = r"(?:(?:- *){3,}|(?:_ *){3,}|(?:\* *){3,})$"
HTML = rf"</?(?:{'|'.join(BLOCK_LEVEL_ELEMENTS)})(?=[\s/>]|$)"
_DEFINITION = r"\*?\[[^\]\n]+\]:"
_STASHED = r"\x02wzxhzdk:\d+\x03 *$"

_START = re.compile(rf" *(?:{HEADING}|{RULE}|>|!!!|{HTML}|{_DEFINITION}|{_STASHED})", re.IGNORECASE)
_RULE_LINE = re.compile(f" *{RULE}")

# Word's bullets, as they arrive when a text is pasted; the last ones are of its symbol fonts.
_PASTED = "•·▪◦‣●○■□◆➢➤✓✔❖\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_MARKER = re.compile(
    rf"( *)(?:([-+*])(?= |$)|([{_PASTED}])(?! *$)|(\d{{1,3}})([.)])(?= |$|[^\W\d_]))( *)(.*)"
)
MARKER_ANYWHERE = re.compile(
    rf"^ *(?:[-+*](?: |$)|[{_PASTED}]|\d{{1,3}}[.)](?: |$|[^\W\d_]))", re.MULTILINE
)


class Marker(NamedTuple):
    """The sign that begins an item of a list.

    ``kind`` is the bullet, or what follows the number; items of one kind are of one list.
    ``indent`` is the column of the sign, ``offset`` that of the text after it. ``is_spaced`` is
    whether anything parts the two: in "1.Trong" nothing does. Numbers have three digits at most,
    so "2025. Năm" is text.
    """

    kind: str
    number: int
    indent: int
    offset: int
    text: str
    is_spaced: bool

    @property
    def is_pasted(self) -> bool:
        """Whether the bullet is Word's, so that one alone makes no list."""
        return self.kind in _PASTED

    @property
    def interrupts(self) -> bool:
        """Whether a list may begin right under a paragraph with it (CommonMark §5.2)."""
        return bool(self.text) and self.number in (0, 1) and self.is_spaced


def marker(line: str) -> Marker | None:
    """The marker of a list's item that *line* begins with."""
    found = _MARKER.match(line)
    if found is None or _RULE_LINE.match(line):
        return None
    before, bullet, pasted, number, sign, gap, text = found.groups()
    kind = bullet or pasted or sign
    end = len(before) + len(number or "") + 1
    wide = len(gap) > 4 or not text  # what is far to the right is indented, not aligned
    offset = end + (1 if wide else len(gap))
    value = int(number) if number else 0 if kind not in ".)" else -1
    spaced = bool(gap) or not text or pasted is not None
    return Marker(kind, value, len(before), offset, text, spaced)


def begins(line: str) -> bool:
    """Whether *line* begins a heading, a rule, a quotation, a box, raw HTML or a definition."""
    return _START.match(line) is not None


def interrupts(line: str) -> bool:
    """Whether *line* ends a paragraph that stands right above it."""
    if begins(line):
        return True
    found = marker(line)
    return found is not None and found.interrupts and not found.is_pasted


def find(pattern: re.Pattern[str], block: str) -> re.Match[str] | None:
    """The place of *pattern*, which begins at the head of a line, in *block*."""
    return pattern.search(block) if "\n" in block else pattern.match(block)


def indent_of(line: str) -> int:
    """The column at which the text of *line* begins."""
    return len(line) - len(line.lstrip(" "))
