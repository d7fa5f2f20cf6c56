# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbered pages, on a small site: the demo's lists are too short to have any."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from tests.portal import Portal
from tests.site.demo import SITE, Demo, links
from tests.site.rules import RULES, shown, told, words

SIZE, COUNT = 2, 7


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Seven stories of one section, two on a page."""
    root: Path = tmp_path_factory.mktemp("numbered")
    portal = Portal(
        root, SITEURL=SITE, DEFAULT_PAGINATION=SIZE, NEWSROOM_IMAGE="images/a.svg",
        NEWSROOM_DESCRIPTION="Tin công đoàn.",
    )  # fmt: skip
    portal.write("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="4"/>')
    for number in range(1, COUNT + 1):
        portal.article(f"cong-doan/2025/04/bai-{number}.md", date=f"2025-04-0{number}", tags=["a"])
    portal.build()
    return Demo(portal.output)


def test_numbers_count_from_the_oldest(small: Demo) -> None:
    """The front holds the newest full page and what came after it: 2, 4 … stay where they are."""
    folder = "cong-doan"
    assert shown(small.page(f"{folder}/index.html")) == ["bai-7", "bai-6", "bai-5"]
    assert shown(small.page(f"{folder}/trang/2/index.html")) == ["bai-4", "bai-3"]
    assert shown(small.page(f"{folder}/trang/1/index.html")) == ["bai-2", "bai-1"]
    assert f"{folder}/trang/3/index.html" not in small.files


@pytest.mark.parametrize(
    "folder", ["cong-doan", "tag/a", "dia-ban/quan-dong-da", "tac-gia/minh-khoi", "luu-tru/2025/04"]
)
def test_older_pages_lead_from_one_to_the_next(small: Demo, folder: str) -> None:
    paths = [f"{folder}/index.html", f"{folder}/trang/2/index.html", f"{folder}/trang/1/index.html"]
    for newer, older in pairwise(paths):
        back = small.pages[newer].select_one("a.pager-older:not(.around *)")
        forth = small.pages[older].select_one("a.pager-newer, .pager a")
        assert back is not None and small.file_of(str(back["href"])) == older
        assert forth is not None and small.file_of(str(forth["href"])) == newer
    stories = [slug for path in paths for slug in shown(small.pages[path])]
    assert stories == [f"bai-{number}" for number in range(COUNT, 0, -1)]


def test_a_numbered_page_says_its_number(small: Demo) -> None:
    page = small.pages["cong-doan/trang/1/index.html"]
    assert "Trang 1" in words(page.title)
    assert words(page.h1) == "Công đoàn" and words(page.select_one(".page-head .note")) == "Trang 1"
    assert [tag["href"] for tag in page.select("nav.crumbs a")] == ["/", "/cong-doan/"]


def test_every_rule_holds_on_a_small_site_too(small: Demo) -> None:
    faults = [f"{path}: {fault}" for path, page in small.pages.items()
              for rule in RULES for fault in rule(path, page)]  # fmt: skip
    assert not faults, told(faults)


def test_every_address_leads_to_a_file(small: Demo) -> None:
    dead = [f"{path}: {link.url}" for path, page in small.pages.items() for link in links(page)
            if (small.file_of(link.url, path) or path) not in small.files]  # fmt: skip
    assert not dead, told(dead)
