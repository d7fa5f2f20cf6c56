# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old addresses: those that pages redirect from, and those that only the server can redirect."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator


def put(connection: sqlite3.Connection, source: str, wanted: Iterable[str]) -> set[str]:
    """Make these (canonical) the old addresses of a source; returns those that come or go."""
    query = "SELECT address FROM aliases WHERE source = ?"
    old = {address for (address,) in connection.execute(query, (source,))}
    new = set(wanted)
    connection.executemany(
        "DELETE FROM aliases WHERE address = ? AND source = ?",
        [(address, source) for address in old - new],
    )
    connection.executemany(
        "INSERT INTO aliases VALUES (?, ?)", [(address, source) for address in sorted(new - old)]
    )
    return old ^ new


def clear(connection: sqlite3.Connection) -> None:
    """Forget all."""
    connection.execute("DELETE FROM aliases")


def owners(connection: sqlite3.Connection, address: str) -> list[str]:
    """The sources that have this old address; more than one is a fault."""
    query = "SELECT source FROM aliases WHERE address = ? ORDER BY source"
    return [source for (source,) in connection.execute(query, (address,))]


def every(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """All old addresses that only the server can redirect, and their sources' paths, in order."""
    yield from connection.execute("SELECT address, source FROM aliases ORDER BY address, source")
