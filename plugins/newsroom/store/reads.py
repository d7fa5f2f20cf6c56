# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads and touches: why a page is rendered again.

A page's read of a list is a range of keys at a level; a change touches a key of a list at a
level. A page is dirty when one of its ranges holds a touched key and its level is at least the
touch's:

========= =============================== ==================================================
level     a read at this level …          a touch at this level …
========= =============================== ==================================================
``COUNT`` only counts the items in range  an item came or went: every read of it is stale
``CARD``  shows the cards                 a card changed: reads that only count are not stale
``WHOLE`` shows the article itself        only the body changed: cards are not stale
========= =============================== ==================================================
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import msgspec

from newsroom.store.schema import HIGHEST

COUNT = 0
CARD = 1
WHOLE = 2

STRIDES = {"related": 32}
"""Lists whose reads never cross a multiple of so many keys. Of a touch's readers all lie in one
stride; else every read of what stands above it must be looked at."""

ADDRESS = "address"
"""The list of all addresses; its keys are canonical. It is only ever read by single keys."""

Key = int | str | bytes
Read = tuple[str, int, Key, Key]  # list name, level, low, high


class Touches:
    """The keys that a build has touched, each at the strongest level (the lowest number).

    ``cause`` names the source that is being worked on, for whoever asks why a page was rendered.
    ``unread``: no page has read anything yet, so that nothing need be gathered.
    """

    def __init__(self) -> None:
        self._levels: dict[tuple[str, Key], tuple[int, str]] = {}
        self.unread = False
        self.cause = ""

    def add(self, name: str, key: Key, level: int) -> None:
        """Touch ``key`` of the list ``name``."""
        if self.unread:
            return
        place = (name, key)
        known = self._levels.get(place)
        if known is None or level < known[0]:
            self._levels[place] = (level, self.cause)

    def __iter__(self) -> Iterator[tuple[str, Key, int, str]]:
        for (name, key), (level, cause) in self._levels.items():
            yield name, key, level, cause

    def __len__(self) -> int:
        return len(self._levels)


class ListNames:
    """Numbers for list names, handed out as they are met."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._numbers: dict[str, int] = {}

    def find(self, name: str) -> int | None:
        """The number of the list ``name``, or None when no page and no article named it yet."""
        number = self._numbers.get(name)
        if number is None:
            row = self._db.execute("SELECT id FROM lists WHERE name = ?", (name,)).fetchone()
            if row is None:
                return None
            number = self._numbers[name] = row[0]
        return number

    def number(self, name: str) -> int:
        """The number of the list ``name``, made if need be."""
        found = self._numbers.get(name) or self.find(name)
        if found is None:
            cursor = self._db.execute("INSERT INTO lists (name) VALUES (?)", (name,))
            found = self._numbers[name] = int(cursor.lastrowid or 0)
        return found


def nothing_read(connection: sqlite3.Connection) -> bool:
    """Whether no page is recorded to have read anything."""
    return connection.execute("SELECT 1 FROM reads LIMIT 1").fetchone() is None


_FIND_READERS = """
    UPDATE pages SET dirty = ? WHERE dirty IS NULL AND id IN
    (SELECT page FROM reads WHERE list = ? AND high BETWEEN ? AND ? AND low <= ? AND level >= ?)
"""


def mark_readers(connection: sqlite3.Connection, names: ListNames, touches: Touches) -> None:
    """Make every page dirty that has read what was touched; the reason is "list<tab>cause"."""
    for name, key, level, cause in touches:
        number = names.find(name)
        if number is not None:
            reads = (number, key, _end(name, key), key, level)
            connection.execute(_FIND_READERS, (f"{name}\t{cause}", *reads))


def _end(name: str, key: Key) -> Key:
    """How high a read of this list can reach that holds ``key``."""
    if name == ADDRESS:
        return key
    if name in STRIDES and isinstance(key, int):
        return key - key % STRIDES[name] + STRIDES[name] - 1
    return HIGHEST


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode


def replace_reads(
    connection: sqlite3.Connection,
    names: ListNames,
    page: int,
    old: bytes | None,
    reads: Sequence[Read],
) -> bytes:
    """Record what ``page`` reads now; most often nothing has changed.

    ``old`` is what it read before, as bytes; returns the same of now, without repeats and in the
    order in which the page asks.
    """
    number = names.number
    rows = dict.fromkeys([(number(name), high, low, level) for name, level, low, high in reads])
    new = _encode(list(rows))
    if old != new:
        forget_reads(connection, page, old)
        connection.executemany(
            "INSERT OR IGNORE INTO reads VALUES (?, ?, ?, ?, ?)", [(*row, page) for row in rows]
        )
    return new


def unpack(reads: bytes) -> list[tuple[int, Key, Key, int]]:
    """A page's reads from their bytes: list number, high, low, level."""
    return [(number, high, low, level) for number, high, low, level in _decode(reads)]


def forget_reads(connection: sqlite3.Connection, page: int, old: bytes | None) -> None:
    """Take back what ``page`` was recorded to have read."""
    if old:
        connection.executemany(
            "DELETE FROM reads WHERE list=? AND high=? AND low=? AND level=? AND page=?",
            [(*row, page) for row in _decode(old)],
        )
