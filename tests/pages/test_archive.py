# SPDX-License-Identifier: AGPL-3.0-or-later
"""The archive: years, months with their calendar, days, and the way from one to the next."""

from __future__ import annotations

import calendar

import pytest
from bs4 import Tag

from tests.portal import Portal

DAYS = (
    "2024-12-31 23:59",
    "2025-01-01",
    "2025-04-01",
    "2025-04-30 23:59",
    "2025-05-01",
    "2026-02-28",
)


@pytest.fixture
def site(portal: Portal) -> Portal:
    for number, day in enumerate(DAYS):
        portal.article(f"cong-doan/2025/b{number}.md", date=day)
    portal.article("cong-doan/2025/b9.md", date="2025-04-30 06:00")
    portal.build()
    return portal


def hrefs(page: Tag, selector: str = "main a[href]") -> list[str]:
    return [link["href"] for link in page.select(selector)]


def walk(site: Portal, first: str) -> list[str]:
    """The pages that "newer" links lead through, and back again by "older" links."""
    there, here = [first], first
    while link := around(site, here)[1]:
        there.append(here := link)
    back = [here]
    while link := around(site, here)[0]:
        back.append(here := link)
    assert back == there[::-1]
    return [url.removeprefix("/luu-tru/").strip("/") for url in there]


def around(site: Portal, url: str) -> tuple[str, str]:
    """The links to the older and the newer neighbour of an archive page."""
    page = site.page(f"{url.lstrip('/')}index.html")
    depth = url.count("/")
    own = [
        href
        for href in hrefs(page, "nav.around a[href], .around a[href], a[rel=prev], a[rel=next]")
        if href.startswith("/luu-tru/") and href.count("/") == depth and "trang" not in href
    ]
    older = [href for href in own if href < url]
    newer = [href for href in own if href > url]
    assert len(own) == len(older) + len(newer) <= 2
    return (older or [""])[0], (newer or [""])[0]


@pytest.mark.parametrize(
    ("first", "all_of_them"),
    [
        ("/luu-tru/2024/", ["2024", "2025", "2026"]),
        ("/luu-tru/2024/12/", ["2024/12", "2025/01", "2025/04", "2025/05", "2026/02"]),
        (
            "/luu-tru/2024/12/31/",
            ["2024/12/31", "2025/01/01", "2025/04/01", "2025/04/30", "2025/05/01", "2026/02/28"],
        ),
    ],
)
def test_neighbours_lead_through_all_periods_and_back(
    site: Portal, first: str, all_of_them: list[str]
) -> None:
    assert walk(site, first) == all_of_them


def test_a_day_shows_its_articles_newest_first(site: Portal) -> None:
    found = [u for u in hrefs(site.page("luu-tru/2025/04/30/index.html")) if u.endswith(".html")]
    assert list(dict.fromkeys(found)) == ["/2025/04/b3.html", "/2025/04/b9.html"]


def test_a_calendar_links_the_days_that_have_articles(site: Portal) -> None:
    page = site.page("luu-tru/2025/04/index.html")
    table = page.select_one("table")
    assert table is not None
    cells = [[cell.text.split() for cell in row.select("td")] for row in table.select("tbody tr")]
    days = [[int(cell[0].rstrip(":")) if cell else 0 for cell in row] for row in cells]
    assert days == calendar.Calendar().monthdayscalendar(2025, 4)  # Monday first
    linked = [link["href"] for link in table.select("a[href]")]
    assert linked == ["/luu-tru/2025/04/01/", "/luu-tru/2025/04/30/"]


def test_a_day_shows_its_week_and_links_the_days_that_have_articles(site: Portal) -> None:
    page = site.page("luu-tru/2025/04/30/index.html")
    (table,) = page.select("table.calendar")
    # The week of a day may begin or end in another month.
    cells = [cell.text.strip() for cell in table.select("td")]
    assert cells == ["28", "29", "30", "1", "2", "3", "4"]
    assert hrefs(table, "td a") == ["/luu-tru/2025/04/30/", "/luu-tru/2025/05/01/"]
    assert hrefs(table, "[aria-current]") == ["/luu-tru/2025/04/30/"]
    assert hrefs(table, "caption a") == ["/luu-tru/2025/04/"]


def test_only_the_front_of_a_month_has_its_calendar(portal: Portal) -> None:
    portal.overrides["DEFAULT_PAGINATION"] = 2
    for number in range(1, 5):
        portal.article(f"cong-doan/2025/b{number}.md", date=f"2025-04-0{number}")
    portal.build()
    assert portal.page("luu-tru/2025/04/index.html").select_one(".calendar")
    page = portal.page("luu-tru/2025/04/trang/1/index.html")
    assert not page.select_one(".calendar")
    assert "0 bài" not in page.text


def test_the_archive_lists_years_newest_first(site: Portal) -> None:
    found = [
        href for href in hrefs(site.page("luu-tru/index.html")) if href.count("/") == 3
        and href.startswith("/luu-tru/")
    ]  # fmt: skip
    assert list(dict.fromkeys(found)) == [f"/luu-tru/{year}/" for year in (2026, 2025, 2024)]


def test_a_year_links_only_the_months_that_have_articles(site: Portal) -> None:
    found = hrefs(site.page("luu-tru/2025/index.html"))
    months = [href for href in found if href.startswith("/luu-tru/2025/")]
    assert list(dict.fromkeys(months)) == [f"/luu-tru/2025/{m}/" for m in ("01", "04", "05")]


def test_a_period_that_becomes_empty_goes_and_its_neighbours_close_up(site: Portal) -> None:
    (site.content / "cong-doan/2025/b2.md").unlink()
    site.build()
    assert "luu-tru/2025/04/01/index.html" not in site.tree()
    assert "2025/04/01" not in walk(site, "/luu-tru/2024/12/31/")


def test_a_new_period_opens_between_its_neighbours(site: Portal) -> None:
    site.article("cong-doan/2025/b8.md", date="2025-03-15")
    site.build()
    assert "2025/03" in walk(site, "/luu-tru/2024/12/")
    assert "2025/03/15" in walk(site, "/luu-tru/2024/12/31/")
