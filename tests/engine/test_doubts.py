# SPDX-License-Identifier: AGPL-3.0-or-later
"""Slips that one sees from outside a file: far years, times to come, twins, copies, no text."""

from __future__ import annotations

from typing import Any

import pytest

from newsroom.arrange import doubts
from newsroom.text.file_names import is_copy
from tests.portal import Portal

HERE = "cong-doan/2025/04"
LONG = (
    "Công đoàn phường trao một trăm suất quà cho đoàn viên có hoàn cảnh khó khăn nhân dịp Tết. " * 3
)


@pytest.fixture(params=["one by one", "all at once"])
def ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ways to look for twins."""
    if request.param == "all at once":
        monkeypatch.setattr(doubts, "_MANY", 0)


def codes(portal: Portal) -> list[tuple[str, int, str]]:
    return [(p.path.rpartition("/")[2], p.line, p.code) for p in portal.build().warnings]


@pytest.mark.parametrize(
    ("path", "fields", "told"),
    [
        (f"{HERE}/a.md", {"date": "2025-04-22"}, []),
        (f"{HERE}/a.md", {"date": "2024-05-01"}, []),
        (f"{HERE}/a.md", {"date": "2024-04-22"}, [(3, "odd-year")]),
        (f"{HERE}/a.md", {"date": "2052-04-22"}, [(3, "odd-year")]),
        ("cong-doan/2025/a.md", {"date": "2024-01-22"}, []),
        ("cong-doan/2025/a.md", {"date": "2023-01-22"}, [(3, "odd-year")]),
        ("cong-doan/a.md", {"date": "1925-04-22"}, [(3, "odd-year")]),
        ("cong-doan/a.md", {"date": "1929-07-28"}, []),
        ("cong-doan/a.md", {"date": "2027-09-01"}, []),
        ("cong-doan/a.md", {"date": "2028-09-01"}, [(3, "odd-year")]),
        (f"{HERE}/a.md", {"updated": "2026-09-21 00:00"}, []),
        (f"{HERE}/a.md", {"updated": "2027-09-21 00:00"}, [(6, "time-to-come")]),
        (f"{HERE}/a.md", {"corrections": [{"date": "2026-09-21", "text": "Sửa."}]}, []),
        (
            f"{HERE}/a.md",
            {"corrections": [{"date": "2026-09-22", "text": "Sửa."}]},
            [(6, "time-to-come")],
        ),
    ],
)
def test_times_that_are_hardly_meant(
    portal: Portal, path: str, fields: dict[str, Any], told: list[tuple[int, str]]
) -> None:
    portal.article(path, **{"district": "Toàn thành phố", **fields})
    assert [(line, code) for _name, line, code in codes(portal)] == told


@pytest.mark.usefixtures("ways")
def test_twins_are_told_of_where_they_come(portal: Portal) -> None:
    portal.article(f"{HERE}/a.md", LONG, title="Trao quà Tết")
    assert codes(portal) == []
    portal.article(f"{HERE}/b.md", LONG.upper(), title="Bài khác")
    portal.article(f"{HERE}/c.md", "Khác.", title="Trao  quà TẾT")
    assert codes(portal) == [("b.md", 0, "same-text"), ("c.md", 2, "same-title")]
    assert codes(portal) == []
    portal.article(f"{HERE}/a.md", f"{LONG} Thêm.", title="Trao quà Tết 2025")
    assert codes(portal) == []
    portal.article(f"{HERE}/d.md", LONG, title="Trao quà")
    assert codes(portal) == [("d.md", 0, "same-text")]


@pytest.mark.usefixtures("ways")
def test_of_two_twins_in_one_build_both_are_told(portal: Portal) -> None:
    for name in ("a", "b"):
        portal.article(f"{HERE}/{name}.md", LONG)
    assert [(name, code) for name, _line, code in codes(portal)] == [
        ("a.md", "same-text"),
        ("b.md", "same-text"),
    ]


@pytest.mark.usefixtures("ways")
def test_who_moves_is_no_twin_of_what_was_there(portal: Portal) -> None:
    path = portal.article(f"{HERE}/a.md", LONG)
    portal.build()
    path.rename(path.with_name("b.md"))
    assert codes(portal) == [("b.md", 2, "lost-address")]


@pytest.mark.usefixtures("ways")
def test_short_texts_are_no_twins(portal: Portal) -> None:
    for name in ("a", "b"):
        portal.article(f"{HERE}/{name}.md", "Xem ảnh.")
    assert codes(portal) == []


def test_no_text_is_told_but_of_a_draft(portal: Portal) -> None:
    portal.article(f"{HERE}/a.md", "")
    portal.article(f"{HERE}/b.md", "", status="draft")
    portal.article(f"{HERE}/c.md", "https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    assert codes(portal) == [("a.md", 0, "no-body")]


COPIES = [
    "x - Copy",
    "x - Copy (2)",
    "x - Sao chép",
    "x - Sao chép (3)",
    "x – Bản sao",
    "x (1)",
    "x(2)",
    "x (conflicted copy 2025-04-22 091500)",
    "x (Mai's conflicted copy 2025-04-22)",
    "x (Case Conflict)",
    "x.sync-conflict-20250422-091500-ABCDEFG",
    "x_conflict-20250422-091500",
    "x-DESKTOP-AB12CD3",
    "x copy",
    "x copy 2",
    "x (copy)",
    "x (another copy)",
    "x (bản sao)",
    "Copy of x",
    "Bản sao của x",
    "x_LOCAL_1234",
]


@pytest.mark.parametrize("name", COPIES)
def test_names_of_copies(name: str) -> None:
    assert is_copy(f"{HERE}/{name}.md")


@pytest.mark.parametrize(
    "name",
    ["x", "x-1", "đại hội XIII", "dai-hoi-2", "chép-sao", "x (2025)", "copy", "bản-sao", "(1)"],
)
def test_names_of_no_copies(name: str) -> None:
    assert not is_copy(f"{HERE}/{name}.md")


def test_a_copy_is_told_of(portal: Portal) -> None:
    portal.article(f"{HERE}/x.md")
    portal.article(f"{HERE}/x - Sao chép.md", title="Bài khác")
    assert codes(portal) == [("x - Sao chép.md", 0, "name-of-copy")]
