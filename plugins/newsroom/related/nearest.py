# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding an article's neighbours one article at a time, with SQLite and plain Python."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from heapq import nsmallest
from typing import NamedTuple

from newsroom.related import params
from newsroom.related.score import Common, Features, Ground, RelatedUnits, nearness, reach
from newsroom.related.signature import are_copies, is_tag, marks, unpack
from newsroom.related.tables import NameNumbers, Neighbour, Postings

Rank = tuple[int, int, int]
"""An entry's place in a list: highest score, then nearest in time, then newest, goes first."""


class Candidate(NamedTuple):
    """An article with a score; ``floor`` is what a newcomer to its own list must reach."""

    number: int
    score: int
    key: int
    floor: int


def rank(own_key: int, score: int, key: int) -> Rank:
    """The rank of an article with this score and key in the list of the one with ``own_key``."""
    return -score, abs(key - own_key), -key


class Search:
    """Scores one article against all others. It is made anew when articles have changed.

    ``ground``: that of the archive.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        names: NameNumbers,
        postings: Postings,
        related_units: RelatedUnits,
        ground: Ground,
    ) -> None:
        self._db = connection
        self._ground = ground
        self._names = names
        self._postings = postings
        self._related_units = related_units
        self._related_places: dict[int, frozenset[int]] = {}

    def hits(self, number: int, own: Features) -> list[Candidate]:
        """Every article with a score against ``number``, were it to have these features."""
        alike, mates = self._likenesses(own.terms)
        for other in (number, *self.banned(number)):
            alike.pop(other, None)
        section, place, dossier = self._names.of(own)
        near, least = self._related_to(place), self._ground.least
        found = []
        for other, key, day, its_section, its_place, its_dossier, floor in self._facts(alike):
            in_place, in_section = its_place in near, its_section == section != 0
            in_dossier, days = its_dossier == dossier != 0, day - own.day
            common = Common(in_place, in_section, in_dossier, other in mates)
            if alike[other] < least and alike[other] < common.floor(least, days):
                continue
            factor = params.BASE + nearness(days) + params.DOSSIER * in_dossier
            factor += params.RELATED_UNITS * in_place + params.SECTION * in_section
            found.append(Candidate(other, alike[other] * factor, key, floor))
        return found

    def best(self, number: int, own: Features, hits: Iterable[Candidate]) -> list[Neighbour]:
        """The list of ``number``: its best hits, with copies marked."""
        top = nsmallest(params.STORED, hits, key=lambda hit: rank(own.key, hit.score, hit.key))
        return self.mark_copies(number, [Neighbour(hit.number, hit.score) for hit in top])

    def mark_copies(self, number: int, entries: list[Neighbour]) -> list[Neighbour]:
        """The entries, with those marked that tell the same as one above them or as ``number``.

        Only the first `params.KEPT` are looked at: nobody sees the others.
        """
        kept = entries[: params.KEPT]
        sketches = self._sketches([number, *(entry.number for entry in kept)])
        shown = [sketches[number]]
        marked = []
        for entry in kept:
            sketch = sketches[entry.number]
            copy = any(are_copies(sketch, other) for other in shown)
            if not copy:
                shown.append(sketch)
            marked.append(Neighbour(entry.number, entry.score, copy))
        return marked + [Neighbour(entry.number, entry.score) for entry in entries[params.KEPT :]]

    def keys(self, numbers: Iterable[int]) -> dict[int, int]:
        """The keys of articles."""
        query = """
            SELECT number, key FROM related_articles
            WHERE number IN (SELECT value FROM json_each(?))
        """
        return dict(self._db.execute(query, (json.dumps(list(numbers)),)).fetchall())

    def banned(self, number: int) -> list[int]:
        """The articles that may not be shown beside ``number``, whoever said so."""
        query = """
            SELECT other FROM related_bans WHERE number = :number
            UNION SELECT number FROM related_bans WHERE other = :number
        """
        return [other for (other,) in self._db.execute(query, {"number": number})]

    def _likenesses(self, terms: bytes) -> tuple[dict[int, int], set[int]]:
        """The articles that may be related, with their likenesses; and who has a rare tag of these
        ``terms``.
        """
        found: dict[int, int] = {}
        mates: set[int] = set()
        for term, weight in unpack(terms):
            postings = list(self._postings.of(term))
            for article, its_weight in postings:
                found[article] = found.get(article, 0) + weight * its_weight
            if is_tag(term) and len(postings) <= self._ground.rare:
                mates.update(article for article, _ in postings)
        alike = {number: sum_ for number, sum_ in found.items() if sum_ >= params.LEAST_OF_NEAR}
        lowest = params.LEAST_OF_CAMPAIGN
        alike |= {number: found[number] for number in mates if found[number] >= lowest}
        return alike, mates

    def _facts(self, numbers: Iterable[int]) -> Iterable[tuple[int, ...]]:
        query = """
            SELECT number, key, day, section, place, dossier, floor FROM related_articles
            WHERE number IN (SELECT value FROM json_each(?))
        """
        return self._db.execute(query, (json.dumps(list(numbers)),))

    def _sketches(self, numbers: list[int]) -> dict[int, frozenset[int]]:
        query = """
            SELECT number, sketch FROM related_signatures
            WHERE number IN (SELECT value FROM json_each(?))
        """
        rows = self._db.execute(query, (json.dumps(numbers),))
        return {number: marks(sketch) for number, sketch in rows}

    def _related_to(self, place: int) -> frozenset[int]:
        if place not in self._related_places:
            near = reach(self._names.name(place).split(), self._related_units)
            self._related_places[place] = frozenset(
                number
                for number, name in self._names.all().items()
                if not near.isdisjoint(name.split())
            )
        return self._related_places[place]
