# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an editor decides of an article's first two panels."""

from __future__ import annotations

import pytest

from tests.pages.test_panels import panels, path, put
from tests.portal import Portal


@pytest.fixture
def site(portal: Portal) -> Portal:
    sizes = {"IN_LEAD": 2, "RELATED": 2, "RECOMMENDED": 2, "MORE": 3}
    portal.overrides |= {f"NEWSROOM_PANEL_{name}": size for name, size in sizes.items()}
    portal.write("images/a.svg", "<svg/>")
    return portal


AWAY = {"title": "Bài ở báo khác", "url": "https://www.bao-khac.example.org/a.html"}


def test_editors_pick_stories_of_other_sites(site: Portal) -> None:
    """They stand where the editor put them, and say whose they are."""
    for number in range(5):
        put(site, number, title=f"Chuyện {number}", body=f"Việc {number}.")
    put(site, 5, title="Lớp dạy bơi", related=[path(3), AWAY, path(1)])
    site.build()
    page = site.page("2025/04/b05.html")
    assert [a["href"] for a in page.select(".in-lead a, .related h3 a")] == [
        "/2025/04/b03.html",
        AWAY["url"],
        "/2025/04/b01.html",
    ]
    item = page.select(".in-lead li")[1]
    assert item.get_text() == "Bài ở\u00a0báo khác (bao-khac.example.org)"
    assert item.a is not None and item.a["rel"] == ["noopener"]


def test_a_story_of_another_site_has_a_place_in_the_second_panel(site: Portal) -> None:
    put(site, 0, title="Lớp dạy bơi", related=[AWAY], in_lead=0)
    site.build()
    page = site.page("2025/04/b00.html")
    assert not page.select(".in-lead")
    assert page.select_one(".related .meta").get_text() == "bao-khac.example.org"  # type: ignore[union-attr]


@pytest.mark.parametrize(("wanted", "counts"), [(0, (0, 2)), (1, (1, 2)), (4, (4, 0)), (9, (4, 0))])
def test_an_editor_says_how_many_stand_under_the_sapo(
    site: Portal, wanted: int, counts: tuple[int, int]
) -> None:
    """Never more than both panels have together: a fragment has enough for so many."""
    for number in range(12):
        put(site, number)
    put(site, 11, in_lead=wanted)
    site.build()
    found = panels(site, 11)
    assert (len(found.in_lead), len(found.related)) == counts
