# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sitemaps of news and of pictures: two days by the clock, and the same as a clean build's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from newsroom.publish.sitemaps import MAX_NEWS
from tests.portal import NOW, Portal

FOLDER = "cong-doan/2026/09"
NEWS = "sitemap/news.xml"
HOUR = 3600


def at(hours: float) -> str:
    """A date so many hours before the clock of `Portal`, as editors write it."""
    moment = datetime.fromtimestamp(NOW, UTC) - timedelta(hours=hours)
    return moment.isoformat(timespec="seconds")


def told(portal: Portal, name: str = NEWS) -> list[str]:
    tree = etree.fromstring((portal.output / name).read_bytes())
    return [element.text.rpartition("/")[2] for element in tree.findall("{*}url/{*}loc")]


def test_news_are_of_two_days(portal: Portal, tmp_path: Path) -> None:
    portal.article(f"{FOLDER}/old.md", date=at(49))
    portal.article(f"{FOLDER}/new.md", date=at(47), kicker="LĐLĐ quận", title="Tựa & <tên>")
    portal.article(f"{FOLDER}/later.md", date=at(-1))
    portal.build()
    assert told(portal) == ["new.html"]
    tree = etree.fromstring((portal.output / NEWS).read_bytes())
    assert tree.findtext(".//{*}name") == "Báo Thử" and tree.findtext(".//{*}language") == "vi"
    assert tree.findtext(".//{*}title") == "LĐLĐ quận: Tựa & <tên>"
    assert tree.findtext(".//{*}publication_date") == "2026-09-19T22:13:20+07:00"
    assert portal.tree() == portal.clean_tree(tmp_path)


def test_the_clock_alone_takes_stories_out_of_the_news(portal: Portal, tmp_path: Path) -> None:
    for hours in (40, 30, 10):
        portal.article(f"{FOLDER}/b{hours}.md", date=at(hours))
    portal.build()
    assert told(portal) == ["b10.html", "b30.html", "b40.html"]
    for later, left in ((8, 3), (9, 2), (20, 1), (39, 0), (1000, 0)):
        portal.now = NOW + later * HOUR
        report = portal.build()
        assert len(told(portal)) == left
        assert report.rendered <= 1
        assert portal.tree() == portal.clean_tree(tmp_path / str(later))
    portal.now = NOW  # a clock that was wrong is put back
    portal.build()
    assert len(told(portal)) == 3


def test_news_follow_edits(portal: Portal, tmp_path: Path) -> None:
    portal.article(f"{FOLDER}/a.md", date=at(3))
    portal.build()
    portal.article(f"{FOLDER}/a.md", date=at(3), title="Tựa mới")
    portal.article(f"{FOLDER}/b.md", date=at(20))
    portal.build()
    assert told(portal) == ["a.html", "b.html"]
    assert "Tựa mới" in (portal.output / NEWS).read_text()
    (portal.content / FOLDER / "b.md").unlink()
    portal.build()
    assert told(portal) == ["a.html"]
    assert portal.tree() == portal.clean_tree(tmp_path)


def test_an_unchanged_build_stays_one(portal: Portal) -> None:
    portal.article(f"{FOLDER}/a.md", date=at(3))
    portal.build()
    portal.now += HOUR
    assert portal.build().rendered == 0


def test_no_more_news_than_may_be(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsroom.pages.sitemap.MAX_NEWS", 2)
    for hours in (1, 2, 3):
        portal.article(f"{FOLDER}/b{hours}.md", date=at(hours))
    portal.build()
    assert told(portal) == ["b1.html", "b2.html"]
    assert MAX_NEWS == 1000


def test_without_news_the_sitemap_is_there_and_empty(portal: Portal) -> None:
    portal.article("cong-doan/2025/04/a.md")
    portal.build()
    assert told(portal) == []
    index = (portal.output / "sitemap.xml").read_text()
    assert "https://bao.example.org/sitemap/news.xml" in index


def test_pictures_are_told(portal: Portal, tmp_path: Path) -> None:
    portal.write("images/ảnh.svg", "<svg/>")
    path = "cong-doan/2025/04/a.md"
    portal.article(path, image="images/ảnh.svg")
    portal.build()
    tree = etree.fromstring((portal.output / "sitemap/2025-04.xml").read_bytes())
    found = tree.findtext(".//{http://www.google.com/schemas/sitemap-image/1.1}loc")
    assert found == "https://bao.example.org/images/%E1%BA%A3nh.svg"
    portal.article(path)
    portal.build()
    assert b"image" not in (portal.output / "sitemap/2025-04.xml").read_bytes()
    assert portal.tree() == portal.clean_tree(tmp_path)
