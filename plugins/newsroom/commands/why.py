# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why a page was, or would be, rendered again: told from what it was recorded to have read."""

from __future__ import annotations

import sqlite3

from newsroom.engine.store_path import store_path
from newsroom.errors import StoreError
from newsroom.messages import _
from newsroom.settings import Settings
from newsroom.store import reads
from newsroom.store.database import asked
from newsroom.store.reads import Key, unpack
from newsroom.store.reasons import PageStory, Reason, find
from newsroom.store.schema import HIGHEST, LOWEST


def explain(settings: Settings, path: str) -> list[str]:
    """Lines that tell of the page at ``path``: an output file, a URL, or a source file.

    Raises:
        StoreError: nothing was built yet, or no page is known by this path.
    """
    with asked(store_path(settings)) as connection:
        found = _pages(settings, connection, path)
        if not found:
            raise StoreError(_("{path} is no page and no source of one.").format(path=path))
        return [line for page in dict.fromkeys(found) for line in _tell(connection, page)]


def source_of(settings: Settings, connection: sqlite3.Connection, path: str) -> str:
    """The source file of the article whose source, output file or URL is ``path``; or ""."""
    found = _pages(settings, connection, path)
    return next((page.key for page in found if page.kind == "article"), "")


def _pages(settings: Settings, connection: sqlite3.Connection, path: str) -> list[PageStory]:
    return [page for name in _names(settings, path) for page in find(connection, name)]


def _names(settings: Settings, path: str) -> list[str]:
    """The ways in which somebody may have meant a page."""
    bare = path.removeprefix(settings.site_url).removeprefix(settings.base).lstrip("/")
    bare = bare.removeprefix(f"{settings.output.name}/").removeprefix(f"{settings.content.name}/")
    if not bare or bare.endswith("/"):
        return [f"{bare}index.html"]
    return [bare, f"{bare}/index.html"]


def _tell(connection: sqlite3.Connection, page: PageStory) -> list[str]:
    lines = [page.save_as]
    if page.why:
        lines.append("  " + _("Last rendered because {reason}.").format(reason=_reason(page.why)))
    if page.dirty:
        lines.append("  " + _("Waiting, because {reason}.").format(reason=_reason(page.dirty)))
    lines.append("  " + _("Rendered again when one of these changes:"))
    reads = [_read(connection, *read) for read in unpack(page.reads)]
    return lines + [f"    {line}" for line in sorted(reads)]


def _reason(reason: Reason) -> str:
    if reason.why == "new":
        return _("the page is new")
    if reason.why == "shape":
        return _("its template, the code or the settings changed")
    if reason.why == "missing":
        return _("its file was missing")
    if reason.why == "again":
        return _("its picture was encoded anew")
    message = _("{cause} changed the list {name}")
    return message.format(cause=reason.cause or "?", name=reason.list_name)


def _read(connection: sqlite3.Connection, number: int, high: Key, low: Key, level: int) -> str:
    row = connection.execute("SELECT name FROM lists WHERE id = ?", (number,)).fetchone()
    name = row[0] if row else "?"
    what = _LEVELS.get(level, _WHOLE)
    start, end = (_key(connection, number, key) for key in (low, high))
    span = start if start == end else f"{start} … {end}"
    return f"{name}: {_(what)}, {span}"


_WHOLE = "whole articles"
_LEVELS = {
    reads.COUNT: "items coming or going",
    reads.CARD: "cards",
    reads.LOCATION: "addresses and times",
    reads.ITEM: "items of feeds",
    reads.LINK: "addresses",
    reads.TITLE: "addresses and headlines",
    reads.NOTES: "corrections",
}


def _key(connection: sqlite3.Connection, number: int, key: Key) -> str:
    """A key in words: the article that stands there, the key itself if it is text."""
    if key == LOWEST:
        return _("the oldest")
    if key == HIGHEST:
        return _("the newest")
    if isinstance(key, int):
        row = connection.execute(
            "SELECT a.path FROM items i JOIN articles a ON a.id = i.article"
            " WHERE i.list = ? AND i.key >= ? ORDER BY i.key LIMIT 1",
            (number, key),
        ).fetchone()
        return str(row[0]) if row else _("the newest")
    text = key.decode() if isinstance(key, bytes) else key
    return text.rpartition("\x00")[2]
