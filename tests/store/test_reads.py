# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads and touches: a page is dirty exactly when one of its ranges holds what was touched."""

from __future__ import annotations

import sqlite3

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from newsroom.store.lists import Lists
from newsroom.store.neighbours import RELATED, place
from newsroom.store.pages import Done, finish
from newsroom.store.reads import (
    CARD,
    COUNT,
    EVERYBODY,
    LENGTH,
    WHOEVER_SHOWS,
    WHOLE,
    ListNames,
    Read,
    Touches,
    mark_readers,
)
from newsroom.store.schema import HIGHEST, LOWEST
from tests.store.memory import add_page, dirty_pages, new_store, rank, steps

levels = st.integers(COUNT, WHOLE)
changes = st.sampled_from([EVERYBODY, WHOEVER_SHOWS]) | st.integers(0, EVERYBODY)
names = st.sampled_from(["all", "tag/x", "path"])
keys = st.integers(-5, 5) | st.sampled_from(["", "a", "b", "đ"])
bounds = keys | st.sampled_from([LOWEST, HIGHEST])
reads = st.lists(st.tuples(names, levels, bounds, bounds), max_size=4)
touches = st.lists(st.tuples(names, keys, changes), max_size=4)


def is_stale(read: Read, touched: list[tuple[str, int | str, int]]) -> bool:
    """The rule, in words: the key is in range, and the change concerns its level."""
    name, level, low, high = read
    return any(
        name == other and rank(low) <= rank(key) <= rank(high) and change >> level & 1
        for other, key, change in touched
    )


@settings(deadline=None)
@given(st.lists(reads, min_size=1, max_size=4), touches)
def test_pages_are_dirty_when_a_range_holds_a_touched_key(
    pages: list[list[Read]], touched: list[tuple[str, int | str, int]]
) -> None:
    db = new_store()
    for number, read in enumerate(pages):
        add_page(db, str(number), read)
    gathered = Touches()
    for name, key, change in touched:
        gathered.add(name, key, change)
    mark_readers(db, ListNames(db), gathered)
    stale = {
        str(number)
        for number, read in enumerate(pages)
        if any(is_stale(one, touched) for one in read)
    }
    assert dirty_pages(db) == stale


numbers = st.integers(-4, 4)
ends = numbers | st.sampled_from([LOWEST, HIGHEST])
counted = st.lists(st.tuples(st.just("all"), st.just(COUNT), ends, ends), max_size=4)


@settings(deadline=None)
@given(
    st.lists(counted | reads, min_size=1, max_size=4),
    st.lists(st.tuples(numbers, st.sampled_from([-1, 1])), max_size=5),
)
def test_who_only_counts_is_concerned_by_more_or_less_items(
    pages: list[list[Read]], steps: list[tuple[int, int]]
) -> None:
    db = new_store()
    for number, read in enumerate(pages):
        add_page(db, str(number), read)
    gathered = Touches()
    for key, step in steps:
        gathered.step("all", key, step)
    mark_readers(db, ListNames(db), gathered)

    def goes_stale(read: Read) -> bool:
        name, level, low, high = read
        found = [step for key, step in steps if rank(low) <= rank(key) <= rank(high)]
        return name == "all" and (sum(found) != 0 if level == COUNT else bool(found))

    stale = {str(n) for n, read in enumerate(pages) if any(goes_stale(one) for one in read)}
    assert dirty_pages(db) == stale


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 8), max_size=5),
    st.sets(st.integers(1, 8)),
    st.sets(st.integers(1, 8)),
)
def test_who_asks_for_a_length_is_concerned_when_it_is_crossed(
    asked: list[int], before: set[int], after: set[int]
) -> None:
    db = new_store()
    for number, length in enumerate(asked):
        add_page(db, str(number), [("all", LENGTH, length, length)])
    filled = Lists(db, ListNames(db), lambda *_: "")
    for key in sorted(before):
        filled.put("all", key, key)
    filled.write()
    lists = Lists(db, ListNames(db), lambda *_: "")
    for key in sorted(before - after):
        lists.take("all", key)
    for key in sorted(after - before):
        lists.put("all", key, key)
    lists.write()
    mark_readers(db, ListNames(db), lists.touches)
    assert dirty_pages(db) == {
        str(number)
        for number, length in enumerate(asked)
        if (len(before) >= length) != (len(after) >= length)
    }


@settings(deadline=None)
@given(st.lists(reads, min_size=1, max_size=4))
def test_a_page_rendered_again_is_known_for_its_last_reads_alone(history: list[list[Read]]) -> None:
    db = new_store()
    add_page(db, "x", history[0])
    number = add_page(db, "y", history[0])
    for read in history:
        finish(db, ListNames(db), [Done(number, read, b"", 0, 0)])
    fresh = new_store()
    add_page(fresh, "x", history[0])
    add_page(fresh, "y", history[-1])
    rows = "SELECT l.name, r.high, r.low, r.level, r.page FROM reads r JOIN lists l ON l.id = list"
    assert set(db.execute(rows)) == set(fresh.execute(rows))


@pytest.mark.parametrize(("first", "second"), [(EVERYBODY, 2), (2, EVERYBODY), (2, 4), (2, 2)])
def test_a_key_is_touched_for_all_whom_its_changes_concern(first: int, second: int) -> None:
    touched = Touches()
    touched.add("all", 1, first)
    touched.add("all", 1, second)
    ((name, key, levels, *_),) = touched
    assert (name, key, levels, len(touched)) == ("all", 1, first | second, 1)


def test_a_page_that_is_dirty_keeps_its_first_reason(db: sqlite3.Connection) -> None:
    add_page(db, "x", [("all", CARD, LOWEST, HIGHEST)])
    db.execute("UPDATE pages SET dirty = 'new'")
    touched = Touches()
    touched.add("all", 1, EVERYBODY)
    mark_readers(db, ListNames(db), touched)
    assert db.execute("SELECT dirty FROM pages").fetchone() == ("new",)


def test_a_touched_list_that_nobody_has_read_is_nothing(db: sqlite3.Connection) -> None:
    touched = Touches()
    touched.add("tag/nobody", 1, EVERYBODY)
    mark_readers(db, ListNames(db), touched)
    assert ListNames(db).find("tag/nobody") is None


def test_the_readers_of_one_articles_related_stories_are_found_among_few(
    db: sqlite3.Connection,
) -> None:
    for article in range(300):
        add_page(db, str(article), [(RELATED, CARD, place(article, 0), place(article, 7))])
    touched = Touches()
    for at in (0, 7, 8):
        touched.add(RELATED, place(5, at), EVERYBODY)
    touched.add(RELATED, place(6, 8), EVERYBODY)
    assert steps(db, lambda: mark_readers(db, ListNames(db), touched)) < 300
    assert dirty_pages(db) == {"5"}
