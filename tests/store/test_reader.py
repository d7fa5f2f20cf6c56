# SPDX-License-Identifier: AGPL-3.0-or-later
"""The recording reader: right answers, and a record that goes stale whenever they do.

Every question is compared with plain Python on a sorted list, before and after a change. If the
answer changes, the recorded ranges must hold what was touched: that is what "recorded, never
recited" rests on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from newsroom.model import Section, Term
from newsroom.store.facets import Teaser, facet
from newsroom.store.lists import Lists
from newsroom.store.reader import Reader
from newsroom.store.reads import CARD, EVERYBODY, LENGTH, WHOEVER_SHOWS, WHOLE, ListNames
from newsroom.store.records import put_record, replace_records
from newsroom.store.schema import HIGHEST, LOWEST
from tests.store.memory import add_article, card, encode, new_store, rank

NAME = "section/x"
Model = dict[int, str]  # key → title


def fill(model: Model) -> sqlite3.Connection:
    db = new_store()
    lists = Lists(db, ListNames(db), lambda *_: "")
    for key, title in model.items():
        lists.put(NAME, key, add_article(db, card(str(key), key, title)))
    lists.write()
    return db


def descending(model: Model) -> list[tuple[int, str]]:
    return sorted(model.items(), reverse=True)


def newest(model: Model, size: int) -> list[tuple[int, str]]:
    return descending(model)[:size]


def before(model: Model, key: int, size: int) -> list[tuple[int, str]]:
    return [item for item in descending(model) if item[0] < key][:size]


def after(model: Model, key: int, size: int) -> list[tuple[int, str]]:
    return [item for item in sorted(model.items()) if item[0] > key][:size]


def around(model: Model, key: int, size: int) -> list[tuple[int, str]]:
    found = before(model, key, size)
    return found + after(model, key, size - len(found))


def page(model: Model, number: int, size: int) -> list[tuple[int, str]]:
    return sorted(model.items())[(number - 1) * size : number * size][::-1]


def front(model: Model, size: int) -> list[tuple[int, str]]:
    full = len(model) // size
    return descending(model)[: len(model) - max(full - 1, 0) * size]


SEEN = frozenset({"3", "4", "8"})
"""Paths that a question leaves out."""

Question = tuple[Callable[[Reader], Any], Callable[[Model], Any]]


def questions(number: int, size: int) -> dict[str, Question]:
    """Each question: how it is asked, and the plain answer."""
    return {
        "newest": (lambda ask: ask.newest(NAME, size), lambda m: newest(m, size)),
        "before": (
            lambda ask: ask.before(NAME, number, size, type_=Teaser),
            lambda m: before(m, number, size),
        ),
        "after": (
            lambda ask: ask.after(NAME, number, size, type_=Teaser),
            lambda m: after(m, number, size),
        ),
        "around": (
            lambda ask: ask.around(NAME, number, size, type_=Teaser),
            lambda m: around(m, number, size),
        ),
        "around without some": (
            lambda ask: ask.around(NAME, number, size, SEEN, type_=Teaser),
            lambda m: around({k: t for k, t in m.items() if str(k) not in SEEN}, number, size),
        ),
        "page": (lambda ask: ask.page(NAME, number, size), lambda m: page(m, number, size)),
        "front": (lambda ask: ask.front(NAME, size), lambda m: front(m, size)),
        "count": (lambda ask: ask.count(NAME), len),
        "has_page": (
            lambda ask: ask.has_page(NAME, number, size),
            lambda m: number * size <= len(m),
        ),
    }


models = st.dictionaries(st.integers(1, 12), st.sampled_from("ab"), max_size=10)
changes = st.tuples(st.integers(1, 12), st.sampled_from(["a", "b", ""]))
sizes = st.integers(1, 4)


def answer(found: Any) -> Any:
    return [(c.key, c.title) for c in found] if isinstance(found, list) else found


@pytest.mark.parametrize("question", questions(1, 1))
@settings(deadline=None, max_examples=60)
@given(model=models, change=changes, number=st.integers(1, 6), size=sizes)
def test_answers_are_right_and_their_record_goes_stale_with_them(
    question: str, model: Model, change: tuple[int, str], number: int, size: int
) -> None:
    asked, plain = questions(number, size)[question]
    reader = Reader(fill(model))
    assert answer(asked(reader)) == plain(model)
    key, title = change
    changed = {**model, key: title}
    if not title:
        del changed[key]
    if plain(changed) != plain(model):
        touch = WHOEVER_SHOWS if key in model and title else EVERYBODY
        shorter, longer = sorted((len(model), len(changed)))
        assert any(
            shorter < rank(low)[1] <= longer
            if seen == LENGTH
            else rank(low) <= rank(key) <= rank(high) and touch >> seen & 1
            for _name, seen, low, high in reader.reads
        )


@settings(deadline=None, max_examples=60)
@given(model=models, size=sizes)
def test_the_front_and_the_numbered_pages_hold_each_article_once(model: Model, size: int) -> None:
    ask = Reader(fill(model))
    numbered = [ask.page(NAME, n, size) for n in range(1, len(model) // size)]
    cards = [*ask.front(NAME, size), *(c for cards in reversed(numbered) for c in cards)]
    assert [c.key for c in cards] == sorted(model, reverse=True)
    assert all(len(cards) == size for cards in numbered)
    assert len(ask.front(NAME, size)) < 2 * size


def test_a_short_window_watches_up_to_the_end_of_the_list() -> None:
    ask = Reader(fill({5: "a"}))
    ask.newest(NAME, 2)
    assert ask.reads == [(NAME, CARD, LOWEST, HIGHEST)]


def test_a_full_window_does_not_watch_what_is_beyond_it() -> None:
    ask = Reader(fill(dict.fromkeys(range(1, 9), "a")))
    ask.before(NAME, 8, 3, type_=Teaser)
    assert ask.reads == [(NAME, CARD, 5, 7)]


def test_a_list_that_does_not_exist_is_empty_and_watched() -> None:
    ask = Reader(new_store())
    assert (ask.newest("tag/y", 3), ask.count("tag/y"), ask.term("tag", "y")) == ([], 0, None)
    assert {name for name, *_ in ask.reads} == {"tag/y"}


def test_start_forgets_what_the_page_before_has_read() -> None:
    ask = Reader(fill({1: "a"}))
    ask.newest(NAME, 1)
    ask.start()
    assert ask.reads == []


def test_an_article_and_its_card() -> None:
    db = new_store()
    add_article(db, card("a", 1, "Tựa"))
    ask = Reader(db)
    article, shown = ask.article("a"), ask.card("a")
    assert article is not None and shown == facet(Teaser, article.card)
    assert ask.article("b") is None and ask.card("b") is None
    # What is missing is watched, too.
    levels = {(low, level) for _, level, low, _ in ask.reads}
    assert levels == {
        ("a", WHOLE),
        ("a", CARD),
        ("b", WHOLE),
        ("b", CARD),
    }


def test_records_in_their_order_and_one_by_its_key() -> None:
    db = new_store()
    lists = Lists(db, ListNames(db), lambda *_: "")
    records = {slug: encode(Section(slug, slug.upper())) for slug in ("b", "a")}
    replace_records(db, "sections", records, lists.touches)
    put_record(db, "static", "x", encode("X"), lists.touches)
    ask = Reader(db)
    assert [section.name for section in ask.records("sections", Section)] == ["B", "A"]
    assert ask.record("sections", "a", Section) == Section("a", "A")
    assert ask.record("sections", "c", Section) is None
    assert ask.record("static", "x", str) == "X"


# ---------------------------------------------------------------------------------------- terms

slugs = st.sampled_from(["a", "b", "c", "d"])


def with_terms(counts: dict[str, int]) -> tuple[sqlite3.Connection, Lists]:
    db = new_store()
    lists = Lists(db, ListNames(db), lambda *found: found[-1])
    for slug, count in counts.items():
        for key in range(count):
            lists.put(f"month/{slug}", key, key)
    lists.settle_terms()
    return db, lists


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(slugs, st.integers(1, 3)), slugs)
def test_terms_and_their_neighbours(counts: dict[str, int], slug: str) -> None:
    ask = Reader(with_terms(counts)[0])
    terms = [Term("month", name, name, count) for name, count in sorted(counts.items())]
    assert ask.terms("month") == terms
    assert ask.term("month", slug) == next((t for t in terms if t.slug == slug), None)
    older = [term for term in terms if term.slug < slug]
    newer = [term for term in terms if term.slug > slug]
    assert ask.terms_near("month", slug) == (
        older[-1] if older else None,
        newer[0] if newer else None,
    )


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(slugs, st.integers(1, 2)), slugs, slugs, st.booleans())
def test_neighbours_go_stale_when_a_term_comes_or_goes(
    counts: dict[str, int], slug: str, other: str, comes: bool
) -> None:
    db, _ = with_terms(counts)
    ask = Reader(db)
    around = ask.terms_near("month", slug)
    lists = Lists(db, ListNames(db), lambda *found: found[-1])
    if comes:
        lists.put(f"month/{other}", 9, 9)
    else:
        for key in range(counts.get(other, 0)):
            lists.take(f"month/{other}", key)
    lists.settle_terms()
    again = Reader(db).terms_near("month", slug)
    names = [term and term.slug for term in around], [term and term.slug for term in again]
    if names[0] != names[1]:
        assert any(
            name == touched and rank(low) <= rank(key) <= rank(high) and change >> level & 1
            for touched, key, change, *_ in lists.touches
            for name, level, low, high in ask.reads
        )
