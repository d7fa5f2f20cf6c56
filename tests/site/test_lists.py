# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fronts and indexes: their order, their links, the calendar, the corrections, the front page."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from tests.site.demo import Demo, moment, registry, sources
from tests.site.rules import shown, slug_of, told, words

LIVE = [source for source in sources() if source.live]
LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # ngang huyền hỏi ngã sắc nặng


def vietnamese(text: str) -> list[tuple[list[int], int]]:
    """The place of a text in a dictionary: by syllable, its letters first, then its tone."""
    return [_syllable(syllable) for syllable in re.findall(r"\w+", text.lower())]


def _syllable(syllable: str) -> tuple[list[int], int]:
    marks = unicodedata.normalize("NFD", syllable)
    tone = next((n for n, mark in enumerate(TONES) if mark and mark in marks), 0)
    bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES))
    return [LETTERS.find(letter) for letter in bare], tone


def test_the_tests_own_order() -> None:
    right = ["an toàn", "ăn ca", "bà ba", "bão", "dân", "đất", "đêm", "nghề", "nghệ", "ơn"]
    assert sorted(set(right), key=vietnamese) == right


def newest(found: list[Any]) -> list[str]:
    return [s.slug for s in sorted(found, key=lambda s: (moment(s.fields["date"]), s.path))][::-1]


# ----------------------------------------------------------------------------------- indexes


def test_tags_stand_in_vietnamese_order_under_their_initials(demo: Demo) -> None:
    page = demo.page("tag/index.html")
    names = [words(tag) for tag in page.select(".terms a")]
    assert len(names) > 20 and names == sorted(names, key=vietnamese)
    initials = [words(tag) for tag in page.select(".group h2")]
    assert initials == sorted(set(initials), key=vietnamese) and {"D", "Đ"} <= set(initials)
    for group in page.select(".group"):
        assert {words(tag)[0].upper() for tag in group.select(".terms a")} == {words(group.h2)}


def test_tags_count_their_articles(demo: Demo) -> None:
    for item in demo.page("tag/index.html").select(".terms li"):
        link = item.a
        assert link is not None
        path = demo.file_of(str(link["href"])) or ""
        stories = shown(demo.pages[path])
        assert int(words(item.select_one(".count"))) == len(stories), path


@pytest.mark.parametrize("path", ["tac-gia/index.html"])
def test_authors_stand_in_vietnamese_order(demo: Demo, path: str) -> None:
    names = [words(tag) for tag in demo.page(path).select(".author h2")]
    assert len(names) >= 8 and names == sorted(names, key=vietnamese)
    profiles = {str(author["name"]) for author in registry("authors")}
    assert profiles <= set(names)


def test_the_list_of_feeds_leads_to_pages_and_feeds(demo: Demo) -> None:
    for item in demo.page("rss/index.html").select(".feeds li"):
        page, *feeds = (demo.file_of(str(tag["href"])) or "" for tag in item.find_all("a"))
        announced = demo.pages[page].select('link[rel="alternate"]')
        files = [demo.file_of(str(link["href"])) for link in announced]
        assert feeds and files[: len(feeds)] == feeds


# ----------------------------------------------------------------------------------- lists


def test_every_list_is_newest_first(demo: Demo) -> None:
    faults, seen = [], 0
    for path, page in demo.pages.items():
        for rows in page.select("main .rows"):  # a unit without stories shows those of others
            times = [str(tag["datetime"]) for tag in rows.select(".meta time")]
            if path not in demo.articles and times:
                seen += 1
                moments = [moment(time) for time in times]
                faults += [] if moments == sorted(moments, reverse=True) else [path]
    assert seen > 100 and not faults, told(faults)


def test_sections_hold_their_own_and_their_sub_sections_stories(demo: Demo) -> None:
    for section in registry("sections"):
        folder = f"{section.get('parent', '')}/{section['slug']}".lstrip("/")
        page = demo.page(f"{folder}/index.html")
        wanted = newest([s for s in LIVE if s.path.startswith(f"{folder}/")])
        assert shown(page) == wanted, folder
        assert words(page.h1) == section["name"]
        assert words(page.select_one(".intro")) == section["description"]


def test_authors_pages_hold_their_stories(demo: Demo) -> None:
    for item in demo.page("tac-gia/index.html").select(".author h2 a"):
        page = demo.pages[demo.file_of(str(item["href"])) or ""]
        wanted = [s for s in LIVE if words(item) in str(s.fields["author"])]
        assert shown(page) == newest(wanted), item


def test_dossiers_hold_their_stories(demo: Demo) -> None:
    for dossier in registry("series"):
        page = demo.page(f"chuyen-de/{dossier['slug']}/index.html")
        wanted = newest([s for s in LIVE if s.fields.get("series") == dossier["slug"]])
        assert wanted and shown(page) == wanted and words(page.h1) == dossier["name"]


def test_corrections_are_all_on_one_page(demo: Demo) -> None:
    page = demo.page("dinh-chinh/index.html")
    wanted = {
        s.slug: max(str(note["date"]) for note in s.fields["corrections"])  # type: ignore[attr-defined]
        for s in LIVE if s.fields.get("corrections")
    }  # fmt: skip
    found = shown(page, ".corrected h2 a")
    assert set(found) == wanted.keys() and len(found) == len(wanted)
    days = [wanted[slug] for slug in found]
    assert days == sorted(days, reverse=True)


# --------------------------------------------------------------------------------- districts


def test_units_link_to_those_before_and_after_them(demo: Demo) -> None:
    edges: dict[str, set[str]] = defaultdict(set)
    for path, page in demo.pages.items():
        if path.startswith("dia-ban/") and path.count("/") == 2:
            for link in page.select(".page-head .facts a"):
                edges[slug_of(path.removesuffix("/index.html"))].add(slug_of(link["href"]))
    one_way = [(a, b) for a, others in edges.items() for b in others if a not in edges[b]]
    assert not one_way
    assert len(edges) >= 156  # all 30 old and 126 new ones


def test_the_registrys_successors_are_linked(demo: Demo) -> None:
    for unit in registry("districts"):
        page = demo.page(f"dia-ban/{unit['slug']}/index.html")
        linked = [slug_of(tag["href"]) for tag in page.select(".page-head .facts a")]
        wanted = [*unit.get("predecessors", ()), *unit.get("successors", ())]  # type: ignore[misc]
        assert sorted(linked) == sorted(wanted), unit["slug"]


def test_the_index_of_units_is_grouped_by_era_and_kind(demo: Demo) -> None:
    page = demo.page("dia-ban/index.html")
    eras = {str(tag["aria-labelledby"]): tag for tag in page.select(".era")}
    counts = {
        name: [(words(g.h3), len(g.select("li a"))) for g in era.select(".group")]
        for name, era in eras.items()
    }
    assert counts == {
        "current": [("Phường 51", 51), ("Xã 75", 75)],
        "sector": [],
        "until-2025-06-30": [("Quận 12", 12), ("Huyện 17", 17), ("Thị xã 1", 1)],
        "until-2014-03-31": [("Huyện 1", 1)],
        "until-2008-07-31": [("Tỉnh 1", 1)],
        "elsewhere": [("Tỉnh 1", 1)],
    }


def test_units_of_a_group_stand_in_vietnamese_order(demo: Demo) -> None:
    for group in demo.page("dia-ban/index.html").select(".era .group"):
        kind = re.sub(r"\s*\d+$", "", words(group.h3))
        names = [words(tag).removeprefix(f"{kind} ") for tag in group.select("li a")]
        assert names == sorted(names, key=vietnamese), kind


# ----------------------------------------------------------------------------------- archive


def test_every_day_with_news_has_its_page_and_its_place_in_the_calendar(demo: Demo) -> None:
    days: dict[date, list[Any]] = defaultdict(list)
    for source in LIVE:
        days[moment(source.fields["date"]).date()].append(source)
    for day, found in days.items():
        path = f"luu-tru/{day:%Y/%m/%d}/index.html"
        assert sorted(shown(demo.pages[path])) == sorted(s.slug for s in found)
        cell = demo.page(f"luu-tru/{day:%Y/%m}/index.html").select_one(
            f'.calendar a[href="/luu-tru/{day:%Y/%m/%d}/"]'
        )
        assert cell is not None and cell.parent is not None and cell.parent.parent is not None
        assert words(cell).split()[0].rstrip(":") == str(day.day)
        column = cell.parent.parent.find_all("td", recursive=False).index(cell.parent)
        assert column == day.weekday(), path
    pages = {path for path in demo.pages if re.match(r"luu-tru/\d{4}/\d\d/\d\d/", path)}
    assert len(pages) == len(days)


def test_calendars_are_whole_months_from_monday(demo: Demo) -> None:
    for path in ("luu-tru/2025/04/index.html", "luu-tru/2025/12/index.html"):
        calendar = demo.page(path).select_one(".calendar")
        assert calendar is not None
        assert " ".join(map(words, calendar.select("th"))) == "T2 T3 T4 T5 T6 T7 CN"
        rows = [row.find_all("td") for row in calendar.select("tbody tr")]
        assert {len(row) for row in rows} == {7}
        numbers = [int(words(cell).split()[0].rstrip(":")) for row in rows for cell in row
                   if words(cell)]  # fmt: skip
        assert numbers == list(range(1, 31 if "/04/" in path else 32))


def test_months_and_years_hold_all_their_stories(demo: Demo) -> None:
    counted = 0
    for path, page in demo.pages.items():
        if re.fullmatch(r"luu-tru/\d{4}/\d\d/index\.html", path):
            wanted = newest([s for s in LIVE if f"{moment(s.fields['date']):%Y/%m}" in path])
            assert shown(page) == wanted, path
            counted += len(wanted)
    assert counted == len(LIVE)
    for year in demo.page("luu-tru/index.html").select("main .year"):
        number = words(year.select_one("h2 a"))[-4:]
        wanted_here = [s for s in LIVE if moment(s.fields["date"]).year == int(number)]
        assert words(year.select_one("h2 .count")) == f"{len(wanted_here)} bài"
        months = {f"{moment(s.fields['date']):/luu-tru/%Y/%m/}" for s in wanted_here}
        assert {str(tag["href"]) for tag in year.select(".months a")} == months


@pytest.mark.parametrize("depth", [2, 3, 4])
def test_older_and_newer_lead_through_the_whole_archive(demo: Demo, depth: int) -> None:
    """Years, months, days: from the newest page, "older" leads through all, and "newer" back."""
    pages = sorted(path for path in demo.pages
                   if path.startswith("luu-tru/") and path.count("/") == depth)  # fmt: skip
    for older, newer in pairwise(pages):
        back = demo.pages[newer].select_one(".pager-older")
        forth = demo.pages[older].select_one(".pager-newer")
        assert back and demo.file_of(str(back["href"])) == older
        assert forth and demo.file_of(str(forth["href"])) == newer
    assert demo.pages[pages[0]].select_one(".pager-older") is None
    assert demo.pages[pages[-1]].select_one(".pager-newer") is None


# -------------------------------------------------------------------------------- front page


def slots(name: str) -> list[str]:
    paths = registry("slots")[name]  # type: ignore[call-overload]
    by_path = {source.path: source for source in LIVE}
    return [by_path[path].slug for path in paths if path in by_path]


def test_the_editors_choose_what_leads_the_front_page(demo: Demo) -> None:
    page = demo.page("index.html")
    found = shown(page, ".lead h2 a") + shown(page, ".secondary h2 a")
    assert found == slots("trang-nhat")
    picked = shown(page, ".rail-low h3 a")
    assert picked == [slug for slug in slots("nen-xem") if slug not in found][:7]


def test_no_story_stands_twice_above_the_sections(demo: Demo) -> None:
    page = demo.page("index.html")
    stories = shown(page, ".lead h2 a, .secondary h2 a, .rail h3 a")
    assert len(stories) == len(set(stories)) == 5 + 10 + 7


def test_every_section_has_its_block_in_the_registrys_order(demo: Demo) -> None:
    page = demo.page("index.html")
    top = [s for s in registry("sections") if not s.get("parent")]
    top.sort(key=lambda section: int(str(section["order"])))
    assert [words(tag) for tag in page.select(".block-head h2")] == [s["name"] for s in top]
    menu = [words(tag) for tag in page.select("nav.sections a")]
    assert menu == ["Trang chủ", *(str(section["name"]) for section in top)]
    for block in page.select(".block"):
        assert block.select("h3 a"), words(block.h2)
