# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scores, their parts, and the engine's small print."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsroom.model import Unit
from newsroom.related import params
from newsroom.related.engine import Related
from newsroom.related.explain import Side, explain
from newsroom.related.score import (
    Common,
    Features,
    Ground,
    bonuses,
    common_of,
    factor,
    nearness,
    rare_limit,
    related_units_of,
)
from newsroom.related.signature import likeness
from newsroom.related.tables import TABLES
from newsroom.related.weights import Weights
from tests.related.samples import GIFTS, STORIES, make_signature

DISTRICTS = [
    Unit("toan-thanh-pho", "Toàn thành phố", kind="thành phố"),
    Unit("quan-dong-da", "Đống Đa", kind="quận", successors=("phuong-dong-da", "phuong-lang")),
    Unit("phuong-dong-da", "Đống Đa", kind="phường", predecessors=("quan-dong-da",)),
    Unit("phuong-lang", "Láng", kind="phường"),
]
RELATED_UNITS = related_units_of(DISTRICTS)
DAY = 738_000


def features(name: str, **details: object) -> Features:
    signature = make_signature(*STORIES[name], Weights())
    values = {"key": 1, "day": 0} | details
    return Features(terms=signature.terms, sketch=signature.sketch, **values)  # type: ignore[arg-type]


def test_a_unit_is_kin_to_itself_and_to_those_before_and_after_it() -> None:
    assert RELATED_UNITS["quan-dong-da"] == {"quan-dong-da", "phuong-dong-da", "phuong-lang"}
    assert RELATED_UNITS["phuong-lang"] == {
        "phuong-lang",
        "quan-dong-da",
    }  # and not to its neighbour
    assert "toan-thanh-pho" not in RELATED_UNITS


@pytest.mark.parametrize(("days", "bonus"), [(0, 12), (1, 11), (-1, 11), (7, 9), (8, 8), (5000, 0)])
def test_nearness_fades_with_each_doubling(days: int, bonus: int) -> None:
    assert nearness(days) == bonus


@dataclass
class Place:
    a: tuple[str, ...]
    b: tuple[str, ...]
    near: bool


@pytest.mark.parametrize(
    "place",
    [
        Place(("quan-dong-da",), ("phuong-lang",), True),
        Place(("phuong-lang",), ("phuong-dong-da",), False),
        Place(("toan-thanh-pho",), ("toan-thanh-pho",), False),
        Place(("toan-thanh-pho", "phuong-lang"), ("phuong-lang",), True),
        Place((), (), False),
    ],
)
def test_places_count_when_they_are_kin(place: Place) -> None:
    a, b = features("gifts", units=place.a), features("pension", units=place.b)
    for one, other in ((a, b), (b, a)):
        assert bonuses(one, other, RELATED_UNITS)["unit"] == (
            params.RELATED_UNITS if place.near else 0
        )


def test_the_highest_factor_has_every_bonus() -> None:
    a = features("gifts", section="x", dossier="y", units=("quan-dong-da",))
    assert factor(a, a, RELATED_UNITS) == params.HIGHEST


def test_an_explanation_adds_up_to_the_score_in_the_list() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(TABLES)
    related = Related(db, RELATED_UNITS)
    known = {
        number: features(name, key=number, day=DAY + number, section="doi-song")
        for number, name in enumerate(STORIES, 1)
    }
    for number, found in known.items():
        related.add(number, found)
    assert related.settle() == {1, 2, 3, 4}  # the fifth is of another world
    assert related.panel(1)[0] == 2
    best = related.neighbours(1)[0]
    assert best.number == 2
    words = list(STORIES.values())
    first, second = Side(words[0], known[1]), Side(words[1], known[2])
    parts = explain(first, second, Weights(), RELATED_UNITS, related.ground().least)
    assert parts.score == best.score == parts.likeness * parts.factor
    assert parts.factor == params.BASE + params.SECTION + nearness(1)
    assert {term.term for term in parts.terms[:12]} >= {"tết", "đống đa"}
    assert parts.least == params.LEAST_OF_FEW
    assert not parts.copies


def test_an_explanation_says_why_there_is_no_score() -> None:
    a, b = Side(GIFTS, features("gifts")), Side(STORIES["football"], features("football"))
    least = params.LEAST_OF_MANY
    strangers = explain(a, b, Weights(), RELATED_UNITS, least)
    assert (strangers.score, strangers.nothing, strangers.least) == (0, "unlike", least)
    assert explain(a, a, Weights(), RELATED_UNITS, least, banned=True).nothing == "banned"
    assert explain(a, a, Weights(), RELATED_UNITS, least).copies


@pytest.mark.parametrize(
    ("details", "least"),
    [
        ({}, params.LEAST_OF_MANY),
        ({"section": "doi-song"}, params.LEAST_OF_MANY),  # of some papers it is the only one
        ({"units": ("quan-dong-da",)}, params.LEAST_OF_NEAR),
        ({"dossier": "tet"}, params.LEAST_OF_NEAR),
    ],
)
def test_stories_of_one_unit_or_dossier_may_be_less_alike(
    details: dict[str, object], least: int
) -> None:
    a, b = features("gifts", **details), features("pension", **details)
    assert common_of(a, b, RELATED_UNITS).floor(params.LEAST_OF_MANY, 0) == least


@pytest.mark.parametrize(
    ("common", "days", "least"),
    [
        (Common(tag=True), 0, params.LEAST_OF_NEAR),
        (Common(tag=True, dossier=True), 0, params.LEAST_OF_NEAR),
        (Common(tag=True, section=True), 32, params.LEAST_OF_RELATED),
        (Common(tag=True, unit=True), -32, params.LEAST_OF_RELATED),
        (Common(tag=True, section=True), 31, params.LEAST_OF_CAMPAIGN),
        (Common(tag=True, unit=True), -31, params.LEAST_OF_CAMPAIGN),
    ],
)
def test_stories_with_a_rare_tag_may_be_still_less_alike(
    common: Common, days: int, least: int
) -> None:
    assert common.floor(params.LEAST_OF_MANY, days) == least


def test_a_tag_of_an_eighth_of_the_articles_is_rare_but_of_no_more_than_24() -> None:
    limits = {articles: rare_limit(articles) for articles in (0, 1, 63, 64, 127, 128, 383, 10**6)}
    assert limits == {0: 4, 1: 4, 63: 4, 64: 8, 127: 8, 128: 16, 383: 24, 10**6: 24}


def test_a_tag_that_many_take_up_says_nothing_any_more() -> None:
    """Two stories of one tag and little else, and others that come to have the tag."""
    db = sqlite3.connect(":memory:")
    db.executescript(TABLES)
    related = Related(db, RELATED_UNITS)

    def add(number: int, title: str, *tags: str) -> None:
        signature = make_signature(title, "", "", tags, Weights())
        known = Features(number, 0, signature.terms, signature.sketch, "van-hoa-the-thao")
        related.add(number, known)

    add(1, "Giải bóng đá công nhân khai mạc trên sân Mỹ Đình", "the-thao")
    add(2, "Kéo co, đẩy gậy: làng nghề vào hội khỏe", "the-thao")
    related.settle()
    a, b = related.features(1), related.features(2)
    assert a is not None and b is not None
    assert params.LEAST_OF_RELATED <= likeness(a.terms, b.terms) < params.LEAST_OF_NEAR
    assert related.panel(1) == [2] and related.panel(2) == [1] and related.are_mates(a, b)
    for number, title in enumerate(("Ăn ca", "Học nghề", "Nhà trọ"), 3):
        add(number, f"{title} ở làng nghề {number}", "the-thao")
        related.settle()
        assert (2 in related.panel(1)) == (number < 5) == related.are_mates(a, b)
    related.remove(3)
    assert related.settle() >= {1, 2}
    assert 2 in related.panel(1)


def test_the_floor_is_lower_while_articles_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(params, "FEW", 3)
    db = sqlite3.connect(":memory:")
    db.executescript(TABLES)
    related = Related(db, RELATED_UNITS)
    for number, name in enumerate(["gifts", "gifts again", "insurance"]):
        assert related.ground().least == params.LEAST_OF_FEW
        related.add(number, features(name, key=number))
        related.settle()
    assert related.ground() == Ground(params.LEAST_OF_MANY, params.RAREST_TAG)
    related.remove(2)
    assert related.ground().least == params.LEAST_OF_FEW


ONE_ARTICLE = """
import sqlite3, sys
from newsroom.related.engine import Related
from newsroom.related.score import Features
from newsroom.related.signature import sign
from newsroom.related.terms import split
from newsroom.related.tables import TABLES
from newsroom.related.weights import Weights
db = sqlite3.connect(":memory:")
db.executescript(TABLES)
related = Related(db, {})
signature, _telling = sign(split("Đống Đa", "", ""), (), Weights())
for number in range(3):
    related.add(number, Features(number, 0, signature.terms, signature.sketch))
    related.settle()
assert len(related.neighbours(0)) == 2
assert not {"numpy", "scipy"} & sys.modules.keys()
"""


def test_publishing_one_article_imports_neither_numpy_nor_scipy() -> None:
    plugins = Path(__file__).parents[2] / "plugins"
    subprocess.run(
        [sys.executable, "-c", ONE_ARTICLE], check=True, env={"PYTHONPATH": str(plugins)}
    )
