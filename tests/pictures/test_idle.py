# SPDX-License-Identifier: AGPL-3.0-or-later
"""With pictures, too, a build of nothing new opens no picture, no rendition and no card."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.strace import need_strace, touching, traced_build
from tests.pictures import photos
from tests.portal import Portal


@pytest.fixture
def site(tmp_path: Path) -> Portal:
    portal = Portal(
        tmp_path,
        NEWSROOM_PICTURES=True,
        NEWSROOM_PICTURE_FORMATS=["webp"],
        NEWSROOM_TITLE_CARDS="2025-01-01",
    )
    for number in range(4):
        portal.write(f"images/{number}.jpg", photos.phone(400, 300, seed=number))
        portal.article(f"cong-doan/{number}.md", image=f"images/{number}.jpg")
    portal.article("doi-song/without.md")
    portal.build()
    return portal


def opened(site: Portal, log: Path) -> list[str]:
    """The pictures that a build opens: of the content, of the store and of the output."""
    calls = traced_build(site, log)
    folders = (site.content, site.settings.cache / "pictures", site.output)
    ends = (".jpg", ".webp", ".png", ".avif")
    return [
        call.arguments
        for folder in folders
        for call in touching(calls, folder)
        if call.name.startswith("open") and any(f'{end}"' in call.arguments for end in ends)
    ]


def test_an_unchanged_build_opens_no_picture_and_no_rendition(site: Portal, tmp_path: Path) -> None:
    need_strace()
    assert opened(site, tmp_path / "strace.log") == []
    site.article("cong-doan/0.md", "Văn bản khác.", image="images/0.jpg")
    assert opened(site, tmp_path / "text.log") == []  # nor does a text's edit
    site.write("images/0.jpg", photos.phone(400, 300, seed=9))
    assert any("images/0.jpg" in call for call in opened(site, tmp_path / "picture.log"))
