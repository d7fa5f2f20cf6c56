# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists on a real site: paging against plain arithmetic, pagers, subsections, empty lists."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.portal import Portal

SIZE = 3


@pytest.fixture
def site(portal: Portal) -> Portal:
    portal.overrides["DEFAULT_PAGINATION"] = SIZE
    return portal


def fill(site: Portal, start: int, end: int, folder: str = "cong-doan", **fields: object) -> None:
    for number in range(start, end):
        day = date(2025, 4, 1) + timedelta(number)
        site.article(f"{folder}/2025/b{number:02}.md", date=str(day), **fields)


def numbers(page: BeautifulSoup) -> list[int]:
    """The articles that a list's page shows, in its order, by their titles ("Bài b07")."""
    titles = [link.text.strip() for link in page.select("main h2 a, main h3 a")]
    return [int(title[-2:]) for title in titles if title.startswith("Bài b")]


def expected(count: int) -> dict[str, list[int]]:
    """Where each of ``count`` articles stands: full pages from the oldest, the rest on the front.

    The front has the newest full page, too, so that it is never nearly empty.
    """
    full = max(count // SIZE - 1, 0)
    pages = {
        f"trang/{n}/": list(range(n * SIZE - 1, n * SIZE - SIZE - 1, -1))
        for n in range(1, full + 1)
    }
    return {"": list(range(count - 1, full * SIZE - 1, -1))} | pages


def check(site: Portal, folder: str, count: int) -> None:
    found = {
        path.removeprefix(f"{folder}/").removesuffix("index.html"): numbers(site.page(path))
        for path in site.tree()
        if path == f"{folder}/index.html" or path.startswith(f"{folder}/trang/")
    }
    assert found == expected(count)


@pytest.mark.parametrize(("style", "name"), [("hòa", "Ứng Hòa"), ("hoà", "Ứng Hoà"), ("", "")])
def test_names_are_shown_in_one_style(portal: Portal, style: str, name: str) -> None:
    portal.overrides["NEWSROOM_TONE_STYLE"] = style
    unit = "- {slug: xa, name: Xã Ứng Hòa, short: Ứng Hòa, kind: xã}\n"
    portal.write("data/districts.yaml", unit)
    portal.write("data/authors.yaml", "- {name: Ứng Hòa}\n")
    portal.write("data/sections.yaml", "- {slug: cong-doan, name: Ứng Hoà}\n")
    portal.article("cong-doan/a.md", district="xa", tags=["Ứng Hoà"], author="Ứng Hoà")
    portal.build()
    article = str(portal.page("2025/04/a.html"))
    shown = set(re.findall("Ứng Ho[àa]|Ứng Hò[a]", article))
    assert shown == ({name} if name else {"Ứng Hòa", "Ứng Hoà"})


def test_the_way_to_a_topic_names_it_plainly(portal: Portal) -> None:
    for number in range(16):
        portal.article(f"cong-doan/{number}.md", tags=["an toàn"])
    portal.build()
    for page, last in (("", ["an toàn"]), ("trang/1/", ["an toàn", "Chủ đề: an toàn - Trang 1"])):
        crumbs = portal.page(f"tag/an-toan/{page}index.html").select(".crumbs li")
        assert [c.get_text() for c in crumbs] == ["Trang chủ", "Chủ đề", *last]


def test_pages_of_a_growing_and_shrinking_list(site: Portal) -> None:
    for count in (0, 1, 2, 3, 5, 6, 7, 9, 12, 13):
        fill(site, max(count - 4, 0), count)
        site.build()
        check(site, "cong-doan", count)
        check(site, "dia-ban/quan-dong-da", count)
    for count in (12, 9, 8, 6, 5, 3, 0):
        for number in range(count, 13):
            (site.content / f"cong-doan/2025/b{number:02}.md").unlink(missing_ok=True)
        site.build()
        check(site, "cong-doan", count)


@pytest.mark.parametrize("count", [5, 6, 8, 9, 14])
def test_pagers_lead_through_all_pages_and_back(site: Portal, count: int) -> None:
    fill(site, 0, count)
    site.build()
    order = list(expected(count))
    down = [order[0], *reversed(order[1:])]  # from the front to page 1
    seen, here = [], ""
    while True:
        seen.append(here)
        older = site.page(f"cong-doan/{here}index.html").select_one("a.pager-older")
        if older is None:
            break
        here = older["href"].removeprefix("/cong-doan/")
    assert seen == down
    for here, newer in zip(seen[1:], seen, strict=False):
        link = site.page(f"cong-doan/{here}index.html").select_one("a.pager-newer")
        assert link["href"] == f"/cong-doan/{newer}"


def test_a_section_holds_what_its_sub_sections_have(site: Portal) -> None:
    fill(site, 0, 2)
    fill(site, 2, 4, "cong-doan/phat-trien-doan-vien")
    site.build()
    assert numbers(site.page("cong-doan/index.html")) == [3, 2, 1, 0]
    assert numbers(site.page("cong-doan/phat-trien-doan-vien/index.html")) == [3, 2]


def test_lists_of_registries_are_there_without_articles(site: Portal) -> None:
    site.write("data/series.yaml", "- {slug: ky-niem, name: Kỷ niệm, always: true}\n")
    site.write("data/authors.yaml", "- {name: Hà Phương, always: có}\n")
    site.build()
    tree = site.tree()
    for folder in ("doi-song", "dia-ban/phuong-dong-da", "tac-gia/ha-phuong", "chuyen-de/ky-niem"):
        assert f"{folder}/index.html" in tree
        # What has no articles has no feed to announce.
        if folder != "doi-song":
            feeds = site.page(f"{folder}/index.html").select("link[type='application/rss+xml']")
            assert [feed["href"].rpartition("/")[2] for feed in feeds] == ["tin-moi.rss"]


def test_an_author_and_a_dossier_come_and_go_with_their_first_story(
    site: Portal, tmp_path: Path
) -> None:
    pages = ("tac-gia/ha-phuong/index.html", "chuyen-de/ky-niem/index.html")
    site.write("data/series.yaml", "- {slug: ky-niem, name: Kỷ niệm}\n")
    site.write("data/authors.yaml", "- {name: Hà Phương, bio: Người viết mới}\n")
    story: dict[str, Any] = {"author": "Hà Phương", "series": "ky-niem"}
    shown = []
    for state in ({"status": "draft"}, {"date": "2026-10-01 08:00"}, {"status": "withdrawn"}):
        site.article("cong-doan/2026/a.md", **{"date": "2026-08-01 08:00"} | story | state)
        for days in (0, 30):
            now, site.now = site.now, site.now + days * 86_400
            site.build()
            text = b"".join(site.tree().values()).decode("utf-8", "replace")
            shown.append([page in site.tree() for page in pages] + ["Người viết mới" in text])
            assert site.tree() == site.clean_tree(tmp_path / "clean")
            site.now = now
    hidden, out = [False] * 3, [True] * 3
    assert shown == [hidden, hidden, hidden, out, hidden, hidden]


def test_a_registry_entry_that_goes_takes_its_pages_with_it(site: Portal) -> None:
    site.write("data/authors.yaml", "- {name: Hà Phương, always: true}\n- {name: Minh Khôi}\n")
    site.article("cong-doan/2025/a.md")
    site.build()
    site.write("data/authors.yaml", "[]\n")
    site.build()
    assert "tac-gia/ha-phuong/index.html" not in site.tree()
    assert "tac-gia/minh-khoi/index.html" in site.tree()  # it has an article


def test_a_unit_leads_to_those_before_and_after_it(site: Portal) -> None:
    site.build()
    old, new = "dia-ban/quan-dong-da/", "dia-ban/phuong-dong-da/"
    for here, there in ((old, new), (new, old)):
        links = [link["href"] for link in site.page(f"{here}index.html").select("main a[href]")]
        assert f"/{there}" in links


def test_a_unit_without_stories_shows_those_before_and_after_it(site: Portal) -> None:
    site.article(
        "cong-doan/2025/a.md", title="Chuyện cũ", district="quan-dong-da", date="2025-04-22"
    )
    old, new = "dia-ban/quan-dong-da/index.html", "dia-ban/phuong-dong-da/index.html"

    def near(path: str) -> list[str]:
        return [
            link.get_text(strip=True) for link in site.page(path).select(".group h2 a, .group h3 a")
        ]

    site.build()
    assert near(new) == ["Quận Đống Đa", "Chuyện cũ"] and near(old) == []
    site.article(
        "cong-doan/2025/b.md", title="Chuyện mới", district="phuong-dong-da", date="2025-07-22"
    )
    site.build()
    assert near(new) == [] and "Chuyện mới" in site.page(new).get_text()
    muted = {tag.a.get_text() for tag in site.page("dia-ban/index.html").select(".mute")}
    assert muted and not muted & {"Quận Đống Đa", "Phường Đống Đa"}


def test_each_page_of_a_list_has_a_title_of_its_own(site: Portal) -> None:
    fill(site, 0, 12)
    site.build()
    titles = [
        site.page(path).title.text for path in site.tree() if path.startswith("cong-doan/trang/")
    ]
    titles.append(site.page("cong-doan/index.html").title.text)
    assert len(set(titles)) == len(titles) == 4


def test_the_latest_tell_their_year_when_it_is_not_the_newest_storys(site: Portal) -> None:
    site.article("cong-doan/2025/dau.md", title="Đầu trang", date="2025-03-02 08:00")
    site.article("cong-doan/2025/moi.md", title="Mới", date="2025-03-01 08:00")
    site.article("cong-doan/2024/cu.md", title="Cũ", date="2024-12-31 17:30")
    site.article("cong-doan/2025/giua.md", title="Giữa", date="2025-02-01 09:00")
    site.build()
    days = [" ".join(time.text.split()) for time in site.page("index.html").select(".latest time")]
    assert days == ["08:00 01/03", "09:00 01/02", "17:30 31/12/2024"]


def test_a_unit_is_named_in_small_letters_within_a_sentence(site: Portal) -> None:
    site.article("cong-doan/2025/a.md", district="quan-dong-da", date="2025-04-22")
    site.build()
    page = site.page("dia-ban/quan-dong-da/index.html")
    assert page.select_one("meta[name=description]")["content"].startswith(
        "Tin, bài về quận Đống Đa trên "
    )
    assert page.h1.text.strip() == "Quận Đống Đa"


def test_a_tag_called_as_a_section_tells_sections(portal: Portal) -> None:
    """Only lists of one section leave its name out of their rows."""
    name = "Công đoàn"
    for number in range(2):
        portal.article(f"cong-doan/2025/b{number}.md", tags=[name])
    portal.build()
    rows = {
        path: [row.text for row in portal.page(f"{path}/index.html").select("main .row .meta")]
        for path in ("cong-doan", "tag/cong-doan")
    }
    assert [name in row for row in rows["tag/cong-doan"]] == [True, True]
    assert [name in row for row in rows["cong-doan"]] == [False, False]
