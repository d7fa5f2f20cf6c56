# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ordered lists: putting articles in and taking them out, and the terms that lists stand for."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from newsroom.model import parted
from newsroom.store.reads import EVERYBODY, WHOEVER_SHOWS, Key, ListNames, Touches

TermPlace = Callable[[str, str, str], str]
"""The key of a term among its taxonomy, from taxonomy, title and slug."""


_MANY = 4096
"""So many items are written at once."""


class Lists:
    """The lists of a store, as the arranging step changes them.

    ``touches`` gathers what has changed; ``counts`` maps each list whose length may have changed
    to the length that it had before. Others see what was put after `write`; articles whose place
    another still has by then are ``clashes``, and stay out.
    """

    def __init__(self, connection: sqlite3.Connection, names: ListNames, place: TermPlace) -> None:
        self._db = connection
        self._names = names
        self._place = place
        self.touches = Touches()
        self.counts: dict[str, int] = {}
        self.clashes: list[int] = []
        self._lengths: dict[str, int] = {}
        self._coming: dict[tuple[int, Key], int] = {}
        self._waiting: list[tuple[int, Key, int]] = []  # for a place that another may yet leave
        self._spellings: dict[tuple[str, str], int] = {}

    def put(self, name: str, key: Key, article: int) -> None:
        """Add ``article`` to the list ``name`` at ``key``."""
        self.put_all({name: key}, article)

    def put_all(self, places: Mapping[str, Key], article: int) -> None:
        """Add ``article`` to these lists, each at its key."""
        coming, number_of = self._coming, self._names.number
        for name, key in places.items():
            place = (number_of(name), key)
            if coming.setdefault(place, article) != article:
                self._waiting.append((*place, article))
            self._count(name, +1)
        if not self.touches.unread:
            for name, key in places.items():
                self.touches.step(name, key, +1)
        if len(coming) >= _MANY:
            self._write_items()

    def take(self, name: str, key: Key, article: int | None = None) -> None:
        """Remove the item at ``key`` from the list ``name``: ``article``, or whichever it is."""
        place = (self._names.number(name), key)
        if place in self._coming and article in (None, self._coming[place]):
            del self._coming[place]
        else:
            self._db.execute("DELETE FROM items WHERE list = ? AND key = ?", place)
        self._count(name, -1)
        self.touches.step(name, key, -1)

    def _count(self, name: str, step: int) -> None:
        length = self._lengths.get(name)
        if length is None:
            length = self.counts[name] = self.length(name)
        self._lengths[name] = length + step

    def term_count(self, taxonomy: str) -> int:
        """How many terms a taxonomy has; after `settle_terms`."""
        query = "SELECT count(*) FROM lists WHERE taxonomy = ?"
        return int(self._db.execute(query, (taxonomy,)).fetchone()[0])

    def length(self, name: str) -> int:
        """How many items the list ``name`` has."""
        if name in self._lengths:
            return self._lengths[name]
        row = self._db.execute("SELECT count FROM lists WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def items(self, name: str) -> dict[Key, int]:
        """The items of a short list: key → article."""
        self._write_items()
        number = self._names.find(name)
        rows = self._db.execute("SELECT key, article FROM items WHERE list = ?", (number,))
        return dict(rows.fetchall())

    def write(self) -> None:
        """Write what is waiting."""
        self._write_items()
        for row in self._waiting:
            cursor = self._db.execute("INSERT OR IGNORE INTO items VALUES (?, ?, ?)", row)
            if not cursor.rowcount and not self._is_there(row):
                self.clashes.append(row[2])
        self._waiting.clear()
        counts = [(count, self._names.number(name)) for name, count in self._lengths.items()]
        self._db.executemany("UPDATE lists SET count = ? WHERE id = ?", counts)

    def _write_items(self) -> None:
        # In order, they land side by side.
        rows = [(*place, article) for place, article in sorted(self._coming.items())]
        self._coming.clear()
        cursor = self._db.executemany("INSERT OR IGNORE INTO items VALUES (?, ?, ?)", rows)
        if cursor.rowcount < len(rows):
            self._waiting += (row for row in rows if not self._is_there(row))

    def _is_there(self, row: tuple[int, Key, int]) -> bool:
        query = "SELECT 1 FROM items WHERE list = ? AND key = ? AND article = ?"
        return self._db.execute(query, row).fetchone() is not None

    def spell(self, name: str, spelling: str, step: int) -> None:
        """Count one more (+1) or one less (-1) article that spells the term ``name`` so."""
        place = (name, spelling)
        self._spellings[place] = self._spellings.get(place, 0) + step

    @property
    def respelled(self) -> list[str]:
        """The terms whose spellings have changed."""
        return sorted({name for name, _ in self._spellings})

    def settle_terms(self) -> None:
        """Bring titles and places of all touched terms up to date, and touch them; `write` all."""
        self.write()
        self._write_spellings()
        touched = dict.fromkeys([*self.counts, *(name for name, _ in self._spellings)])
        for name in touched:
            if parted(name)[1]:
                self._settle(name)

    def _write_spellings(self) -> None:
        for (name, spelling), step in self._spellings.items():
            number = self._names.number(name)
            self._db.execute(
                """
                INSERT INTO spellings VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET count = count + excluded.count
                """,
                (number, spelling, step),
            )
            self._db.execute("DELETE FROM spellings WHERE list = ? AND count <= 0", (number,))

    def _settle(self, name: str) -> None:
        number = self._names.number(name)
        query = "SELECT place, title FROM lists WHERE id = ?"
        old_place, old_title = self._db.execute(query, (number,)).fetchone()
        count = self.length(name)
        taxonomy, slug = parted(name)
        title = self._title(number, slug) if count else None
        place = self._place(taxonomy, title, slug) if title is not None else None
        self._db.execute(
            "UPDATE lists SET taxonomy = ?, title = ?, place = ? WHERE id = ?",
            (taxonomy if count else None, title, place, number),
        )
        before = (old_place, old_title, self.counts.get(name, count))
        if before != (place, title, count):
            self._touch_term(taxonomy, old_place, place)

    def _touch_term(self, taxonomy: str, old: str | None, new: str | None) -> None:
        terms = f"terms/{taxonomy}"
        if old == new and new is not None:
            self.touches.add(terms, new, WHOEVER_SHOWS)
            return
        for place in (old, new):
            if place is not None:
                self.touches.add(terms, place, EVERYBODY)

    def _title(self, number: int, slug: str) -> str:
        row = self._db.execute(
            "SELECT spelling FROM spellings WHERE list = ? ORDER BY count DESC, spelling LIMIT 1",
            (number,),
        ).fetchone()
        return row[0] if row else slug

    def spellings(self, name: str) -> list[str]:
        """All spellings of the term ``name``, in code point order."""
        rows = self._db.execute(
            "SELECT spelling FROM spellings WHERE list = ? ORDER BY spelling",
            (self._names.number(name),),
        )
        return [spelling for (spelling,) in rows]


def clear(connection: sqlite3.Connection) -> None:
    """Forget all lists, with what is on them and what pages have read of them."""
    for table in ("lists", "items", "spellings", "reads"):
        connection.execute(f"DELETE FROM {table}")
