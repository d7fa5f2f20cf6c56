# SPDX-License-Identifier: AGPL-3.0-or-later
"""Papers and articles as nobody expects them: all are built, or told with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsroom.errors import ContentError, Problem
from tests.portal import Portal

BODY = "Công nhân tổ may đề nghị thêm quạt, công ty đã lắp ngay trong tuần."


def write(portal: Portal, count: int, **fields: Any) -> list[str]:
    """So many articles; returns their pages."""
    for number in range(count):
        given = {"date": f"2025-04-{1 + number % 28:02} 08:00", "tags": ["quạt"]} | fields
        portal.article(f"cong-doan/2025/04/bai-{number:02}.md", BODY, **given)
    return [f"2025/04/bai-{number:02}.html" for number in range(count)]


def dead_links(portal: Portal) -> set[str]:
    """Links of any page that lead to no file of the site."""
    files, dead = set(portal.tree()), set()
    for path in (path for path in files if path.endswith(".html") and not path.startswith("manh/")):
        for tag in portal.page(path).select("a[href^='/']"):
            name = str(tag["href"]).partition("#")[0].strip("/")
            if not {name, f"{name}/index.html".lstrip("/")} & files:
                dead.add(name)
    return dead


def problem_of(portal: Portal) -> Problem:
    with pytest.raises(ContentError) as caught:
        portal.build()
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_paper_of_few_articles_is_whole(portal: Portal, tmp_path: Path, count: int) -> None:
    pages = write(portal, count)
    portal.build()
    assert portal.tree() == portal.clean_tree(tmp_path)
    assert not dead_links(portal)
    for path in pages:
        page = portal.page(path)
        assert not [panel for panel in page.select(".panel, .in-lead") if not panel.select("a")]
        shown = [str(a["href"]) for a in page.select(".in-lead a, .panel h3 a")]
        assert f"/{path}" not in shown and len(shown) == len(set(shown)) == count - 1
    assert bool(portal.page("index.html").select(".empty")) == (not count)


def test_articles_of_one_minute_have_one_order_everywhere(portal: Portal, tmp_path: Path) -> None:
    pages = write(portal, 12, date="2025-04-22 09:15")
    portal.build()
    rows = [str(a["href"]) for a in portal.page("cong-doan/index.html").select("main .rows h2 a")]
    assert len(rows) == len(set(rows)) and set(rows) <= {f"/{path}" for path in pages}
    portal.article("cong-doan/2025/04/bai-03.md", BODY, title="Khác", date="2025-04-22 09:15")
    portal.build()
    assert portal.tree() == portal.clean_tree(tmp_path)


def test_a_paper_of_one_section(portal: Portal, tmp_path: Path) -> None:
    pages = write(portal, 25)
    portal.build()
    for path in pages:
        shown = [str(a["href"]) for a in portal.page(path).select(".in-lead a, .panel h3 a")]
        assert len(shown) == len(set(shown))
    front = portal.page("index.html")
    assert len(front.select(".block")) == 1
    assert portal.tree() == portal.clean_tree(tmp_path)


UNITS = """
    - {slug: huyen-a, name: Huyện A, short: A, valid_to: 2014-03-31, successors: [quan-a]}
    - {slug: quan-a, name: Quận A, short: A, valid_from: 2014-04-01, valid_to: 2025-06-30,
       predecessors: [huyen-a], successors: [phuong-a]}
    - {slug: phuong-a, name: Phường A, short: A, valid_from: 2025-07-01, predecessors: [quan-a]}
"""


def test_a_unit_renamed_twice_keeps_each_story_and_its_neighbours(portal: Portal) -> None:
    portal.write("data/districts.yaml", UNITS)
    for year, unit in ((2010, "huyen-a"), (2020, "quan-a"), (2026, "phuong-a")):
        path = f"cong-doan/{year}/05/bai-{year}.md"
        portal.article(path, BODY, date=f"{year}-05-01 08:00", district="A")
        portal.build()
        page = portal.page(f"dia-ban/{unit}/index.html")
        assert f"/{year}/05/bai-{year}.html" in {str(a["href"]) for a in page.select("main a")}
    middle = {str(a["href"]) for a in portal.page("dia-ban/quan-a/index.html").select("main a")}
    assert {"/dia-ban/huyen-a/", "/dia-ban/phuong-a/"} <= middle
    assert not dead_links(portal)


def test_an_alias_that_is_anothers_name_is_told(portal: Portal) -> None:
    write(portal, 1)
    portal.write("data/authors.yaml", "- name: Thu Hằng\n- name: Kim Tiến\n  aliases: [thu hằng]\n")
    problem = problem_of(portal)
    assert (problem.path, problem.line) == ("data/authors.yaml", 3)
    assert "Thu Hằng" in problem.message


def test_a_kicker_of_300_letters_is_told(portal: Portal) -> None:
    write(portal, 1, kicker="Ệ" * 300)
    problem = problem_of(portal)
    assert (problem.path, problem.line) == ("cong-doan/2025/04/bai-00.md", 7)
    assert "300" in problem.message


@pytest.mark.parametrize(
    "url", ["ftp://x.example/a", "javascript:alert(1)", "bao.example/a", "//x"]
)
def test_a_related_story_whose_address_is_none_is_told(portal: Portal, url: str) -> None:
    write(portal, 1, related=[{"title": "Bài khác", "url": url}])
    problem = problem_of(portal)
    assert problem.path == "cong-doan/2025/04/bai-00.md" and problem.line == 7
    assert url.partition(":")[0] in problem.message
