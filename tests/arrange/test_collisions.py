# SPDX-License-Identifier: AGPL-3.0-or-later
"""Collisions are found when an article is read, whichever side changes, and not by the clock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsroom.arrange.namespaces import Namespaces, folded
from newsroom.errors import ContentError
from newsroom.model import Section
from newsroom.taxonomies import table
from tests.portal import Portal

FOLDER = "cong-doan/2025/04"
A, B = f"{FOLDER}/a.md", f"{FOLDER}/b.md"
LATER = "2027-01-05 08:00"
BEFORE = {"date": "2025-04-01", "expires": "2025-04-02"}
YEAR = 366 * 86_400


@pytest.fixture(autouse=True)
def english(vietnamese: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def problems_of(portal: Portal) -> list[str]:
    try:
        portal.build()
    except ContentError as error:
        return [str(problem) for problem in error.problems]
    return []


PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "one url": ({"url": "/x.html"}, {"url": "/x.html"}),
    "url of another's page": ({}, {"url": "/2025/04/a.html"}),
    "alias": ({"url": "/x.html"}, {"aliases": ["/x.html"]}),
    "two aliases": ({"aliases": ["/cu/"]}, {"aliases": ["/moi/", "/cu"]}),
    "case": ({"url": "/bai-viet.html"}, {"url": "/Bai-Viet.html"}),
    "file and folder": ({"url": "/x.html"}, {"url": "/X.html/z.html"}),
    "tags": ({"tags": ["báo"]}, {"tags": ["bão"]}),
    "authors": ({"author": "Hà Phương"}, {"author": "Hạ Phương"}),
}
LIGHT: dict[str, dict[str, Any]] = {"live": {}, "scheduled": {"date": LATER}, "expired": BEFORE}


@pytest.mark.parametrize(
    ("first", "second"),
    [("scheduled", "scheduled"), ("live", "scheduled"), ("scheduled", "live"), ("expired", "live")],
)
@pytest.mark.parametrize("pair", PAIRS)
def test_a_collision_is_told_and_mended_from_either_side(
    portal: Portal, tmp_path: Path, pair: str, first: str, second: str
) -> None:
    one, other = PAIRS[pair]
    if pair == "url of another's page" and first == "scheduled":
        other = {"url": "/2027/01/a.html"}
    at_once = Portal(tmp_path / "at-once")
    for site in (portal, at_once):
        if site is portal:
            site.article(B, **LIGHT[second])
            site.build()
        site.article(A, **LIGHT[first] | one)
        if site is portal:
            site.build()
        site.article(B, **LIGHT[second] | other)
    told = problems_of(portal)
    assert told == problems_of(at_once)
    (problem,) = told
    assert A in problem and B in problem and problem.partition(": ")[0][-1].isdigit()
    assert problems_of(portal) == told  # and again
    portal.article(A, **LIGHT[first] | {"url": "/rieng.html"})
    assert problems_of(portal) == []
    portal.article(A, **LIGHT[first] | one)
    assert problems_of(portal) == told
    (portal.content / B).unlink()
    assert problems_of(portal) == []
    portal.article(B, **LIGHT[second] | other)
    (portal.content / A).unlink()
    assert problems_of(portal) == []
    assert portal.tree() == portal.clean_tree(tmp_path / "clean")


@pytest.mark.parametrize("pair", PAIRS)
def test_a_draft_claims_nothing_until_it_is_published(portal: Portal, pair: str) -> None:
    one, other = PAIRS[pair]
    portal.article(A, **one)
    portal.article(B, **other, status="draft")
    assert problems_of(portal) == []
    portal.article(B, **other, date=LATER)
    assert len(problems_of(portal)) == 1


RESERVED = (
    "/luu-tru/2026/11/26/", "/luu-tru/gi-do.html", "/tag/chua-co/", "/TAG/chua-co/x.html",
    "/cong-doan/trang/1/", "/cong-doan/phat-trien-doan-vien/trang/7/", "/Cong-Doan/",
    "/dia-ban/x", "/tac-gia/x/trang/2/", "/chuyen-de/", "/rss/la.rss", "/sitemap.xml",
    "/sitemap/2030-01.xml", "/theme/css/khac.css", "/manh/la.inc", "/dinh-chinh/trang/3/",
    "/robots.txt", "/404.html", "/ban-nhap/x.html",
)  # fmt: skip


@pytest.mark.parametrize("apart", [False, True], ids=["in one build", "in two builds"])
@pytest.mark.parametrize("when", LIGHT)
@pytest.mark.parametrize("field", ["url", "aliases"])
def test_places_of_the_site_are_reserved(
    portal: Portal, field: str, when: str, apart: bool
) -> None:
    paths = [f"{FOLDER}/{number:02}.md" for number in range(len(RESERVED))]
    for path in paths if apart else ():
        portal.article(path, **LIGHT[when])
    portal.build()
    for path, place in zip(paths, RESERVED, strict=True):
        portal.article(path, **LIGHT[when], **{field: place if field == "url" else [place]})
    told = problems_of(portal)
    assert [problem.partition(":")[0] for problem in told] == paths
    for problem in told:
        assert problem.partition(": ")[2].startswith((f"{field}: /", f'{field}: "/'))
    for path in paths:
        portal.article(path, **LIGHT[when])
    assert problems_of(portal) == []


@pytest.mark.parametrize(
    "place", ["/cong-doan/bai-cu.html", "/cong-doan-cu/", "/tags/x/", "/trang/1/", "/luu-tru.html"]
)
def test_other_places_are_free(portal: Portal, place: str) -> None:
    portal.article(A, aliases=[place])
    assert problems_of(portal) == []


def test_a_new_section_meets_an_address_that_was_there_first(portal: Portal) -> None:
    portal.article(A, url="/viec-lam/")
    portal.build()
    text = (portal.content / "data/sections.yaml").read_text()
    portal.write("data/sections.yaml", text + "- {slug: viec-lam, name: Việc làm}\n")
    (problem,) = problems_of(portal)
    assert problem.startswith(f"{A}:6: url: ") and "section/viec-lam" in problem
    portal.article(A)
    assert problems_of(portal) == []


def test_files_that_differ_in_case_collide(portal: Portal) -> None:
    portal.write("images/Anh.svg", "<svg/>")
    portal.build()
    portal.write("images/anh.svg", "<svg/>")
    (problem,) = problems_of(portal)
    assert "images/Anh.svg" in problem and "images/anh.svg" in problem
    (portal.content / "images/Anh.svg").unlink()
    assert problems_of(portal) == []


def test_an_old_address_in_another_case_would_be_in_the_way_of_the_page(portal: Portal) -> None:
    portal.article(A, url="/bai.html", aliases=["/Bai.html"])
    (problem,) = problems_of(portal)
    assert problem.startswith(f"{A}:7: aliases: ")


def test_three_of_one_address_are_told_once_each(portal: Portal) -> None:
    for name in "abc":
        portal.article(f"{FOLDER}/{name}.md", url="/x.html", date=LATER)
    told = problems_of(portal)
    assert [problem.partition(":")[0] for problem in told] == [B, f"{FOLDER}/c.md"]
    assert all(A in problem for problem in told)


def test_the_clock_brings_no_collision(portal: Portal) -> None:
    portal.article(A, date=LATER, url="/x.html", tags=["báo"])
    portal.article(B, expires="2026-10-01", tags=["báo"])
    for days in (0, 30, 400, -400):
        portal.now += days * 86_400
        portal.build()


def test_the_rarer_spelling_is_the_one_to_change(portal: Portal) -> None:
    for day in (1, 2, 3):
        portal.article(f"{FOLDER}/{day}.md", tags=["bão"], date=f"2025-04-0{day}")
    portal.build()
    portal.article(A, tags=["báo"])
    (problem,) = problems_of(portal)
    assert problem.startswith(f"{A}:") and f"{FOLDER}/1.md" in problem


def test_two_moments_collide_before_they_come(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "newsroom.arrange.articles.order_key", lambda date, _path: int(date.timestamp())
    )
    portal.article(A, date=LATER)
    portal.build()
    portal.article(B, date=LATER)
    (problem,) = problems_of(portal)
    assert problem.startswith(f"{B}:3: date:") and A in problem
    portal.now += YEAR
    assert problems_of(portal) == [problem]
    (portal.content / A).unlink()
    assert problems_of(portal) == []


def test_whose_page_a_place_could_be() -> None:
    spaces = Namespaces(table(), {"x": Section("x", "X"), "y": Section("y", "Y", parent="x")})
    found = {place: spaces.page_of(place) for place in (
        "luu-tru/2025/01/index.html", "luu-tru/2025/bai.html", "luu-tru/bai/index.html",
        "tag/a/index.html", "tag/a/trang/3/index.html", "tag/a/b/index.html", "x/index.html",
        "x/y/trang/2/index.html", "y/index.html", "x/bai.html",
    )}  # fmt: skip
    assert {place for place, owner in found.items() if not owner} == {
        "luu-tru/2025/bai.html", "luu-tru/bai/index.html", "tag/a/b/index.html",
        "y/index.html", "x/bai.html",
    }  # fmt: skip
    assert found["luu-tru/2025/01/index.html"] == ("month", "2025-01")
    assert folded("Bài/ÀNH.html") == folded("ba\u0300i/a\u0300nh.HTML")
