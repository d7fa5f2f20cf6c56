# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was derived from an article's text when it was read, by name.

Whoever uses it keeps it in a form of its own while readers can see the article; here is what
waits for that. A record of search is always here: what is made of it is made of whole months.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

SIGNATURE = "signature"
"""What relates an article to others (`newsroom.related`)."""
SEARCH = "search"
"""What an article is found by (`newsroom.search`): kept as long as the article is."""


def find(connection: sqlite3.Connection, article: int, name: str) -> bytes | None:
    """What is kept of the article with this number."""
    query = "SELECT value FROM derived WHERE article = ? AND name = ?"
    row = connection.execute(query, (article, name)).fetchone()
    return row[0] if row else None


def keep(connection: sqlite3.Connection, article: int, name: str, value: bytes | None) -> None:
    """Keep ``value`` for an article that nobody may see; None forgets it."""
    if value is None:
        query = "DELETE FROM derived WHERE article = ? AND name = ?"
        connection.execute(query, (article, name))
    else:
        keep_all(connection, name, [(article, value)])


def keep_all(connection: sqlite3.Connection, name: str, rows: Iterable[tuple[int, bytes]]) -> None:
    """`keep` of many articles: number and value."""
    connection.executemany(
        "INSERT OR REPLACE INTO derived VALUES (?, ?, ?)",
        ((article, name, value) for article, value in rows),
    )
