# SPDX-License-Identifier: AGPL-3.0-or-later
"""References in the store: who points to what, and on which line."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import msgspec

from newsroom.model import Reference

Row = tuple[str, str, int, str, str, str]


class Mention(msgspec.Struct, frozen=True, order=True):
    """A reference, and the source that it stands in."""

    source: str
    reference: Reference


def rows(source: str, references: Iterable[Reference]) -> Iterator[Row]:
    """The table's rows for what a source refers to."""
    return ((r.target, source, r.line, r.kind, r.use, r.fragment) for r in references)


def add(connection: sqlite3.Connection, found: Iterable[Row]) -> None:
    """Keep these rows."""
    connection.executemany("INSERT OR IGNORE INTO mentions VALUES (?, ?, ?, ?, ?, ?)", found)


def replace(connection: sqlite3.Connection, source: str, references: Iterable[Reference]) -> None:
    """Keep what a source refers to now, and nothing else of it."""
    forget(connection, source)
    add(connection, rows(source, references))


def forget(connection: sqlite3.Connection, source: str) -> None:
    """A source is gone, or was read anew."""
    connection.execute("DELETE FROM mentions WHERE source = ?", (source,))


def of_target(connection: sqlite3.Connection, target: str) -> list[Mention]:
    """Who refers to a file by its path, or to an address (with whatever query)."""
    found = _select(connection, "target = ?", target)
    if target.startswith("/"):
        found += _select(connection, "target > ? AND target < ?", f"{target}?", f"{target}@")
    return sorted(found)


def of_source(connection: sqlite3.Connection, source: str) -> list[Mention]:
    """What a source refers to."""
    return sorted(_select(connection, "source = ?", source))


def astray(connection: sqlite3.Connection, source: str | None = None) -> list[Mention]:
    """References to addresses at which there is no page, in one source or in all."""
    return sorted(
        _select(
            connection,
            """
            target >= '/' AND target < '0' AND (?1 IS NULL OR source = ?1)
            AND NOT EXISTS (SELECT 1 FROM aliases WHERE address = target)
            AND NOT EXISTS (SELECT 1 FROM pages WHERE save_as =
                substr(target, 2, instr(target || '?', '?') - 2))
            """,
            source,
        )
    )


def to_places(connection: sqlite3.Connection, source: str | None = None) -> list[Mention]:
    """References to a place within their target (``x.md#y``), in one source or in all."""
    where = "fragment != '' AND kind != 'static' AND (?1 IS NULL OR source = ?1)"
    return sorted(_select(connection, where, source))


def is_visible(connection: sqlite3.Connection, path: str) -> bool:
    """Whether a source that has a page refers to a file, by its path or its address.

    Few targets have more than some mentions, so whoever has a page is looked for among these.
    """
    places = ((path, path), (f"/{path}", f"/{path}"), (f"/{path}?", f"/{path}@"))
    query = (
        "SELECT 1 FROM mentions m CROSS JOIN articles a ON a.path = m.source"
        " WHERE m.target >= ? AND m.target <= ? AND a.card IS NOT NULL LIMIT 1"
    )
    return any(connection.execute(query, place).fetchone() for place in places)


def said_of(connection: sqlite3.Connection, path: str) -> set[str]:
    """What those who show a picture, and have a page, say of how they use it ("": nothing)."""
    told = "target = ? AND use = 'image' AND kind = 'static' AND fragment != ''"
    if (
        connection.execute(f"SELECT 1 FROM mentions WHERE {told} LIMIT 1", (path,)).fetchone()
        is None
    ):
        return set()
    query = (
        "SELECT DISTINCT iif(m.use = 'image' AND m.kind = 'static', m.fragment, '')"
        " FROM mentions m LEFT JOIN articles a ON a.path = m.source"
        " WHERE m.target = ? AND (a.path IS NULL OR a.card IS NOT NULL)"
    )
    return {said for (said,) in connection.execute(query, (path,))}


def files(connection: sqlite3.Connection, source: str) -> set[str]:
    """The files that a source refers to; among them addresses of what is no file."""
    query = "SELECT DISTINCT target FROM mentions WHERE source = ? AND kind != 'article'"
    return {file_at(target) for (target,) in connection.execute(query, (source,))}


def file_at(target: str) -> str:
    """The path of the file that a reference means by its path or its address."""
    return target[1:].partition("?")[0] if target.startswith("/") else target


def _select(connection: sqlite3.Connection, where: str, *values: object) -> list[Mention]:
    query = f"SELECT source, kind, target, line, use, fragment FROM mentions WHERE {where}"
    return [Mention(row[0], Reference(*row[1:])) for row in connection.execute(query, values)]
