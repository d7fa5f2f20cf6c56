# SPDX-License-Identifier: AGPL-3.0-or-later
"""Postings in bulk, with numpy: records → a stretch's postings → a shard's columns.

A posting is one number of 60 bits: the term's number (32), the article's place in its stretch (20:
the day above `places.DAY_BITS`), the place in the article and the form (8). Sorted,
they stand by term, then by article.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from newsroom.search import figures
from newsroom.search.generations import days_of
from newsroom.search.numbering import DAY_BITS, day_number
from newsroom.search.synonyms import Phrases
from newsroom.search.terms import FORM_BITS

_MARK_BITS, _PLACE_BITS = 8, 20
_BITS = figures.TERM_BITS + _PLACE_BITS + _MARK_BITS
_TO_TERM = np.uint64(_PLACE_BITS + _MARK_BITS)
_TO_BUCKET = np.uint64(_BITS - figures.BUCKET_BITS)
_TO_PART = np.uint64(_BITS - figures.PART_BITS)
_TO_PLACE = np.uint64(_MARK_BITS)
_MARKS = np.uint64((1 << _MARK_BITS) - 1)
_PLACES = np.uint64((1 << _PLACE_BITS) - 1)
_U64 = "<u8"

Postings = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]


def stretch_postings(
    stretch: str, records: Sequence[tuple[int, bytes]], synonyms: Iterable[Phrases] = ()
) -> dict[int, bytes]:
    """The postings of a stretch by part, from its articles' places and records.

    An article may have several records: of a term that is in more than one the best place counts.
    """
    first = _first_place(stretch)
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
    found = found[np.diff(found >> _TO_PLACE, append=~np.uint64(0)) != 0]
    for each in synonyms:
        found = _known_too(found, each)
    return _by_part(found)


def _known_too(found: Postings, synonym: Phrases) -> Postings:
    """Postings in which what has all pairs of a phrase has its abbreviation, where these stand."""
    own = _of_term(found, synonym.term)
    best = dict(own)
    for pairs in synonym.pairs:
        places = [_of_term(found, pair) for pair in pairs]
        for place in set.intersection(*map(set, places)):
            # The form is nobody's: readers ask for synonyms without marks.
            mark = min(each[place] >> FORM_BITS for each in places) << FORM_BITS
            if mark >> FORM_BITS > best.get(place, -1) >> FORM_BITS:
                best[place] = mark
    if best == own:
        return found
    start, end = _bounds(found, synonym.term)
    above = synonym.term << _PLACE_BITS
    made = [(above | place) << _MARK_BITS | best[place] for place in sorted(best)]
    return np.concatenate((found[:start], np.array(made, np.uint64), found[end:]))


def _of_term(found: Postings, term: int) -> dict[int, int]:
    """The marks of a term, by place in the stretch."""
    start, end = _bounds(found, term)
    own = found[start:end]
    return dict(zip((own >> _TO_PLACE & _PLACES).tolist(), (own & _MARKS).tolist(), strict=True))


def _bounds(found: Postings, term: int) -> tuple[int, int]:
    shift = _PLACE_BITS + _MARK_BITS
    bounds = np.array([term << shift, (term + 1) << shift], np.uint64)
    start, end = np.searchsorted(found, bounds).tolist()
    return start, end


def _by_part(found: Postings) -> dict[int, bytes]:
    parts = np.arange(figures.PARTS, dtype=np.uint64) << _TO_PART
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


class Part(NamedTuple):
    """The postings of some parts of a generation, by term, then by place."""

    terms: Postings
    places: Places
    marks: Postings


def merge(rows: Iterable[tuple[str, bytes]]) -> Part:
    """The rows of stretches, in the order of their parts, then of time, as one."""
    rows = list(rows)
    found = np.frombuffer(b"".join(data for _stretch, data in rows), _U64)
    sizes = [len(data) // found.itemsize for _stretch, data in rows]
    first = np.repeat([_first_place(stretch) for stretch, _data in rows], sizes)
    # A term's places stand in the order of time.
    order = np.argsort(found >> _TO_TERM, kind="stable")
    found = found[order]
    places = (found >> _TO_PLACE & _PLACES).astype(np.int64) + first[order]
    return Part(found >> _TO_TERM, places, found & _MARKS)


def make_shard(part: Part, low: int, high: int) -> bytes:
    """The shard of the buckets ``low`` to ``high`` (not it): numbers in 7 bits a byte.

    How many terms; the terms, ascending as steps, the first from the lowest of the buckets; in how
    many articles each stands; then of the postings that are kept (`figures.KEPT` a term) the
    days, as steps within the term, the slots, and the marks.
    """
    shift = figures.TERM_BITS - figures.BUCKET_BITS
    bounds = np.array([low << shift, high << shift], np.uint64)
    start, end = np.searchsorted(part.terms, bounds)
    terms, places, marks = (column[start:end] for column in part)
    if not len(terms):
        return varints(np.zeros(1, np.int64))
    starts = _starts(terms)
    counts = np.diff(starts, append=len(terms))
    distinct = terms[starts].astype(np.int64)
    if counts.max() > figures.KEPT:
        chosen = _chosen(starts, counts, marks, len(terms))
        places, marks = places[chosen], marks[chosen]
        starts = np.concatenate(([0], np.cumsum(np.minimum(counts, figures.KEPT))[:-1]))
    days = places >> DAY_BITS
    steps = np.diff(days, prepend=0)
    steps[starts] = days[starts]
    slots = places & ((1 << DAY_BITS) - 1)
    columns = ([len(starts)], np.diff(distinct, prepend=low << shift), counts, steps, slots)
    return varints(np.concatenate(columns)) + marks.astype(np.uint8).tobytes()


def varints(values: Places) -> bytes:
    """Numbers in 7 bits a byte, the lowest first; all but a number's last have the upper bit."""
    sizes = np.ones(len(values), np.int64)
    for more in range(1, 5):
        sizes += values >= 1 << 7 * more
    ends = np.cumsum(sizes)
    made = np.empty(int(ends[-1]), np.uint8)
    for at in range(int(sizes.max())):
        chosen = sizes > at
        rest = (sizes[chosen] > at + 1) << 7
        made[(ends - sizes)[chosen] + at] = values[chosen] >> 7 * at & 127 | rest
    return made.tobytes()


def _starts(terms: npt.NDArray[Any]) -> Places:
    """Where another term begins."""
    return np.flatnonzero(np.diff(terms, prepend=terms[:1] + 1))


def _chosen(
    starts: Places, counts: Places, marks: npt.NDArray[Any], size: int
) -> npt.NDArray[np.bool_]:
    """Which postings are kept: of a term with too many, the best placed, then the newest."""
    chosen = np.ones(size, np.bool_)
    for at in np.flatnonzero(counts > figures.KEPT).tolist():
        start, count = int(starts[at]), int(counts[at])
        place = (marks[start : start + count] >> np.uint64(FORM_BITS)).astype(np.int64)
        place = np.minimum(place, figures.TITLE)  # all headlines alike, however long
        ranked = np.lexsort((-np.arange(count), -place))
        chosen[start + ranked[figures.KEPT :]] = False
    return chosen


@cache
def _first_place(stretch: str) -> int:
    return day_number(date.fromisoformat(days_of(stretch)[0])) << DAY_BITS
