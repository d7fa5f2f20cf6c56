# SPDX-License-Identifier: AGPL-3.0-or-later
"""A taxonomy of the site's own: one row, one field, one template."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from newsroom.errors import ContentError, SettingsError
from newsroom.newspaper import build
from newsroom.settings import read_settings
from newsroom.taxonomies import OWN
from tests.portal import RAW, ROOT, Portal

GENRE = {
    "name": "genre",
    "title": "Thể loại",
    "field": "genre",
    "folder": "the-loai",
    "index": "genres",
    "navigation": 6,
    "spelled": True,
    "terms": ["phóng sự", "phỏng vấn", "xã luận"],
    "template": "genre.html",
}
FOLDER = "cong-doan/2025/04"


@pytest.fixture
def site(portal: Portal, tmp_path: Path) -> Portal:
    """A site with genres, and a theme with a template for them."""
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    (tmp_path / "theme/templates/genre.html").write_text(
        '{% extends "tag.html" %}{% block intro %}<p class="genre">{{ count }}</p>{% endblock %}',
        "utf-8",
    )
    portal.overrides |= {"NEWSROOM_TAXONOMIES": [GENRE], "THEME": str(tmp_path / "theme")}
    return portal


def locations(site: Portal, name: str) -> list[str]:
    tree = etree.fromstring((site.output / name).read_bytes())
    return [element.text or "" for element in tree.iter("{*}loc")]


def test_a_row_gives_pages_index_feed_sitemap_and_the_articles_line(site: Portal) -> None:
    for number in range(12):
        day = f"2025-04-{number + 1:02}"
        site.article(f"{FOLDER}/a{number}.md", date=day, genre="Phóng sự")
    site.article(f"{FOLDER}/b.md", genre=["xã luận", "phỏng vấn"])
    site.build()

    front = site.page("the-loai/phong-su/index.html")
    assert front.h1 is not None and front.h1.get_text() == "Phóng sự"
    assert [p.get_text() for p in front.select("p.genre")] == ["12"]
    assert [a.get_text() for a in front.select("ol.rows h2 a")] == [
        f"Bài a{number}" for number in range(11, 4, -1)
    ]
    assert [a["href"] for a in front.select("nav.pager a")] == ["/the-loai/phong-su/trang/1/"]
    assert (site.output / "the-loai/phong-su/trang/1/index.html").exists()

    index = site.page("the-loai/index.html")
    terms = [a.get_text() for a in index.select("ul.terms a")]
    assert terms == ["phỏng vấn", "phóng sự", "xã luận"]  # by syllables: hỏi before sắc
    assert index.select_one('.footer a[href="/the-loai/"]') is not None

    feed = feedparser.parse((site.output / "rss/the-loai/xa-luan.rss").read_bytes())
    assert [item.title for item in feed.entries] == ["Bài b"]
    groups = {h2.get_text() for h2 in site.page("rss/index.html").select("h2")}
    assert "Thể loại" in groups
    assert "https://bao.example.org/the-loai/phong-van/" in locations(site, "sitemap/site.xml")

    rows = site.page("2025/04/b.html").select("dl.facts div")
    line = next(row for row in rows if row.dt is not None and row.dt.get_text() == "Thể loại")
    assert [a["href"] for a in line.select("a")] == ["/the-loai/xa-luan/", "/the-loai/phong-van/"]


def test_edits_end_in_the_bytes_of_a_clean_build(site: Portal, tmp_path: Path) -> None:
    for number in range(7):
        site.article(f"{FOLDER}/a{number}.md", date=f"2025-04-{number + 1:02}", genre="phóng sự")
    site.build()
    edits: list[dict[str, Any]] = [{"genre": "xã luận"}, {"genre": None}, {"genre": "phóng sự"}]
    for number, fields in enumerate(edits):
        site.article(f"{FOLDER}/a3.md", date="2025-04-04", **fields)
        site.build()
        assert site.tree() == site.clean_tree(tmp_path / f"clean{number}")
    (site.content / f"{FOLDER}/a3.md").unlink()
    site.build()
    assert site.tree() == site.clean_tree(tmp_path / "clean")


def test_a_site_without_the_row_knows_no_such_field(portal: Portal) -> None:
    portal.article(f"{FOLDER}/a.md", genre="phóng sự")
    with pytest.raises(ContentError) as caught:
        portal.build()
    assert "genre" in caught.value.problems[0].message


def test_a_term_that_is_not_in_the_row_is_told_with_a_guess(site: Portal) -> None:
    site.article(f"{FOLDER}/a.md", genre="phóng xự")
    with pytest.raises(ContentError) as caught:
        build(site.settings, site.now)
    (problem,) = caught.value.problems
    assert "phóng sự" in problem.message
    assert problem.line == 6


def test_adding_a_row_gives_what_a_clean_build_gives(site: Portal, tmp_path: Path) -> None:
    site.overrides["NEWSROOM_TAXONOMIES"] = []
    site.article(f"{FOLDER}/a.md")
    site.build()
    site.overrides["NEWSROOM_TAXONOMIES"] = [GENRE]
    site.article(f"{FOLDER}/a.md", genre="xã luận")
    site.build()
    assert site.tree() == site.clean_tree(tmp_path / "clean")
    site.overrides["NEWSROOM_TAXONOMIES"] = []
    site.article(f"{FOLDER}/a.md")
    site.build()
    assert not (site.output / "the-loai").exists()
    assert site.tree() == site.clean_tree(tmp_path / "clean2")


@pytest.mark.parametrize(
    "change",
    [
        {"name": "tag"},
        {"name": "Genre"},
        {"field": "title"},
        {"field": ""},
        {"folder": "tag"},
        {"folder": "rss"},
        {"folder": "a/../b"},
        {"index": "tags"},
        {"index": "genre"},
        {"title": ""},
        {"terms": ["báo", "bão"]},
    ],
)
def test_rows_that_take_what_is_taken_are_refused(change: dict[str, Any]) -> None:
    raw = RAW | {"PATH": "content", "OUTPUT_PATH": "out", "CACHE_PATH": "cache"}
    read_settings(raw | {"NEWSROOM_TAXONOMIES": [GENRE]})
    with pytest.raises(SettingsError):
        read_settings(raw | {"NEWSROOM_TAXONOMIES": [GENRE | change]})


def test_our_own_rows_share_no_name_and_no_index() -> None:
    names = [row.name for row in OWN] + [row.index for row in OWN if row.index]
    assert len(names) == len(set(names))
