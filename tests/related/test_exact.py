# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever happens in whatever order, every list is what brute force says it is."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.model import Unit
from newsroom.related import engine, full, params
from newsroom.related.engine import Related
from newsroom.related.nearest import rank
from newsroom.related.score import (
    Features,
    Ground,
    RelatedUnits,
    common_of,
    factor,
    related_units_of,
)
from newsroom.related.signature import are_copies, is_tag, likeness, marks, pack, unpack
from newsroom.related.tables import TABLES, Neighbour

RELATED_UNITS = related_units_of(
    [
        Unit("quan-a", "A", kind="quận", successors=("phuong-a", "phuong-b")),
        Unit("phuong-a", "A", kind="phường", predecessors=("quan-a",)),
        Unit("phuong-b", "B", kind="phường"),
        Unit("toan-thanh-pho", "Toàn thành phố"),
    ]
)
PLACES = ("quan-a", "phuong-a", "phuong-b", "toan-thanh-pho", "unknown")


def brute(
    articles: Mapping[int, Features], bans: Mapping[int, set[int]], related_units: RelatedUnits
) -> dict[int, list[Neighbour]]:
    """The lists by definition."""
    return {a: _list(a, articles, bans, related_units) for a in articles}


def _list(
    a: int,
    articles: Mapping[int, Features],
    bans: Mapping[int, set[int]],
    related_units: RelatedUnits,
) -> list[Neighbour]:
    own = articles[a]
    least, rare = Ground.of(len(articles))
    sizes = Counter(term for some in articles.values() for term, _ in unpack(some.terms))
    tags = {term for term, _ in unpack(own.terms) if is_tag(term) and sizes[term] <= rare}
    scored = []
    for b, other in articles.items():
        mates = any(term in tags for term, _ in unpack(other.terms))
        common = common_of(own, other, related_units, mates=mates)
        alike = likeness(own.terms, other.terms)
        score = alike * factor(own, other, related_units)
        banned = b in bans.get(a, ()) or a in bans.get(b, ())
        if a != b and alike >= common.floor(least, own.day - other.day) and not banned:
            scored.append((rank(own.key, score, other.key), b, score))
    shown, entries = [marks(own.sketch)], []
    for _, b, score in sorted(scored)[: params.KEPT]:
        sketch = marks(articles[b].sketch)
        copy = any(are_copies(sketch, one) for one in shown)
        if not copy:
            shown.append(sketch)
        entries.append(Neighbour(b, score, copy))
    return entries


def brute_beside(
    lists: Mapping[int, list[Neighbour]], articles: Mapping[int, Features]
) -> dict[int, list[int]]:
    """What may stand beside each article: of newer ones those that have it in their audience."""
    keys = {number: known.key for number, known in articles.items()}
    numbers = {number: [entry.number for entry in entries] for number, entries in lists.items()}
    audience = {
        x: [y for y in others if keys[y] < keys[x]][: params.AUDIENCE]
        for x, others in numbers.items()
    }
    return {
        y: [x for x in others if keys[x] < keys[y] or y in audience[x]]
        for y, others in numbers.items()
    }


def sketch_of(number: int) -> bytes:
    """Sketches 0 and 1 are copies, as are 1 and 2, but not 0 and 2; 3 is of an empty text."""
    if number == 3:
        return b"\xff\xff" * params.BINS
    third = params.BINS // 4
    low = bytes([1, 0]) * (params.BINS - number * third)
    return low + bytes([2, 0]) * (number * third)


terms = st.dictionaries(
    st.integers(1, 12).map(lambda n: n * 65_537 * 997 % 2**32) | st.integers(0, 3),
    st.sampled_from([1, 2, 40, 255]),
    max_size=4,
).map(pack)
details = st.fixed_dictionaries(
    {
        "day": st.integers(0, 40) | st.integers(0, 4000),
        "terms": terms,
        "sketch": st.integers(0, 3).map(sketch_of),
        "section": st.sampled_from(["", "cong-doan", "doi-song"]),
        "units": st.lists(st.sampled_from(PLACES), max_size=2).map(tuple),
        "dossier": st.sampled_from(["", "", "tet"]),
    }
)
numbers = st.integers(1, 14)
steps = st.lists(
    st.tuples(st.just("add"), numbers, details)
    | st.tuples(st.just("remove"), numbers, st.none())
    | st.tuples(st.just("ban"), numbers, st.sets(numbers, max_size=2))
    | st.tuples(st.just("settle"), st.none(), st.none()),
    max_size=40,
)


class Corpus:
    """An engine beside the plain truth."""

    def __init__(self) -> None:
        self.db = sqlite3.connect(":memory:")
        self.db.executescript(TABLES)
        self.related = Related(self.db, RELATED_UNITS, workers=3)
        self.articles: dict[int, Features] = {}
        self.bans: dict[int, set[int]] = {}
        self.shown: dict[int, list[int]] = {}
        self.beside: dict[int, list[int]] = {}

    def do(self, what: str, number: int, value: Any) -> None:
        if what == "add":
            # Keys are in the order of days, and unlike each other.
            features = Features(key=value["day"] * 100 + number, **value)
            self.articles[number] = features
            self.related.add(number, features)
        elif what == "remove":
            self.articles.pop(number, None)
            self.bans.pop(number, None)
            self.related.remove(number)
        elif what == "ban" and number in self.articles:
            self.bans[number] = value - {number}
            self.related.ban(number, value - {number})
        elif what == "settle":
            self.check(self.related.settle(), RELATED_UNITS)

    def check(self, changed: set[int], related_units: RelatedUnits) -> None:
        truth = brute(self.articles, self.bans, related_units)
        assert {n: self.related.neighbours(n) for n in range(1, 60)} == {
            n: truth.get(n, []) for n in range(1, 60)
        }
        shown = {n: [e.number for e in entries if not e.copy] for n, entries in truth.items()}
        differ = {n for n, entries in shown.items() if entries != self.shown.get(n, [])}
        assert changed == differ
        self.shown = shown
        beside = brute_beside(truth, self.articles)
        for numbers in (self.related.written, beside.keys()):
            told = {found.number: list(found.others) for found in self.related.allowed(numbers)}
            assert told == {number: beside[number] for number in numbers}
        differ = {n for n, others in beside.items() if others != self.beside.get(n)}
        assert differ <= self.related.written
        self.beside = beside


@pytest.fixture(params=["one by one", "all at once", "in threads", "either", "whole lists"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ways to settle; lists are so short that they overflow, run low, or never do."""
    whole = request.param == "whole lists"
    monkeypatch.setattr(params, "KEPT", 20 if whole else 2)
    monkeypatch.setattr(params, "STORED", 30 if whole else 4)
    monkeypatch.setattr(params, "AUDIENCE", 3 if whole else 1)
    # Some pairs are related only if they are near, and some only while articles are few; tags
    # turn common, and rare again, all the time.
    monkeypatch.setattr(params, "FEW", 10)
    monkeypatch.setattr(params, "LEAST_OF_MANY", 7)
    monkeypatch.setattr(params, "LEAST_OF_FEW", 6)
    monkeypatch.setattr(params, "LEAST_OF_NEAR", 5)
    monkeypatch.setattr(params, "LEAST_OF_RELATED", 3)
    monkeypatch.setattr(params, "LEAST_OF_CAMPAIGN", 2)
    monkeypatch.setattr(params, "CAMPAIGN", 2)
    monkeypatch.setattr(params, "RARE_TAG", 5)
    monkeypatch.setattr(params, "RAREST_TAG", 2)
    monkeypatch.setattr(params, "SHARE_OF_TAG", 3)
    if request.param == "in threads":
        monkeypatch.setattr(full, "_ROWS", 3)
        monkeypatch.setattr(full, "_HEIGHT", 2)
        monkeypatch.setattr(full, "_COLUMNS", 3)  # columns grow with the archive
    few = {"all at once": -1, "in threads": -1, "either": 3}
    monkeypatch.setattr(engine, "_FEW", few.get(request.param, 200))
    monkeypatch.setattr(engine, "_WORTH_ALL", 10**6)


@settings(max_examples=150, deadline=None)
@given(steps=steps)
@pytest.mark.usefixtures("way")
def test_lists_are_exact_after_any_history(steps: list[tuple[str, int, Any]]) -> None:
    corpus = Corpus()
    for step in steps:
        corpus.do(*step)
    corpus.do("settle", 0, None)
    assert Related(corpus.db, RELATED_UNITS).settle() == set()


def some_article(dice: Random) -> dict[str, Any]:
    """Few terms, days and scores, so that lists are full and ties are common."""
    found = {dice.choice([7, 8, 65_544, 9, 11, 13]): dice.choice([1, 2, 3]) for _ in range(3)}
    return {
        "day": dice.choice([0, 1, 2, 5, 30]),
        "terms": pack(found),
        "sketch": sketch_of(dice.randrange(4)),
        "section": dice.choice(["cong-doan", "doi-song"]),
        "units": tuple(dice.sample(PLACES, dice.randrange(3))),
    }


def some_step(dice: Random) -> tuple[str, int, Any]:
    what = dice.choice(["add", "add", "add", "remove", "remove", "ban"])
    value: Any = None
    if what == "add":
        value = some_article(dice)
    elif what == "ban":
        value = set(dice.sample(range(1, 21), dice.randrange(3)))
    return what, dice.randrange(1, 21), value


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.usefixtures("way")
def test_crowded_lists_are_exact_after_every_settlement(seed: int) -> None:
    dice = Random(seed)
    corpus = Corpus()
    for number in range(1, 16):
        corpus.do("add", number, some_article(dice))
    for _ in range(40):
        corpus.do("settle", 0, None)
        for _ in range(dice.choice([1, 1, 2, 4])):
            corpus.do(*some_step(dice))
    corpus.do("settle", 0, None)


@settings(max_examples=50, deadline=None)
@given(steps=steps)
@pytest.mark.usefixtures("way")
def test_other_kin_compute_all_lists_anew(steps: list[tuple[str, int, Any]]) -> None:
    corpus = Corpus()
    for step in steps:
        corpus.do(*step)
    corpus.do("settle", 0, None)
    corpus.related = Related(corpus.db, {})
    corpus.check(corpus.related.settle(), {})
