# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page is, for search engines: JSON-LD by schema.org, with the fields Google documents.

Sources: `Article <https://developers.google.com/search/docs/appearance/structured-data/article>`_,
`VideoObject <https://developers.google.com/search/docs/appearance/structured-data/video>`_,
`ProfilePage <https://developers.google.com/search/docs/appearance/structured-data/profile-page>`_,
`Breadcrumb <https://developers.google.com/search/docs/appearance/structured-data/breadcrumb>`_ and
`Organization <https://developers.google.com/search/docs/appearance/structured-data/organization>`_
of Google Search Central; JSON-LD 1.1, "Restrictions for contents of JSON-LD script elements".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec


class Party(msgspec.Struct, frozen=True):
    """Something with a name and an absolute address, which may be empty."""

    name: str
    url: str


class Paper(msgspec.Struct, frozen=True):
    """The paper: its address, logo and page of corrections are absolute; ``owner`` publishes it.

    ``contact`` are properties of an Organization of schema.org: ``telephone``, ``address`` …, and
    ``policies`` those of a NewsMediaOrganization that lead to a page: ``ethicsPolicy`` …
    """

    name: str
    url: str
    logo: str
    description: str
    owner: str
    corrections: str
    contact: dict[str, str] = {}
    issn: str = ""
    policies: dict[str, str] = {}


class NewsArticle(msgspec.Struct, frozen=True):
    """An article; dates are ISO 8601 with a time zone, addresses absolute."""

    url: str
    title: str
    description: str
    published: str
    updated: str
    language: str
    section: str
    image: str = ""
    authors: tuple[Party, ...] = ()
    keywords: tuple[str, ...] = ()
    sponsored: bool = False


def write_graph(*nodes: dict[str, Any]) -> str:
    """The nodes as the content of a ``script`` element; whatever they hold, it can't end there."""
    graph = {"@context": "https://schema.org", "@graph": nodes}
    try:
        data = msgspec.json.encode(graph)
    except UnicodeEncodeError:  # half a pair of UTF-16, in a name that no file system gave us
        data = msgspec.json.encode(_encodable(graph))
    # A line for each value: no two braces meet, which would look like a template's.
    data = msgspec.json.format(data, indent=1)
    for sign, escaped in ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026")):
        data = data.replace(sign, escaped)
    return data.decode()


def _encodable(value: Any) -> Any:
    """The value with question marks for what UTF-8 can't hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_encodable(name): _encodable(held) for name, held in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(held) for held in value]
    return value


def paper(made: Paper) -> dict[str, Any]:
    """The paper as a ``NewsMediaOrganization``."""
    owner = {"@type": "Organization", "name": made.owner} if made.owner else None
    return _node(
        "NewsMediaOrganization",
        {"@id": f"{made.url}#paper"},
        name=made.name,
        url=made.url,
        logo=made.logo,
        description=made.description,
        parentOrganization=owner,
        **{"correctionsPolicy": made.corrections, **made.policies, **made.contact},
    )


def website(made: Paper, language: str, issued: str = "") -> dict[str, Any]:
    """The site as a ``WebSite``: Google takes its name from there; ``issued`` is an ISO date."""
    publisher = {"@id": f"{made.url}#paper"}
    return _node(
        "WebSite",
        name=made.name,
        url=made.url,
        inLanguage=language,
        publisher=publisher,
        issn=made.issn,
        dateModified=issued,
    )


def story(made: NewsArticle, by: Paper) -> dict[str, Any]:
    """An article as a ``NewsArticle``, or as what somebody has paid for."""
    return _node(
        "AdvertiserContentArticle" if made.sponsored else "NewsArticle",
        mainEntityOfPage=made.url,
        url=made.url,
        headline=made.title,
        description=made.description,
        image=[made.image] if made.image else [],
        datePublished=made.published,
        dateModified=made.updated or made.published,
        author=[_node("Person", name=who.name, url=who.url) for who in made.authors],
        publisher=paper(by),
        articleSection=made.section,
        keywords=list(made.keywords),
        inLanguage=made.language,
    )


def breadcrumbs(crumbs: Iterable[Party]) -> dict[str, Any]:
    """The way to a page as a ``BreadcrumbList``."""
    items = [
        _node("ListItem", {"position": place}, name=crumb.name, item=crumb.url)
        for place, crumb in enumerate(crumbs, start=1)
    ]
    return _node("BreadcrumbList", itemListElement=items)


def item_list(pages: Iterable[Party]) -> dict[str, Any]:
    """The pages that a list leads to, as an ``ItemList``; {} of none.

    Google wants no names there; Adobe's validator does.
    """
    items = [
        _node("ListItem", {"position": place}, name=page.name, url=page.url)
        for place, page in enumerate(pages, start=1)
    ]
    return _node("ItemList", itemListElement=items) if items else {}


def profile_page(who: Party, **known: str) -> dict[str, Any]:
    """The page of somebody as a ``ProfilePage``; ``known`` are properties of a Person."""
    person = _node("Person", None, name=who.name, url=who.url, **known)
    return _node("ProfilePage", mainEntity=person)


class Video(msgspec.Struct, frozen=True):
    """A video on a page: Google wants its name, a still picture and a date; addresses are whole.

    ``content`` is the file itself, ``embed`` a player's page; one of the two may be empty.
    """

    name: str
    thumbnail: str
    uploaded: str
    description: str = ""
    content: str = ""
    embed: str = ""


def video(made: Video) -> dict[str, Any]:
    """A video as a ``VideoObject``."""
    return _node(
        "VideoObject",
        name=made.name,
        description=made.description,
        thumbnailUrl=[made.thumbnail],
        uploadDate=made.uploaded,
        contentUrl=made.content,
        embedUrl=made.embed,
    )


def _node(kind: str, always: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A node without its empty fields."""
    told = {name: value for name, value in fields.items() if value}
    return {"@type": kind, **(always or {}), **told}
