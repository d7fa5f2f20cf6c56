# SPDX-License-Identifier: AGPL-3.0-or-later
"""A newspaper, as the engine is handed it (`newsroom.engine.portal`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from typing import Any

from newsroom import extensions
from newsroom.arrange import registries
from newsroom.arrange.addresses import previews
from newsroom.arrange.banners import is_past as other_banners
from newsroom.arrange.banners import next_change
from newsroom.arrange.memberships import ALL
from newsroom.arrange.outside import outside
from newsroom.arrange.recent import is_past
from newsroom.engine import pipeline
from newsroom.engine.build_report import Listener
from newsroom.engine.portal import Composing, Form, Loaded, Numbers, Portal, Theming
from newsroom.engine.session import Session
from newsroom.model import Registries
from newsroom.pages.catalogue import KINDS, Catalogue, kinds_of
from newsroom.pages.present import Presenter
from newsroom.pages.site import Say, make_site
from newsroom.related.tables import TABLES
from newsroom.search.tables import TABLES as SEARCH_TABLES
from newsroom.settings import Settings
from newsroom.startup import Later
from newsroom.store import articles, pages
from newsroom.store.reader import Reader
from newsroom.store.sources import ARTICLE, PAGE, THEME
from newsroom.text.headlines import tied


def _registries(connection: sqlite3.Connection, loaded: Loaded | None) -> Registries:
    found: Registries = loaded.registries if loaded else registries.kept(connection)
    return found


def _shown(
    connection: sqlite3.Connection, settings: Settings, found: Registries, say: Say
) -> dict[str, Any]:
    """What all pages may show: the ``site``, and the sections that have a feed (``fed``)."""
    cards, assets = registries.static_pages(connection), pages.keys(connection, THEME)
    site = make_site(settings, found, cards, assets, say)
    return {"site": site, "fed": tuple(s.slug for s in found.sections if s.feed)}


def _is_due(connection: sqlite3.Connection, now: int) -> bool:
    clocks = (is_past, other_banners)
    return bool(articles.due(connection, now)) or any(past(connection, now) for past in clocks)


def _prepare(
    connection: sqlite3.Connection,
    settings: Settings,
    listener: Listener,
    check: Callable[[], None],
) -> None:
    """Only what shows renditions has to know how they are made."""
    if settings.newsroom.pictures:
        Later("newsroom.arrange.rendition_making", "prepare")(connection, settings, listener, check)


def _numbers(connection: sqlite3.Connection, now: int) -> Numbers:
    moments = (articles.next_due(connection, now), next_change(connection))
    return Numbers(
        live={
            ARTICLE: articles.count_listed(connection, ALL),
            PAGE: articles.count_live(connection, PAGE),
        },
        next_due=min(filter(None, moments), default=None),
    )


def _text_kind(settings: Settings, folder: str) -> str:
    """Static pages have folders of their own; all other texts are articles."""
    pages_in = tuple(f"{path}/" for path in settings.page_paths)
    return PAGE if folder.startswith(pages_in) else ARTICLE


THEMING = Theming(filters={"tied": tied}, forms={"card": Form("cards", "story")})
"""In templates: ``headline|tied``; ``card(form, stories)``, stories by ``cards/<form>.html``."""

NEWSPAPER = Portal(
    tables=TABLES + SEARCH_TABLES,
    reading=Later("newsroom.arrange.reading", "Reading"),
    outside=outside,
    tell_strays=Later("newsroom.read.strays", "tell_strays"),
    load=registries.load,
    registries=_registries,
    nothing=Registries,
    catalogue=Catalogue,
    arranging=Later("newsroom.arrange.arranging", "Arranging"),
    text_kind=_text_kind,
    check_size=Later("newsroom.arrange.related_lists", "check_weights"),
    is_due=_is_due,
    glance=Later("newsroom.arrange.glances", "glance"),
    kept=Later("newsroom.arrange.glances", "kept"),
    composing=Composing(THEMING, Reader, Presenter, kinds_of),
    list_kinds=kinds_of,
    shown=_shown,
    unlisted=previews,
    numbers=_numbers,
    prepare=_prepare,
    written=extensions.written,
)


def templates() -> list[str]:
    """The templates that a theme has to have, sorted."""
    return sorted({name for kind in KINDS.values() for name in kind.templates})


def session_of(settings: Settings) -> Session:
    """A session of a newspaper's builds."""
    return Session(settings, NEWSPAPER)


build = partial(pipeline.build, NEWSPAPER)
"""Builds a newspaper; see `newsroom.engine.pipeline.build`."""
