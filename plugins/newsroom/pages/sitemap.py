# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sitemaps: an index, the site's own pages, the articles of every month, and today's news."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from newsroom.arrange import addresses
from newsroom.arrange.memberships import ALL
from newsroom.arrange.recent import NEWS, RECENT, NewsSince
from newsroom.pages.kinds import Kind, Listed
from newsroom.pages.present import Presenter
from newsroom.publish.sitemaps import MAX_NEWS, News, Url, fits, write_index, write_urlset
from newsroom.settings import Settings
from newsroom.store.facets import Location, Teaser
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.store.reads import COUNT
from newsroom.taxonomies import MONTH, Table, Taxonomy
from newsroom.text.headlines import full_title

_INDEX, _SITE = "index", "site"

PART = 12_000
"""How many lists or articles a sitemap holds: below 50 MB, were all addresses the longest."""


def sitemap(ask: Reader, make: Presenter, claim: Claim) -> bytes:
    """The sitemap index ("index"), the site's own pages ("site"), "news", or a month's articles.

    What is more than a file may hold goes on in parts 1, 2 …, the oldest articles first. An address
    that no sitemap can hold is left out: it is too long for crawlers.
    """
    name, part = claim.key, claim.number
    if name == _INDEX:
        return write_index([Url(make.absolute(url), None) for url in _files(ask, make)])
    if name == NEWS:
        return write_urlset([url for url in _news(ask, make) if fits(url.loc)])
    if name == _SITE:
        terms = islice(_terms(ask, make), part * PART, (part + 1) * PART)
        urls = [Url(make.absolute(url)) for url in (*(() if part else _fixed(make)), *terms)]
    else:
        month = MONTH.list_name(name)
        count = ask.count(month)
        places = ask.newest_as(Location, month, count)
        oldest = max(0, count - (part + 1) * PART)
        urls = [_located(make, place) for place in places[oldest : count - part * PART]]
    return write_urlset([url for url in urls if fits(url.loc)])


def _files(ask: Reader, make: Presenter) -> Iterable[str]:
    """The addresses of all sitemaps."""
    terms = sum(1 for _url in _terms(ask, make))
    counts = {_SITE: terms} | {term.slug: term.count for term in ask.terms(MONTH.name)}
    for name, count in counts.items():
        if name == _SITE:
            yield make.url(addresses.sitemap_file(NEWS))
        yield from (make.url(claim.save_as) for claim in _parts(name, count))


def _parts(name: str, count: int) -> Iterator[Claim]:
    """As many parts of a sitemap as it takes for so many addresses."""
    yield Claim("sitemap", name, addresses.sitemap_file(name))
    for part in range(1, -(-count // PART)):
        yield Claim("sitemap", name, addresses.sitemap_file(f"{name}-{part}"), part)


def further(settings: Settings, count: Callable[[str], int]) -> list[Claim]:
    """The parts of the site's own sitemap after the first; ``count`` counts a taxonomy's terms."""
    if not settings.origin:
        return []
    total = sum(count(row.name) for row in _mapped(settings.taxonomies))
    return list(_parts(_SITE, total))[1:]


def _located(make: Presenter, place: Location) -> Url:
    image = make.absolute(make.image_url(place.image.src)) if place.image else ""
    moment = make.local(place.updated or place.date)
    return Url(make.absolute(make.base + place.url), moment, image)


def _news(ask: Reader, make: Presenter) -> Iterable[Url]:
    """The articles of the last two days, newest first."""
    since = ask.record(RECENT, NEWS, NewsSince) or NewsSince()
    for card in ask.newest_as(Teaser, ALL, MAX_NEWS, down_to=since.key):
        title = full_title(card.kicker, card.title)
        told = News(make.site.name, make.settings.language, make.local(card.date), title)
        yield Url(make.absolute(make.base + card.url), news=told)


def _fixed(make: Presenter) -> Iterable[str]:
    site = make.site
    yield site.home
    yield from (nav.url for nav in make.sections.values())
    yield from (link.url for link in site.pages)
    yield from (site.indexes[row.name].url for row in make.table.indexes() if row.mapped)
    yield site.feeds.url


def _terms(ask: Reader, make: Presenter) -> Iterable[str]:
    """The front pages of all terms that have articles; sections are in the navigation."""
    for row in _mapped(make.table):
        for term in ask.terms(row.name, COUNT):
            yield make.list_url(row.list_name(term.slug))


def _mapped(table: Table) -> list[Taxonomy]:
    """The taxonomies whose terms have pages that crawlers are told of."""
    return [row for row in table.rows if row.mapped and row.folder and not row.single]


def _of_site(settings: Settings) -> Iterable[Claim]:
    # Sitemaps hold absolute addresses: without SITEURL there are none.
    if settings.has_origin:
        yield Claim("sitemap", _INDEX, addresses.SITEMAP_INDEX)
        yield from _parts(_SITE, 0)
        yield from _parts(NEWS, 0)


def _of_list(listed: Listed, settings: Settings) -> Iterable[Claim]:
    if listed.row is MONTH and settings.has_origin:
        yield from _parts(listed.slug, listed.count)


KIND = Kind("sitemap", sitemap, of_site=_of_site, of_list=_of_list)
