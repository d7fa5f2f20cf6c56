# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files for machines: what feeds and sitemaps hold; their form is tested in tests/publish."""

from __future__ import annotations

from datetime import date, timedelta

import feedparser
import pytest
from lxml import etree

from tests.portal import Portal

FOLDER = "cong-doan/2025/04"
A = f"{FOLDER}/a.md"


def feed(portal: Portal, name: str = "tin-moi") -> feedparser.FeedParserDict:
    return feedparser.parse((portal.output / f"rss/{name}.rss").read_bytes())


def locations(portal: Portal, name: str) -> list[str]:
    tree = etree.fromstring((portal.output / name).read_bytes())
    return [element.text for element in tree.iter("{*}loc")]


def test_a_feed_carries_the_newest_first_and_no_more_than_it_should(portal: Portal) -> None:
    portal.overrides["NEWSROOM_FEED_ITEMS"] = 3
    for number in range(5):
        day = date(2025, 4, 1) + timedelta(number)
        portal.article(f"{FOLDER}/b{number}.md", date=str(day))
    portal.build()
    assert [item.title for item in feed(portal).entries] == ["Bài b4", "Bài b3", "Bài b2"]


def test_each_list_has_the_feed_of_its_articles(portal: Portal) -> None:
    portal.write("data/series.yaml", "- {slug: ky-niem, name: Kỷ niệm}\n")
    portal.article(A, tags=["an toàn"], series="ky-niem")
    portal.article("doi-song/2025/b.md", author="Thu Hằng", district="toan-thanh-pho")
    portal.build()
    names = (
        "cong-doan", "tag/an-toan", "chuyen-de/ky-niem", "tac-gia/minh-khoi",
        "dia-ban/quan-dong-da",
    )  # fmt: skip
    for name in names:
        assert [item.title for item in feed(portal, name).entries] == ["Bài a"], name
    assert len(feed(portal).entries) == 2


def test_an_item_has_what_readers_show(portal: Portal) -> None:
    portal.write("images/a.svg", "<svg/>")
    portal.article(
        A, title="Tựa & <tên>", summary="Sapo.", dateline="(LĐTĐ)", image="images/a.svg",
        tags=["an toàn"], author=["Minh Khôi", "Thu Hằng"],
    )  # fmt: skip
    portal.build()
    (item,) = feed(portal).entries
    assert (item.title, item.link) == (
        "Tựa & <tên>",
        "https://bao.example.org/2025/04/a.html",
    )
    assert item.id == "tag:bao-thu.invalid,2025:/2025/04/a.html"
    assert "(LĐTĐ) Sapo." in item.summary
    assert {tag.term for tag in item.tags} == {"Công đoàn", "an toàn"}
    assert item.published_parsed[:5] == (2025, 4, 22, 2, 15)
    (picture,) = item.enclosures
    assert (picture.href, picture.length) == ("https://bao.example.org/images/a.svg", "6")


@pytest.mark.parametrize("full", [False, True])
def test_whole_articles_are_in_feeds_only_if_wanted(portal: Portal, full: bool) -> None:
    portal.overrides["NEWSROOM_FEED_FULL_TEXT"] = full
    portal.article(f"{FOLDER}/b.md", date="2025-04-21")
    portal.article(A, "Toàn văn với [liên kết](b.md).", summary="Sapo.")
    portal.build()
    text = (portal.output / "rss/tin-moi.rss").read_text()
    assert ("Toàn văn" in text) == full
    if full:
        html = feed(portal).entries[0].content[0].value
        assert 'href="https://bao.example.org/2025/04/b.html"' in html
        portal.article(A, "Bản đã sửa.")
        portal.build()  # the body alone changed: such a feed has read it
        assert "Bản đã sửa" in (portal.output / "rss/tin-moi.rss").read_text()


def test_a_section_may_have_no_feed(portal: Portal) -> None:
    registry = (portal.content / "data/sections.yaml").read_text()
    portal.write("data/sections.yaml", registry + "  feed: false\n")
    portal.article("doi-song/2025/b.md")
    portal.build()
    assert "rss/doi-song.rss" not in portal.tree()
    listed = [link["href"] for link in portal.page("rss/index.html").select("main a[href]")]
    assert "/rss/doi-song.rss" not in listed and "/rss/cong-doan.rss" in listed


def test_every_feed_that_is_listed_is_there(portal: Portal) -> None:
    portal.article(A, tags=["an toàn"])
    portal.build()
    links = [link["href"] for link in portal.page("rss/index.html").select("main a[href]")]
    listed = {link.lstrip("/") for link in links if link.endswith(".rss")}
    others = {"rss/tag/an-toan.rss", "rss/tac-gia/minh-khoi.rss"}
    assert listed | others == {path for path in portal.tree() if path.endswith(".rss")}


def test_sitemaps_hold_every_article_and_the_sites_own_pages(portal: Portal) -> None:
    portal.write("pages/p.md", "---\ntitle: P\n---\nX\n")
    portal.article(A)
    portal.article(f"{FOLDER}/b.md", date="2025-05-01", updated="2025-06-01")
    portal.build()
    root = "https://bao.example.org"
    assert locations(portal, "sitemap.xml") == [
        f"{root}/sitemap/{name}.xml" for name in ("news", "site", "2025-04", "2025-05")
    ]
    assert locations(portal, "sitemap/2025-04.xml") == [f"{root}/2025/04/a.html"]
    site = locations(portal, "sitemap/site.xml")
    assert f"{root}/p.html" in site and f"{root}/cong-doan/phat-trien-doan-vien/" in site
    for url in site:
        path = url.removeprefix(f"{root}/")
        assert (portal.output / path / ("index.html" if url.endswith("/") else "")).is_file()
    assert b"<lastmod>2025-06-01" in (portal.output / "sitemap/2025-05.xml").read_bytes()


def test_robots_are_told_of_the_sitemap(portal: Portal) -> None:
    portal.build()
    text = (portal.output / "robots.txt").read_text()
    assert "Sitemap: https://bao.example.org/sitemap.xml" in text
    assert "Disallow: /\n" not in text


def test_of_two_theme_folders_the_last_one_wins(portal: Portal) -> None:
    theme = portal.root / "theme"
    import shutil

    from tests.portal import ROOT

    shutil.copytree(ROOT / "theme", theme)
    (theme / "own/css").mkdir(parents=True)
    (theme / "own/css/site.css").write_text("/* của mình */")
    portal.overrides |= {"THEME": str(theme), "THEME_STATIC_PATHS": ["static", "own"]}
    portal.build()
    assert (portal.output / "theme/css/site.css").read_text() == "/* của mình */"
    (theme / "own/css/site.css").unlink()
    portal.build()
    assert (portal.output / "theme/css/site.css").read_text() != "/* của mình */"
