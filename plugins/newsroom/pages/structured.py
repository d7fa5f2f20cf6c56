# SPDX-License-Identifier: AGPL-3.0-or-later
"""What pages tell search engines of themselves, from the records that the pages show anyway."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from markupsafe import Markup

from newsroom.pages.views import Byline, Page, Site, Story
from newsroom.pictures.recipe import is_elsewhere
from newsroom.publish import jsonld
from newsroom.publish.jsonld import Paper, Party
from newsroom.settings import Newsroom
from newsroom.taxonomies import CORRECTIONS


def describe(page: Page, site: Site, origin: str, own: Newsroom, *more: dict[str, Any]) -> Markup:
    """The JSON-LD of a page; "" without SITEURL, and for pages that nobody shall find.

    ``origin`` is SITEURL without its path; ``more`` are nodes that only the page's kind knows of.
    """
    if not (page.canonical and page.indexed):
        return Markup()
    by = _paper(site, origin, own.description)
    if page.kind == "home":
        policies = {name: _whole(url, site, origin) for name, url in own.policies.items()}
        by = msgspec.structs.replace(by, policies=policies, **_reached(site))
        website = jsonld.website(by, site.language, page.updated)
        return Markup(jsonld.write_graph(jsonld.paper(by), website))
    nodes = []
    if page.published:
        nodes.append(jsonld.story(_story(page, site, origin), by))
    if len(page.crumbs) > 1:
        way = [Party(crumb.title, origin + crumb.url if crumb.url else "") for crumb in page.crumbs]
        nodes.append(jsonld.breadcrumbs(way))
    nodes += more
    return Markup(jsonld.write_graph(*nodes)) if nodes else Markup()


def item_list(stories: Iterable[Story], origin: str) -> dict[str, Any]:
    """The stories of a list, in their order; {} of none."""
    return jsonld.item_list(Party(story.full_title, origin + story.url) for story in stories)


def profile_page(author: Byline, origin: str) -> dict[str, Any]:
    """The page of an author."""
    photo = author.photo.src if author.photo else ""
    return jsonld.profile_page(
        Party(author.name, origin + author.url),
        alternateName=author.full_name if author.full_name != author.name else "",
        description=author.bio,
        image=photo if is_elsewhere(photo) or not photo else origin + photo,
    )


def _whole(url: str, site: Site, origin: str) -> str:
    """An address that settings name: of this site ("/quy-tac.html"), or a whole one."""
    return f"{origin}{site.home.rstrip('/')}{url}" if url.startswith("/") else url


def _paper(site: Site, origin: str, description: str) -> Paper:
    logo = site.assets.get("images/logo.svg", "")
    corrections = site.indexes.get(CORRECTIONS.name)
    return Paper(
        site.name,
        origin + site.home,
        origin + logo if logo else "",
        description,
        site.publisher if site.publisher != site.name else "",
        origin + corrections.url if corrections else "",
    )


def _reached(site: Site) -> dict[str, Any]:
    """How the paper is reached and what is known of it: the front page tells it for all."""
    told = {line.name: line.text for line in site.imprint}
    contact = {schema: told[name] for name, schema in _CONTACT if name in told}
    return {"contact": contact, "issn": told.get("issn", "")}


_CONTACT = (
    ("name", "legalName"),
    ("address", "address"),
    ("telephone", "telephone"),
    ("fax", "faxNumber"),
    ("email", "email"),
)


def _story(page: Page, site: Site, origin: str) -> jsonld.NewsArticle:
    return jsonld.NewsArticle(
        page.canonical,
        page.title,
        page.description,
        page.published,
        page.updated,
        site.language,
        page.crumbs[-2].title if len(page.crumbs) > 2 else "",
        page.image,
        tuple(Party(author.title, author.url) for author in page.authors),
        page.tags,
        page.sponsored,
    )
