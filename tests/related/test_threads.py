# SPDX-License-Identifier: AGPL-3.0-or-later
"""All lists at once, in one thread and in several: the same lists, in the same order."""

from __future__ import annotations

import sqlite3
import threading
from random import Random
from typing import NoReturn

import pytest

from newsroom import parallel
from newsroom.related import full
from newsroom.related.engine import Related
from newsroom.related.full import Full
from newsroom.related.score import Features
from newsroom.related.tables import TABLES, NameNumbers, PackedList
from tests.related.test_exact import RELATED_UNITS, some_article

SIZE = 103


@pytest.fixture
def db() -> sqlite3.Connection:
    """Crowded articles, some of them banned from each other's lists, and of no lists yet."""
    dice = Random(5)
    db = sqlite3.connect(":memory:")
    db.executescript(TABLES)
    related = Related(db, RELATED_UNITS)
    for number in range(1, SIZE + 1):
        article = some_article(dice)
        related.add(number, Features(key=article["day"] * 1000 + number, **article))
    for number in range(1, SIZE, 7):
        related.ban(number, dice.sample(range(1, SIZE + 1), 3))
    db.commit()
    return db


@pytest.fixture
def found(db: sqlite3.Connection) -> Full:
    return Full(db, NameNumbers(db), RELATED_UNITS)


@pytest.fixture
def made_by(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the threads that make lists; ten at a time, so that there is work for all."""
    monkeypatch.setattr(full, "_ROWS", 10)
    names: set[str] = set()
    some = Full._some

    def noting(self: Full, start: int) -> list[PackedList]:
        names.add(threading.current_thread().name)
        return some(self, start)

    monkeypatch.setattr(Full, "_some", noting)
    return names


OWN = threading.current_thread().name


def test_threads_make_the_lists_that_one_makes(found: Full, made_by: set[str]) -> None:
    alone = list(found.lists())
    assert made_by == {OWN}
    assert [made.number for part in alone for made in part] == list(range(1, SIZE + 1))
    for workers in (2, 3, 50):
        made_by.clear()
        assert list(found.lists(workers)) == alone
        assert OWN not in made_by


def test_a_store_is_the_same_by_any_number_of_threads(
    db: sqlite3.Connection, made_by: set[str]
) -> None:
    stores = []
    for workers in (1, 2, 3):
        copy = sqlite3.connect(":memory:")
        db.backup(copy)
        related = Related(copy, RELATED_UNITS, workers=workers)
        changed = related._all()
        stores.append((changed, sorted(related.written), list(copy.iterdump())))
    assert stores[0] == stores[1] == stores[2]
    assert len(made_by) > 1


def test_a_few_lists_need_no_threads(
    found: Full, made_by: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full, "_ROWS", SIZE)
    assert len(list(found.lists(4))) == 1
    assert made_by == {OWN}


def test_each_processor_gets_a_thread_unless_the_setting_says_otherwise(
    found: Full, made_by: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for processors, own in ((1, True), (3, False), (None, True)):
        made_by.clear()
        monkeypatch.setattr(parallel.os, "cpu_count", lambda count=processors: count)
        list(found.lists(0))
        assert (made_by == {OWN}) is own


def test_an_error_in_a_thread_reaches_the_caller_and_ends_the_others(
    found: Full, made_by: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: Full, start: int, *rest: object) -> NoReturn:
        raise MemoryError(start)

    monkeypatch.setattr(Full, "_pack", fails)
    with pytest.raises(MemoryError, match=r"^0$"):
        list(found.lists(2))
    assert threading.active_count() == 1


def test_lists_are_made_a_little_ahead_of_what_is_written(
    found: Full, made_by: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[int] = []
    some = Full._some
    monkeypatch.setattr(Full, "_some", lambda self, at: starts.append(at) or some(self, at))
    parts = found.lists(2)
    next(parts)
    assert len(starts) <= 5
    parts.close()  # type: ignore[attr-defined]
    assert len(starts) <= 5
