"""What was last seen of the source files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec


class Seen(msgspec.Struct, frozen=True):
    """A source file as last read: ``mtime`` in nanoseconds, ``digest`` of its bytes."""

    path: str
    sort: str
    size: int
    mtime: int
    digest: bytes


def load(connection: sqlite3.Connection) -> dict[str, Seen]:
    """Every known source file by path."""
    rows = connection.execute("SELECT path, sort, size, mtime, digest FROM sources")
    return {row[0]: Seen(*row) for row in rows}


def put(connection: sqlite3.Connection, seen: Iterable[Seen]) -> None:
    """Remember these files as they were read."""
    connection.executemany(
        "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)",
        [(s.path, s.sort, s.size, s.mtime, s.digest) for s in seen],
    )


def forget(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """These files are gone."""
    connection.executemany("DELETE FROM sources WHERE path = ?", [(path,) for path in paths])
