# SPDX-License-Identifier: AGPL-3.0-or-later
"""Archives that no newsroom has, or has on its first day."""

from __future__ import annotations

import sqlite3

import pytest

from newsroom.related import engine, params
from newsroom.related.engine import Related
from newsroom.related.score import Features
from newsroom.related.tables import TABLES
from newsroom.related.terms import Words
from newsroom.related.weights import Weights
from tests.related.samples import GIFTS, freeze, make_signature

FORM = Weights()


def relate(articles: list[Words]) -> Related:
    db = sqlite3.connect(":memory:")
    db.executescript(TABLES)
    related = Related(db, {})
    for number, words in enumerate(articles):
        signature = make_signature(*words, FORM)
        related.add(number, Features(number, number, signature.terms, signature.sketch))
    return related


@pytest.fixture(params=["one by one", "all at once"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_FEW", -1 if request.param == "all at once" else 10**6)
    monkeypatch.setattr(engine, "_WORTH_ALL", 10**6)


def test_an_empty_archive_has_no_lists() -> None:
    assert relate([]).settle() == set()


@pytest.mark.parametrize("words", [GIFTS, ("", "", "", ()), ("Tết", "", "", ()), ("", "", "…", ())])
def test_one_article_has_no_neighbours(words: Words) -> None:
    related = relate([words])
    assert related.settle() == set()
    assert related.neighbours(0) == []


def test_articles_of_one_word_are_related_by_it() -> None:
    related = relate([("Tết", "", "", ()), ("tết", "", "", ()), ("Hội", "", "", ())])
    assert related.settle() == {0, 1}
    assert [entry.number for entry in related.neighbours(0)] == [1]
    assert related.panel(0) == [1]  # too short to be called a copy


def test_of_a_hundred_equal_articles_the_nearest_are_kept_and_none_is_shown() -> None:
    related = relate([GIFTS] * 100)
    assert related.settle() == set()
    near = sorted(set(range(100)) - {50}, key=lambda n: (abs(n - 50).bit_length(), abs(n - 50), -n))
    assert [entry.number for entry in related.neighbours(50)] == near[: params.KEPT]
    assert related.panel(50) == []


def test_weights_of_no_article_or_of_equal_ones_are_a_table() -> None:
    for articles in ([], [GIFTS], [GIFTS] * 10, [("", "", "", ())] * 3):
        weights = Weights(freeze(articles).decode())
        assert make_signature(*GIFTS, weights).terms
