# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists of stories: sections, tags, districts, authors, special dossiers; fronts and pages."""

from __future__ import annotations

from typing import Any

from newsroom.advertising import SECTION_BANNERS
from newsroom.arrange import addresses
from newsroom.model import Dossier, Photo, Section, Unit, parted
from newsroom.pages.about import about, in_a_sentence, written_by
from newsroom.pages.banners import banners
from newsroom.pages.kinds import Kind, Rendered, of_row
from newsroom.pages.present import Presenter
from newsroom.pages.structured import item_list, profile_page
from newsroom.pages.title_cards import of_section
from newsroom.pages.views import Link, Page, Picture, UnitStories
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.taxonomies import AUTHOR, DOSSIER, SECTION, TAG, UNIT

_NEAR = 5  # stories of each unit before and after one that has none


def listing(ask: Reader, make: Presenter, name: str, number: int) -> dict[str, Any]:
    """The stories and the pager of a list's front (0) or of its page ``number``."""
    size = make.settings.page_size
    cards = ask.page(name, number, size) if number else ask.front(name, size)
    return {"stories": make.stories(cards), "pager": make.pager(ask, name, number)}


def list_page(
    make: Presenter,
    name: str,
    number: int,
    title: str,
    *,
    description: str = "",
    crumbs: list[Link] | None = None,
    feed: bool = True,
    called: str = "",
    crumb: str = "",
    image: str = "",
    picture: Picture | None = None,
    section: str = "",
    indexed: bool = True,
) -> Page:
    """The page record of a list's front (0) or of its page ``number``.

    ``called`` is the list's name, and ``crumb`` what it is called in the breadcrumb, where that is
    not the page's title.
    """
    feeds = make.feeds(name, called or title) if feed else ()
    crumbs = list(crumbs or [])
    description = description or about(make, title)
    if number:
        crumbs.append(Link(crumb or title, make.list_url(name)))
        crumb, title = "", f"{title} - {make.say('Page %d') % number}"
    return make.page(
        parted(name)[0],
        title,
        addresses.list_page(make.folder(name), number),
        crumb=crumb,
        description=description,
        crumbs=crumbs,
        feeds=feeds,
        image=image,
        picture=picture,
        section=section,
        # Search engines find articles by the sitemap: numbered pages would only repeat them.
        indexed=indexed and not number,
    )


def told(make: Presenter, page: Page, found: dict[str, Any]) -> Page:
    """The page of a list, which tells search engines the stories that it ``found``, too."""
    return make.told(page, item_list(found["stories"], make.origin))


def section(ask: Reader, make: Presenter, claim: Claim) -> Rendered | None:
    """A section or sub-section."""
    slug, number = claim.key, claim.number
    record = ask.record("sections", slug, Section)
    if record is None:
        return None
    found = listing(ask, make, SECTION.list_name(slug), number)
    shared = of_section(record, make.settings)
    page = list_page(
        make,
        SECTION.list_name(slug),
        number,
        record.name,
        image=shared.src if shared else "",
        picture=shared,
        description=record.description,
        crumbs=make.section_crumbs(slug, inclusive=False),
        feed=record.feed,
        section=make.top_section(slug),
    )
    return "section.html", {
        "page": told(make, page, found),
        "heading": record.name,
        "section": make.section(slug),
        "description": record.description,
        "children": make.sections[slug].children,
        "banners": () if number else banners(ask, make, SECTION_BANNERS),
        **found,
    }


def tag(ask: Reader, make: Presenter, claim: Claim) -> Rendered | None:
    """A tag; its name is the commonest spelling."""
    slug, number = claim.key, claim.number
    term = ask.term(TAG.name, slug, counted=not number)
    if term is None:
        return None
    # Told apart from a section of the same name.
    title = make.say("Topic: %s") % term.name
    found = listing(ask, make, TAG.list_name(slug), number)
    page = list_page(
        make,
        TAG.list_name(slug),
        number,
        title,
        description=about(make, term.name),
        crumbs=[make.site.indexes[TAG.name]],
        called=term.name,
        crumb=term.name,
    )
    return "tag.html", {
        "page": told(make, page, found),
        "heading": term.name,
        "count": term.count,
        **found,
    }


def unit(ask: Reader, make: Presenter, claim: Claim) -> Rendered | None:
    """A district, ward or commune, with the units before and after it."""
    slug, number = claim.key, claim.number
    record = ask.record("districts", slug, Unit)
    if record is None:
        return None
    found = listing(ask, make, UNIT.list_name(slug), number)
    related = () if found["stories"] else (*record.predecessors, *record.successors)
    page = list_page(
        make,
        UNIT.list_name(slug),
        number,
        record.name,
        description=about(make, in_a_sentence(record)),
        crumbs=[make.site.indexes[UNIT.name]],
        feed=bool(found["stories"]),
        indexed=bool(found["stories"]),
    )
    return "district.html", {
        "page": told(make, page, found),
        "unit": make.unit_view(record),
        "predecessors": tuple(make.unit(ask, other) for other in record.predecessors),
        "successors": tuple(make.unit(ask, other) for other in record.successors),
        "near": tuple(near for other in related for near in _stories_of(ask, make, other)),
        **found,
    }


def _stories_of(ask: Reader, make: Presenter, slug: str) -> list[UnitStories]:
    """A unit's newest stories, if it has any: readers of a new unit find what was before it."""
    cards = ask.newest(UNIT.list_name(slug), _NEAR)
    return [UnitStories(make.unit(ask, slug), make.stories(cards))] if cards else []


def author(ask: Reader, make: Presenter, claim: Claim) -> Rendered | None:
    """An author, with a profile if the registry has one."""
    slug, number = claim.key, claim.number
    # Only the front tells how many: else each new article would change all numbered pages.
    term = ask.term(AUTHOR.name, slug, counted=not number)
    byline = make.byline(ask, slug, term.name if term else slug, term.count if term else 0)
    page = list_page(
        make,
        AUTHOR.list_name(slug),
        number,
        byline.name,
        description=byline.bio or written_by(make, byline.name),
        crumbs=[make.site.indexes[AUTHOR.name]],
        feed=term is not None,
        indexed=term is not None,
    )
    found = listing(ask, make, AUTHOR.list_name(slug), number)
    stories = item_list(found["stories"], make.origin)
    return "author.html", {
        "page": make.told(page, profile_page(byline, make.origin), stories),
        "author": byline,
        **found,
    }


def dossier(ask: Reader, make: Presenter, claim: Claim) -> Rendered | None:
    """A special dossier."""
    slug, number = claim.key, claim.number
    record = ask.record(DOSSIER.registry, slug, Dossier)
    if record is None:
        return None
    found = listing(ask, make, DOSSIER.list_name(slug), number)
    page = list_page(
        make,
        DOSSIER.list_name(slug),
        number,
        record.name,
        description=record.description,
        feed=bool(found["stories"]),
        indexed=bool(found["stories"]),
        image=record.image,
    )
    return "series.html", {
        "page": told(make, page, found),
        "heading": record.name,
        "description": record.description,
        "image": make.picture(ask, Photo(record.image) if record.image else None),
        **found,
    }


KINDS = tuple(
    Kind(row.name, compose, (row.template,), of_list=of_row(row))
    for row, compose in (
        (SECTION, section),
        (TAG, tag),
        (UNIT, unit),
        (AUTHOR, author),
        (DOSSIER, dossier),
    )
)
