# SPDX-License-Identifier: AGPL-3.0-or-later
"""Related stories in whole builds."""

from __future__ import annotations

import threading
from pathlib import Path
from string import ascii_lowercase

import pytest

from newsroom.related import engine, full, params
from newsroom.related.full import Full
from newsroom.related.tables import PackedList
from tests.portal import Portal


def test_any_number_of_workers_relates_the_same_stories(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_FEW", -1)
    monkeypatch.setattr(full, "_ROWS", 3)
    makers: list[threading.Thread] = []
    some = Full._some

    def noting(self: Full, start: int) -> list[PackedList]:
        makers.append(threading.current_thread())
        return some(self, start)

    monkeypatch.setattr(Full, "_some", noting)
    for number in range(12):
        title = f"Thưởng Tết {number % 4} cho đoàn viên khó khăn"
        portal.article(f"cong-doan/2025/04/a{number}.md", title=title, tags=[f"thẻ {number % 3}"])

    portal.overrides["NEWSROOM_WORKERS"] = 2
    portal.build()
    assert len(makers) == 4
    assert threading.current_thread() not in makers
    makers.clear()
    portal.overrides["NEWSROOM_WORKERS"] = 1
    assert portal.clean_tree(tmp_path / "clean") == portal.tree()
    assert makers == [threading.current_thread()] * 4


def test_a_story_changes_the_pages_of_its_audience_alone(
    portal: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of seven older stories that are like it; whatever is built when, the pages are the same."""
    monkeypatch.setattr(params, "AUDIENCE", 3)
    portal.overrides |= {"NEWSROOM_PANEL_RECOMMENDED": 0, "NEWSROOM_PANEL_MORE": 0}
    title = "Trao quà Tết ở xưởng gỗ ven sông"  # and texts of their own: these are no copies
    for number in range(7):
        own = " ".join(f"{letter}{number}x" for letter in ascii_lowercase)
        portal.article(f"cong-doan/b{number}.md", own, title=title, date=f"2025-04-{number + 1:02}")
    portal.build()
    before = portal.tree()

    def shown() -> list[str]:
        pages = [page for page in portal.tree() if page.startswith("2025/04/b")]
        return [page for page in pages if "hôm nay" in (portal.output / page).read_text("utf-8")]

    portal.article("cong-doan/moi.md", "Bài mới.", title=f"{title} hôm nay", date="2025-05-01")
    portal.build()
    audience = shown()
    changed = [page for page, data in before.items() if portal.tree()[page] != data]
    assert len(audience) == 3 and audience == [p for p in changed if p.startswith("2025/04/b")]
    assert portal.tree() == portal.clean_tree(tmp_path / "first")
    # A story that leaves an audience makes room for another.
    left = audience[1]
    (portal.content / "cong-doan" / left.rpartition("/")[2].replace("html", "md")).unlink()
    portal.build()
    assert len(shown()) == 3 and {*audience} - {*shown()} == {left}
    assert portal.tree() == portal.clean_tree(tmp_path / "second")
