# SPDX-License-Identifier: AGPL-3.0-or-later
"""Units by the names people give them; names in entries, resolved."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from newsroom.errors import Problems
from newsroom.model import Entry, Unit
from newsroom.read.resolve import RegistryIndex, resolve_units
from newsroom.read.units import UnitIndex

from .helpers import registries

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def units() -> UnitIndex:
    return UnitIndex(registries().registries.units)


@pytest.mark.parametrize(
    ("name", "on", "slug"),
    [
        ("Ba Đình", BEFORE, "quan-ba-dinh"),
        ("Ba Đình", AFTER, "phuong-ba-dinh"),
        ("quận  ba đình", AFTER, "quan-ba-dinh"),  # named in full: told of, not replaced
        ("Phường Ba Đình", BEFORE, "phuong-ba-dinh"),
        ("quan-ba-dinh", AFTER, "quan-ba-dinh"),
        ("Quan-Ba-Dinh", AFTER, "quan-ba-dinh"),
        ("LĐLĐ quận Đống Đa", BEFORE, "quan-dong-da"),
        ("LĐLĐ quận Ba Đình", BEFORE, "quan-ba-dinh"),  # no alias says so
        ("Liên đoàn Lao động Ba Đình", BEFORE, "quan-ba-dinh"),
        ("Huyện Ứng Hòa", BEFORE, "huyen-ung-hoa"),  # the other place for the tone
        ("Toàn thành phố", None, "toan-thanh-pho"),
        ("Ba Đình", None, ""),  # two, and no day to choose by
        ("Hoà Phú", AFTER, ""),
        ("Ba Dinh", BEFORE, ""),
        ("Bà Đình", BEFORE, ""),
        ("LĐLĐ", BEFORE, ""),
        ("LĐLĐ LĐLĐ", BEFORE, ""),
        ("", BEFORE, ""),
    ],
)
def test_find(units: UnitIndex, name: str, on: date | None, slug: str) -> None:
    found = units.find(name, on)
    assert (found.slug if found else "") == slug


@pytest.mark.parametrize(
    ("name", "on", "spelling", "slug"),
    [
        ("Ba Dinh", BEFORE, "Ba Đình", "quan-ba-dinh"),
        ("Ba Dinh", AFTER, "Ba Đình", "phuong-ba-dinh"),
        ("Phường Ô Chợ Dùa", AFTER, "Phường Ô Chợ Dừa", "phuong-o-cho-dua"),
        ("quan-dong-dda", BEFORE, "Quận Đống Đa", "quan-dong-da"),
    ],
)
def test_suggest(units: UnitIndex, name: str, on: date, spelling: str, slug: str) -> None:
    for _again in range(2):  # the second answer is remembered
        near = units.suggest(name, on)
        assert near
        assert (near[0], near[1].slug) == (spelling, slug)


def test_nothing_near(units: UnitIndex) -> None:
    assert units.suggest("Sài Gòn", BEFORE) is None
    assert UnitIndex([]).suggest("Ba Đình", BEFORE) is None


def test_names_without_their_kind() -> None:
    units = UnitIndex(
        [
            Unit("quan-x", "X", kind="quận", valid_to=BEFORE),
            Unit("phuong-x", "X", kind="phường", valid_from=AFTER),
        ]
    )
    assert [units.find("X", day).slug for day in (BEFORE, AFTER)] == ["quan-x", "phuong-x"]  # type: ignore[union-attr]
    assert units.find("phường x", BEFORE) == units.by_slug["phuong-x"]


def test_a_page_without_a_date_must_settle_a_doubt() -> None:
    index = RegistryIndex(registries().registries)
    page = Entry("pages/x.md", "x", "X", units=("Ba Đình",), lines={"district": 3})
    problems = Problems()
    assert resolve_units(page, index, problems) is None
    assert [problem.line for problem in problems] == [3]
    dated = Entry("pages/x.md", "x", "X", datetime(2026, 1, 1), units=("Ba Đình",))
    assert resolve_units(dated, index, problems) == ("phuong-ba-dinh",)


def test_bylines() -> None:
    index = RegistryIndex(registries().registries)
    names = ("minh  khôi", "P.V", "Người Lạ")
    assert [index.author_slug(name) for name in names] == ["minh-khoi", "phong-vien", "nguoi-la"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Đống Da", 'did you mean "Đống Đa" (quan-dong-da)?'),
        ("dong da", 'did you mean "Đống Đa" (quan-dong-da)?'),
        ("quận Dống Đa", 'did you mean "Quận Đống Đa" (quan-dong-da)?'),
        (
            "Hải Phòng",
            '"Hải Phòng" is a province or city that districts.yaml does not know; add it there',
        ),
        ("tỉnh Phú Thọ", '"tỉnh Phú Thọ" is a province or city'),
        ("Công đoàn ngành Y tế Hà Nội", "write the name or slug of one in districts.yaml"),
        ("huyện Nam Đàn, Nghệ An", "write the name or slug of one in districts.yaml"),
        ("Bình Thạnh", "write the name or slug of one in districts.yaml"),
        ("Đồng Đăng", "write the name or slug of one in districts.yaml"),
        (
            "quận Ba Đình, Đống Đa",
            "is several units; write a list: district: [quận Ba Đình, Đống Đa]",
        ),
        ("Ba Đình và Đống Đa", "is several units; write a list: district: [Ba Đình, Đống Đa]"),
        ("Ba Đình; Đống Đa", "is several units; write a list: district: [Ba Đình, Đống Đa]"),
    ],
)
def test_guesses_are_near_and_several_units_are_a_list(name: str, told: str) -> None:
    problems = Problems()
    entry = Entry(
        path="cong-doan/2025/04/x.md", slug="x", title="A", units=(name,),
        date=datetime(2025, 4, 22), lines={"district": 5},
    )  # fmt: skip
    assert resolve_units(entry, RegistryIndex(registries().registries), problems) is None
    assert len(problems) == 1 and told in problems.errors[0].message, problems.errors
