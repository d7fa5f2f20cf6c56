# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feeds: of the whole site and of every list that has one, in each of its formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from newsroom.arrange import addresses
from newsroom.arrange.memberships import ALL
from newsroom.model import StaticFile
from newsroom.pages.about import Named, named
from newsroom.pages.feed_text import for_feeds
from newsroom.pages.kinds import Kind, Listed
from newsroom.pages.present import Presenter, feed_formats, feed_size
from newsroom.pictures.plan import carried
from newsroom.pictures.recipe import is_elsewhere
from newsroom.publish import feed, formats
from newsroom.publish.feed import Feed, FeedItem, tag_uri
from newsroom.publish.formats import Format
from newsroom.publish.media_types import picture_type
from newsroom.settings import Settings
from newsroom.store.facets import BareThumbnail, Item
from newsroom.store.pages import OF_FEEDS, Claim
from newsroom.store.reader import Reader
from newsroom.text.headlines import full_title

if TYPE_CHECKING:
    from newsroom.publish import atom, json_feed, rss

_ITEMS_KEPT = 2_000
_CATEGORIES = 10  # of an item; the article's own page names them all
_WIDEST = 1_280
"""Pixels of a picture that feed readers may show as a thumbnail; a larger one costs their users."""


# One writer for each process: it keeps items as they are written, which stand in some eight feeds
# each. Imported late: feedgen costs 0.1 s to import, and most builds of nothing have no feed.
@cache
def _rss_writer() -> rss.RssWriter:
    from newsroom.publish.rss import RssWriter  # noqa: PLC0415 - see above

    return RssWriter()


@cache
def _atom_writer() -> atom.AtomWriter:
    from newsroom.publish.atom import AtomWriter  # noqa: PLC0415 - see above

    return AtomWriter()


@cache
def _json_writer() -> json_feed.JsonWriter:
    from newsroom.publish.json_feed import JsonWriter  # noqa: PLC0415 - see above

    return JsonWriter()


def rss_feed(ask: Reader, make: Presenter, claim: Claim) -> bytes:
    """The RSS feed of a list."""
    return _rss_writer().write(_feed(ask, make, claim.key, formats.RSS))


def atom_feed(ask: Reader, make: Presenter, claim: Claim) -> bytes:
    """The Atom feed of a list."""
    return _atom_writer().write(_feed(ask, make, claim.key, formats.ATOM))


def json_feed_of(ask: Reader, make: Presenter, claim: Claim) -> bytes:
    """The JSON Feed of a list."""
    return _json_writer().write(_feed(ask, make, claim.key, formats.JSON))


def _feed(ask: Reader, make: Presenter, name: str, form: Format) -> Feed:
    own = make.settings.newsroom
    row = make.row_of(name)
    cards = ask.newest_as(Item, name, feed_size(own, row))
    channel = _channel(ask, make, name)
    return Feed(
        title=make.feed_title(name, channel.name),
        description=channel.description,
        page_url=make.absolute(make.list_url(name) if row else make.site.home),
        feed_url=make.absolute(make.feed_url(name, form)),
        language=make.settings.language,
        rights=own.rights,
        publisher=own.publisher or make.site.name,
        stylesheet=make.site.assets.get("css/feed.css", ""),
        hub=own.hub,
        id=tag_uri(make.settings.feed_authority, f"/rss/{name}"),
        items=tuple(_item(ask, make, card) for card in cards),
    )


def _channel(ask: Reader, make: Presenter, name: str) -> Named:
    found = make.table.of_list(name)
    if found is None:
        return Named(make.site.name, make.settings.newsroom.description or make.site.name)
    return named(ask, make, *found)


def _item(ask: Reader, make: Presenter, card: Item) -> FeedItem:
    """The item of a card (kept: an article stands in some eight feeds)."""
    file, html = _file(ask, card.image), _html(ask, make, card)
    known = make.feed_items.get(card.path)
    if known is not None and known[0] is card and known[1:3] == (file, html):
        return known[3]
    if len(make.feed_items) > _ITEMS_KEPT:
        make.feed_items.clear()
    item = _make_item(make, card, file, html)
    make.feed_items[card.path] = (card, file, html, item)
    return item


def _make_item(make: Presenter, card: Item, file: StaticFile | None, html: str) -> FeedItem:
    picture = _picture(make, card.image, file)
    return FeedItem(
        guid=_guid(make, card),
        url=make.absolute(make.base + card.url),
        title=full_title(card.kicker, card.title),
        summary=f"{card.dateline} {card.summary or card.excerpt}".strip(),
        html=html,
        published=make.local(card.date),
        updated=make.local(card.updated) if card.updated else None,
        authors=card.authors,
        categories=(make.section(card.section).title, *card.tags)[:_CATEGORIES],
        image=picture.url,
        image_type=picture_type(picture.url) if picture.url else "",
        image_size=file.size if file and not (card.image and card.image.shape) else 0,
        thumbnail=picture if 0 < picture.width <= _WIDEST else feed.Thumbnail(),
    )


def _picture(
    make: Presenter, image: BareThumbnail | None, file: StaticFile | None
) -> feed.Thumbnail:
    """A story's picture, in the size that is for feeds; how many bytes that has is not known."""
    if image is None:
        return feed.Thumbnail()
    if image.shape:
        found = carried(image.shape)
        return feed.Thumbnail(make.absolute(make.url(found.file)), found.width, found.height)
    url = make.absolute(make.image_url(image.src))
    return feed.Thumbnail(url, file.width if file else 0, file.height if file else 0)


def _guid(make: Presenter, card: Item) -> str:
    """What a story is known by in feeds, wherever it stands: see `newsroom.model.Card`."""
    identity = card.identity or f"/{addresses.from_path(card.url)}"
    return tag_uri(make.settings.feed_authority, identity)


def _html(ask: Reader, make: Presenter, card: Item) -> str:
    if not make.settings.newsroom.feed_full_text:
        return ""
    stored = ask.article(card.path)
    return for_feeds(ask, make, stored) if stored else ""


def _file(ask: Reader, photo: BareThumbnail | None) -> StaticFile | None:
    """A picture's size; None when unknown."""
    if photo is None or is_elsewhere(photo.src):
        return None
    return ask.record("static", photo.src, StaticFile)


_OfSite = Callable[[Settings], Iterable[Claim]]
_OfList = Callable[[Listed, Settings], Iterable[Claim]]


def _of_site(kind: str, form: Format) -> _OfSite:
    def claims(settings: Settings) -> Iterable[Claim]:
        if form in feed_formats(settings.newsroom, None):
            yield Claim(kind, ALL, addresses.main_feed_file(form.ending))

    return claims


def _of_list(kind: str, form: Format) -> _OfList:
    def claims(listed: Listed, settings: Settings) -> Iterable[Claim]:
        if listed.fed and form in feed_formats(settings.newsroom, listed.row):
            name = listed.row.list_name(listed.slug)
            # Readers of an old feed go on to receive it, whether or not the server leads them on.
            for slug in dict.fromkeys(
                (listed.slug, *addresses.former_slugs(listed.row, listed.former))
            ):
                yield Claim(kind, name, addresses.feed_file(listed.row, slug, form.ending))

    return claims


KINDS = tuple(
    Kind(name, compose, of_site=_of_site(name, form), of_list=_of_list(name, form))
    for name, (form, compose) in zip(
        OF_FEEDS,
        (
            (formats.RSS, rss_feed),
            (formats.ATOM, atom_feed),
            (formats.JSON, json_feed_of),
        ),
        strict=True,
    )
)
