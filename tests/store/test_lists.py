# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists and terms: counts, titles by the commonest spelling, and what is touched."""

from __future__ import annotations

import sqlite3

import pytest

from newsroom.store.lists import Lists
from newsroom.store.reader import Reader
from newsroom.store.reads import EVERYBODY, WHOEVER_SHOWS, ListNames


@pytest.fixture
def lists(db: sqlite3.Connection) -> Lists:
    return fresh(db)


def fresh(db: sqlite3.Connection) -> Lists:
    """The lists as the next build meets them."""
    return Lists(db, ListNames(db), lambda *found: f"{found[-2]}|{found[-1]}")


def touched(lists: Lists) -> set[tuple[str, object, int]]:
    return {(name, key, level) for name, key, level, *_ in lists.touches}


def title(db: sqlite3.Connection, name: str) -> str | None:
    term = Reader(db).term(*name.split("/"))
    return term.name if term else None


def test_put_and_take_touch_their_key_and_count(lists: Lists) -> None:
    lists.put("all", 5, 1)
    lists.put("all", 3, 2)
    lists.take("all", 5)
    assert (lists.length("all"), lists.items("all")) == (1, {3: 2})
    assert touched(lists) == {("all", 5, EVERYBODY), ("all", 3, EVERYBODY)}
    assert lists.counts == {"all": 0}  # what it was before this build


def test_the_length_before_is_that_before_the_build(db: sqlite3.Connection, lists: Lists) -> None:
    lists.put("all", 1, 1)
    lists.write()
    later = fresh(db)
    later.put("all", 2, 2)
    later.put("all", 3, 3)
    assert (later.counts, later.length("all")) == ({"all": 1}, 3)


@pytest.mark.parametrize("apart", [False, True], ids=["waiting", "written"])
def test_one_place_holds_one_article(lists: Lists, apart: bool) -> None:
    lists.put("all", 1, 1)
    if apart:
        lists.write()
    lists.put("all", 1, 2)
    lists.put("all", 2, 3)
    lists.write()
    assert (lists.clashes, lists.items("all")) == ([2], {1: 1, 2: 3})


def test_what_left_a_place_in_the_same_build_holds_it_no_more(lists: Lists) -> None:
    lists.put("all", 1, 1)
    lists.take("all", 1)
    lists.put("all", 1, 2)
    lists.write()
    assert (lists.clashes, lists.items("all"), lists.length("all")) == ([], {1: 2}, 1)


@pytest.mark.parametrize("apart", [False, True], ids=["waiting", "written"])
def test_a_place_may_be_taken_before_it_is_left(lists: Lists, apart: bool) -> None:
    lists.put("all", 1, 1)
    lists.write()
    lists.put("all", 1, 2)
    if apart:
        lists.items("all")
    lists.take("all", 1, 1)
    lists.write()
    assert (lists.clashes, lists.items("all"), lists.length("all")) == ([], {1: 2}, 1)


def test_many_items_are_on_their_lists_once_written(db: sqlite3.Connection, lists: Lists) -> None:
    for key in range(10_000):
        lists.put(f"tag/{key % 7}", key, key)
    lists.write()
    assert lists.clashes == []
    assert sum(len(lists.items(f"tag/{n}")) for n in range(7)) == 10_000
    assert fresh(db).length("tag/3") == len(range(3, 10_000, 7))


def test_a_list_that_nobody_named_has_no_length(lists: Lists) -> None:
    assert lists.length("tag/x") == 0
    assert lists.items("tag/x") == {}


def spell(lists: Lists, *spellings: str) -> None:
    start = lists.length("tag/bao")
    for number, spelling in enumerate(spellings, start):
        lists.put("tag/bao", number, number)
        lists.spell("tag/bao", spelling, +1)
    lists.settle_terms()


@pytest.mark.parametrize(
    ("spellings", "found"),
    [
        (["báo"], "báo"),
        (["Báo", "báo", "báo"], "báo"),
        (["báo", "Báo"], "Báo"),  # as often: the first by code points
        ([], None),
    ],
)
def test_a_title_is_the_commonest_spelling(
    db: sqlite3.Connection, lists: Lists, spellings: list[str], found: str | None
) -> None:
    spell(lists, *spellings)
    assert title(db, "tag/bao") == found


def test_a_title_follows_the_majority(db: sqlite3.Connection, lists: Lists) -> None:
    spell(lists, "Báo", "báo", "báo")
    later = fresh(db)
    later.spell("tag/bao", "báo", -1)
    later.spell("tag/bao", "Báo", +1)
    later.settle_terms()
    assert title(db, "tag/bao") == "Báo"
    # The list is as long as before; its term has another place: the old and the new are touched.
    assert touched(later) == {
        ("terms/tag", "báo|bao", EVERYBODY),
        ("terms/tag", "Báo|bao", EVERYBODY),
    }
    assert later.spellings("tag/bao") == ["Báo", "báo"]


def test_another_count_touches_the_term_as_a_card(db: sqlite3.Connection, lists: Lists) -> None:
    spell(lists, "báo")
    later = fresh(db)
    spell(later, "báo")
    assert ("terms/tag", "báo|bao", WHOEVER_SHOWS) in touched(later)


def test_the_last_article_takes_the_term_with_it(db: sqlite3.Connection, lists: Lists) -> None:
    spell(lists, "báo")
    later = fresh(db)
    later.take("tag/bao", 0)
    later.spell("tag/bao", "báo", -1)
    later.settle_terms()
    assert (title(db, "tag/bao"), later.spellings("tag/bao")) == (None, [])
    assert ("terms/tag", "báo|bao", EVERYBODY) in touched(later)


def test_a_term_without_spellings_is_called_by_its_slug(
    db: sqlite3.Connection, lists: Lists
) -> None:
    lists.put("month/2025-04", 1, 1)
    lists.settle_terms()
    assert title(db, "month/2025-04") == "2025-04"


def test_lists_that_are_no_terms_have_no_entry(db: sqlite3.Connection, lists: Lists) -> None:
    lists.put("all", 1, 1)
    lists.settle_terms()
    assert touched(lists) == {("all", 1, EVERYBODY)}
