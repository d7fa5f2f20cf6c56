# SPDX-License-Identifier: AGPL-3.0-or-later
"""Static pages, the page for what is not found, redirects, corrections, the front page, indexes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.portal import Portal

FOLDER = "cong-doan/2025/04"
A = f"{FOLDER}/a.md"


def hrefs(portal: Portal, path: str, selector: str = "main a[href]") -> list[str]:
    return [link["href"] for link in portal.page(path).select(selector)]


def page(portal: Portal, name: str, more: str = "") -> None:
    portal.write(f"pages/{name}.md", f"---\ntitle: Trang {name}\n{more}---\nTòa soạn.\n")


def test_static_pages_stand_in_the_foot_in_their_order(portal: Portal) -> None:
    page(portal, "b", "order: 2\n")
    page(portal, "a", "order: 3\n")
    page(portal, "c", "order: 1\n")
    page(portal, "d", "status: draft\n")
    portal.build()
    found = [h for h in hrefs(portal, "index.html", "a[href]") if h in ("/a.html", "/b.html",
             "/c.html", "/d.html")]  # fmt: skip
    assert list(dict.fromkeys(found)) == ["/c.html", "/b.html", "/a.html"]
    assert "d.html" not in portal.tree()


def test_a_page_that_comes_is_linked_everywhere(portal: Portal) -> None:
    portal.article(A)
    portal.build()
    page(portal, "moi")
    portal.build()
    assert "/moi.html" in hrefs(portal, "2025/04/a.html", "a[href]")


# ------------------------------------------------------------------------------------ redirects


def test_old_addresses_lead_to_the_article(portal: Portal) -> None:
    portal.article(A, aliases=["/cu-1.html", "/tin/cu 2", "/tin/cu%203/"])
    portal.build()
    for path in ("cu-1.html", "tin/cu 2/index.html", "tin/cu 3/index.html"):
        found = portal.page(path)
        assert found.select_one("meta[http-equiv=refresh]")["content"] == "0; url=/2025/04/a.html"
        assert found.select_one("meta[name=robots]") is None
        assert found.select_one("link[rel=canonical]")["href"].endswith("/2025/04/a.html")
        assert found.select_one("a")["href"] == "/2025/04/a.html"


def test_redirects_follow_their_article_and_go_with_it(portal: Portal) -> None:
    portal.article(A, aliases=["/cu.html"])
    portal.build()
    portal.article(A, aliases=["/cu.html"], url="/moi.html")
    portal.build()
    assert portal.page("cu.html").select_one("a")["href"] == "/moi.html"
    portal.article(A, aliases=["/cu.html"], status="draft")
    portal.build()
    assert "cu.html" not in portal.tree()


def test_the_page_for_what_is_not_found_has_the_latest(portal: Portal) -> None:
    for number in range(9):
        day = date(2025, 4, 1) + timedelta(number)
        portal.article(f"{FOLDER}/b{number}.md", date=str(day))
    portal.build()
    found = [href for href in hrefs(portal, "404.html") if "/2025/04/" in href]
    assert list(dict.fromkeys(found)) == [f"/2025/04/b{n}.html" for n in (8, 7, 6, 5, 4, 3)]
    robots = portal.page("404.html").select_one("meta[name=robots]")
    assert robots is not None and "noindex" in robots["content"]


# ---------------------------------------------------------------------------------- corrections


def test_corrections_stand_by_their_own_date(portal: Portal) -> None:
    fix = {"text": "Sửa số liệu."}
    portal.article(f"{FOLDER}/cu.md", date="2024-01-01", corrections=[fix | {"date": "2025-05-02"}])
    portal.article(f"{FOLDER}/moi.md", corrections=[fix | {"date": "2025-05-01"}])
    portal.build()
    found = [href for href in hrefs(portal, "dinh-chinh/index.html") if href.endswith(".html")]
    assert list(dict.fromkeys(found)) == ["/2024/01/cu.html", "/2025/04/moi.html"]
    assert "Sửa số liệu." in portal.page("2025/04/moi.html").select_one(".corrections").text


# ------------------------------------------------------------------------------- the front page


def stories(portal: Portal) -> list[str]:
    links = hrefs(portal, "index.html", "main h2 a[href], main h3 a[href]")
    return [href for href in links if href.endswith(".html")]


def test_the_editors_choice_leads_and_stands_once(portal: Portal) -> None:
    portal.write("images/a.svg", "<svg/>")
    for number in range(12):
        day = date(2025, 4, 1) + timedelta(number)
        portal.article(
            f"{FOLDER}/b{number:02}.md", date=str(day), image="images/a.svg", summary="Sapo."
        )
    portal.write(
        "data/slots.yaml",
        f"trang-nhat:\n  - {FOLDER}/b03.md\nnen-xem:\n  - {FOLDER}/b03.md\n  - {FOLDER}/b00.md\n",
    )
    portal.build()
    found = stories(portal)
    assert found[0] == "/2025/04/b03.html"
    assert found.count("/2025/04/b03.html") == 1
    assert "/2025/04/b00.html" in found


def test_a_pick_that_is_taken_down_makes_room(portal: Portal) -> None:
    portal.write("images/a.svg", "<svg/>")
    for name, day in (("a", "2025-04-22"), ("b", "2025-04-21")):
        portal.article(f"{FOLDER}/{name}.md", date=day, image="images/a.svg", summary="Sapo.")
    portal.write("data/slots.yaml", f"trang-nhat:\n  - {FOLDER}/b.md\n")
    portal.build()
    assert stories(portal)[0] == "/2025/04/b.html"
    portal.article(f"{FOLDER}/b.md", status="draft")
    portal.build()
    assert stories(portal) and set(stories(portal)) == {"/2025/04/a.html"}


# -------------------------------------------------------------------------------------- indexes


def test_tags_stand_in_vietnamese_order(portal: Portal) -> None:
    portal.article(A, tags=["đường", "dân", "áo", "an", "công đoàn", "55 năm"])
    portal.build()
    found = [href for href in hrefs(portal, "tag/index.html") if href.startswith("/tag/")]
    slugs = [href.split("/")[2] for href in found if href.count("/") == 3]
    assert slugs == ["55-nam", "an", "ao", "cong-doan", "dan", "duong"]


def test_districts_stand_before_and_since_the_reform(portal: Portal) -> None:
    portal.build()
    found = [href for href in hrefs(portal, "dia-ban/index.html") if href.count("/") == 3]
    assert {
        "/dia-ban/quan-dong-da/",
        "/dia-ban/phuong-dong-da/",
        "/dia-ban/toan-thanh-pho/",
    } <= set(found)
    assert found.index("/dia-ban/phuong-dong-da/") < found.index("/dia-ban/quan-dong-da/")


@pytest.mark.parametrize("profile", [False, True])
def test_authors_with_articles_and_with_a_profile(portal: Portal, profile: bool) -> None:
    portal.article(A, author="Thu Hằng")
    if profile:
        portal.write("data/authors.yaml", "- {name: Hà Phương, always: true}\n- {name: An}\n")
    portal.build()
    found = [href for href in hrefs(portal, "tac-gia/index.html") if href.startswith("/tac-gia/")]
    expected = ["/tac-gia/ha-phuong/"] * profile + ["/tac-gia/thu-hang/"]
    assert list(dict.fromkeys(found)) == expected
