# SPDX-License-Identifier: AGPL-3.0-or-later
"""What has changed in the output folder since it was last copied to a place.

Nothing is noted before there is a place that it is copied to.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from newsroom.store.database import get_meta


class Since(msgspec.Struct, frozen=True):
    """What a place lacks: ``paths`` that were written or removed, or None if anything may differ.

    ``epoch`` and ``number`` say to `copied` up to where this tells.
    """

    epoch: str
    number: int
    paths: list[str] | None


def note(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """These files were written or removed."""
    if connection.execute("SELECT 1 FROM targets LIMIT 1").fetchone():
        query = "INSERT OR REPLACE INTO journal (save_as) VALUES (?)"
        connection.executemany(query, [(path,) for path in paths])


def is_known(connection: sqlite3.Connection, target: str) -> bool:
    """Whether the site was ever copied to ``target``."""
    query = "SELECT 1 FROM targets WHERE target = ? AND number IS NOT NULL"
    return connection.execute(query, (target,)).fetchone() is not None


def since(connection: sqlite3.Connection, target: str) -> Since:
    """What ``target`` lacks; from now on changes are noted for it."""
    connection.execute("INSERT OR IGNORE INTO targets VALUES (?, NULL)", (target,))
    query = "SELECT number FROM targets WHERE target = ?"
    (known,) = connection.execute(query, (target,)).fetchone()
    query = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'journal'"
    (number,) = connection.execute(query).fetchone()
    paths = None
    if known is not None:
        query = "SELECT save_as FROM journal WHERE number > ? ORDER BY save_as"
        paths = [path for (path,) in connection.execute(query, (known,))]
    return Since(get_meta(connection, "epoch"), number, paths)


def copied(connection: sqlite3.Connection, target: str, told: Since) -> None:
    """``target`` has all that was ``told``; nothing is noted if the store is another one now."""
    if heard(connection, target, told):
        connection.execute("DELETE FROM fresh")


def heard(connection: sqlite3.Connection, target: str, told: Since) -> bool:
    """``target``, which readers see nothing of, knows what was ``told``; whether it was noted."""
    if told.epoch != get_meta(connection, "epoch"):
        return False
    connection.execute("UPDATE targets SET number = ? WHERE target = ?", (told.number, target))
    # What every place has need not be kept.
    least = "SELECT min(coalesce(number, 0)) FROM targets"
    connection.execute(f"DELETE FROM journal WHERE number <= ({least})")
    return True


def forget_others(connection: sqlite3.Connection, target: str, prefix: str) -> None:
    """Of the targets whose names begin so, ``target`` alone is one still."""
    query = "DELETE FROM targets WHERE substr(target, 1, ?) = ? AND target != ?"
    connection.execute(query, (len(prefix), prefix, target))
