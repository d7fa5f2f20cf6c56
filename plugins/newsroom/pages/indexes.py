# SPDX-License-Identifier: AGPL-3.0-or-later
"""Index pages: tags, authors, districts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from newsroom.arrange import addresses
from newsroom.model import CITY, COUNTRY, ELSEWHERE, SECTOR, Author, Term, Unit
from newsroom.pages.kinds import Kind, Rendered, one
from newsroom.pages.present import Presenter
from newsroom.pages.views import Byline, Page, TermGroup, TermLink, UnitEra, UnitGroup, UnitView
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.taxonomies import AUTHOR, TAG, UNIT, Taxonomy
from newsroom.text.collate import initial, sort_key
from newsroom.text.dates import day_form


def tags(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
    """All tags in Vietnamese order, under their initials."""
    about = make.say("All topics of %s, in alphabetical order.") % make.site.name
    return "tags.html", {"page": index_page(make, TAG, about), "groups": by_initial(ask, make, TAG)}


def index_page(make: Presenter, row: Taxonomy, about: str) -> Page:
    """The page record of a taxonomy's index; ``about`` is for search engines."""
    return make.page(row.index, make.title(row), addresses.index_page(row), description=about)


def by_initial(ask: Reader, make: Presenter, row: Taxonomy) -> tuple[TermGroup, ...]:
    """The terms that have articles, in Vietnamese order, under their initials."""
    terms = [
        TermLink(term.name, make.list_url(row.list_name(term.slug)), term.count)
        for term in ask.terms(row.name)
    ]
    return tuple(
        TermGroup(letter, tuple(found))
        for letter, found in groupby(terms, key=lambda term: initial(term.title))
    )


def authors(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
    """All authors: those with articles, and those whom the registry always shows."""
    found = {term.slug: term for term in ask.terms(AUTHOR.name)}
    own = make.settings.newsroom
    shown = [a.slug for a in ask.records("authors", Author) if a.always or own.drafts]
    slugs = [*found, *(slug for slug in shown if slug not in found)]
    bylines = [_byline(ask, make, slug, found.get(slug)) for slug in slugs]
    about = make.say("Who writes for %s, and what they have written.") % make.site.name
    page = index_page(make, AUTHOR, about)
    ordered = sorted(bylines, key=lambda byline: sort_key(byline.name))
    return "authors.html", {"page": page, "authors": tuple(ordered)}


def _byline(ask: Reader, make: Presenter, slug: str, term: Term | None) -> Byline:
    name, count = (term.name, term.count) if term else (slug, 0)
    return make.byline(ask, slug, name, count)


def units(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
    """All units: city-wide, those of today, of the past, of sectors, and of other places."""
    counts = {term.slug: term.count for term in ask.terms(UNIT.name)}
    every = ask.records("districts", Unit)
    own = [unit for unit in every if unit.scope == CITY]
    city = [unit for unit in own if unit.is_everywhere]
    current = [unit for unit in own if not unit.valid_to and unit not in city]
    ends = sorted({unit.valid_to for unit in own if unit.valid_to}, reverse=True)
    eras = [("current", make.say("In force"), current)]
    eras += [(SECTOR, make.say("Unions of sectors"), [u for u in every if u.scope == SECTOR])]
    for end in ends:
        former = [unit for unit in own if unit.valid_to == end]
        eras.append((f"until-{end.isoformat()}", make.say("Until %s") % day_form(end), former))
    away = [unit for unit in every if unit.scope in (ELSEWHERE, COUNTRY)]
    eras.append((ELSEWHERE, make.say("Elsewhere"), away))
    about = make.say("Stories of %s by district, ward and commune.") % make.site.name
    return "districts.html", {
        "page": index_page(make, UNIT, about),
        "city": _units(make, city, counts),
        "eras": tuple(
            UnitEra(name, title, _by_kind(make, found, counts))
            for name, title, found in eras
            if found
        ),
    }


def _by_kind(make: Presenter, units: list[Unit], counts: dict[str, int]) -> tuple[UnitGroup, ...]:
    kinds = dict.fromkeys(unit.kind for unit in units)
    return tuple(
        UnitGroup(
            kind[:1].upper() + kind[1:],
            _units(make, [unit for unit in units if unit.kind == kind], counts),
        )
        for kind in kinds
    )


def _units(make: Presenter, units: Iterable[Unit], counts: dict[str, int]) -> tuple[UnitView, ...]:
    ordered = sorted(units, key=lambda unit: sort_key(unit.short or unit.name))
    return tuple(make.unit_view(unit, counts.get(unit.slug, 0)) for unit in ordered)


KINDS = tuple(
    Kind(
        row.index,
        compose,
        (f"{row.index}.html",),
        of_site=one(row.index, addresses.index_page(row)),
    )
    for row, compose in ((TAG, tags), (AUTHOR, authors), (UNIT, units))
)
