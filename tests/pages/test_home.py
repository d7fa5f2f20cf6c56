# SPDX-License-Identifier: AGPL-3.0-or-later
"""The front page of papers that have few stories, few pictures, or none."""

from __future__ import annotations

from typing import Any

from tests.portal import Portal

PICTURED = {"summary": "Sapo.", "image": "images/a.svg"}


def put(portal: Portal, number: int, **fields: Any) -> None:
    portal.article(
        f"cong-doan/2025/b{number}.md",
        title=f"Bài {number}",
        date=f"2025-04-{number:02} 08:00",
        **fields,
    )


def front(portal: Portal) -> dict[str, list[str]]:
    """The headlines of the front page, by its parts; built anew."""
    portal.build()
    page = portal.page("index.html")
    parts = {"lead": ".lead h2", "beside": ".secondary h2", "latest": ".latest h3"}
    return {
        name: [tag.get_text(strip=True) for tag in page.select(selector)]
        for name, selector in parts.items()
    }


def test_a_paper_without_stories_says_so(portal: Portal) -> None:
    assert front(portal) == {"lead": [], "beside": [], "latest": []}
    assert portal.page("index.html").select_one("main .empty").get_text(strip=True)
    assert not portal.page("index.html").select(".rails, .blocks")


def test_the_first_story_leads_whatever_it_has(portal: Portal) -> None:
    put(portal, 1)
    assert front(portal) == {"lead": ["Bài 1"], "beside": [], "latest": []}
    assert not portal.page("index.html").select(".empty, .rails")
    put(portal, 2)
    put(portal, 3)
    assert front(portal) == {"lead": ["Bài 3"], "beside": [], "latest": ["Bài 2", "Bài 1"]}


def test_without_pictures_the_newest_with_a_sapo_lead(portal: Portal) -> None:
    for number in range(1, 9):
        put(portal, number, **({"summary": f"Sapo {number}."} if number % 2 else {}))
    found = front(portal)
    assert found["lead"] == ["Bài 7"]
    assert found["beside"] == ["Bài 5", "Bài 3", "Bài 1"]
    assert found["latest"] == ["Bài 8", "Bài 6", "Bài 4", "Bài 2"]
    assert portal.page("index.html").select_one(".lead.no-image .sapo").get_text() == "Sapo 7."


def test_stories_with_pictures_come_before_all_others(portal: Portal) -> None:
    portal.write("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"/>')
    for number in range(1, 9):
        put(portal, number, **(PICTURED if number in (2, 4) else {"summary": "Sapo."}))
    found = front(portal)
    assert found["lead"] == ["Bài 4"]
    assert found["beside"] == ["Bài 2", "Bài 8", "Bài 7", "Bài 6"]
    assert found["latest"] == ["Bài 5", "Bài 3", "Bài 1"]
