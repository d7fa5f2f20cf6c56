# SPDX-License-Identifier: AGPL-3.0-or-later
"""Feeds, and the page that lists them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from newsroom.arrange import addresses
from newsroom.arrange.memberships import ALL
from newsroom.model import RECORDS, Author, StaticFile
from newsroom.pages.body import fill_addresses
from newsroom.pages.kinds import Kind, Listed, Rendered
from newsroom.pages.present import Presenter
from newsroom.pages.views import FeedGroup, FeedLink
from newsroom.publish.feed import Feed, FeedItem, tag_uri
from newsroom.publish.media_types import picture_type
from newsroom.settings import Settings
from newsroom.store.facets import Item, Thumbnail
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.taxonomies import SECTION, Taxonomy

if TYPE_CHECKING:
    from newsroom.publish.rss import Writer

_ITEMS_KEPT = 2_000
_CATEGORIES = 10  # of an item; the article's own page names them all


@cache
def _writer() -> Writer:
    # One for each process: it keeps the XML of items, which stand in some eight feeds each.
    # Imported late: feedgen costs 0.1 s to import, and most builds of nothing have no feed.
    from newsroom.publish.rss import Writer  # noqa: PLC0415

    return Writer()


def feed(ask: Reader, make: Presenter, key: str) -> bytes:
    """The RSS feed of the list ``key``."""
    own = make.settings.newsroom
    cards = ask.newest_as(Item, key, own.feed_items)
    title, description, page = _channel(ask, make, key)
    return _writer().write(
        Feed(
            title=title,
            description=description or own.description or title,
            page_url=make.absolute(page),
            feed_url=make.absolute(make.feed_url(key)),
            language=make.settings.language,
            rights=own.rights,
            publisher=own.publisher or make.site.name,
            stylesheet=make.site.assets.get("css/feed.css", ""),
            items=tuple(_item(ask, make, card) for card in cards),
        )
    )


def _channel(ask: Reader, make: Presenter, key: str) -> tuple[str, str, str]:
    """Title, description and page of a list, for its feed."""
    name = make.site.name
    row = make.table.find(key)
    if row is None:
        return name, make.settings.newsroom.description, make.site.home
    title, description = _names(ask, row, key.partition("/")[2])
    return f"{title} - {name}", description, make.list_url(key)


def _names(ask: Reader, row: Taxonomy, slug: str) -> tuple[str, str]:
    """What a term is called, and its description if a registry has one."""
    sort = RECORDS.get(row.registry)
    record = ask.record(row.registry, slug, sort) if sort else None
    if isinstance(record, Author):
        return record.name, record.bio
    if record is not None:
        return record.name, getattr(record, "description", "")
    term = ask.term(row.name, slug)
    return (term.name if term else slug), ""


def _item(ask: Reader, make: Presenter, card: Item) -> FeedItem:
    """The item of a card (kept: an article stands in some eight feeds)."""
    size, html = _size(ask, card.image), _html(ask, make, card)
    known = make.feed_items.get(card.path)
    if known is not None and known[0] is card and known[1:3] == (size, html):
        return known[3]
    if len(make.feed_items) > _ITEMS_KEPT:
        make.feed_items.clear()
    item = _make_item(make, card, size, html)
    make.feed_items[card.path] = (card, size, html, item)
    return item


def _make_item(make: Presenter, card: Item, size: int, html: str) -> FeedItem:
    return FeedItem(
        guid=_guid(make, card),
        url=make.absolute(make.base + card.url),
        title=card.title,
        summary=f"{card.dateline} {card.summary or card.excerpt}".strip(),
        html=html,
        published=make.local(card.date),
        updated=make.local(card.updated) if card.updated else None,
        authors=card.authors,
        categories=(make.section(card.section).title, *card.tags)[:_CATEGORIES],
        image=make.absolute(make.image_url(card.image.src)) if card.image else "",
        image_type=picture_type(card.image.src) if card.image else "",
        image_size=size,
    )


def _guid(make: Presenter, card: Item) -> str:
    """What a story is known by in feeds, wherever it stands: see `Card.identity`."""
    identity = card.identity or f"/{addresses.from_path(card.url)}"
    return tag_uri(make.settings.feed_authority, identity)


def _html(ask: Reader, make: Presenter, card: Item) -> str:
    if not make.settings.newsroom.feed_full_text:
        return ""
    stored = ask.article(card.path)
    return str(fill_addresses(ask, make, stored.body.html, absolute=True)) if stored else ""


def _size(ask: Reader, photo: Thumbnail | None) -> int:
    """A picture's bytes, 0 when unknown."""
    if photo is None or photo.src.startswith("https:"):
        return 0
    file = ask.record("static", photo.src, StaticFile)
    return file.size if file else 0


def index(ask: Reader, make: Presenter, key: str) -> Rendered:
    """Every feed that there is, in groups."""
    page = make.page(
        "feeds",
        make.site.feeds.title,
        addresses.FEEDS,
        description=make.say(
            "Copy an address into a feed reader to receive new articles as they appear."
        ),
    )
    return "feeds.html", {"page": page, "groups": tuple(groups(ask, make))}


def groups(ask: Reader, make: Presenter) -> list[FeedGroup]:
    """All feeds by taxonomy; the whole site's comes first."""
    site = make.site
    whole = FeedLink(site.name, make.feed_url(ALL), site.home)
    found = [FeedGroup(make.say("Whole site"), (whole,))]
    found += [
        FeedGroup(
            make.title(row),
            tuple(
                FeedLink(title, make.feed_url(name), make.list_url(name))
                for title, name in _fed(ask, make, row)
            ),
        )
        for row in make.table.rows
        if row.fed
    ]
    return [group for group in found if group.feeds]


def _fed(ask: Reader, make: Presenter, row: Taxonomy) -> Iterable[tuple[str, str]]:
    """The titles and names of a taxonomy's lists that have a feed."""
    if row is SECTION:
        for slug, nav in make.sections.items():
            if slug in make.fed_sections:
                yield nav.title, row.list_name(slug)
    elif row.registry and not row.spelled:  # in the registry's order
        used = {term.slug for term in ask.terms(row.name)}
        for record in ask.records(row.registry, RECORDS[row.registry]):
            if record.slug in used:
                yield record.name, row.list_name(record.slug)
    else:
        for term in ask.terms(row.name):
            yield term.name, row.list_name(term.slug)


def _of_site(_settings: Settings) -> Iterable[Claim]:
    yield Claim("feeds", "", addresses.FEEDS)
    yield Claim("feed", ALL, addresses.MAIN_FEED)


def _of_list(listed: Listed, _settings: Settings) -> Iterable[Claim]:
    if listed.fed:
        name = listed.row.list_name(listed.slug)
        yield Claim("feed", name, addresses.feed_file(listed.row, listed.slug))


KINDS = (
    Kind("feeds", index, ("feeds.html",), of_site=_of_site),
    Kind("feed", feed, of_list=_of_list),
)
