# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of a taxonomy that a site has added: a page for each term, and one of all terms."""

from __future__ import annotations

from newsroom.arrange import addresses
from newsroom.pages.about import about
from newsroom.pages.indexes import by_initial, index_page
from newsroom.pages.kinds import Kind, Rendered, of_row, one
from newsroom.pages.lists import list_page, listing, told
from newsroom.pages.present import Presenter
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.taxonomies import Taxonomy


def kinds_of(row: Taxonomy) -> tuple[Kind, ...]:
    """The kinds of pages that an added row gives."""

    def term(ask: Reader, make: Presenter, claim: Claim) -> Rendered | None:
        return _term(row, ask, make, claim)

    def index(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
        return _index(row, ask, make)

    terms = Kind(row.name, term, (row.template,), of_list=of_row(row))
    if not row.index:
        return (terms,)
    claims = one(row.index, addresses.index_page(row))
    return terms, Kind(row.index, index, ("tags.html",), of_site=claims)


def _term(row: Taxonomy, ask: Reader, make: Presenter, claim: Claim) -> Rendered | None:
    slug, number = claim.key, claim.number
    term = ask.term(row.name, slug, counted=not number)
    if term is None:
        return None
    name = row.list_name(slug)
    crumbs = [make.site.indexes[row.name]] if row.name in make.site.indexes else []
    page = list_page(
        make,
        name,
        number,
        term.name,
        description=about(make, term.name),
        crumbs=crumbs,
        feed=row.fed,
    )
    found = listing(ask, make, name, number)
    return row.template, {
        "page": told(make, page, found),
        "heading": term.name,
        "count": term.count,
        **found,
    }


def _index(row: Taxonomy, ask: Reader, make: Presenter) -> Rendered:
    page = index_page(make, row, about(make, make.title(row)))
    return "tags.html", {"page": page, "groups": by_initial(ask, make, row)}
