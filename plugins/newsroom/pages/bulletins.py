# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bulletins to print: the stories of a week with as much of their text as the paper has room for.

People who read one on a wall can't follow links: each story has its address as a QR code, and the
first paragraphs of its body.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser

import msgspec

from newsroom.pages import letters
from newsroom.pages.letter_views import Letter
from newsroom.pages.letters import Period, Scope
from newsroom.pages.present import Presenter
from newsroom.pages.views import Link, Story
from newsroom.publish.qr import Code, qr_code
from newsroom.store.facets import Teaser
from newsroom.store.reader import Reader
from newsroom.text.cut import shorten

_LONGEST, _LETTERS = 40, 1_500  # paragraphs of a story, letters of a paragraph


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph of plain text; ``head`` is a heading within the story."""

    text: str
    head: bool = False


class Printed(Story, frozen=True):
    """A story on paper: ``paragraphs`` are those of its body, ``code`` is its address."""

    paragraphs: tuple[Paragraph, ...] = ()
    code: Code | None = None

    def shown(self, size: int) -> tuple[Paragraph, ...]:
        """The first so many paragraphs; the last one is no heading."""
        found = self.paragraphs[:size]
        while found and found[-1].head:
            found = found[:-1]
        return found


class Fill(msgspec.Struct, frozen=True):
    """How full the paper is: stories, paragraphs of the one that leads, and of each other."""

    stories: int
    lead: int
    each: int


FILLS = (
    *(Fill(40, 40, each) for each in (40, 12, 9, 7, 5)),
    *(Fill(40, lead, each) for lead, each in ((30, 4), (20, 3), (16, 2), (12, 1))),
    *(Fill(stories, lead, 0) for stories, lead in ((40, 10), (32, 8), (24, 8), (16, 6))),
    *(Fill(stories, lead, 0) for stories, lead in ((10, 4), (6, 2), (3, 1), (3, 0))),
)
"""From the fullest; the first one that has room is printed."""

_ROOM = 36_000
"""Letters beyond which four pages can't have room, so that nothing has to be laid out for that."""


class Sheet(msgspec.Struct, frozen=True):
    """A bulletin: its letter, how full it is, and where there is more to read.

    ``codes`` are of the places in ``more``, by their URL; ``wide`` asks for a second page, with
    the sections of the paper, where a bulletin would have but one.
    """

    letter: Letter
    fill: Fill
    more: tuple[Link, ...]
    codes: dict[str, Code | None]
    wide: bool = False


class Bulletins:
    """Makes the sheets of one bulletin; the text and the code of each story are made once."""

    def __init__(self, ask: Reader, make: Presenter) -> None:
        self._ask = ask
        self._make = make
        self._told: dict[str, Printed] = {}

    def letter(
        self, period: Period, scope: Scope, without: Collection[str], stories: int
    ) -> Letter:
        """The letter with at most so many stories, a third of them of one section."""
        room = (stories, max(4, stories // 3))
        return letters.compose(
            self._ask, self._make, period, scope, without=without, room=room, view=self._view
        )

    def sheets(self, period: Period, scope: Scope, without: Collection[str]) -> Iterator[Sheet]:
        """The bulletin in each way that might have room on four pages, the fullest first."""
        more = self._more(scope)
        codes = {link.url: qr_code(link.url) for link in more}
        for fill in FILLS:
            letter = self.letter(period, scope, without, fill.stories)
            if fill is FILLS[-1] or _letters(letter, fill) < _ROOM:
                yield Sheet(letter, fill, more, codes)

    def wide(self, sheet: Sheet) -> Sheet:
        """The same bulletin with a second page, which leads to the sections."""
        make = self._make
        sections = [Link(nav.title, make.absolute(nav.url)) for nav in make.site.sections]
        more = (*sheet.more, *sections[:15])
        codes = {link.url: qr_code(link.url) for link in more}
        return msgspec.structs.replace(sheet, more=more, codes=codes, wide=True)

    def _more(self, scope: Scope) -> tuple[Link, ...]:
        make = self._make
        feeds = Link(make.site.feeds.title, make.absolute(make.site.feeds.url))
        home = Link(make.site.name, make.absolute(make.site.home))
        if scope.row is None:
            return home, feeds
        about = letters.about(self._ask, make, scope)
        return Link(about.title, make.absolute(about.url)), home, feeds

    def _view(self, ask: Reader, make: Presenter, card: Teaser) -> Printed:
        told = self._told.get(card.path)
        if told is None:
            story = letters.told(ask, make, card)
            stored = ask.article(card.path)
            text = tuple(paragraphs(stored.body.html)) if stored else ()
            fields = {name: getattr(story, name) for name in Story.__struct_fields__}
            told = Printed(**fields, paragraphs=text, code=qr_code(story.url))
            self._told[card.path] = told
        return told


def _letters(letter: Letter, fill: Fill) -> int:
    """How many letters a sheet would have, at least."""
    stories = [(letter.lead, fill.lead)] if letter.lead else []
    stories += [(story, fill.each) for block in letter.blocks for story in block.stories]
    return sum(
        len(story.full_title) + len(story.summary) + sum(len(p.text) for p in shown)
        for story, size in stories
        if isinstance(story, Printed)
        for shown in [story.shown(size)]
    )


# ------------------------------------------------------------------------------ a body as text

_TEXT = frozenset({"p", "li", "dd", "dt", "h2", "h3", "h4"})
_HEADS = frozenset({"h2", "h3", "h4", "dt"})
# What is no running text, or says nothing without what it stands beside.
_LEFT_OUT = frozenset({"figure", "table", "pre", "svg", "video", "audio", "details", "sup"})
_SPACE = re.compile(r"\s+")


def paragraphs(html: str) -> list[Paragraph]:
    """The running text of a body: no pictures, tables, footnotes nor signs of anchors."""
    found = _Paragraphs()
    found.feed(html)
    found.close()
    return found.made[:_LONGEST]


class _Paragraphs(HTMLParser):
    """Reads HTML as we serialise it: every element that has an end is ended."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[Paragraph] = []
        self._within: list[str] = []
        self._skipped = ""
        self._depth = 0
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped:
            self._depth += tag == self._skipped
        elif tag in _LEFT_OUT or _is_mark(tag, dict(attrs)):
            self._skipped, self._depth = tag, 1
        elif tag in _TEXT:
            self._end()
            self._within.append(tag)
        elif tag == "br":
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            self._depth -= tag == self._skipped
            if not self._depth:
                self._skipped = ""
        elif self._within and tag == self._within[-1]:
            self._end()
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if self._within and not self._skipped:
            self._text.append(data)

    def _end(self) -> None:
        """The paragraph that was open, if it says something."""
        text = _SPACE.sub(" ", "".join(self._text)).strip()
        self._text.clear()
        if text and self._within:
            bullet = "– " if self._within[-1] == "li" else ""
            self.made.append(
                Paragraph(bullet + shorten(text, _LETTERS), self._within[-1] in _HEADS)
            )


def _is_mark(tag: str, attributes: dict[str, str | None]) -> bool:
    classes = (attributes.get("class") or "").split()
    return (tag == "a" and "anchor" in classes) or "footnotes" in classes
