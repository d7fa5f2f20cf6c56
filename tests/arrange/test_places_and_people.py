# SPDX-License-Identifier: AGPL-3.0-or-later
"""Units of several generations, of sectors and of other provinces; people with several names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portal import Portal

UNITS = """
- {slug: toan-thanh-pho, name: Toàn thành phố}
- {slug: toan-quoc, name: Toàn quốc, scope: cả nước}
- {slug: nghe-an, name: Tỉnh Nghệ An, short: Nghệ An, kind: tỉnh, scope: nơi khác, aliases: ["huyện Nam Đàn, Nghệ An"]}
- {slug: cong-thuong, name: Công đoàn ngành Công Thương Hà Nội, scope: ngành}
- {slug: tinh-ha-tay, name: Tỉnh Hà Tây, short: Hà Tây, kind: tỉnh, valid_to: 2008-07-31, successors: [huyen-ba-vi]}
- {slug: huyen-ba-vi, name: Huyện Ba Vì, short: Ba Vì, kind: huyện, valid_to: 2025-06-30, predecessors: [tinh-ha-tay]}
- {slug: huyen-tu-liem, name: Huyện Từ Liêm, short: Từ Liêm, kind: huyện, valid_to: 2014-03-31, successors: [quan-bac-tu-liem]}
- {slug: quan-bac-tu-liem, name: Quận Bắc Từ Liêm, short: Bắc Từ Liêm, kind: quận, valid_from: 2014-04-01, valid_to: 2025-06-30, predecessors: [huyen-tu-liem], successors: [phuong-tu-liem]}
- {slug: phuong-tu-liem, name: Phường Từ Liêm, short: Từ Liêm, kind: phường, valid_from: 2025-07-01, predecessors: [quan-bac-tu-liem]}
"""  # noqa: E501 - a unit a line


@pytest.fixture
def site(portal: Portal) -> Portal:
    portal.write("data/districts.yaml", UNITS)
    return portal


def places(site: Portal, url: str) -> list[str]:
    return [str(a["href"]) for a in site.page(url).select(".facts a[href^='/dia-ban/']")]


@pytest.mark.parametrize(
    ("year", "name", "slug"),
    [
        (2007, "Hà Tây", "tinh-ha-tay"),
        (2007, "Ba Vì", "huyen-ba-vi"),
        (2007, "Từ Liêm", "huyen-tu-liem"),
        (2013, "LĐLĐ huyện Từ Liêm", "huyen-tu-liem"),
        (2020, "Bắc Từ Liêm", "quan-bac-tu-liem"),
        (2026, "Từ Liêm", "phuong-tu-liem"),
        (2026, "Toàn quốc", "toan-quoc"),
        (2026, "huyện Nam Đàn, Nghệ An", "nghe-an"),
        (2013, "Công đoàn ngành Công Thương Hà Nội", "cong-thuong"),
    ],
)
def test_an_article_names_the_unit_of_its_day(
    site: Portal, year: int, name: str, slug: str
) -> None:
    site.article("cong-doan/a.md", date=f"{year}-03-01 08:00", district=name)
    assert not site.build().warnings
    assert places(site, f"{year}/03/a.html") == [f"/dia-ban/{slug}/"]


def test_a_unit_of_another_time_is_told_with_those_of_the_day(site: Portal) -> None:
    site.article("cong-doan/a.md", date="2014-05-01 08:00", district="huyện Từ Liêm")
    (told,) = site.build().warnings
    assert "quan-bac-tu-liem" in told.message


def test_the_index_has_a_group_for_each_generation_and_for_places_beyond(site: Portal) -> None:
    site.article("cong-doan/a.md", district="toan-quoc")
    site.build()
    page = site.page("dia-ban/index.html")
    found = {
        str(part["aria-labelledby"]): [a.get_text() for a in part.select("li a")]
        for part in page.select(".group:not(.era .group), .era")
    }
    assert found == {
        "city": ["Toàn thành phố"],
        "current": ["Phường Từ Liêm"],
        "sector": ["Công đoàn ngành Công Thương Hà Nội"],
        "until-2025-06-30": ["Huyện Ba Vì", "Quận Bắc Từ Liêm"],
        "until-2014-03-31": ["Huyện Từ Liêm"],
        "until-2008-07-31": ["Tỉnh Hà Tây"],
        "elsewhere": ["Toàn quốc", "Tỉnh Nghệ An"],
    }
    assert page.select_one("#until-2014-03-31").get_text() == "Đến hết ngày 31/03/2014"  # type: ignore[union-attr]


def test_parts_of_the_index_have_names_of_their_own(site: Portal) -> None:
    """There were provinces and districts in several generations: a part says of which it is."""
    site.build()
    page = site.page("dia-ban/index.html")
    names = [str(part["aria-labelledby"]).split() for part in page.select("[aria-labelledby]")]
    told = [" ".join(page.select_one(f"#{i}").get_text() for i in ids) for ids in names]  # type: ignore[union-attr]
    assert len(told) == len(set(told)) > 6


PEOPLE = "- {name: Kim Tiến, aliases: [K.Tiến, KT]}\n- {name: Minh Khôi}\n"


def bylines(site: Portal) -> list[tuple[str, str]]:
    page = site.page("2025/04/a.html")
    return [(a.get_text(), str(a["href"])) for a in page.select(".byline a")]


def test_aliases_are_one_person(site: Portal) -> None:
    site.write("data/authors.yaml", PEOPLE)
    site.article("cong-doan/a.md", author="K.Tiến - Minh Khôi", district="toan-quoc")
    site.article("cong-doan/b.md", author=["KT", "Kim Tiến"], district="toan-quoc")
    site.build()
    both = [("Kim Tiến", "/tac-gia/kim-tien/"), ("Minh Khôi", "/tac-gia/minh-khoi/")]
    assert bylines(site) == both
    assert len(site.page("2025/04/b.html").select(".byline a")) == 1
    assert len(site.page("tac-gia/kim-tien/index.html").select(".row")) == 2
    assert not (site.output / "tac-gia/k-tien").exists()


def test_an_alias_that_comes_or_goes_moves_the_stories(site: Portal, tmp_path: Path) -> None:
    site.write("data/authors.yaml", "- {name: Kim Tiến}\n")
    site.article("cong-doan/a.md", author="K.Tiến", district="toan-quoc")
    site.build()
    assert bylines(site) == [("K.Tiến", "/tac-gia/k-tien/")]
    for number, text in enumerate((PEOPLE, PEOPLE.replace("K.Tiến, ", ""))):
        site.write("data/authors.yaml", text)
        site.build()
        assert bylines(site)[0][0] == ("K.Tiến" if number else "Kim Tiến")
        assert site.tree() == site.clean_tree(tmp_path / str(number))


def test_a_paper_has_a_dateline_of_its_own(site: Portal, tmp_path: Path) -> None:
    said = {"a": None, "b": "(TTXVN)", "c": "Không", "d": None}
    for name, dateline in said.items():
        summary = None if name == "d" else "Sapo."
        site.article(
            f"cong-doan/{name}.md", summary=summary, dateline=dateline, district="toan-quoc"
        )
    site.build()
    site.overrides["NEWSROOM_DATELINE"] = "(LĐTĐ)"
    site.build()
    assert site.tree() == site.clean_tree(tmp_path)
    shown = {}
    for name in said:
        lead = site.page(f"2025/04/{name}.html").select_one(".article-sapo b, .body p b")
        shown[name] = lead and lead.get_text()
    assert shown == {"a": "(LĐTĐ)", "b": "(TTXVN)", "c": None, "d": None}
