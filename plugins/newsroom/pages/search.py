# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search: its page, and the files that readers of the index ask for (``docs/search.md``)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

import msgspec

from newsroom.arrange import addresses
from newsroom.arrange.memberships import ALL
from newsroom.arrange.order import moment_of
from newsroom.model import Synonym
from newsroom.pages.kinds import Kind, Listed, Rendered
from newsroom.pages.present import Presenter
from newsroom.publish.opensearch import write_description
from newsroom.search import figures
from newsroom.search.tables import GENERATIONS, SYNONYMS
from newsroom.settings import Settings
from newsroom.startup import without_threads
from newsroom.store.facets import BareThumbnail, SearchItem
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.store.reads import COUNT
from newsroom.taxonomies import AUTHOR, DAY, DOSSIER, TAG, UNIT

_encode = msgspec.json.Encoder().encode
_MANY = 1 << 20


def index(ask: Reader, make: Presenter, claim: Claim) -> bytes:
    """What a reader must know before it asks for anything else."""
    return _about(ask, make)


def _about(ask: Reader, make: Presenter) -> bytes:
    from newsroom.search.generations import Generation  # noqa: PLC0415 - few builds make pages of search
    from newsroom.search.numbering import places  # noqa: PLC0415 - few builds make pages of search
    from newsroom.search.synonyms import spelled  # noqa: PLC0415 - few builds make pages of search

    newest = ask.newest_as(SearchItem, ALL, 1)
    moments = (moment_of(found.key) for found in newest)
    return _encode(
        {
            "format": figures.FORMAT,
            "articles": ask.count(ALL),
            "newest": next(places(moments, make.zone), 0),
            "buckets": figures.BUCKETS,
            "kept": figures.KEPT,
            "synonyms": spelled(ask.records(SYNONYMS, Synonym)),
            "words": figures.MOST_WORDS,
            "enough": figures.ENOUGH,
            "few": figures.FEW,
            "weights": figures.WEIGHTS,
            "pair": figures.PAIR,
            "single": figures.SINGLE,
            "marked": figures.MARKED,
            "half_life": figures.HALF_LIFE,
            "first": figures.FIRST,
            "page": figures.PAGE,
            "generations": [
                {"name": each.name, "shards": each.shards, "stamp": each.stamp}
                for each in ask.records(GENERATIONS, Generation)
            ],
        }
    )


def shard(ask: Reader, make: Presenter, claim: Claim) -> bytes | None:
    """A shard of a generation: the postings of some buckets, in columns."""
    from newsroom.search.generations import Generation  # noqa: PLC0415 - few builds make pages of search

    with without_threads():
        from newsroom.search.postings import make_shard, merge  # noqa: PLC0415 - numpy is slow

    generation = ask.record(GENERATIONS, claim.key, Generation)
    if generation is None:
        return None
    size = figures.BUCKETS // generation.shards
    low = claim.number * size
    last = low + size - 1
    parts = (low >> _TO_PART, last >> _TO_PART)
    of = (parts, (generation.first, generation.last))
    merged = ask.postings(generation.postings, (low, last), of, merge)
    made = b64encode(make_shard(merged, low, low + size)).decode()
    return _encode({"format": figures.FORMAT, "stamp": generation.stamp, "data": made})


_TO_PART = figures.BUCKET_BITS - figures.PART_BITS


class SearchResult(msgspec.Struct, frozen=True, omit_defaults=True):
    """What results show of an article."""

    place: int
    url: str
    title: str
    date: str
    section: str
    kicker: str = ""
    sapo: str = ""
    image: str = ""
    units: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


def day(ask: Reader, make: Presenter, claim: Claim) -> bytes:
    """What results show of a day's articles, by their places."""
    from newsroom.search.numbering import places  # noqa: PLC0415 - few builds make pages of search

    found = ask.newest_as(SearchItem, DAY.list_name(claim.key), _MANY)[::-1]
    own = places((moment_of(each.key) for each in found), make.zone)
    return _encode([_result(ask, make, p, each) for p, each in zip(own, found, strict=True)])


def _thumbnail(make: Presenter, image: BareThumbnail) -> str:
    offers = make.offers(image.shape)
    return offers.small("thumb") if offers else make.image_url(image.src)


def _result(ask: Reader, make: Presenter, place: int, found: SearchItem) -> SearchResult:
    return SearchResult(
        place,
        make.base + found.url,
        found.title,
        make.local(found.date).isoformat(timespec="minutes"),
        make.section(found.section).title,
        found.kicker,
        found.summary or found.excerpt,
        _thumbnail(make, found.image) if found.image else "",
        tuple(make.unit(ask, slug).name for slug in found.units),
        found.authors,
    )


def _site(name: str, save_as: str) -> Callable[[Settings], Iterable[Claim]]:
    """The site has such a page if it has a search."""
    claims = (Claim(name, "", save_as),)
    return lambda settings: claims if settings.newsroom.search else ()


def _days(listed: Listed, settings: Settings) -> Iterable[Claim]:
    if settings.newsroom.search and listed.row is DAY and listed.count:
        yield Claim("search-day", listed.slug, addresses.search_day(listed.slug))


def page(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
    """The page of search, which asks the index by a script."""
    title = make.say("Search")
    about = make.say("Search all articles of %s, with or without marks.") % make.site.name
    made = make.page("search", title, addresses.SEARCH, description=about, indexed=False)
    settings = make.settings
    host, engine = urlsplit(settings.site_url).netloc, settings.newsroom.search_elsewhere
    outside = engine.replace("{host}", host) if engine and host else ""
    # What `index.json` says stands in the page, too: one request less before the first results.
    return "search.html", {"page": made, "about": _about(ask, make).decode(), "outside": outside}


def description(ask: Reader, make: Presenter, claim: Claim) -> bytes:
    """What browsers need to offer the search of the site (OpenSearch 1.1)."""
    answer = make.absolute(make.url(addresses.SEARCH))
    return write_description(make.site.name, f"{answer}?q={{searchTerms}}")


def _described(settings: Settings) -> Iterable[Claim]:
    # It holds absolute addresses: without SITEURL there is none.
    if settings.newsroom.search and settings.has_origin:
        yield Claim("opensearch", "", addresses.SEARCH_DESCRIPTION)


def names(ask: Reader, make: Presenter, claim: Claim) -> bytes:
    """What is suggested while a question is typed: topics, units, authors, dossiers.

    Each is the number of its kind, its name, its address.
    """
    found: list[tuple[int, str, str]] = []
    for kind, row in enumerate((TAG, UNIT, AUTHOR, DOSSIER)):
        for term in ask.terms(row.name, COUNT):
            name = make.unit(ask, term.slug).name if row is UNIT else term.name
            found.append((kind, name, make.list_url(row.list_name(term.slug))))
    return _encode(found)


KINDS = (
    Kind("search", page, ("search.html",), of_site=_site("search", addresses.SEARCH)),
    Kind("opensearch", description, of_site=_described),
    Kind("search-index", index, of_site=_site("search-index", addresses.SEARCH_INDEX)),
    Kind("search-names", names, of_site=_site("search-names", addresses.SEARCH_NAMES)),
    Kind("search-shard", shard),
    Kind("search-day", day, of_list=_days),
)
