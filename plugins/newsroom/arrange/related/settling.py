"""Bringing lists in line with a few changed articles; see `newsroom.arrange.related.engine`."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping

from newsroom.arrange.related import params
from newsroom.arrange.related.score import Features
from newsroom.arrange.related.search import Search, rank
from newsroom.arrange.related.tables import Entry, pack_entries, unpack_entries

Changes = Mapping[int, tuple[Features | None, Features | None]]
"""Articles with their features before and now; None while they are unknown."""


class Settling:
    """One settlement. ``changed`` gathers the articles that show other neighbours than before."""

    def __init__(self, connection: sqlite3.Connection, search: Search) -> None:
        self._db = connection
        self._search = search
        self._concerned: set[int] = set()
        self._newcomers: defaultdict[int, list[Entry]] = defaultdict(list)
        self.changed: set[int] = set()

    def follow(self, changes: Changes) -> set[int]:
        """Follow the changes in all lists; returns those lists that must be searched anew."""
        for number, (old, new) in changes.items():
            if old is not None:
                self._look(number, old, enters=False)
            if new is not None:
                self._look(number, new, enters=True)
        before = {number: old.key for number, (old, _) in changes.items() if old}
        others = sorted(self._concerned - changes.keys())
        lost = {number for number in others if not self._merge(number, changes, before)}
        return lost | changes.keys()

    def _look(self, number: int, features: Features, *, enters: bool) -> None:
        """Find the lists that held the article or that it enters now."""
        for hit in self._search.hits(number, features):
            if hit.score >= hit.floor:
                self._concerned.add(hit.number)
                if enters:
                    self._newcomers[hit.number].append(Entry(number, hit.score))

    def _merge(self, number: int, changes: Changes, before: Mapping[int, int]) -> bool:
        """Set the list of ``number`` right from what is known; False if that is too little."""
        old = load_list(self._db, number)
        stay = [entry for entry in old if entry.number not in changes]
        newcomers = self._newcomers[number]
        if not newcomers and len(stay) == len(old):
            return True
        keys = self._search.keys([number, *(entry.number for entry in (*stay, *newcomers))])
        own = keys[number]
        ranks = {e.number: rank(own, e.score, keys[e.number]) for e in (*stay, *newcomers)}
        top = sorted((*stay, *newcomers), key=lambda e: ranks[e.number])[: params.KEPT]
        if len(old) == params.KEPT:
            last = old[-1]
            key = before.get(last.number) or keys[last.number]
            bound = rank(own, last.score, key)
            if len(top) < params.KEPT or ranks[top[-1].number] > bound:
                return False
        self._write(number, self._search.mark_copies(number, top))
        return True

    def search(self, number: int, features: Features | None) -> None:
        """Search the list of ``number`` anew, or forget it if the article is gone."""
        if features is None:
            self._db.execute("DELETE FROM related_lists WHERE number = ?", (number,))
            return
        hits = self._search.hits(number, features)
        self._write(number, self._search.best(number, features, hits))

    def _write(self, number: int, entries: list[Entry]) -> None:
        if write_list(self._db, number, pack_entries(entries)):
            self.changed.add(number)


def shown(entries: Iterable[Entry]) -> list[int]:
    """The articles that panels may show."""
    return [entry.number for entry in entries if not entry.copy]


def load_list(connection: sqlite3.Connection, number: int) -> list[Entry]:
    """The list of ``number``; empty if there is none."""
    query = "SELECT entries FROM related_lists WHERE number = ?"
    row = connection.execute(query, (number,)).fetchone()
    return unpack_entries(row[0]) if row else []


def write_list(connection: sqlite3.Connection, number: int, packed: bytes) -> bool:
    """Keep the list of ``number``; returns whether it shows other articles than before."""
    old, new = load_list(connection, number), unpack_entries(packed)
    # Whoever comes to a list that isn't full need not score more than anyone.
    floor = new[-1].score if len(new) == params.KEPT else 0
    connection.execute("INSERT OR REPLACE INTO related_lists VALUES (?, ?)", (number, packed))
    connection.execute("UPDATE related_articles SET floor = ? WHERE number = ?", (floor, number))
    return shown(old) != shown(new)


def write_all(connection: sqlite3.Connection, lists: Iterable[tuple[int, bytes]]) -> set[int]:
    """Replace all lists; returns the articles that show other neighbours than before."""
    changed = {number for number, packed in lists if write_list(connection, number, packed)}
    connection.execute(
        "DELETE FROM related_lists WHERE number NOT IN (SELECT number FROM related_articles)"
    )
    return changed
