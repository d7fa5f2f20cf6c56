"""All lists at once, with numpy and scipy: the same whole numbers as one list at a time.

For each article the postings of its terms are added up, which gives its likeness to all others.
Few of these could reach its list, whatever the bonuses; only they are scored in full and ranked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp  # type: ignore[import-untyped]

from newsroom.arrange.related import params
from newsroom.arrange.related.score import Kin, nearness, reach
from newsroom.arrange.related.signature import EMPTY
from newsroom.arrange.related.tables import Names, PackedList

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_ROWS = 1000
"""How many lists are made before they are written."""
_HEIGHT = 16
"""Likenesses are looked through in columns of this height."""
_POSTING = np.dtype([("low", "<u2"), ("article", "<u4"), ("weight", "u1")])


class Batch:
    """Everything that the tables know of the articles, as arrays in the order of numbers."""

    def __init__(self, connection: sqlite3.Connection, names: Names, kin: Kin) -> None:
        facts = connection.execute(
            "SELECT number, key, day, section, place, series FROM related_articles ORDER BY number"
        )
        columns = np.array(facts.fetchall(), dtype=np.int64).reshape(-1, 6).T
        self._number, self._key, self._day, self._section, self._place, self._series = columns
        self._size = len(self._number)
        self._read_signatures(connection)
        self._own, self._near = _places(names, kin)
        self._akin: dict[int, Bools] = {}
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

    def lists(self) -> Iterator[list[PackedList]]:
        """All articles' lists, in the order of numbers, many at a time."""
        for start in range(0, self._size, _ROWS):
            end = min(start + _ROWS, self._size)
            table = np.full((end - start, params.STORED), -1)
            scores = np.zeros_like(table)
            for row, own in enumerate(range(start, end)):
                best, values = self._best(own)
                table[row, : len(best)] = best
                scores[row, : len(best)] = values
            yield list(self._pack(start, table, scores))

    def _best(self, own: int) -> tuple[Ints, Ints]:
        """The places of the best neighbours of one article, and their scores, in order."""
        found, likeness = self._candidates(own)
        scores = likeness * self._factor(own, found)
        if len(found) > params.STORED:  # the last one's score; others may have the same
            least = np.partition(scores, -params.STORED)[-params.STORED]
            stay = scores >= least
            found, scores = found[stay], scores[stay]
        keys = self._key[found]
        order = np.lexsort((-keys, np.abs(keys - self._key[own]), -scores))[: params.STORED]
        return found[order], scores[order]

    def _candidates(self, own: int) -> tuple[Ints, Ints]:
        """The places of all articles that could be in the list, and their likenesses.

        The columns' highest are of as many articles, so that the last of so many of them bounds
        from below what the last in the list has.
        """
        likeness = self._likeness(own)
        likeness[[own, *self._banned.get(own, ())]] = 0
        cells = likeness.reshape(_HEIGHT, -1)
        highest = cells.max(axis=0)
        least = params.LEAST
        if len(highest) > params.STORED:
            last = int(np.partition(highest, -params.STORED)[-params.STORED])
            least = max(least, -(-last * params.BASE // self._highest(own)))
        columns = np.flatnonzero(highest >= least)
        some = cells[:, columns].ravel()
        places = np.flatnonzero(some >= least)
        rows, columns_of = np.divmod(places, len(columns))
        return rows * len(highest) + columns[columns_of], some[places].astype(np.int64)

    def _likeness(self, own: int) -> npt.NDArray[np.int32]:
        """The likeness of one article to all, itself included; a multiple of `_HEIGHT` of them."""
        columns, weights, starts, postings = self._postings
        terms = slice(starts[own], starts[own + 1])
        found: npt.NDArray[np.int32] = postings[:, columns[terms]] @ weights[terms].astype(np.int32)
        return found

    @cached_property
    def _postings(self) -> tuple[Any, Any, Any, Any]:
        """Terms (as rows of the last) and weights of all articles one after the other, where
        each article's begin, and the weights by term and article.
        """
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
        height = -(-self._size // _HEIGHT) * _HEIGHT
        ends = np.append(starts, [starts[-1]] * (height - self._size))
        by_article = (weights.astype(np.int32), columns, ends)
        matrix = sp.csr_matrix(by_article, shape=(height, len(known)))
        return columns, weights, starts, matrix.tocsc()

    def _factor(self, own: int, others: Ints) -> Ints:
        days = np.abs(self._day[others] - self._day[own])
        factor: Ints = params.BASE + self._nearness.take(days, mode="clip")
        factor += params.KIN * self._akin_to(int(self._place[own]))[self._place[others]]
        for bonus, facts in ((params.SECTION, self._section), (params.SERIES, self._series)):
            if facts[own]:
                factor += bonus * (facts[others] == facts[own])
        return factor

    def _highest(self, own: int) -> int:
        """The largest factor that anybody can have with this article."""
        highest = params.HIGHEST
        highest -= 0 if self._section[own] else params.SECTION
        highest -= 0 if self._series[own] else params.SERIES
        return highest if self._near[self._place[own]].any() else highest - params.KIN

    def _akin_to(self, place: int) -> Bools:
        """For each name, whether it holds a unit within the reach of ``place``."""
        if place not in self._akin:
            self._akin[place] = (self._near[place] & self._own).any(axis=1)
        return self._akin[place]

    # --------------------------------------------------------------------------------- rows

    def _pack(self, start: int, table: Ints, scores: Ints) -> Iterator[PackedList]:
        copies = self._copies(start, table)
        numbers = np.where(table >= 0, self._number[table], 0).astype("<u4")
        sizes = (table >= 0).sum(axis=1).tolist()
        packed_scores = scores.astype("<u4")
        for row, size in enumerate(sizes):
            parts = (numbers[row, :size], packed_scores[row, :size], copies[row, :size])
            floor = int(scores[row, -1]) if size == params.STORED else 0
            packed = b"".join(part.tobytes() for part in parts)
            yield PackedList(int(self._number[start + row]), packed, floor)

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


def _places(names: Names, kin: Kin) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """For each name, as the bits of units: the units it holds, and those within its reach."""
    units = {unit: place for place, unit in enumerate(sorted({*kin, *_all_kin(kin)}))}
    all_names = names.all()
    own = np.zeros((len(all_names), len(units) + 1), dtype=bool)
    near = np.zeros_like(own)
    for number, name in all_names.items():
        slugs = name.split()
        own[number, [units[slug] for slug in slugs if slug in units]] = True
        near[number, [units[slug] for slug in reach(slugs, kin)]] = True
    return np.packbits(own, axis=1), np.packbits(near, axis=1)


def _all_kin(kin: Kin) -> set[str]:
    return {slug for others in kin.values() for slug in others}


def _bans(connection: sqlite3.Connection, numbers: Ints) -> dict[int, list[int]]:
    """Banned pairs as places in the arrays, in both directions."""
    places = {number: place for place, number in enumerate(numbers.tolist())}
    banned: dict[int, list[int]] = {}
    for a, b in connection.execute("SELECT number, other FROM related_bans"):
        if a in places and b in places:
            banned.setdefault(places[a], []).append(places[b])
            banned.setdefault(places[b], []).append(places[a])
    return banned
