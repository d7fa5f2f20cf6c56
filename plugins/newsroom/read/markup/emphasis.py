# SPDX-License-Identifier: AGPL-3.0-or-later
"""Emphasis, paired as Python-Markdown pairs it, without the letters that its 3.11 loses."""

from __future__ import annotations

from collections.abc import Sequence
from re import Match
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import Delimiter, DelimiterProcessor

_NAME, _PRIORITY = "em_strong", 60  # of Python-Markdown's own

Region = tuple[int, int, int, int, tuple[str, str], int]
"""A pair: where its marks begin and end (four places), the tags for two marks and for one, and how
many marks it takes."""


class _Waiting(NamedTuple):
    """Pairs of a text that were found and not yet asked for, in the order of their starts."""

    text: str
    regions: list[Region]


class Emphasis(DelimiterProcessor):
    """Pairs all marks of a text at once, and gives the pairs one by one, as Markdown asks for them.

    Meanwhile each pair becomes a place of another length, and only what lies behind it stays as it
    is; so a pair is found by how far it is from the text's end. Python-Markdown 3.11.3 goes by the
    mark that was met, which may be another one: `*_a1_ _b2_ *_c3_` lost the 3, untold.
    """

    def __init__(self, token: str, tags: str, md: Markdown, *, smart: bool, double: bool) -> None:
        super().__init__(token, tags, md, smart, double)
        self._waiting: list[_Waiting] = []
        self._text = ""

    def reset(self) -> None:
        """Forget a text."""
        super().reset()
        self._waiting = []

    def handleMatch(  # type: ignore[override]  # as its own base class has it  # noqa: N802 - Markdown's name
        self, m: Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """The next pair, or None and how far there is none."""
        # What follows a pair within another one is read by itself, before the text goes on.
        if self._waiting and (found := self._next(self._waiting[-1], m.start(), data)):
            return found
        self._forget_pairs()
        self._text = data
        result = super().handleMatch(m, data)
        if self.regions:
            regions = self.regions[_inside(self.regions) :]
            if regions:
                self._waiting.append(_Waiting(data, regions))
        self._forget_pairs()
        return result

    def _next(self, waiting: _Waiting, place: int, data: str) -> tuple[Element, int, int] | None:
        text, regions = waiting
        moved = len(data) - len(text)
        start, end = regions[0][0], regions[0][3]
        if start + moved < place or not data.startswith(text[start:end], start + moved):
            return None
        count = _inside(regions)
        element = _element(data, regions[:count], moved)
        del regions[:count]
        if not regions:
            self._waiting.pop()
        return element, start + moved, end + moved

    def _forget_pairs(self) -> None:
        super().reset()

    def _build_element(self, data: str, start: int = 0, offset: int = 0) -> tuple[Element, int]:
        count = _inside(self.regions)
        return _element(data, self.regions[:count], 0), count

    def add_region(  # noqa: PLR0917 - as its base class has it
        self, delim: Delimiter, a: int, b: int, c: int, d: int, size: int
    ) -> None:
        """Take a pair; one of two marks of which only one is there is a pair of one."""
        mark = delim.token
        if self._text[a:b] != mark * size or self._text[c:d] != mark * size:
            a, d, size = b - 1, c + 1, 1
        if size > 1 or self._text[a:b] == mark == self._text[c:d]:  # else it is none
            super().add_region(delim, a, b, c, d, size)

    def increment_next_position(self, start: int, count: int) -> None:
        """Nothing: pairs are found in another way."""


def _inside(regions: Sequence[Region]) -> int:
    """How many of ``regions`` the first one holds, itself included."""
    end = regions[0][3]
    return next((n for n, region in enumerate(regions) if region[0] >= end), len(regions))


def _element(data: str, regions: Sequence[Region], moved: int) -> Element:
    """The first region with all that it holds; each letter of it stands in the element once."""
    outer = regions[0]
    root = Element(_tag(outer))
    open_ = [(root, outer)]
    place = outer[1]

    def put(until: int) -> None:
        nonlocal place
        text = data[place + moved : until + moved]
        element = open_[-1][0]
        if len(element):
            element[-1].tail = (element[-1].tail or "") + text
        else:
            element.text = (element.text or "") + text
        place = until

    for region in regions[1:]:
        while len(open_) > 1 and region[0] >= open_[-1][1][2]:
            put(open_[-1][1][2])
            place = open_.pop()[1][3]
        if region[0] < place or region[3] > open_[-1][1][2]:
            continue  # two that cross each other: the marks of one are text
        put(region[0])
        element = Element(_tag(region))
        open_[-1][0].append(element)
        open_.append((element, region))
        place = region[1]
    while open_:
        put(open_[-1][1][2])
        place = open_.pop()[1][3]
    return root


def _tag(region: Region) -> str:
    return region[4][0] if region[5] == 2 else region[4][1]


def register(markdown: Markdown) -> None:
    """Put ours in the place of Markdown's, with all marks that extensions have added to it."""
    theirs = markdown.delimiters
    if type(theirs) is not DelimiterProcessor or _NAME not in markdown.inlinePatterns:
        return
    first, *others = theirs.delimiters.values()
    ours = Emphasis(first.token, _tags(first), markdown, smart=first.smart, double=first.double)
    for other in others:
        ours.add(other.token, _tags(other), other.smart, other.double)
    markdown.inlinePatterns.register(ours, _NAME, _PRIORITY)


def _tags(mark: Delimiter) -> str:
    return ",".join(mark.tags[: mark.tag_count])
