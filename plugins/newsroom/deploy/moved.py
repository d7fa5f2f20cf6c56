# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old addresses and where they lead now, and what is gone, as the last build left them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from urllib.parse import unquote

import msgspec

from newsroom.arrange import addresses
from newsroom.arrange.gone import gone
from newsroom.engine.store_path import store_path
from newsroom.settings import Settings
from newsroom.store import aliases, articles
from newsroom.store.database import asked
from newsroom.store.pages import feeds_of_former_lists, of_former_lists, redirects


class Moved(msgspec.Struct, frozen=True):
    """Redirects: decoded old path → URL, both with the site's path; and paths that are gone.

    ``queries`` are old addresses with a query (``/index.php?id=5``), which no file can answer, and
    ``gone_queries`` those of what is gone.
    """

    redirects: dict[str, str] = {}
    queries: dict[str, str] = {}
    gone: tuple[str, ...] = ()
    gone_queries: tuple[str, ...] = ()


def moved(settings: Settings, now: int) -> Moved:
    """All redirects of the site, and what is gone ``now`` (epoch seconds).

    Raises:
        StoreError: nothing was built yet.
    """
    found: dict[str, str] = {}
    queries: dict[str, str] = {}
    lost: set[str] = set()
    with asked(store_path(settings)) as connection:
        for address in gone(connection, settings, now):
            path, mark, query = address.partition("?")
            lost |= {f"{settings.base}{name}{mark}{query}" for name in _spellings(path)}
        lists = _of_lists(connection, settings)
        for address, url in [*redirects(connection), *_only_here(connection), *lists]:
            old, mark, query = address.partition("?")
            kept = queries if mark else found
            for path in _spellings(old):
                kept[f"{settings.base}{path}{mark}{query}"] = settings.base + url
    return Moved(
        dict(sorted(found.items())),
        dict(sorted(queries.items())),
        tuple(sorted(path for path in lost if "?" not in path)),
        tuple(sorted(path for path in lost if "?" in path)),
    )


def _only_here(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """Old addresses that are no names of pages (``/x.php``): only the server leads on."""
    for address, source in aliases.every(connection):
        row = articles.find(connection, source)
        if row is not None and row.live and row.article:
            yield address.lstrip("/"), row.article.card.url


def _of_lists(connection: sqlite3.Connection, settings: Settings) -> Iterator[tuple[str, str]]:
    """Old addresses of lists, with their feeds: these are files as well, and still lead on."""
    for old, new in of_former_lists(connection):
        yield old, addresses.to_url(new)
    for owner, file in feeds_of_former_lists(connection):
        row = settings.taxonomies.find(owner.kind)
        own = row and addresses.feed_file(row, owner.name, file.rpartition(".")[2])
        if own and own != file:
            yield file, addresses.to_url(own)


def _spellings(save_as: str) -> list[str]:
    """The paths that a server answers with a file: a folder's index is the folder itself."""
    path = unquote(f"/{save_as}")
    folder = path.removesuffix("index.html")
    return [path, folder, folder.rstrip("/")] if folder not in (path, "/") else [path]
