"""All lists at once, with numpy and scipy: the same whole numbers as one list at a time.

The likeness of many articles to all others is a product of sparse matrices of whole numbers. Of
each row only those are scored in full whose likeness, with every bonus there is, could reach the
list; then all rows of a block are ranked in one go.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp  # type: ignore[import-untyped]

from newsroom.arrange.related import params
from newsroom.arrange.related.score import Kin, reach
from newsroom.arrange.related.signature import EMPTY
from newsroom.arrange.related.tables import Names

Ints = npt.NDArray[np.int64]

# Products in one block: bounds the memory, to about 16 bytes each.
_PRODUCTS = 4_000_000
_ROWS = 1000
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

    def lists(self) -> Iterator[tuple[int, bytes, bool]]:
        """Each article's number, its list (`tables.pack_entries`), and whether that is whole."""
        matrix, products = self._matrix()
        flipped = matrix.T.tocsr()
        start = 0
        while start < self._size:
            end = int(np.searchsorted(products, products[start] + _PRODUCTS))
            end = min(max(end, start + 1), start + _ROWS, self._size)
            block = matrix[start:end] @ flipped
            yield from self._rank(start, end, *self._candidates(block, start))
            start = end

    def _matrix(self) -> tuple[Any, Ints]:
        """Weights by article and term, and how many products come before each article."""
        known, counts = np.unique(self._terms, return_counts=True)
        # A term of one article alone says nothing of two: most terms are dropped here.
        # The largest number there is closes the list, so that every term has a place to compare.
        known = np.append(known[counts > 1], np.uint32(0xFFFFFFFF))
        counts = np.append(counts[counts > 1], 0)
        columns = np.searchsorted(known, self._terms).astype(np.int32)
        shared = known[columns] == self._terms
        weights = np.where(shared, self._weights, 0).astype(np.int32)
        matrix = sp.csr_matrix((weights, columns, self._starts), shape=(self._size, len(known)))
        matrix.eliminate_zeros()
        costs = np.concatenate([[0], np.cumsum(np.where(shared, counts[columns], 0))])
        return matrix, costs[self._starts]

    def _candidates(self, block: Any, start: int) -> tuple[Ints, Ints, Ints]:
        """Rows (from 0), columns and likenesses of the pairs that could be in a list."""
        chosen = [
            self._could_be(block.data[low:high], len(self._banned.get(start + row, ()))) + low
            for row, (low, high) in enumerate(zip(block.indptr, block.indptr[1:], strict=False))
        ]
        rows = np.repeat(np.arange(len(chosen)), [len(some) for some in chosen])
        places = np.concatenate(chosen)
        columns, likeness = block.indices[places].astype(np.int64), block.data[places]
        legal = columns != rows + start
        for row in self._banned.keys() & set(range(start, start + len(chosen))):
            legal &= (rows != row - start) | ~np.isin(columns, self._banned[row])
        return rows[legal], columns[legal], likeness[legal].astype(np.int64)

    def _could_be(self, likeness: Any, banned: int) -> Ints:
        # The article itself, and those banned, may stand among the best.
        size = params.STORED + 1 + banned
        related = np.flatnonzero(likeness >= params.LEAST)
        if len(related) <= size:
            return related
        values = likeness[related]
        least = int(np.partition(values, -size)[-size])
        within: Ints = related[values >= -(-least * params.BASE // params.HIGHEST)]
        return within

    # --------------------------------------------------------------------------------- ranks

    def _rank(
        self, start: int, end: int, rows: Ints, columns: Ints, likeness: Ints
    ) -> Iterator[tuple[int, bytes, bool]]:
        own = rows + start
        scores = likeness * self._factor(own, columns)
        gaps = np.abs(self._key[columns] - self._key[own])
        order = np.lexsort((-self._key[columns], gaps, -scores, rows))
        rows, columns, scores = rows[order], columns[order], scores[order]
        firsts = np.searchsorted(rows, np.arange(end - start))
        places = np.arange(len(rows)) - firsts[rows]
        top = places < params.STORED
        table = np.full((end - start, params.STORED), -1)
        table[rows[top], places[top]] = columns[top]
        values = np.zeros_like(table)
        values[rows[top], places[top]] = scores[top]
        yield from self._pack(start, table, values)

    def _factor(self, a: Ints, b: Ints) -> Ints:
        days = np.abs(self._day[a] - self._day[b])
        lengths = np.frexp(days.astype(np.float64))[1]  # exact: the length in bits
        akin = (self._near[self._place[a]] & self._own[self._place[b]]).any(axis=1)
        section, series = self._section, self._series
        factor = params.BASE + np.maximum(0, params.NEARNESS - lengths.astype(np.int64))
        factor += params.KIN * akin
        factor += params.SECTION * ((section[a] == section[b]) & (section[a] != 0))
        factor += params.SERIES * ((series[a] == series[b]) & (series[a] != 0))
        result: Ints = factor
        return result

    def _pack(self, start: int, table: Ints, scores: Ints) -> Iterator[tuple[int, bytes, bool]]:
        copies = self._copies(start, table)
        numbers = np.where(table >= 0, self._number[table], 0).astype("<u4")
        sizes = (table >= 0).sum(axis=1).tolist()
        packed_scores = scores.astype("<u4")
        for row, size in enumerate(sizes):
            parts = (numbers[row, :size], packed_scores[row, :size], copies[row, :size])
            packed = b"".join(part.tobytes() for part in parts)
            yield int(self._number[start + row]), packed, size < params.STORED

    def _copies(self, start: int, table: Ints) -> npt.NDArray[np.uint8]:
        """Which entries tell the same as the article itself or as a shown entry above them."""
        copies = np.zeros(table.shape, dtype=np.uint8)
        own = np.arange(start, start + len(table))
        shown: list[tuple[Ints, npt.NDArray[np.bool_]]] = [(own, np.ones(len(own), dtype=bool))]
        for place in range(params.KEPT):
            entry = table[:, place]
            copy = np.zeros(len(table), dtype=bool)
            for other, visible in shown:
                copy |= visible & _are_copies(self._sketches[entry], self._sketches[other])
            copies[:, place] = copy & (entry >= 0)
            shown.append((entry, ~copy & (entry >= 0)))
        return copies


def _are_copies(a: npt.NDArray[np.uint16], b: npt.NDArray[np.uint16]) -> npt.NDArray[np.bool_]:
    filled = np.maximum((a != EMPTY).sum(axis=1), (b != EMPTY).sum(axis=1))
    equal = ((a == b) & (a != EMPTY)).sum(axis=1)
    share, whole = params.COPY
    copies: npt.NDArray[np.bool_] = equal * whole >= filled * share
    copies &= filled >= params.LEAST_BINS
    return copies


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
