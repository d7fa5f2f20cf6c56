# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tables of related stories, and what stands in their rows.

Terms lead to articles through 65,536 buckets, by the upper half of the term's number. A row for
each term and article would be simpler, and three times as large and ten times as slow to fill.
"""

from __future__ import annotations

import re
import sqlite3
import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from newsroom.related.score import Features

TABLES = """
-- `section`, `place` (all units of an article) and `dossier` are numbers of related_names.
-- `floor` is the score that a newcomer must reach to enter the article's list: that of the last
-- of a full list, else 0.
CREATE TABLE related_articles (
    number INTEGER PRIMARY KEY, key INTEGER NOT NULL, day INTEGER NOT NULL,
    section INTEGER NOT NULL, place INTEGER NOT NULL, dossier INTEGER NOT NULL,
    floor INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE related_signatures (
    number INTEGER PRIMARY KEY, terms BLOB NOT NULL, sketch BLOB NOT NULL
);
CREATE TABLE related_lists (number INTEGER PRIMARY KEY, entries BLOB NOT NULL);
CREATE TABLE related_buckets (bucket INTEGER PRIMARY KEY, postings BLOB NOT NULL);
-- The `Ground`, and which units were related, when the lists were made.
CREATE TABLE related_ground (
    least INTEGER NOT NULL, rare INTEGER NOT NULL, related_units TEXT NOT NULL
);
CREATE TABLE related_names (number INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL);
-- An editor banned the pair, in the file of `number`.
CREATE TABLE related_bans (
    number INTEGER, other INTEGER, PRIMARY KEY (number, other)
) WITHOUT ROWID;
CREATE INDEX related_bans_other ON related_bans (other);
"""


def clear(connection: sqlite3.Connection) -> list[tuple[int, bytes, bytes]]:
    """Forget everything; returns what articles were known by: number, terms, sketch."""
    rows = connection.execute("SELECT number, terms, sketch FROM related_signatures").fetchall()
    for name in re.findall(r"CREATE TABLE (\w+)", TABLES):
        connection.execute(f"DELETE FROM {name}")
    return rows


POSTING = struct.Struct("<HIB")
"""A posting: the lower half of the term's number, the article, the weight."""


class Neighbour(msgspec.Struct, frozen=True, array_like=True):
    """One neighbour in an article's list; ``copy``: almost the same text as the article, or as
    a neighbour above it that is no copy itself.
    """

    number: int
    score: int
    copy: bool = False


def pack_entries(entries: Iterable[Neighbour]) -> bytes:
    """A list as bytes: numbers, scores (4 bytes each), copies (1 byte each)."""
    rows = list(entries)
    size = len(rows)
    numbers, scores = [row.number for row in rows], [row.score for row in rows]
    return struct.pack(f"<{2 * size}I{size}B", *numbers, *scores, *(row.copy for row in rows))


def unpack_entries(data: bytes) -> list[Neighbour]:
    """A list from its bytes."""
    size = len(data) // 9
    values = struct.unpack(f"<{2 * size}I{size}B", data)
    columns = (values[:size], values[size : 2 * size], values[2 * size :])
    return [Neighbour(n, score, bool(copy)) for n, score, copy in zip(*columns, strict=True)]


def unpack_columns(data: bytes, most: int) -> tuple[tuple[int, ...], bytes]:
    """The first numbers of a list, and whether they are copies: what pages need, at once."""
    size = len(data) // 9
    kept = min(size, most)
    return struct.unpack_from(f"<{kept}I", data), data[8 * size : 8 * size + kept]


class PackedList(NamedTuple):
    """An article's list as it is kept; ``floor``: see `TABLES`."""

    number: int
    entries: bytes
    floor: int


def place_name(units: Iterable[str]) -> str:
    """All districts of an article as one name."""
    return " ".join(sorted(set(units)))


class NameNumbers:
    """Numbers for sections, places and dossiers; 0 is the empty name."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        rows = connection.execute("SELECT name, number FROM related_names")
        self._numbers: dict[str, int] = {"": 0, **dict(rows.fetchall())}
        self._names = {number: name for name, number in self._numbers.items()}

    def number(self, name: str) -> int:
        """The number of ``name``, made if need be."""
        number = self._numbers.get(name)
        if number is None:
            number = len(self._numbers)
            self._db.execute("INSERT INTO related_names VALUES (?, ?)", (number, name))
            self._numbers[name] = number
            self._names[number] = name
        return number

    def of(self, features: Features) -> tuple[int, int, int]:
        """The numbers of an article's section, place and dossier."""
        place = self.number(place_name(features.units))
        return self.number(features.section), place, self.number(features.dossier)

    def name(self, number: int) -> str:
        """The name of ``number``."""
        return self._names[number]

    def all(self) -> dict[int, str]:
        """Every name by its number."""
        return dict(self._names)


class Postings:
    """Which articles have a term."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def of(self, term: int) -> Iterator[tuple[int, int]]:
        """The articles that have ``term``, with its weight in each."""
        lower = term & 0xFFFF
        for low, article, weight in POSTING.iter_unpack(self._bucket(term >> 16)):
            if low == lower:
                yield article, weight

    def size(self, term: int) -> int:
        """How many articles have ``term``."""
        return sum(1 for _ in self.of(term))

    def add(self, article: int, terms: Iterable[tuple[int, int]]) -> None:
        """The article has these terms."""
        for term, weight in terms:
            posting = POSTING.pack(term & 0xFFFF, article, weight)
            self._put(term >> 16, self._bucket(term >> 16) + posting)

    def take(self, article: int, terms: Iterable[tuple[int, int]]) -> None:
        """The article has these terms no longer."""
        for term, weight in terms:
            old = POSTING.pack(term & 0xFFFF, article, weight)
            bucket = self._bucket(term >> 16)
            size = POSTING.size
            kept = (bucket[at : at + size] for at in range(0, len(bucket), size))
            self._put(term >> 16, b"".join(posting for posting in kept if posting != old))

    def _bucket(self, bucket: int) -> bytes:
        query = "SELECT postings FROM related_buckets WHERE bucket = ?"
        row = self._db.execute(query, (bucket,)).fetchone()
        return row[0] if row else b""

    def _put(self, bucket: int, postings: bytes) -> None:
        query = "INSERT OR REPLACE INTO related_buckets VALUES (?, ?)"
        self._db.execute(query, (bucket, postings))
