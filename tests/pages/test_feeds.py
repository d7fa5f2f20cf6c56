# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which feeds there are in which formats, how pages announce them, and what whole articles hold."""

from __future__ import annotations

import json
from typing import Any

import feedparser
import pytest
from bs4 import BeautifulSoup
from lxml import etree

from tests.portal import Portal

FOLDER = "cong-doan/2025/04"
A = f"{FOLDER}/a.md"
SITE = "https://bao.example.org"


def read(portal: Portal, name: str) -> Any:
    data = (portal.output / name).read_bytes()
    return json.loads(data) if name.endswith(".json") else feedparser.parse(data)


def feeds(portal: Portal) -> set[str]:
    return {path for path in portal.tree() if path.startswith("rss/") and "." in path} - {
        "rss/index.html",
        "rss/feeds.opml",
    }


def announced(portal: Portal, path: str) -> list[tuple[str, str, str]]:
    links = portal.page(path).select("link[rel=alternate]")
    return [(str(link["href"]), str(link["type"]), str(link["title"])) for link in links]


@pytest.fixture
def site(portal: Portal) -> Portal:
    portal.write("data/series.yaml", "- {slug: ky-niem, name: Kỷ niệm}\n")
    portal.article(A, tags=["an toàn"], series="ky-niem")
    portal.build()
    return portal


# ------------------------------------------------------------------------------- which there are

OF_TERMS = {
    "rss/tag/an-toan.rss", "rss/chuyen-de/ky-niem.rss", "rss/tac-gia/minh-khoi.rss",
    "rss/dia-ban/quan-dong-da.rss",
}  # fmt: skip
OF_SECTIONS = {"tin-moi", "cong-doan", "phat-trien-doan-vien", "doi-song"}


def test_sections_have_all_formats_and_terms_have_rss(site: Portal) -> None:
    of_sections = {f"rss/{name}.{end}" for name in OF_SECTIONS for end in ("rss", "atom", "json")}
    assert feeds(site) == of_sections | OF_TERMS


def test_formats_are_settings(site: Portal) -> None:
    before = site.tree()
    site.overrides |= {"NEWSROOM_FEED_FORMATS": ["json"], "NEWSROOM_TERM_FEED_FORMATS": []}
    site.build()
    assert feeds(site) == {f"rss/{name}.json" for name in OF_SECTIONS}
    assert announced(site, "2025/04/a.html")[0][:2] == (
        "/rss/cong-doan.json", "application/feed+json",
    )  # fmt: skip
    site.overrides |= {"NEWSROOM_FEED_FORMATS": []}
    site.build()
    assert not feeds(site) and not announced(site, "index.html")
    site.overrides = {}
    site.build()
    assert site.tree() == before


def test_all_formats_carry_the_same_stories(portal: Portal) -> None:
    portal.overrides |= {"NEWSROOM_FEED_ITEMS": 4, "NEWSROOM_TERM_FEED_ITEMS": 2}
    for number in range(6):
        portal.article(f"{FOLDER}/b{number}.md", date=f"2025-04-0{number + 1}")
    portal.build()
    rss = [entry.id for entry in read(portal, "rss/cong-doan.rss").entries]
    atom = [entry.id for entry in read(portal, "rss/cong-doan.atom").entries]
    of_json = [item["id"] for item in read(portal, "rss/cong-doan.json")["items"]]
    assert rss == atom == of_json and len(rss) == 4
    assert len(read(portal, "rss/dia-ban/quan-dong-da.rss").entries) == 2


def test_a_feed_says_the_same_of_itself_in_all_formats(site: Portal) -> None:
    for name in OF_SECTIONS:
        rss, atom = (read(site, f"rss/{name}.{end}").feed for end in ("rss", "atom"))
        of_json = read(site, f"rss/{name}.json")
        assert rss.title == atom.title == of_json["title"]
        assert rss.description == atom.subtitle == of_json["description"]
        assert rss.link == atom.link == of_json["home_page_url"]
        known = "all" if name == "tin-moi" else f"section/{name}"
        assert atom.id == f"tag:bao-thu.invalid,2025:/rss/{known}"
        own = [link.href for link in atom.links if link.rel == "self"]
        assert own == [f"{SITE}/rss/{name}.atom"]
        assert of_json["feed_url"] == f"{SITE}/rss/{name}.json"


# ------------------------------------------------------------------------------------- discovery


ENDINGS = {
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/feed+json": ".json",
}


def test_links_bear_their_feeds_own_titles(site: Portal) -> None:
    seen = 0
    for path in site.tree():
        if path.endswith(".html"):
            for href, kind, title in announced(site, path):
                made = read(site, href.lstrip("/"))
                own = made["title"] if href.endswith(".json") else made.feed.title
                assert title == own and href.endswith(ENDINGS[kind])
                seen += 1
    assert seen > 50


def test_every_feed_has_a_description_of_its_own(site: Portal) -> None:
    names = [name for name in feeds(site) if name.endswith(".rss")]
    told = {name: read(site, name).feed.description for name in names}
    assert len(set(told.values())) == len(told), told
    assert told["rss/tag/an-toan.rss"] == "Tin, bài về an toàn trên Báo Thử."
    assert "Minh Khôi" in told["rss/tac-gia/minh-khoi.rss"]
    assert "quận Đống Đa" in told["rss/dia-ban/quan-dong-da.rss"]


def test_an_article_announces_its_sections_feed(site: Portal) -> None:
    assert announced(site, "2025/04/a.html")[0] == (
        "/rss/cong-doan.rss", "application/rss+xml", "Công đoàn - Báo Thử",
    )  # fmt: skip


GROWING = {"rss/tag/an-toan.rss", "rss/tac-gia/minh-khoi.rss"}


def test_the_list_for_feed_readers_holds_feeds_of_registries_once(site: Portal) -> None:
    root = etree.fromstring((site.output / "rss/feeds.opml").read_bytes())
    listed = [outline.get("xmlUrl") for outline in root.iter("outline") if outline.get("xmlUrl")]
    assert sorted(listed) == sorted(
        [f"{SITE}/rss/{name}.rss" for name in OF_SECTIONS]
        + [f"{SITE}/{name}" for name in OF_TERMS - GROWING]
    )
    page = site.page("rss/index.html")
    buttons = page.select("button[data-action=copy]")
    assert sorted(str(button["data-url"]) for button in buttons) == sorted(listed)
    assert page.select_one('a[href="/rss/feeds.opml"]') is not None
    links = {str(link["href"]) for link in page.select("main p a")}
    assert {"/tag/", "/tac-gia/"} <= links


def test_the_list_of_feeds_is_as_long_as_the_registries(site: Portal) -> None:
    before = {name: site.tree()[name] for name in ("rss/index.html", "rss/feeds.opml")}
    for number in range(30):
        site.article(
            f"{FOLDER}/m{number}.md", tags=[f"chủ đề {number}"], author=f"Bút danh {number}"
        )
    report = site.build()
    assert {name: site.tree()[name] for name in before} == before
    assert report.rendered > 30


# --------------------------------------------------------------------------------- whole articles

BODY = """
## Một mục {#muc}

Câu có chú thích[^1], [liên kết](b.md), [mục](#muc), [ngoài](https://x.example.net/a#b).
Chữ thường: href="#muc" src="/a.html".

[Bình chọn](/binh-chon/x) và [tệp](/images/a.svg).

![Ảnh](/images/a.svg)

[^1]: Chú thích.
"""


@pytest.fixture(params=["", "/tin"])
def whole(portal: Portal, request: pytest.FixtureRequest) -> tuple[str, str]:
    """The address of a site, and the text of its one article in the feed."""
    home = SITE + request.param
    portal.overrides |= {
        "NEWSROOM_FEED_FULL_TEXT": True, "SITEURL": home, "NEWSROOM_ELSEWHERE": ["/binh-chon/"],
    }  # fmt: skip
    portal.write("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    portal.article(f"{FOLDER}/b.md", date="2025-04-01")
    corrected = [{"date": "2025-05-01", "text": "Số đúng là <5>."}]
    portal.article(A, BODY, summary="Sapo.", corrections=corrected)
    portal.build()
    return home, read(portal, "rss/tin-moi.atom").entries[0].content[0].value


def test_every_link_of_a_whole_article_is_absolute(whole: tuple[str, str]) -> None:
    home, html = whole
    soup = BeautifulSoup(html, "lxml")
    found = [str(tag.get("href") or tag.get("src")) for tag in soup.select("[href], [src]")]
    page = f"{home}/2025/04/a.html"
    assert set(found) == {
        f"{home}/2025/04/b.html", f"{page}#muc", "https://x.example.net/a#b", f"{page}#fn-1",
        f"{page}#fnref-1", f"{SITE}/binh-chon/x", f"{home}/images/a.svg",
    }  # fmt: skip
    assert not soup.select("a.anchor") and "#</a>" not in html
    assert 'href="#muc" src="/a.html".' in soup.get_text()  # text is none of our business


def test_corrections_stand_under_a_whole_article(whole: tuple[str, str]) -> None:
    assert whole[1].endswith(
        "<p><strong>Đính chính (01/05/2025)</strong>: Số đúng là &lt;5&gt;.</p>"
    )


def test_an_update_leaves_a_trace_in_every_format(portal: Portal) -> None:
    portal.article(A, updated="2025-04-23 08:00")
    portal.build()
    for name in ("rss/tin-moi.rss", "rss/tin-moi.atom"):
        assert read(portal, name).entries[0].updated == "2025-04-23T08:00:00+07:00"
    (item,) = read(portal, "rss/tin-moi.json")["items"]
    assert item["date_modified"] == "2025-04-23T08:00:00+07:00"
