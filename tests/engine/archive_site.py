# SPDX-License-Identifier: AGPL-3.0-or-later
"""A site of forty articles, one a day, small enough that every number can be explained.

Articles 1 … 40 stand in *Công đoàn*, on the 40 days from 1 April to 10 May 2025, all by one author
and in one district; 5, 15, 25 and 35 have a tag. Panels are small: an article page shows the three
stories just before it, and two related ones. As all have the same text, these are among the first
ten: only their headlines' numbers are everyday words. Pages of lists hold five, feeds
of the site and the section the newer half of the archive, all others ten stories.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.portal import ROOT, Portal

TAGGED = (5, 15, 25, 35)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}"><rect/></svg>'
SMALL_PANELS = {
    "NEWSROOM_PANEL_IN_LEAD": 1,
    "NEWSROOM_PANEL_RELATED": 1,
    "NEWSROOM_PANEL_RECOMMENDED": 1,
    "NEWSROOM_PANEL_MORE": 2,
    "NEWSROOM_FEED_ITEMS": 20,
}


def source(number: int, folder: str = "cong-doan") -> str:
    return f"{folder}/2025/b{number:02}.md"


class ArchiveSite(Portal):
    """The forty articles, built; `restore` undoes every edit."""

    def __init__(self, root: Path) -> None:
        super().__init__(root / "site", **SMALL_PANELS, THEME=str(root / "site" / "theme"))
        self._kept = root / "kept"
        shutil.copytree(ROOT / "theme", self.root / "theme")
        for name in ("chung", "rieng"):
            self.write(f"images/{name}.svg", SVG.format(60, 40))
        for number in range(1, 41):
            self.put(number)
        self.build()
        shutil.copytree(self.root, self._kept)
        self._overrides, self._now = dict(self.overrides), self.now

    def restore(self) -> None:
        shutil.rmtree(self.root)
        shutil.copytree(self._kept, self.root)
        self.overrides, self.now = dict(self._overrides), self._now
        self.build()

    def put(self, number: int, folder: str = "cong-doan", **fields: Any) -> Path:
        """Write article ``number``; fields have the values that the archive gives it."""
        day = date(2025, 4, 1) + timedelta(number - 1)
        values: dict[str, Any] = {
            "title": f"Bài {number}",
            "date": f"{day} 08:00",
            "summary": "Sapo.",
            "image": "images/chung.svg",
            "tags": ["an toàn"] if number in TAGGED else [],
        } | fields
        return self.article(source(number, folder), values.pop("body", "Nội dung."), **values)

    def drop(self, number: int, folder: str = "cong-doan") -> None:
        (self.content / source(number, folder)).unlink()


@pytest.fixture(scope="module")
def built_archive(tmp_path_factory: pytest.TempPathFactory) -> ArchiveSite:
    return ArchiveSite(tmp_path_factory.mktemp("archive"))


@pytest.fixture
def archive(built_archive: ArchiveSite) -> Iterator[ArchiveSite]:
    """The forty articles, built; every edit is undone afterwards."""
    yield built_archive
    built_archive.restore()
