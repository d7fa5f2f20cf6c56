# SPDX-License-Identifier: AGPL-3.0-or-later
"""On which line of the file something stands."""

from __future__ import annotations

from bisect import bisect_right
from html import escape
from itertools import accumulate

# What may stand around an address in Markdown or HTML ("": the ends of the text). Without this,
# "a.md" is found in "ba.md" and in "a.md#b".
_BEFORE = frozenset(["", *"(<\"'=: \t\n"])
_AFTER = frozenset(["", *")>\"'| \t\n"])

# Characters that all questions may look at, a quarter of a second: 200 links in an article of
# 200,000 characters need a tenth of it. Beyond them a line is that of the last answer.
_LOOKED_AT = 300_000_000
_STEP = 50  # what an answer costs beside, in characters


class Lines:
    """Finds the line of a text, in order of occurrence.

    Markdown forgets where things stood, so we look for them: the first question for a text gets
    the line of its first occurrence, the second that of its second, and so on. ``first`` is the
    line, in the file, of the source's first line.
    """

    def __init__(self, source: str, first: int) -> None:
        self._source = source
        self._first = first
        self._next: dict[str, int] = {}
        self._loose: set[str] = set()
        self._last: dict[str, int] = {}
        self._near = 0
        self._left = _LOOKED_AT
        self._ends: list[int] | None = None

    def hold(self, text: str) -> bool:
        """Whether the source has ``text`` anywhere."""
        return text in self._source

    def of(self, text: str) -> int:
        """The line of the next occurrence of ``text``; the first line if there is none."""
        for spelling in (text, escape(text, quote=False), text.partition("\n")[0]):
            offset = self._find(spelling)
            if offset >= 0:
                return self.at(offset)
        return self._first

    def at(self, offset: int) -> int:
        """The line of an offset in the source."""
        if self._ends is None:
            self._ends = list(accumulate(len(line) + 1 for line in self._source.split("\n")))
        return self._first + bisect_right(self._ends, offset)

    def _find(self, text: str) -> int:
        if not text:
            return -1
        if text in self._last:
            return self._last[text]
        if self._left < 0:
            return self._near
        start = self._next.get(text, 0)
        offset = -1 if text in self._loose else self._delimited(text, start)
        if offset < 0:
            # Don't look again to the end of a long source for every link with this address.
            self._loose.add(text)
            offset = self._seek(text, start)
        if offset < 0:
            # Two links made of one reference definition: the last place found is theirs too.
            offset = self._last[text] = start - len(text) if start else -1
            return offset
        self._next[text] = offset + len(text)
        self._near = offset
        return offset

    def _seek(self, text: str, start: int) -> int:
        offset = self._source.find(text, start)
        self._left -= (offset if offset >= 0 else len(self._source)) - start + _STEP
        return offset

    def _delimited(self, text: str, start: int) -> int:
        """The next place of ``text`` where it is not a part of something longer."""
        source, length = self._source, len(text)
        offset = self._seek(text, start)
        while offset >= 0 and self._left >= 0:
            before = source[offset - 1 : offset]
            after = source[offset + length : offset + length + 1]
            if before in _BEFORE and after in _AFTER:
                return offset
            offset = self._seek(text, offset + 1)
        return -1
