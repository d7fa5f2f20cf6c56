# SPDX-License-Identifier: AGPL-3.0-or-later
"""An article's page: dates, bylines, pictures, links in its body, previews."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from newsroom.pages.present import minutes
from newsroom.text.cut import shorten
from tests.portal import Portal

A = "cong-doan/2025/04/a.md"
PAGE = "2025/04/a.html"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"/>'


def built(portal: Portal, body: str = "Nội dung.", **fields: object) -> BeautifulSoup:
    portal.article(A, body, **fields)
    portal.build()
    return portal.page(PAGE)


@pytest.mark.parametrize(
    ("date", "shown", "iso"),
    [
        ("2025-04-22 09:15", "Thứ Ba, 22/04/2025 09:15 (GMT+7)", "2025-04-22T09:15:00+07:00"),
        ("2025-04-22T02:15:00Z", "Thứ Ba, 22/04/2025 09:15 (GMT+7)", "2025-04-22T09:15:00+07:00"),
        ("2025-04-27", "Chủ nhật, 27/04/2025 00:00 (GMT+7)", "2025-04-27T00:00:00+07:00"),
    ],
)
def test_the_time_is_the_papers(portal: Portal, date: str, shown: str, iso: str) -> None:
    time = built(portal, date=date).select_one("article time")
    assert (time.text, time["datetime"]) == (shown, iso)


def test_an_update_is_shown(portal: Portal) -> None:
    page = built(portal, updated="2025-05-01 10:00")
    assert "2025-05-01T10:00:00+07:00" in [t["datetime"] for t in page.select("article time")]


def test_text_of_fields_is_text(portal: Portal) -> None:
    page = built(portal, title="A & <tên> “C”", summary="<script>x</script>", kicker="K<")
    assert page.h1.text == "A & <tên> “C”"
    assert page.select_one(".article-sapo").text == "<script>x</script>"
    assert page.select_one(".article b, .article-sapo script") is None


def test_the_lead_photo_has_its_size_caption_and_credit(portal: Portal) -> None:
    portal.write("images/a.svg", SVG)
    image = {"src": "images/a.svg", "alt": "Mô tả", "caption": "Chú thích", "credit": "Ảnh: An"}
    figure = built(portal, image=image).select_one(".lead-figure")
    assert (figure.img["src"], figure.img["width"], figure.img["height"], figure.img["alt"]) == (
        "/images/a.svg", "60", "40", "Mô tả",
    )  # fmt: skip
    assert "Chú thích" in figure.text and "Ảnh: An" in figure.text


def test_pictures_in_a_body_have_their_size(portal: Portal) -> None:
    portal.write("images/a b.svg", SVG)
    image = built(portal, "![Mô tả](</images/a b.svg>)").select_one(".body img")
    assert (image["src"], image["width"], image["height"]) == ("/images/a%20b.svg", "60", "40")


def test_a_picture_elsewhere_has_no_size(portal: Portal) -> None:
    portal.overrides["NEWSROOM_PICTURE_HOSTS"] = ["anh.example"]
    page = built(portal, image={"src": "https://anh.example/x.webp", "alt": "Mô tả"})
    image = page.select_one(".lead-figure img")
    assert image["src"] == "https://anh.example/x.webp" and not image.get("width")


def test_links_to_articles_pages_and_files(portal: Portal) -> None:
    portal.write("images/a.svg", SVG)
    portal.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\nTòa soạn.\n")
    portal.article("cong-doan/2025/04/b.md", url="/b-188017.html")
    body = (
        "[bài](b.md) [trang]({filename}/pages/gioi-thieu.md#x) [tệp]({static}/images/a.svg) "
        "[ngoài](https://example.org/?a=1&b=2)"
    )
    links = [link["href"] for link in built(portal, body).select(".body a")]
    assert links == [
        "/b-188017.html",
        "/gioi-thieu.html#x",
        "/images/a.svg",
        "https://example.org/?a=1&b=2",
    ]


def test_what_looks_like_an_address_to_fill_in_is_left_alone(portal: Portal) -> None:
    page = built(portal, '`href="{filename}a.md"` và {static}x')
    assert 'href="{filename}a.md"' in page.select_one(".body").text


def test_a_profile_gives_the_byline_and_others_their_name(portal: Portal) -> None:
    portal.write("data/authors.yaml", "- {name: Minh Khôi, slug: khoi, full_name: Trần Khôi}\n")
    page = built(portal, author=["minh khôi", "Thu Hằng"])
    links = [(link.text.strip(), link["href"]) for link in page.select(".byline a")]
    assert links == [("Minh Khôi", "/tac-gia/khoi/"), ("Thu Hằng", "/tac-gia/thu-hang/")]


@pytest.mark.parametrize(
    ("source", "text", "href"),
    [
        ("TTXVN", "TTXVN", None),
        ({"name": "TTXVN", "url": "https://vnanet.vn"}, "TTXVN", "https://vnanet.vn"),
    ],
)
def test_the_source(portal: Portal, source: object, text: str, href: str | None) -> None:
    shown = built(portal, source=source).select_one(".source")
    assert text in shown.text
    assert (shown.a and shown.a["href"]) == href


def test_the_breadcrumb_leads_from_the_front_page_through_the_sections(portal: Portal) -> None:
    portal.article("cong-doan/phat-trien-doan-vien/2025/a.md", date="2025-04-22")
    portal.build()
    found = [link["href"] for link in portal.page(PAGE).select("[class*=crumb] a[href]")]
    assert found == ["/", "/cong-doan/", "/cong-doan/phat-trien-doan-vien/"]


# -------------------------------------------------------------------------------- site address


def test_a_site_in_a_folder_links_within_it(portal: Portal) -> None:
    portal.overrides["SITEURL"] = "https://example.org/bao/"
    portal.write("images/a.svg", SVG)
    portal.write("pages/p.md", "---\ntitle: P\n---\n[về](/bao/)\n")
    portal.article(A, "[b](b.md)", image="images/a.svg", tags=["an toàn"], aliases=["/cu"])
    portal.article("cong-doan/2025/04/b.md", "Bài.", summary="Sapo.", image="images/a.svg")
    portal.build()
    for path in portal.tree():
        if path.endswith(".html"):
            page = portal.page(path)
            for tag, name in (("a", "href"), ("link", "href"), ("img", "src"), ("script", "src")):
                for element in page.select(f"{tag}[{name}]"):
                    value = element[name]
                    assert not value.startswith("/") or value.startswith("/bao/"), (path, value)
    canonical = portal.page(PAGE).select_one("link[rel=canonical]")["href"]
    assert canonical == f"https://example.org/bao/{PAGE}"
    refresh = portal.page("cu/index.html").select_one("meta[http-equiv=refresh]")
    assert refresh["content"].endswith(f"/bao/{PAGE}")
    assert (
        "<link>https://example.org/bao/2025/04/" in (portal.output / "rss/tin-moi.rss").read_text()
    )


def test_a_site_without_an_address_has_no_canonical_links_and_no_sitemaps(portal: Portal) -> None:
    portal.overrides["SITEURL"] = ""
    page = built(portal)
    assert page.select_one("link[rel=canonical]") is None
    assert [path for path in portal.tree() if path.startswith("sitemap")] == []


# ------------------------------------------------------------------------------------ previews


@pytest.fixture
def drafting(portal: Portal) -> Portal:
    portal.overrides["NEWSROOM_DRAFTS"] = True
    return portal


def test_drafts_have_no_page_unless_asked_for(portal: Portal) -> None:
    portal.article(A, status="draft")
    portal.build()
    assert [path for path in portal.tree() if "a.html" in path] == []


def test_a_preview_is_a_page_that_nothing_leads_to(drafting: Portal) -> None:
    drafting.article(A, status="draft", title="Nháp", tags=["riêng"], aliases=["/cu"])
    drafting.article("cong-doan/2025/04/b.md", date="2027-01-01", title="Hẹn giờ")
    drafting.build()
    previews = [path for path in drafting.tree() if path.startswith("ban-nhap/")]
    assert previews == [f"ban-nhap/cong-doan/2025/04/{name}.html" for name in "ab"]
    page = drafting.page(previews[0])
    assert page.h1.text == "Nháp"
    assert "noindex" in page.select_one("meta[name=robots]")["content"]
    for path, data in drafting.tree().items():
        if path not in previews:
            assert b"ban-nhap" not in data or path == "robots.txt"
            assert "Hẹn giờ".encode() not in data
    assert "cu/index.html" not in drafting.tree()


def test_a_published_preview_moves_to_its_address(drafting: Portal) -> None:
    drafting.article(A, status="draft")
    drafting.build()
    drafting.article(A)
    drafting.build()
    assert PAGE in drafting.tree()
    assert [path for path in drafting.tree() if path.startswith("ban-nhap/")] == []


def test_robots_keep_out_of_a_site_with_previews(drafting: Portal) -> None:
    drafting.build()
    assert "Disallow: /\n" in (drafting.output / "robots.txt").read_text()


# --------------------------------------------------------------------------------- small things


@pytest.mark.parametrize(("words", "shown"), [(0, 1), (1, 1), (300, 1), (301, 2), (3000, 10)])
def test_reading_time(words: int, shown: int) -> None:
    assert minutes(words) == shown


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Một hai", 9, "Một hai"),
        ("Một\n  hai ", 9, "Một hai"),
        ("Một, hai ba", 6, "Một…"),
        ("Một hai ba", 8, "Một hai…"),
        ("", 9, ""),
    ],
)
def test_a_description_is_cut_at_a_word(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short
