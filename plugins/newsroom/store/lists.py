"""Ordered lists: putting articles in and taking them out, and the terms that lists stand for."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from newsroom.store.reads import CARD, COUNT, Key, ListNames, Touches

TermPlace = Callable[[str, str, str], str]
"""The key of a term among its taxonomy, from taxonomy, title and slug."""


class Lists:
    """The lists of a store, as the arranging step changes them.

    ``touches`` gathers what has changed; ``counts`` maps each list whose length may have changed
    to the length that it had before.
    """

    def __init__(self, connection: sqlite3.Connection, names: ListNames, place: TermPlace) -> None:
        self._db = connection
        self._names = names
        self._place = place
        self.touches = Touches()
        self.counts: dict[str, int] = {}
        self._spellings: dict[tuple[str, str], int] = {}

    def put(self, name: str, key: Key, article: int) -> None:
        """Add ``article`` to the list ``name`` at ``key``.

        Raises:
            sqlite3.IntegrityError: another article has this very place.
        """
        number = self._names.number(name)
        self._db.execute("INSERT INTO items VALUES (?, ?, ?)", (number, key, article))
        self._count(name, number, +1)
        self.touches.add(name, key, COUNT)

    def take(self, name: str, key: Key) -> None:
        """Remove the item at ``key`` from the list ``name``."""
        number = self._names.number(name)
        self._db.execute("DELETE FROM items WHERE list = ? AND key = ?", (number, key))
        self._count(name, number, -1)
        self.touches.add(name, key, COUNT)

    def _count(self, name: str, number: int, step: int) -> None:
        if name not in self.counts:
            self.counts[name] = self._length(number)
        self._db.execute("UPDATE lists SET count = count + ? WHERE id = ?", (step, number))

    def _length(self, number: int) -> int:
        row = self._db.execute("SELECT count FROM lists WHERE id = ?", (number,)).fetchone()
        return int(row[0])

    def length(self, name: str) -> int:
        """How many items the list ``name`` has."""
        number = self._names.find(name)
        return 0 if number is None else self._length(number)

    def items(self, name: str) -> dict[Key, int]:
        """The items of a short list: key → article."""
        number = self._names.find(name)
        rows = self._db.execute("SELECT key, article FROM items WHERE list = ?", (number,))
        return dict(rows.fetchall())

    def spell(self, name: str, spelling: str, step: int) -> None:
        """Count one more (+1) or one less (-1) article that spells the term ``name`` so."""
        place = (name, spelling)
        self._spellings[place] = self._spellings.get(place, 0) + step

    @property
    def respelled(self) -> list[str]:
        """The terms whose spellings have changed."""
        return sorted({name for name, _ in self._spellings})

    def settle_terms(self) -> None:
        """Bring titles, places and counts of all touched terms up to date, and touch them."""
        self._write_spellings()
        touched = dict.fromkeys([*self.counts, *(name for name, _ in self._spellings)])
        for name in touched:
            if "/" in name:
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
        count, old_place = self._db.execute(
            "SELECT count, place FROM lists WHERE id = ?", (number,)
        ).fetchone()
        taxonomy, _, slug = name.partition("/")
        title = self._title(number, slug) if count else None
        place = self._place(taxonomy, title, slug) if title is not None else None
        self._db.execute(
            "UPDATE lists SET taxonomy = ?, title = ?, place = ? WHERE id = ?",
            (taxonomy if count else None, title, place, number),
        )
        self._touch_term(taxonomy, old_place, place)

    def _touch_term(self, taxonomy: str, old: str | None, new: str | None) -> None:
        terms = f"terms/{taxonomy}"
        if old == new and new is not None:
            self.touches.add(terms, new, CARD)
            return
        for place in (old, new):
            if place is not None:
                self.touches.add(terms, place, COUNT)

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
