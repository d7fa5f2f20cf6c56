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
        start = self._next.get(text, 0)
        offset = -1 if text in self._loose else self._delimited(text, start)
        if offset < 0:
            # Don't look again to the end of a long source for every link with this address.
            self._loose.add(text)
            offset = self._source.find(text, start)
        if offset < 0:
            # Two links made of one reference definition: the last place found is theirs too.
            return self._source.rfind(text, 0, start)
        self._next[text] = offset + len(text)
        return offset

    def _delimited(self, text: str, start: int) -> int:
        """The next place of ``text`` where it is not a part of something longer."""
        source, length = self._source, len(text)
        offset = source.find(text, start)
        while offset >= 0:
            before = source[offset - 1 : offset]
            after = source[offset + length : offset + length + 1]
            if before in _BEFORE and after in _AFTER:
                return offset
            offset = source.find(text, offset + 1)
        return -1
