# SPDX-License-Identifier: AGPL-3.0-or-later
"""All lists at once, with numpy and scipy: the same whole numbers as one list at a time.

For each article the postings of its terms are added up, which gives its likeness to all others.
Few of these could reach its list, whatever the bonuses; only they are scored in full and ranked.

Threads share the work: three quarters of it are loops of numpy and scipy, which leave the
interpreter's lock to others. Processes would be little faster, and each would need a copy of all
signatures.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp  # type: ignore[import-untyped]  # scipy has no types

from newsroom.parallel import ahead, how_many
from newsroom.related import params
from newsroom.related.score import Ground, RelatedUnits, nearness, reach
from newsroom.related.signature import EMPTY
from newsroom.related.tables import NameNumbers, PackedList

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_ROWS = 1000
"""How many lists are made before they are written."""
_HEIGHT, _COLUMNS = 16, 8192
"""Likenesses are looked through in columns of this height, or higher ones: at most so many."""
_CELLS, _SUMMANDS = 2**20, 2**19
"""So many likenesses are computed at once, of so many products: some 10 MB."""
_THREADS = 4
"""More would wait for the interpreter's lock, which is held a quarter of the time."""
_SCORE_BITS = 40
"""More than any score has."""
NOBODY = b"\xff\xff\xff\xff"
"""What fills up the list of an article that has few neighbours."""
_POSTING = np.dtype([("low", "<u2"), ("article", "<u4"), ("weight", "u1")])


class _Postings(NamedTuple):
    """Who has which terms: those that two articles have at least.

    ``columns`` (terms as columns of the matrix) and ``weights`` are those of all articles, one
    after the other; each article's begin at ``starts``. ``matrix`` holds the weights by article
    (its ``height`` is a multiple of ``column``, see `_HEIGHT`) and term; ``sizes`` counts the
    articles of a term. ``tags``: which articles have which rare tags; ``tagged``: who has a tag.
    """

    columns: npt.NDArray[np.int32]
    weights: npt.NDArray[np.uint8]
    starts: Ints
    matrix: Any
    height: int
    column: int
    sizes: npt.NDArray[np.int32]
    tags: Any
    tagged: Any


class Full:
    """Everything that the tables know of the articles, as arrays in the order of numbers."""

    def __init__(
        self, connection: sqlite3.Connection, names: NameNumbers, related_units: RelatedUnits
    ) -> None:
        facts = connection.execute(
            "SELECT number, key, day, section, place, dossier FROM related_articles ORDER BY number"
        )
        columns = np.array(facts.fetchall(), dtype=np.int64).reshape(-1, 6).T
        self._number, self._key, self._day, self._section, self._place, self._dossier = columns
        self._size = len(self._number)
        self._least, self._rare = Ground.of(self._size)
        self._read_signatures(connection)
        self._own, self._near = _places(names, related_units)
        self._related: dict[int, Bools] = {}
        self._nearness = np.array([nearness(days) for days in range(1 << params.NEARNESS)])
        self._banned = _bans(connection, self._number)

    def _read_signatures(self, connection: sqlite3.Connection) -> None:
        terms, weights, sketches = bytearray(), bytearray(), bytearray()
        sizes = np.zeros(self._size, dtype=np.int64)
        rows = connection.execute("SELECT terms, sketch FROM related_signatures ORDER BY number")
        for place, (packed, sketch) in enumerate(rows):
            size = sizes[place] = len(packed) // 5
            terms += packed[: 4 * size]
            weights += packed[4 * size :]
            sketches += sketch
        self._terms = np.frombuffer(terms, dtype="<u4")
        self._weights = np.frombuffer(weights, dtype=np.uint8)
        self._starts = np.concatenate([[0], np.cumsum(sizes)])
        self._sketches = np.frombuffer(sketches, dtype="<u2").reshape(self._size, params.BINS)

    # ------------------------------------------------------------------------------ buckets

    def buckets(self) -> Iterator[tuple[int, bytes]]:
        """The postings of all articles, by bucket."""
        rows = np.repeat(np.arange(self._size, dtype=np.int32), np.diff(self._starts))
        for part in range(16):  # a sixteenth at a time, to spare memory
            here = np.flatnonzero(self._terms >> 28 == part)
            order = here[np.argsort(self._terms[here], kind="stable")]
            terms = self._terms[order]
            postings = np.empty(len(order), dtype=_POSTING)
            postings["low"] = terms & 0xFFFF
            postings["article"] = self._number[rows[order]]
            postings["weight"] = self._weights[order]
            buckets, starts = np.unique(terms >> 16, return_index=True)
            ends = np.append(starts, len(order))[1:].tolist()
            for bucket, start, end in zip(buckets.tolist(), starts.tolist(), ends, strict=True):
                yield bucket, postings[start:end].tobytes()

    # -------------------------------------------------------------------------------- lists

    def lists(self, workers: int = 1) -> Iterator[list[PackedList]]:
        """All articles' lists, in the order of numbers, many at a time.

        They are made in so many threads (0: one for each processor); 1: in the caller's own.
        """
        starts = range(0, self._size, _ROWS)
        threads = min(how_many(workers), _THREADS, len(starts))
        if threads <= 1:
            yield from map(self._some, starts)
            return
        self._postings  # noqa: B018 - made here, once: all threads read it
        with ThreadPoolExecutor(threads) as pool:
            # Each has one more waiting, and stays busy while results are written.
            yield from ahead(lambda start: pool.submit(self._some, start), starts, 2 * threads + 1)

    def _some(self, start: int) -> list[PackedList]:
        """The lists of up to `_ROWS` articles; threads may ask for several at once."""
        end = min(start + _ROWS, self._size)
        table = np.full((end - start, params.STORED), -1)
        scores = np.zeros_like(table)
        for first, last in self._blocks(start, end):
            rows, ranks, best, values = self._best(first, last)
            table[rows + first - start, ranks] = best
            scores[rows + first - start, ranks] = values
        return list(self._pack(start, table, scores))

    def _blocks(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Stretches of articles that are compared at once: as many as are worth the memory."""
        known = self._postings
        most = max(1, _CELLS // known.height)
        while start < end:
            first, last = start, min(start + most, end)
            terms = slice(known.starts[first], known.starts[last])
            products = np.append(0, np.cumsum(known.sizes[known.columns[terms]]))
            before = products[known.starts[first : last + 1] - terms.start]
            start += max(1, int(np.searchsorted(before, _SUMMANDS, side="right")) - 1)
            yield first, start

    def _best(self, start: int, end: int) -> tuple[Ints, Ints, Ints, Ints]:
        """The best neighbours of these articles: row from ``start`` and rank, place and score."""
        rows, found, likeness, mates = self._candidates(start, end)
        factor, floor = self._factor(start, end, rows, found, mates)
        stay = likeness >= floor
        rows, found, scores = rows[stay], found[stay], (likeness * factor)[stay]
        # By row, the highest score first; the last one's may be that of others, too.
        packed = (rows + 1 << _SCORE_BITS) - scores
        sizes = np.bincount(rows, minlength=end - start)
        lasts = np.cumsum(sizes) - np.maximum(sizes - params.STORED, 0) - 1
        stay = packed <= np.sort(packed)[lasts[rows]]
        rows, found, scores, packed = rows[stay], found[stay], scores[stay], packed[stay]
        keys = self._key[found]
        order = np.lexsort((-keys, np.abs(keys - self._key[start + rows]), packed))
        ranks = np.arange(len(rows)) - np.searchsorted(rows, rows)
        order, rows, ranks = (column[ranks < params.STORED] for column in (order, rows, ranks))
        return rows, ranks, found[order], scores[order]

    def _candidates(self, start: int, end: int) -> tuple[Ints, Ints, Ints, Bools]:
        """For these articles (rows from ``start``, ascending): the places of all that could be in
        their lists, their likenesses, and whether those that need it have a rare tag in common.

        The columns' highest are of as many articles, so that the last of so many of them bounds
        from below what the last in the list has, if all these are related whoever they are.
        """
        likeness = self._likeness(start, end)
        for row, own in enumerate(range(start, end)):
            likeness[row, [own, *self._banned.get(own, ())]] = 0
        height = self._postings.column
        cells = likeness.reshape(end - start, height, -1)
        highest = cells.max(axis=1)
        width = highest.shape[1]
        bounds = np.zeros(end - start, dtype=np.int64)
        if width > params.STORED:
            lasts = np.partition(highest, -params.STORED, axis=1)[:, -params.STORED]
            bounds = -(-lasts.astype(np.int64) * params.BASE // self._highest(start, end))
            bounds = np.where(lasts >= self._least, bounds, 0)
        least = np.maximum(bounds, params.LEAST_OF_NEAR)[:, None]
        rows, columns = np.divmod(np.flatnonzero(highest >= least), width)
        some = cells[rows, :, columns]
        enough = np.flatnonzero(some >= least[rows])
        which, above = np.divmod(enough, height)
        found = above * width + columns[which]
        known = rows[which], found, some.ravel()[enough].astype(np.int64)
        return self._with_mates(start, likeness, bounds, known)

    def _with_mates(
        self,
        start: int,
        likeness: npt.NDArray[np.int32],
        bounds: Ints,
        known: tuple[Ints, Ints, Ints],
    ) -> tuple[Ints, Ints, Ints, Bools]:
        """The candidates that are ``known``, and those that only a rare tag makes such.

        ``bounds`` is what can be in the list of each row.
        """
        own = self._postings.tags[start : start + len(bounds)]
        rows, found = (own @ self._postings.tagged).nonzero()
        mates = rows * self._size + found
        alike = likeness[rows, found].astype(np.int64)
        few = (alike >= np.maximum(bounds, params.LEAST_OF_CAMPAIGN)[rows]) & (
            alike < params.LEAST_OF_NEAR
        )
        added = zip(known, (rows[few], found[few], alike[few]), strict=True)
        rows, found, alike = (np.concatenate(column) for column in added)
        order = np.argsort(rows, kind="stable")
        rows, found, alike = rows[order], found[order], alike[order]
        are_mates = np.zeros(len(rows), dtype=bool)
        unsure = np.flatnonzero(alike < self._least)
        are_mates[unsure] = np.isin(rows[unsure] * self._size + found[unsure], mates)
        return rows, found, alike, are_mates

    def _likeness(self, start: int, end: int) -> npt.NDArray[np.int32]:
        """For each of these articles its likeness to all, itself included; padded with zeros to
        whole columns.

        One sum for all of them: each has a stretch of its own in what is added up to.
        """
        known = self._postings
        terms = slice(known.starts[start], known.starts[end])
        summands = known.matrix[:, known.columns[terms]]
        ends = summands.indptr[known.starts[start : end + 1] - terms.start].tolist()
        for row, (first, last) in enumerate(pairwise(ends)):
            summands.indices[first:last] += row * known.height
        parts = (summands.data, summands.indices, summands.indptr)
        apart = sp.csc_matrix(parts, shape=((end - start) * known.height, summands.shape[1]))
        found: npt.NDArray[np.int32] = apart @ known.weights[terms].astype(np.int32)
        return found.reshape(end - start, known.height)

    @cached_property
    def _postings(self) -> _Postings:
        known, counts = np.unique(self._terms, return_counts=True)
        # A term of one article alone says nothing of two: most terms are dropped here.
        # The largest number there is closes the list, so that every term has a place to compare.
        known = np.append(known[counts > 1], np.uint32(0xFFFFFFFF))
        del counts
        columns = np.empty(len(self._terms), dtype=np.int32)
        for part in _parts(len(columns)):
            columns[part] = np.searchsorted(known, self._terms[part])
        shared = known[columns] == self._terms
        starts = np.concatenate([[0], np.cumsum(shared)])[self._starts]
        columns, weights = columns[shared], self._weights[shared]
        column = max(_HEIGHT, -(-self._size // _COLUMNS))
        height = -(-self._size // column) * column
        ends = np.append(starts, [starts[-1]] * (height - self._size))
        matrix = sp.csr_matrix((weights, columns, ends), shape=(height, len(known))).tocsc()
        sizes = np.diff(matrix.indptr)
        tags = matrix[:, np.flatnonzero((known & 1 == 1) & (sizes <= self._rare))].tocsr()
        tags.data = np.ones_like(tags.data)
        # Turned round once: of a million articles it takes as long as all else about one of them.
        tagged = tags.T.tocsr()
        return _Postings(columns, weights, starts, matrix, height, column, sizes, tags, tagged)

    def _factor(
        self, start: int, end: int, rows: Ints, others: Ints, tags: Bools
    ) -> tuple[Ints, Ints]:
        """What the likenesses of articles (rows from ``start``) to others are multiplied by, and
        how high they must be (`newsroom.related.score.Common.floor`).
        """
        owns = start + rows
        days = np.abs(self._day[others] - self._day[owns])
        factor: Ints = params.BASE + self._nearness.take(days, mode="clip")
        near = [self._related_to(place) for place in self._place[start:end].tolist()]
        related = np.array(near)[rows, self._place[others]]
        mates, same = (
            (facts[others] == facts[owns]) & (facts[owns] != 0)
            for facts in (self._dossier, self._section)
        )
        factor += params.RELATED_UNITS * related + params.DOSSIER * mates + params.SECTION * same
        apart = np.where(days <= params.CAMPAIGN, params.LEAST_OF_CAMPAIGN, params.LEAST_OF_RELATED)
        floor = np.where(related | mates | tags, params.LEAST_OF_NEAR, self._least)
        floor = np.where(tags & (related | same), apart, floor)
        return factor, floor

    def _highest(self, start: int, end: int) -> Ints:
        """The largest factor that anybody can have with each of these articles."""
        section, dossier = self._section[start:end] != 0, self._dossier[start:end] != 0
        near = self._near[self._place[start:end]].any(axis=1)
        never = params.SECTION * ~section + params.DOSSIER * ~dossier + params.RELATED_UNITS * ~near
        highest: Ints = params.HIGHEST - never
        return highest

    def _related_to(self, place: int) -> Bools:
        """For each name, whether it holds a unit within the reach of ``place``."""
        if place not in self._related:
            self._related[place] = (self._near[place] & self._own).any(axis=1)
        return self._related[place]

    # --------------------------------------------------------------------------------- rows

    def _pack(self, start: int, table: Ints, scores: Ints) -> Iterator[PackedList]:
        numbers = np.where(table >= 0, self._number[table], 0).astype("<u4")
        columns = (numbers, scores.astype("<u4"), self._copies(start, table))
        owns = self._number[start : start + len(table)].tolist()
        sizes = (table >= 0).sum(axis=1).tolist()
        floors = scores[:, -1].tolist()
        # Most lists are full: all of them as one stretch of bytes, to be cut into rows.
        full = np.concatenate([column.view(np.uint8) for column in columns], axis=1)
        data, width = full.tobytes(), full.shape[1]
        for row, (own, size, floor) in enumerate(zip(owns, sizes, floors, strict=True)):
            packed = data[row * width : (row + 1) * width]
            if size < params.STORED:
                packed = b"".join(column[row, :size].tobytes() for column in columns)
            yield PackedList(own, packed, floor if size == params.STORED else 0)

    def _copies(self, start: int, table: Ints) -> npt.NDArray[np.uint8]:
        """Which entries tell the same as the article itself or as a shown entry above them."""
        own = np.arange(start, start + len(table))
        entries = np.column_stack([own, table[:, : params.KEPT]])
        # By entry, bin and row: numbers that are compared at once lie side by side.
        sketches = np.ascontiguousarray(self._sketches[entries].transpose(1, 2, 0))
        full = sketches != EMPTY
        filled = full.sum(axis=1, dtype=np.uint8)
        visible = entries.T >= 0
        share, whole = params.COPY
        copies = np.zeros(table.shape, dtype=np.uint8)
        for place in range(1, len(entries.T)):
            equal = (sketches[:place] == sketches[place]) & full[place]
            most = np.maximum(filled[:place], filled[place])
            alike = equal.sum(axis=1, dtype=np.uint8) * whole >= most * share
            copy = (alike & (most >= params.LEAST_BINS) & visible[:place]).any(axis=0)
            copies[:, place - 1] = copy & visible[place]
            visible[place] &= ~copy
        return copies


def _parts(size: int) -> Iterator[slice]:
    """A million at a time, to spare memory."""
    return (slice(start, start + 2**20) for start in range(0, size, 2**20))


def _places(
    names: NameNumbers, related_units: RelatedUnits
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """For each name, as the bits of units: the units it holds, and those within its reach."""
    units = {
        unit: place
        for place, unit in enumerate(sorted({*related_units, *_all_related(related_units)}))
    }
    all_names = names.all()
    own = np.zeros((len(all_names), len(units) + 1), dtype=bool)
    near = np.zeros_like(own)
    for number, name in all_names.items():
        slugs = name.split()
        own[number, [units[slug] for slug in slugs if slug in units]] = True
        near[number, [units[slug] for slug in reach(slugs, related_units)]] = True
    return np.packbits(own, axis=1), np.packbits(near, axis=1)


def _all_related(related_units: RelatedUnits) -> set[str]:
    return {slug for others in related_units.values() for slug in others}


def _bans(connection: sqlite3.Connection, numbers: Ints) -> dict[int, list[int]]:
    """Banned pairs as places in the arrays, in both directions."""
    places = {number: place for place, number in enumerate(numbers.tolist())}
    banned: dict[int, list[int]] = {}
    for a, b in connection.execute("SELECT number, other FROM related_bans"):
        if a in places and b in places:
            banned.setdefault(places[a], []).append(places[b])
            banned.setdefault(places[b], []).append(places[a])
    return banned


def shown_beside(numbers: list[int], keys: list[int], lists: bytes) -> Iterator[list[int]]:
    """Of each article's list (`params.KEPT` numbers) what may stand beside it, by audiences."""
    own, key = np.array(numbers, dtype=np.int64), np.array(keys, dtype=np.int64)
    table = np.frombuffer(lists, dtype="<u4").reshape(-1, params.KEPT).astype(np.int64)
    there = table != int.from_bytes(NOBODY)
    place = np.minimum(np.searchsorted(own, table), max(len(own) - 1, 0))
    older = there & (key[place] < key[:, None]) if numbers else there
    row = np.arange(len(own))[:, None]
    shows = (place * len(own) + row)[older & (older.cumsum(axis=1) <= params.AUDIENCE)]
    newer = there & ~older
    older[newer] = np.isin((row * len(own) + place)[newer], shows)
    for others, may in zip(table, older, strict=True):
        yield others[may].tolist()
