# SPDX-License-Identifier: AGPL-3.0-or-later
"""Neighbours in the store: what changes in a list of related stories, and what pages watch."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from newsroom.store import derived, neighbours
from newsroom.store.neighbours import MOST, RELATED, place
from newsroom.store.reads import EVERYBODY, Touches
from tests.store.memory import new_store

OTHERS = st.lists(st.integers(1, 6), unique=True, max_size=5)


@given(OTHERS, OTHERS)
def test_the_first_place_that_differs_is_touched(old: list[int], new: list[int]) -> None:
    db = new_store()
    neighbours.put(db, 7, old, Touches())
    touches = Touches()
    neighbours.put(db, 7, new, touches)
    assert list(neighbours.load(db, 7)) == new
    ranks = [rank for rank in range(5) if old[rank : rank + 1] != new[rank : rank + 1]]
    expected = [(RELATED, 7 * MOST + ranks[0], EVERYBODY, "")] if ranks else []
    assert list(touches) == expected


def test_copies_follow_what_they_copy() -> None:
    entries = [1, neighbours.copy_of(7), neighbours.copy_of(2), 3]
    db = new_store()
    neighbours.put(db, 9, entries, Touches())
    assert neighbours.groups(neighbours.load(db, 9)) == [[1, 7, 2], [3]]


def test_the_places_of_two_articles_never_meet() -> None:
    assert place(1, 10_000) < place(2, 0)


def test_what_was_derived_is_kept_by_name_until_it_is_forgotten() -> None:
    db = new_store()
    assert derived.find(db, 1, "signature") is None
    derived.keep(db, 1, "signature", b"terms")
    derived.keep(db, 1, "words", b"others")
    assert derived.find(db, 1, "signature") == b"terms"
    derived.keep(db, 1, "signature", None)
    assert (derived.find(db, 1, "signature"), derived.find(db, 1, "words")) == (None, b"others")


def test_the_lists_of_many_articles_are_put_as_one_by_one() -> None:
    db, touches = new_store(), Touches()
    neighbours.put_all(db, [(1, [2, 3]), (4, []), (5, [1])], touches)
    assert [list(neighbours.load(db, number)) for number in (1, 4, 5)] == [[2, 3], [], [1]]
    assert [key for _, key, *_ in touches] == [place(1, 0), place(5, 0)]
    later = Touches()
    neighbours.put_all(db, [(1, [2, 4]), (4, [1]), (5, [])], later)
    assert [list(neighbours.load(db, number)) for number in (1, 4, 5)] == [[2, 4], [1], []]
    assert [key for _, key, *_ in later] == [place(1, 1), place(4, 0), place(5, 0)]
