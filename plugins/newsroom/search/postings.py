# SPDX-License-Identifier: AGPL-3.0-or-later
"""Postings in bulk, with numpy: records → a month's postings → a shard's columns.

A posting is one number of 60 bits: the term's number (32), the article's place in its month (20:
the day of the month above `places.DAY_BITS`), the place in the article and the form (8). Sorted,
they stand by term, then by article.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

import msgspec
import numpy as np
import numpy.typing as npt

from newsroom.search import figures
from newsroom.search.places import DAY_BITS, day_number
from newsroom.search.terms import FORM_BITS

_MARK_BITS, _PLACE_BITS, _TERM_BITS = 8, 20, 32
_BITS = _TERM_BITS + _PLACE_BITS + _MARK_BITS
_TO_TERM = np.uint64(_PLACE_BITS + _MARK_BITS)
_TO_BUCKET = np.uint64(_BITS - figures.BUCKET_BITS)
_TO_PART = np.uint64(_BITS - figures.PART_BITS)
_TO_PLACE = np.uint64(_MARK_BITS)
_MARKS = np.uint64((1 << _MARK_BITS) - 1)
_PLACES = np.uint64((1 << _PLACE_BITS) - 1)
_U64 = "<u8"

Postings = npt.NDArray[np.uint64]


class Shard(msgspec.Struct, frozen=True):
    """The columns of a shard: terms ascending (each but the first as the step from the one before),
    in how many articles each stands, and for each the articles that are kept of it
    (`figures.KEPT` at most): places ascending, as steps within the term, with their marks.
    """

    terms: list[int]
    articles: list[int]
    places: list[int]
    marks: list[int]


def month_postings(month: str, records: Sequence[tuple[int, bytes]]) -> dict[int, bytes]:
    """The postings of a month by part, from its articles' places and records."""
    first = _first_place(month)
    sizes = [len(record) // 5 for _place, record in records]
    terms = np.frombuffer(
        b"".join(r[: 4 * n] for (_p, r), n in zip(records, sizes, strict=True)), "<u4"
    ).astype(np.uint64)
    marks = np.frombuffer(
        b"".join(r[4 * n :] for (_p, r), n in zip(records, sizes, strict=True)), np.uint8
    ).astype(np.uint64)
    own = np.array([place - first for place, _record in records], np.uint64)
    found = terms << _TO_TERM | np.repeat(own, sizes) << _TO_PLACE | marks
    found.sort()
    return _by_part(found)


def _by_part(found: Postings) -> dict[int, bytes]:
    parts = np.arange(1 << figures.PART_BITS, dtype=np.uint64) << _TO_PART
    starts = [*np.searchsorted(found, parts).tolist(), len(found)]
    data = found.astype(_U64)
    return {
        part: data[start:end].tobytes()
        for part, (start, end) in enumerate(pairwise(starts))
        if end > start
    }


def buckets_between(old: bytes, new: bytes) -> list[int]:
    """The buckets whose postings differ."""
    one, other = np.frombuffer(old, _U64), np.frombuffer(new, _U64)
    return [int(b) for b in np.unique(np.setxor1d(one, other) >> _TO_BUCKET)]


def make_shard(months: Iterable[tuple[str, bytes]], low: int, high: int) -> Shard:
    """The shard of the buckets ``low`` to ``high`` (not it), of these months' postings."""
    terms, places, marks = [], [], []
    for month, data in months:
        found = np.frombuffer(data, _U64)
        bounds = np.array([low, high], np.uint64) << _TO_BUCKET
        start, end = np.searchsorted(found, bounds)
        found = found[start:end]
        terms.append(found >> _TO_TERM)
        own = (found >> _TO_PLACE & _PLACES).astype(np.int64)
        places.append(own + _first_place(month))
        marks.append(found & _MARKS)
    if not sum(map(len, terms)):
        return Shard([], [], [], [])
    return _columns(np.concatenate(terms), np.concatenate(places), np.concatenate(marks))


def _columns(terms: Postings, places: npt.NDArray[np.int64], marks: Postings) -> Shard:
    order = np.lexsort((places, terms))
    terms, places, marks = terms[order], places[order], marks[order]
    starts = np.flatnonzero(np.diff(terms, prepend=terms[:1] + np.uint64(1)))
    counts = np.diff(starts, append=len(terms))
    if counts.max() > figures.KEPT:
        chosen = _chosen(starts, counts, marks, len(terms))
        places, marks = places[chosen], marks[chosen]
        starts = np.concatenate(([0], np.cumsum(np.minimum(counts, figures.KEPT))[:-1]))
        distinct = terms[np.flatnonzero(np.diff(terms, prepend=terms[:1] + np.uint64(1)))]
    else:
        distinct = terms[starts]
    steps = np.diff(places, prepend=0)
    steps[starts] = places[starts]
    return Shard(
        np.diff(distinct.astype(np.int64), prepend=0).tolist(),
        counts.tolist(),
        steps.tolist(),
        marks.tolist(),
    )


def _chosen(
    starts: npt.NDArray[np.int64], counts: npt.NDArray[np.int64], marks: Postings, size: int
) -> npt.NDArray[np.bool_]:
    """Which postings are kept: of a term with too many, the best placed, then the newest."""
    chosen = np.ones(size, np.bool_)
    for at in np.flatnonzero(counts > figures.KEPT).tolist():
        start, count = int(starts[at]), int(counts[at])
        place = (marks[start : start + count] >> np.uint64(FORM_BITS)).astype(np.int64)
        ranked = np.lexsort((-np.arange(count), -place))
        chosen[start + ranked[figures.KEPT :]] = False
    return chosen


def _first_place(month: str) -> int:
    return day_number(date(int(month[:4]), int(month[5:]), 1)) << DAY_BITS
