# SPDX-License-Identifier: AGPL-3.0-or-later
"""Related stories in whole builds."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from newsroom.related import engine, full
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
