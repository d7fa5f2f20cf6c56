"""Index pages: tags, authors, districts, feeds, corrections."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from newsroom.arrange import addresses
from newsroom.arrange.memberships import CORRECTIONS
from newsroom.model import Author, District, Series, Term
from newsroom.pages.kinds import Kind, Rendered
from newsroom.pages.lists import split_key
from newsroom.pages.present import Presenter
from newsroom.pages.views import (
    Byline,
    Corrected,
    FeedGroup,
    FeedLink,
    Link,
    TermGroup,
    TermLink,
    Unit,
    UnitGroup,
)
from newsroom.store.reader import Reader
from newsroom.text.collate import initial, sort_key


def tags(ask: Reader, make: Presenter, key: str) -> Rendered:
    """All tags in Vietnamese order, under their initials."""
    terms = [
        TermLink(term.name, make.list_url(f"tag/{term.slug}"), term.count)
        for term in ask.terms("tag")
    ]
    groups = tuple(
        TermGroup(letter, tuple(found))
        for letter, found in groupby(terms, key=lambda term: initial(term.title))
    )
    page = make.page(
        "tags",
        make.site.tags.title,
        addresses.TAGS,
        description=make.say("All topics of %s, in alphabetical order.") % make.site.name,
    )
    return "tags.html", {"page": page, "groups": groups}


def authors(ask: Reader, make: Presenter, key: str) -> Rendered:
    """All authors: those with articles, and those with a profile."""
    found = {term.slug: term for term in ask.terms("author")}
    slugs = [*found, *(a.slug for a in ask.records("authors", Author) if a.slug not in found)]
    bylines = [_byline(ask, make, slug, found.get(slug)) for slug in slugs]
    page = make.page(
        "authors",
        make.site.authors.title,
        addresses.AUTHORS,
        description=make.say("Who writes for %s, and what they have written.") % make.site.name,
    )
    ordered = sorted(bylines, key=lambda byline: sort_key(byline.name))
    return "authors.html", {"page": page, "authors": tuple(ordered)}


def _byline(ask: Reader, make: Presenter, slug: str, term: Term | None) -> Byline:
    name, count = (term.name, term.count) if term else (slug, 0)
    return make.byline(ask, slug, name, count)


def districts(ask: Reader, make: Presenter, key: str) -> Rendered:
    """All units: city-wide, in force, and of the past."""
    counts = {term.slug: term.count for term in ask.terms("district")}
    units = ask.records("districts", District)
    dated = [unit for unit in units if unit.valid_from or unit.valid_to]
    city = [unit for unit in units if not (unit.valid_from or unit.valid_to)]
    page = make.page(
        "districts",
        make.site.districts.title,
        addresses.DISTRICTS,
        description=make.say("Stories of %s by district, ward and commune.") % make.site.name,
    )
    return "districts.html", {
        "page": page,
        "city": _units(make, city, counts),
        "current": _by_kind(make, [unit for unit in dated if not unit.valid_to], counts),
        "former": _by_kind(make, [unit for unit in dated if unit.valid_to], counts),
    }


def _by_kind(
    make: Presenter, units: list[District], counts: dict[str, int]
) -> tuple[UnitGroup, ...]:
    kinds = dict.fromkeys(unit.kind for unit in units)
    return tuple(
        UnitGroup(
            kind[:1].upper() + kind[1:],
            _units(make, [unit for unit in units if unit.kind == kind], counts),
        )
        for kind in kinds
    )


def _units(make: Presenter, units: Iterable[District], counts: dict[str, int]) -> tuple[Unit, ...]:
    ordered = sorted(units, key=lambda unit: sort_key(unit.short or unit.name))
    return tuple(make.unit_view(unit, counts.get(unit.slug, 0)) for unit in ordered)


def feeds(ask: Reader, make: Presenter, key: str) -> Rendered:
    """Every feed that there is, in groups."""
    page = make.page(
        "feeds",
        make.site.feeds.title,
        addresses.FEEDS,
        description=make.say(
            "Copy an address into a feed reader to receive new articles as they appear."
        ),
    )
    return "feeds.html", {"page": page, "groups": tuple(feed_groups(ask, make))}


def feed_groups(ask: Reader, make: Presenter) -> list[FeedGroup]:
    """All feeds by sort; the whole site's comes first."""
    say = make.say
    groups = [
        FeedGroup(say("Whole site"), (_feed(make, make.site.name, "all", make.site.home),)),
        FeedGroup(say("Sections"), _section_feeds(make)),
        FeedGroup(say("Special dossiers"), _series_feeds(ask, make)),
        FeedGroup(say("Districts and wards"), _district_feeds(ask, make)),
        FeedGroup(say("Authors"), _term_feeds(ask, make, "author")),
        FeedGroup(say("Topics"), _term_feeds(ask, make, "tag")),
    ]
    return [group for group in groups if group.feeds]


def _feed(make: Presenter, title: str, name: str, page: str = "") -> FeedLink:
    url = make.url(addresses.feed_file(name))
    return FeedLink(title, url, page or make.list_url(name))


def _section_feeds(make: Presenter) -> tuple[FeedLink, ...]:
    return tuple(
        _feed(make, nav.title, f"section/{slug}")
        for slug, nav in make.sections.items()
        if slug in make.fed_sections
    )


def _series_feeds(ask: Reader, make: Presenter) -> tuple[FeedLink, ...]:
    used = {term.slug for term in ask.terms("series")}
    return tuple(
        _feed(make, series.name, f"series/{series.slug}")
        for series in ask.records("series", Series)
        if series.slug in used
    )


def _district_feeds(ask: Reader, make: Presenter) -> tuple[FeedLink, ...]:
    used = {term.slug for term in ask.terms("district")}
    units = [unit for unit in ask.records("districts", District) if unit.slug in used]
    return tuple(_feed(make, unit.name, f"district/{unit.slug}") for unit in units)


def _term_feeds(ask: Reader, make: Presenter, taxonomy: str) -> tuple[FeedLink, ...]:
    terms = ask.terms(taxonomy)
    return tuple(_feed(make, term.name, f"{taxonomy}/{term.slug}") for term in terms)


def corrections(ask: Reader, make: Presenter, key: str) -> Rendered:
    """All corrected articles, the newest correction first."""
    _, number = split_key(key)
    size = make.settings.page_size
    cards = ask.page(CORRECTIONS, number, size) if number else ask.front(CORRECTIONS, size)
    found = [ask.article(card.path) for card in cards]
    corrected = tuple(
        Corrected(make.story(article.card), make.notes(article.corrections))
        for article in found
        if article is not None
    )
    title = make.site.corrections.title
    crumbs = [Link(title, make.url(addresses.CORRECTIONS))] if number else []
    page = make.page(
        "corrections",
        f"{title} - {make.say('Page %d') % number}" if number else title,
        addresses.list_page("dinh-chinh", number),
        description=make.say(
            "When we get something wrong, we say so: here and on the article itself."
        ),
        crumbs=crumbs,
        indexed=not number,
    )
    return "corrections.html", {
        "page": page,
        "corrected": corrected,
        "pager": make.pager(ask, CORRECTIONS, number),
    }


KINDS = (
    Kind("tags", tags, ("tags.html",)),
    Kind("authors", authors, ("authors.html",)),
    Kind("districts", districts, ("districts.html",)),
    Kind("feeds", feeds, ("feeds.html",)),
    Kind("corrections", corrections, ("corrections.html",)),
)
