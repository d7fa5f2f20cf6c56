# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses that were published and lead nowhere now, until they do or somebody accepts it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from newsroom.store.owners import Owner

Lost = tuple[str, Owner]
"""A file of the output that is no page any more, and whose page it was."""


def add(connection: sqlite3.Connection, lost: Iterable[Lost]) -> None:
    """These lead nowhere now."""
    rows = ((file, owner.name, owner.kind) for file, owner in lost)
    connection.executemany("INSERT OR REPLACE INTO lost VALUES (?, ?, ?)", rows)


def every(connection: sqlite3.Connection) -> list[Lost]:
    """All of them, sorted."""
    rows = connection.execute("SELECT save_as, owner_kind, owner FROM lost ORDER BY save_as")
    return [(save_as, Owner(*owner)) for save_as, *owner in rows]


def forget(connection: sqlite3.Connection, files: Iterable[str]) -> None:
    """These lead somewhere again, or are accepted."""
    connection.executemany("DELETE FROM lost WHERE save_as = ?", [(file,) for file in files])


def note_fresh(connection: sqlite3.Connection, files: Iterable[str]) -> None:
    """These come to be pages; before there is a place that the site is copied to, all are known."""
    if connection.execute("SELECT 1 FROM targets WHERE number IS NOT NULL LIMIT 1").fetchone():
        query = """
            INSERT OR IGNORE INTO fresh SELECT :file
            WHERE NOT EXISTS (SELECT 1 FROM lost WHERE save_as = :file)
            AND NOT EXISTS (SELECT 1 FROM obsolete WHERE save_as = :file)
        """
        connection.executemany(query, ({"file": file} for file in files))


def is_fresh(connection: sqlite3.Connection, file: str) -> bool:
    """Whether nobody can know the address of a file yet."""
    query = "SELECT 1 FROM fresh WHERE save_as = ?"
    return connection.execute(query, (file,)).fetchone() is not None
