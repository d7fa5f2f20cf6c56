# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sitemaps: an index, the site's own pages, and the articles of every month."""

from __future__ import annotations

from collections.abc import Iterable

from newsroom.arrange import addresses
from newsroom.model import Card
from newsroom.pages.kinds import Kind, Listed
from newsroom.pages.present import Presenter
from newsroom.publish.sitemaps import Url, write_index, write_urlset
from newsroom.settings import Settings
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.store.reads import COUNT
from newsroom.taxonomies import MONTH

_INDEX, _SITE = "index", "site"


def sitemap(ask: Reader, make: Presenter, key: str) -> bytes:
    """The sitemap index ("index"), the site's own pages ("site"), or a month's articles.

    A month holds far fewer than the 50,000 addresses that sitemaps.org allows in a file.
    """
    if key == _INDEX:
        names = [_SITE, *(term.slug for term in ask.terms(MONTH.name))]
        files = (make.url(addresses.sitemap_file(name)) for name in names)
        return write_index([Url(make.absolute(url), None) for url in files])
    if key == _SITE:
        urls = [*_fixed(make), *_terms(ask, make)]
        return write_urlset([Url(make.absolute(url), None) for url in urls])
    name = MONTH.list_name(key)
    cards = ask.newest(name, ask.count(name))
    return write_urlset([_located(make, card) for card in cards])


def _located(make: Presenter, card: Card) -> Url:
    return Url(make.absolute(make.base + card.url), make.local(card.updated or card.date))


def _fixed(make: Presenter) -> Iterable[str]:
    site = make.site
    yield site.home
    yield from (nav.url for nav in make.sections.values())
    yield from (link.url for link in site.pages)
    yield from (site.indexes[row.name].url for row in make.table.indexes() if row.mapped)
    yield site.feeds.url


def _terms(ask: Reader, make: Presenter) -> Iterable[str]:
    """The front pages of all terms that have articles; sections are in the navigation."""
    for row in make.table.rows:
        if row.mapped and row.folder and not row.single:
            for term in ask.terms(row.name, COUNT):
                yield make.list_url(row.list_name(term.slug))


def _of_site(settings: Settings) -> Iterable[Claim]:
    # Sitemaps hold absolute addresses: without SITEURL there are none.
    if settings.has_origin:
        yield Claim("sitemap", _INDEX, addresses.SITEMAP_INDEX)
        yield Claim("sitemap", _SITE, addresses.sitemap_file(_SITE))


def _of_list(listed: Listed, settings: Settings) -> Iterable[Claim]:
    if listed.row is MONTH and settings.has_origin:
        yield Claim("sitemap", listed.slug, addresses.sitemap_file(listed.slug))


KIND = Kind("sitemap", sitemap, of_site=_of_site, of_list=_of_list)
