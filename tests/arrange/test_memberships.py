# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which lists an article is on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from newsroom.arrange.memberships import leads, memberships, spellings
from newsroom.model import Article, Body, Card, Correction, Photo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CARD = Card(
    path="cong-doan/2025/04/a.md",
    key=7,
    url="/2025/04/a.html",
    title="Tựa",
    date=datetime(2025, 4, 22, 2, 15, tzinfo=UTC),
    section="phat-trien",
    parents=("cong-doan",),
    units=("quan-dong-da", "quan-ba-dinh"),
    authors=("Minh Khôi", "Thu Hằng"),
    author_slugs=("minh-khoi", "thu-hang"),
    tags=("An toàn", "an toàn"),
    dossier="thang-cong-nhan",
)


def test_an_article_is_on_the_lists_of_all_that_it_names() -> None:
    lists = memberships(Article(CARD, Body()), ZONE)
    assert lists.pop("path") == CARD.path
    assert set(lists) == {
        "all",
        "section/phat-trien",
        "section/cong-doan",  # a section shows what its sub-sections have
        "district/quan-dong-da",
        "district/quan-ba-dinh",
        "author/minh-khoi",
        "author/thu-hang",
        "tag/an-toan",
        "year/2025",
        "month/2025-04",
        "day/2025-04-22",
        "series/thang-cong-nhan",
    }
    assert set(lists.values()) == {7}


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2025-04-30T16:59:59", "2025-04-30"), ("2025-04-30T17:00:00", "2025-05-01")],
)
def test_days_are_those_of_the_papers_clock(moment: str, day: str) -> None:
    card = msgspec.structs.replace(CARD, date=datetime.fromisoformat(moment).replace(tzinfo=UTC))
    lists = memberships(Article(card, Body()), ZONE)
    assert {f"day/{day}", f"month/{day[:7]}"} <= set(lists)


def test_a_static_page_is_on_no_list_but_that_of_paths() -> None:
    page = msgspec.structs.replace(CARD, section="", parents=())
    assert memberships(Article(page, Body()), ZONE) == {"path": CARD.path}


def test_corrections_stand_by_the_day_of_the_newest() -> None:
    def key(*days: date) -> object:
        notes = tuple(Correction(day, "Sửa.") for day in days)
        return memberships(Article(CARD, Body(), corrections=notes), ZONE)["corrections"]

    one, other = date(2025, 5, 1), date(2025, 6, 1)
    assert key(one, other) == key(other, one) == key(other)
    assert str(key(one)) < str(key(other))


@pytest.mark.parametrize(
    ("image", "summary", "expected"),
    [(None, "Sapo.", False), (Photo("a.svg"), "", False), (Photo("a.svg"), "Sapo.", True)],
)
def test_a_leading_story_has_a_photo_and_a_sapo(
    image: Photo | None, summary: str, expected: bool
) -> None:
    card = msgspec.structs.replace(CARD, image=image, summary=summary)
    assert leads(card) == expected
    assert ("leading" in memberships(Article(card, Body()), ZONE)) == expected


def test_spellings_of_free_names() -> None:
    found = spellings(CARD)
    assert found["author/thu-hang"] == "Thu Hằng"
    assert found["tag/an-toan"] in CARD.tags
    assert "district/quan-dong-da" not in found
