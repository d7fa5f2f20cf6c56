# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of postings (`newsroom.search`): a month's, in parts."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from newsroom.model import parted

Rows = list[tuple[str, bytes]]
"""Months with their postings."""


def of_month(connection: sqlite3.Connection, month: str) -> dict[int, bytes]:
    """A month's postings by part."""
    query = "SELECT part, data FROM search_postings WHERE month = ?"
    return dict(connection.execute(query, (month,)).fetchall())


def of_part(connection: sqlite3.Connection, part: int, first: str, last: str) -> Rows:
    """A part's postings of the months ``first`` to ``last``, by month."""
    query = (
        "SELECT month, data FROM search_postings"
        " WHERE part = ? AND month BETWEEN ? AND ? ORDER BY month"
    )
    return connection.execute(query, (part, first, last)).fetchall()


def replace(
    connection: sqlite3.Connection,
    month: str,
    before: Mapping[int, bytes],
    now: Mapping[int, bytes],
) -> None:
    """A month's postings are what they are ``now``."""
    gone = [(part, month) for part in before.keys() - now.keys()]
    connection.executemany("DELETE FROM search_postings WHERE part = ? AND month = ?", gone)
    rows = [(part, month, data) for part, data in now.items() if before.get(part) != data]
    connection.executemany("INSERT OR REPLACE INTO search_postings VALUES (?, ?, ?)", rows)


def records(connection: sqlite3.Connection, month: str, name: str) -> list[tuple[int, bytes]]:
    """Of the articles of a month's list what was derived as ``name``, by their keys, ascending."""
    query = (
        "SELECT i.key, d.value FROM lists l JOIN items i ON i.list = l.id"
        " JOIN derived d ON d.article = i.article AND d.name = ? WHERE l.name = ? ORDER BY i.key"
    )
    return connection.execute(query, (name, f"month/{month}")).fetchall()


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many articles each month has."""
    query = "SELECT name, count FROM lists WHERE taxonomy = 'month'"
    return {parted(name)[1]: count for name, count in connection.execute(query)}


def clear(connection: sqlite3.Connection) -> None:
    """Forget all postings."""
    connection.execute("DELETE FROM search_postings")
