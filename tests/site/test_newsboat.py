# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real reader of feeds (newsboat), which takes in our list of them and meets no story twice."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.portal import Portal
from tests.site.browser import served

pytestmark = pytest.mark.skipif(
    shutil.which("newsboat") is None and os.environ.get("CI") != "true",
    reason="needs newsboat (see tools/system-packages.sh)",
)

A = "cong-doan/2025/04/a.md"


class Newsboat:
    """The program with its own folder: its list of addresses, and what it has read of them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._urls, self._cache, self._config = (folder / n for n in ("urls", "cache.db", "config"))
        self._config.write_text("", "utf-8")
        self._urls.write_text("", "utf-8")

    def _run(self, *arguments: str) -> str:
        files = ["-u", str(self._urls), "-c", str(self._cache), "-C", str(self._config)]
        ran = subprocess.run(
            ["newsboat", *files, *arguments], capture_output=True, text=True, timeout=60, check=True
        )
        return ran.stdout

    def take_in(self, opml: Path) -> list[str]:
        """Import a list of feeds; returns their addresses."""
        self._run("-i", str(opml))
        return re.findall(r"^https?://\S+", self._urls.read_text("utf-8"), re.MULTILINE)

    def unread(self) -> int:
        """How many stories it calls unread after asking all feeds."""
        self._run("-x", "reload")
        return int(re.findall(r"\d+", self._run("-x", "print-unread"))[0])

    def titles(self) -> set[str]:
        """The headlines that it has kept."""
        with closing(sqlite3.connect(self._cache)) as cache:
            return {title for (title,) in cache.execute("SELECT title FROM rss_item")}

    def read_all(self) -> None:
        with closing(sqlite3.connect(self._cache)) as cache, cache:
            cache.execute("UPDATE rss_item SET unread = 0")


def build(portal: Portal, later: int = 0) -> None:
    """Build; the server of this test tells changes by whole seconds, so the files get ``later``."""
    portal.build()
    for path in (portal.output / "rss").rglob("*.rss"):
        os.utime(path, (portal.now + later, portal.now + later))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Portal]:
    made = Portal(tmp_path / "site", NEWSROOM_FEED_AUTHORITY="bao.vn,2025")
    made.output.mkdir(parents=True)
    with served(made.output) as origin:
        made.overrides["SITEURL"] = origin
        made.article(A, tags=["an toàn"])
        made.article("doi-song/2025/04/b.md", district="Quận Đống Đa")
        build(made)
        yield made


def test_a_reader_takes_in_all_listed_feeds(site: Portal, tmp_path: Path) -> None:
    reader = Newsboat(tmp_path / "newsboat")
    opml = site.output / "rss/feeds.opml"
    assert len(reader.take_in(opml)) == opml.read_text("utf-8").count("xmlUrl")
    assert reader.unread() == 2  # of some ten feeds: a story is known by its identity


def test_a_story_that_moves_is_not_met_again(site: Portal, tmp_path: Path) -> None:
    reader = Newsboat(tmp_path / "newsboat")
    reader.take_in(site.output / "rss/feeds.opml")
    assert reader.unread()
    reader.read_all()
    assert reader.unread() == 0
    (site.content / A).unlink()
    fields = {"tags": ["an toàn"], "aliases": ["/2025/04/a.html"]}
    # Another section, another name, another day, and another headline.
    site.article("cong-doan/2025/04/ten-khac.md", date="2025-04-23 10:00", title="Sửa", **fields)
    build(site, 10)
    assert reader.unread() == 0
    site.article("cong-doan/2025/04/moi.md", date="2025-04-24 10:00")
    build(site, 20)
    assert reader.unread() > 0 and "Bài moi" in reader.titles()
