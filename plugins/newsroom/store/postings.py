# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of postings (`newsroom.search`): a stretch's, in parts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from newsroom.model import parted
from newsroom.taxonomies import DAY

Rows = list[tuple[str, bytes]]
"""Stretches with their postings."""


def of_stretch(connection: sqlite3.Connection, stretch: str, parts: int) -> dict[int, bytes]:
    """A stretch's postings by part; there are so many ``parts``."""
    # All parts are named, as rows stand by them: without, the whole table would be looked through.
    query = (
        "WITH RECURSIVE parts(part) AS (VALUES (0) UNION ALL SELECT part + 1 FROM parts LIMIT ?)"
        " SELECT p.part, s.data FROM parts p CROSS JOIN search_postings s"
        " ON s.part = p.part AND s.stretch = ?"
    )
    return dict(connection.execute(query, (parts, stretch)).fetchall())


def of_parts(
    connection: sqlite3.Connection, parts: tuple[int, int], stretches: tuple[str, str]
) -> Rows:
    """The postings of these parts and stretches (first and last), by part, then by stretch."""
    query = (
        "SELECT stretch, data FROM search_postings WHERE part BETWEEN ? AND ?"
        " AND stretch BETWEEN ? AND ? ORDER BY part, stretch"
    )
    return connection.execute(query, (*parts, *stretches)).fetchall()


def replace(
    connection: sqlite3.Connection,
    stretch: str,
    before: Mapping[int, bytes],
    now: Mapping[int, bytes],
) -> None:
    """A stretch's postings are what they are ``now``."""
    gone = [(part, stretch) for part in before.keys() - now.keys()]
    connection.executemany("DELETE FROM search_postings WHERE part = ? AND stretch = ?", gone)
    rows = [(part, stretch, data) for part, data in now.items() if before.get(part) != data]
    connection.executemany("INSERT OR REPLACE INTO search_postings VALUES (?, ?, ?)", rows)


def records(
    connection: sqlite3.Connection, days: tuple[str, str], name: str
) -> list[tuple[int, bytes, bytes]]:
    """The articles of these days (first and last) by their keys, ascending: what was derived as
    ``name``, and the card.
    """
    query = (
        "SELECT i.key, d.value, a.card FROM lists l JOIN items i ON i.list = l.id"
        " JOIN derived d ON d.article = i.article AND d.name = ?"
        " JOIN articles a ON a.id = i.article"
        " WHERE l.name BETWEEN ? AND ? ORDER BY i.key"
    )
    first, last = days
    return connection.execute(query, (name, DAY.list_name(first), DAY.list_name(last))).fetchall()


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many articles each day has."""
    query = "SELECT name, count FROM lists WHERE taxonomy = 'day'"
    return {parted(name)[1]: count for name, count in connection.execute(query)}


def clear(connection: sqlite3.Connection) -> None:
    """Forget all postings."""
    connection.execute("DELETE FROM search_postings")
