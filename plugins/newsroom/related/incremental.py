# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bringing lists in line with a few changed articles; see `newsroom.related.engine`."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from newsroom.related import params
from newsroom.related.nearest import Candidate, Search, rank
from newsroom.related.score import Features
from newsroom.related.tables import (
    Neighbour,
    PackedList,
    pack_entries,
    unpack_columns,
    unpack_entries,
)

Changes = Mapping[int, tuple[Features | None, Features | None]]
"""Articles with their features before and now; None while they are unknown."""


# Some thousand hits each: publishing is one article, or a few.
_KEPT_HITS = 8


class Incremental:
    """One settlement. ``changed`` gathers the articles that show other neighbours than before;
    ``before`` those whose lists were made anew, whatever came of it, with what these held.
    """

    def __init__(self, connection: sqlite3.Connection, search: Search) -> None:
        self._db = connection
        self._search = search
        self._concerned: set[int] = set()
        self._newcomers: defaultdict[int, list[Neighbour]] = defaultdict(list)
        self._new_keys: dict[int, int] = {}
        self._ready: dict[int, tuple[list[Neighbour], bool]] = {}
        self._hits: dict[int, list[Candidate]] = {}
        self.changed: set[int] = set()
        self.before: dict[int, Sequence[int]] = {}

    def follow(self, changes: Changes, stale: set[int]) -> set[int]:
        """See what the changes do to lists; returns all that must be searched anew.

        Nothing is written yet. ``stale`` lists are to be searched in any case.
        """
        for number, (old, new) in changes.items():
            if old is not None:
                self._look(number, old, enters=False)
            if new is not None:
                self._look(number, new, enters=True)
        before = {number: old.key for number, (old, _) in changes.items() if old}
        self._new_keys = {number: new.key for number, (_, new) in changes.items() if new}
        searched = changes.keys() | stale
        others = self._concerned - searched
        return searched | {n for n in sorted(others) if not self._merge(n, changes, before)}

    def finish(self) -> None:
        """Write the lists that needed no search."""
        for number, (entries, whole) in self._ready.items():
            self._write(number, entries, whole=whole)

    def _look(self, number: int, features: Features, *, enters: bool) -> None:
        """Find the lists that held the article or that it enters now."""
        hits = self._search.hits(number, features)
        if enters and len(self._hits) < _KEPT_HITS:
            self._hits[number] = hits  # its own list is made of the same
        for hit in hits:
            if hit.score >= hit.floor:
                self._concerned.add(hit.number)
                if enters:
                    self._newcomers[hit.number].append(Neighbour(number, hit.score))

    def _merge(self, number: int, changes: Changes, before: dict[int, int]) -> bool:
        """Set the list of ``number`` right by what it held; False if that is too little."""
        old, floor = load_list(self._db, number)
        stay = [entry for entry in old if entry.number not in changes]
        pool = [*stay, *self._newcomers[number]]
        if len(pool) == len(stay) == len(old):
            return True
        keys = self._search.keys([number, *(entry.number for entry in (*old, *pool))]) | before
        own = keys[number]
        ranks = {entry.number: rank(own, entry.score, keys[entry.number]) for entry in stay}
        for entry in self._newcomers[number]:
            ranks[entry.number] = rank(own, entry.score, self._new_keys[entry.number])
        if floor:
            bound = rank(own, old[-1].score, keys[old[-1].number])
            pool = [entry for entry in pool if ranks[entry.number] <= bound]
            if len(pool) < params.KEPT:
                return False
        pool.sort(key=lambda entry: ranks[entry.number])
        best = self._search.mark_copies(number, pool[: params.STORED])
        self._ready[number] = (best, not floor and len(pool) < params.STORED)
        return True

    def search(self, number: int, features: Features | None) -> None:
        """Search the list of ``number`` anew, or forget it if the article is gone."""
        if features is None:
            self._db.execute("DELETE FROM related_lists WHERE number = ?", (number,))
            return
        hits = self._hits.get(number)
        if hits is None:
            hits = self._search.hits(number, features)
        best = self._search.best(number, features, hits)
        self._write(number, best, whole=len(best) < params.STORED)

    def _write(self, number: int, entries: list[Neighbour], *, whole: bool) -> None:
        self.before[number] = load_columns(self._db, number)[0]
        if write_list(self._db, number, pack_entries(entries), whole=whole):
            self.changed.add(number)


def load_list(connection: sqlite3.Connection, number: int) -> tuple[list[Neighbour], int]:
    """The list of ``number`` and its floor; empty if there is none."""
    query = """
        SELECT entries, floor FROM related_lists JOIN related_articles USING (number)
        WHERE number = ?
    """
    row = connection.execute(query, (number,)).fetchone()
    return (unpack_entries(row[0]), row[1]) if row else ([], 0)


def write_list(connection: sqlite3.Connection, number: int, packed: bytes, *, whole: bool) -> bool:
    """Keep the list of ``number``; ``whole``: nobody else has a score against it.

    Returns whether it shows other articles than before.
    """
    floor = 0 if whole else unpack_entries(packed)[-1].score
    return bool(write_lists(connection, [PackedList(number, packed, floor)]))


def write_all(connection: sqlite3.Connection, parts: Iterable[list[PackedList]]) -> set[int]:
    """Replace all lists; returns the articles that show other neighbours than before."""
    changed = {number for lists in parts for number in write_lists(connection, lists)}
    connection.execute(
        "DELETE FROM related_lists WHERE number NOT IN (SELECT number FROM related_articles)"
    )
    return changed


def write_lists(connection: sqlite3.Connection, lists: Sequence[PackedList]) -> set[int]:
    """Keep these lists, of ascending numbers; returns those that show others than before."""
    rows = connection.execute(
        "SELECT number, entries FROM related_lists WHERE number BETWEEN ? AND ?",
        (lists[0].number, lists[-1].number),
    )
    before = dict(rows.fetchall())
    connection.executemany(
        "INSERT OR REPLACE INTO related_lists VALUES (?, ?)",
        ((found.number, found.entries) for found in lists),
    )
    connection.executemany(
        "UPDATE related_articles SET floor = ? WHERE number = ?",
        ((found.floor, found.number) for found in lists),
    )
    return {
        found.number
        for found in lists
        if found.entries != (old := before.get(found.number, b""))
        and shown_of(found.entries) != shown_of(old)
    }


def shown_of(packed: bytes) -> list[int]:
    """The articles of a list as it is kept that are no copies."""
    numbers, copies = unpack_columns(packed, params.KEPT)
    return [number for number, copy in zip(numbers, copies, strict=True) if not copy]


def load_columns(connection: sqlite3.Connection, number: int) -> tuple[tuple[int, ...], bytes]:
    """The neighbours of ``number``, best first, and for each whether it is a copy."""
    query = "SELECT entries FROM related_lists WHERE number = ?"
    row = connection.execute(query, (number,)).fetchone()
    return unpack_columns(row[0], params.KEPT) if row else ((), b"")
