# SPDX-License-Identifier: AGPL-3.0-or-later
"""A dozen articles, and the edit of all their pages, for tests of damage and loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.portal import Portal

FOLDER = "cong-doan/2025/04"


@pytest.fixture
def site(portal: Portal) -> Portal:
    """A dozen articles, built."""
    for number in range(12):
        portal.article(f"{FOLDER}/b{number:02}.md", date=f"2025-04-{number + 1:02} 08:00")
    portal.write("images/a.svg", "<svg/>")
    portal.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\nTòa soạn.\n")
    portal.build()
    return portal


def edit(site: Portal) -> None:
    """Change every page, and one article."""
    site.overrides["SITENAME"] = "Báo Khác"
    site.article(f"{FOLDER}/b05.md", title="Tựa khác", date="2025-04-06 08:00")


def check_clean(site: Portal, scratch: Path) -> None:
    built, clean = site.tree(), site.clean_tree(scratch)
    assert sorted(built) == sorted(clean)
    assert [path for path in clean if built[path] != clean[path]] == []
    assert site.build().rendered == 0


def whole(site: Portal) -> bool:
    """Whether every page that can be seen is whole, and nothing else lies about."""
    return all(
        data.rstrip().endswith(b"</html>")
        for path, data in site.tree().items()
        if path.endswith(".html")
    ) and not [path for path in site.tree() if ".newsroom-tmp" in path]
