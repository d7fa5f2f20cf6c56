# SPDX-License-Identifier: AGPL-3.0-or-later
"""Facets: what the different readers see of an article.

A reader (`newsroom.store.reader`) hands out a facet and records which one; a change of an article
touches those facets that it has changed. What is no field of a facet can't be shown by who has been
given it, so nobody has to promise to look no further: a page that needs more gets another facet.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from newsroom.model import Article, Card, Photo, Shape
from newsroom.store.reads import (
    CARD,
    DATED,
    HEADLINE,
    ITEM,
    LINK,
    LOCATION,
    NOTES,
    PICTURED,
    RESULT,
    TITLE,
    WHOLE,
)


class BareThumbnail(msgspec.Struct, frozen=True):
    """A picture without its words: ``src`` and ``shape`` as in `newsroom.model.Photo`."""

    src: str
    shape: Shape | None = None


class Facet(msgspec.Struct, frozen=True):
    """A facet of a card; its fields are those of `newsroom.model.Card`.

    ``path`` tells stories apart, and is never shown.
    """


class Headline(Facet, frozen=True):
    """What a panel of headlines shows."""

    path: str
    url: str
    title: str
    kicker: str
    filed: bool
    preview: bool
    sponsored: bool


class Pictured(Headline, frozen=True):
    """What a panel of headlines with pictures shows."""

    image: BareThumbnail | None


class Dated(Pictured, frozen=True):
    """What a panel of headlines with pictures and dates shows."""

    date: datetime


class Teaser(Dated, frozen=True):
    """What lists, panels with sapos and the front page show."""

    key: int
    section: str
    summary: str
    dateline: str


class Location(Facet, frozen=True):
    """What sitemaps tell."""

    url: str
    date: datetime
    updated: datetime | None
    image: BareThumbnail | None


class Item(Facet, frozen=True):
    """What feeds tell."""

    path: str
    url: str
    title: str
    kicker: str
    date: datetime
    section: str
    authors: tuple[str, ...]
    summary: str
    dateline: str
    tags: tuple[str, ...]
    image: BareThumbnail | None
    updated: datetime | None
    excerpt: str
    identity: str


class SearchItem(Facet, frozen=True):
    """What results of search show."""

    key: int
    url: str
    title: str
    kicker: str
    date: datetime
    section: str
    units: tuple[str, ...]
    authors: tuple[str, ...]
    summary: str
    image: BareThumbnail | None
    excerpt: str


class Linked(Facet, frozen=True):
    """What a link amid other words needs."""

    url: str


class Titled(Facet, frozen=True):
    """What a redirect tells of where it leads."""

    url: str
    title: str
    kicker: str


F = TypeVar("F", bound=Facet)
H = TypeVar("H", bound=Headline)

LEVELS: dict[type[Facet], int] = {
    Teaser: CARD,
    Location: LOCATION,
    Item: ITEM,
    Linked: LINK,
    Titled: TITLE,
    Headline: HEADLINE,
    Pictured: PICTURED,
    Dated: DATED,
    SearchItem: RESULT,
}
"""The level of a read that hands out such a facet."""


def facet(type_: type[F], card: Card | Teaser) -> F:
    """What such a reader sees of a card, or of a teaser, if that has all its fields."""
    fields, image = _fields(type_)
    values = fields(card)
    photo = values[image] if image >= 0 else None
    if isinstance(photo, Photo):
        values = (*values[:image], BareThumbnail(photo.src, photo.shape), *values[image + 1 :])
    return type_(*values)


@cache
def _fields(type_: type[Facet]) -> tuple[Callable[[Any], tuple[Any, ...]], int]:
    """What takes a facet's fields from a card, and which of them is the picture (-1: none)."""
    names = type_.__struct_fields__
    image = names.index("image") if "image" in names else -1
    if len(names) == 1:
        take = attrgetter(*names)
        return lambda card: (take(card),), image
    return attrgetter(*names), image


def whole(article: Article) -> Article:
    """What a reader at level WHOLE sees of an article: all but its old addresses."""
    if not (article.aliases or article.card.identity):
        return article
    card = msgspec.structs.replace(article.card, identity="")
    return msgspec.structs.replace(article, card=card, aliases=())


def changed(old: Article, new: Article, *, body: bool) -> int:
    """The touch of an article that has changed, in its lists: 0 if no reader sees a difference.

    ``body`` tells whether its HTML has changed, which the two don't hold.
    """
    if old == new and not body:
        return 0
    # Old addresses are no part of the whole that is handed out: they are pages of their own.
    found = (body or whole(old) != whole(new)) << WHOLE
    if old.card != new.card:
        # The same story under another file's name: whoever shows it shows the same.
        card = msgspec.structs.replace(old.card, path=new.card.path)
        for type_, level in LEVELS.items():
            found |= (facet(type_, card) != facet(type_, new.card)) << level
    return found | (old.corrections != new.corrections) << NOTES
