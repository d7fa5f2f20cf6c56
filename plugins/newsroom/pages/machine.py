"""Files for machines: feeds, sitemaps, robots.txt, and the static files themselves."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsroom.arrange import addresses
from newsroom.arrange.memberships import ALL
from newsroom.model import Author, Card, District, Photo, Section, Series, StaticFile
from newsroom.pages.body import fill_addresses
from newsroom.pages.kinds import Kind
from newsroom.pages.present import Presenter
from newsroom.publish.robots import write_robots
from newsroom.publish.sitemaps import Url, write_index, write_urlset
from newsroom.store.reader import Reader
from newsroom.store.reads import CARD, COUNT, WHOLE

if TYPE_CHECKING:
    from newsroom.publish.feeds import FeedItem, FeedWriter

_ITEMS_KEPT = 2_000


@cache
def _writer() -> FeedWriter:
    # One for each process: it keeps the XML of items, which stand in some eight feeds each.
    # Imported late: feedgen costs 0.1 s to import, and most builds of nothing have no feed.
    from newsroom.publish.feeds import FeedWriter  # noqa: PLC0415

    return FeedWriter()


def feed(ask: Reader, make: Presenter, key: str) -> bytes:
    """The RSS feed of the list ``key``."""
    from newsroom.publish.feeds import Feed  # noqa: PLC0415 - see _writer

    own = make.settings.newsroom
    level = WHOLE if own.feed_full_text else CARD
    cards = ask.newest(key, own.feed_items, level)
    title, description, page = _channel(ask, make, key)
    return _writer().write(
        Feed(
            title=title,
            description=description or own.description or title,
            page_url=make.absolute(page),
            feed_url=make.absolute(make.url(addresses.feed_file(key))),
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
    if key == ALL:
        return name, make.settings.newsroom.description, make.site.home
    title, description = _names(ask, key)
    return f"{title} - {name}", description, make.list_url(key)


def _names(ask: Reader, key: str) -> tuple[str, str]:
    taxonomy, _, slug = key.partition("/")
    if taxonomy == "section" and (section := ask.record("sections", slug, Section)):
        return section.name, section.description
    if taxonomy == "series" and (series := ask.record("series", slug, Series)):
        return series.name, series.description
    if taxonomy == "district" and (unit := ask.record("districts", slug, District)):
        return unit.name, ""
    if taxonomy == "author" and (author := ask.record("authors", slug, Author)):
        return author.name, author.bio
    term = ask.term(taxonomy, slug)
    return (term.name if term else slug), ""


def _item(ask: Reader, make: Presenter, card: Card) -> FeedItem:
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


def _make_item(make: Presenter, card: Card, size: int, html: str) -> FeedItem:
    from newsroom.publish.feeds import FeedItem  # noqa: PLC0415 - see _writer

    return FeedItem(
        guid=_guid(make, card),
        url=make.absolute(make.base + card.url),
        title=card.title,
        summary=f"{card.dateline} {card.summary or card.excerpt}".strip(),
        html=html,
        published=make.local(card.date),
        updated=make.local(card.updated) if card.updated else None,
        authors=card.authors,
        categories=(make.section(card.section).title, *card.tags),
        image=make.absolute(make.image_url(card.image.src)) if card.image else "",
        image_type=guess_type(card.image.src)[0] or "image/webp" if card.image else "",
        image_size=size,
    )


def _guid(make: Presenter, card: Card) -> str:
    """A tag URI (RFC 4151) of the source file: the address may change, the story is the same."""
    host = urlsplit(make.settings.site_url).hostname or "localhost"
    return f"tag:{host},{make.local(card.date).date().isoformat()}:{card.path}"


def _html(ask: Reader, make: Presenter, card: Card) -> str:
    if not make.settings.newsroom.feed_full_text:
        return ""
    stored = ask.article(card.path)
    return str(fill_addresses(ask, make, stored.body.html, absolute=True)) if stored else ""


def _size(ask: Reader, photo: Photo | None) -> int:
    """A picture's bytes, 0 when unknown."""
    if photo is None or photo.src.startswith("https:"):
        return 0
    file = ask.record("static", photo.src, StaticFile)
    return file.size if file else 0


def sitemap(ask: Reader, make: Presenter, key: str) -> bytes:
    """The sitemap index ("index"), the site's own pages ("site"), or a month's articles.

    A month holds far fewer than the 50,000 addresses that sitemaps.org allows in a file.
    """
    if key == "index":
        names = ["site", *(term.slug for term in ask.terms("month"))]
        files = (make.url(f"sitemap/{name}.xml") for name in names)
        return write_index([Url(make.absolute(url), None) for url in files])
    if key == "site":
        urls = [*_fixed(make), *_terms(ask, make)]
        return write_urlset([Url(make.absolute(url), None) for url in urls])
    name = f"month/{key}"
    cards = ask.newest(name, ask.count(name))
    return write_urlset([_located(make, card) for card in cards])


def _located(make: Presenter, card: Card) -> Url:
    return Url(make.absolute(make.base + card.url), make.local(card.updated or card.date))


def _fixed(make: Presenter) -> Iterable[str]:
    site = make.site
    yield site.home
    yield from (nav.url for nav in make.sections.values())
    yield from (link.url for link in site.pages)
    yield from (link.url for link in (site.tags, site.districts, site.authors, site.corrections))
    yield site.feeds.url


def _terms(ask: Reader, make: Presenter) -> Iterable[str]:
    """Front pages of dossiers, units, authors and tags that have articles."""
    for taxonomy in ("series", "district", "author", "tag"):
        for term in ask.terms(taxonomy, COUNT):
            yield make.list_url(f"{taxonomy}/{term.slug}")


def robots(ask: Reader, make: Presenter, key: str) -> bytes:
    """robots.txt: everything may be read; previews of drafts keep robots out."""
    sitemap_url = make.absolute(make.url("sitemap.xml"))
    return write_robots(sitemap_url, allowed=not make.settings.newsroom.drafts)


def static(ask: Reader, make: Presenter, key: str) -> Path:
    """A static file of the content folder."""
    file = ask.record("static", key, StaticFile)
    return make.settings.content / (file.name if file and file.name else key)


def theme(ask: Reader, make: Presenter, key: str) -> Path:
    """A static file of the theme; of two folders with the same file the last one wins."""
    ask.record("theme", key, StaticFile)
    folders = (make.settings.theme / folder for folder in make.settings.theme_static)
    return [folder / key for folder in folders if (folder / key).is_file()][-1]


KINDS = (
    Kind("feed", feed),
    Kind("sitemap", sitemap),
    Kind("robots", robots),
    Kind("static", static),
    Kind("theme", theme),
)
