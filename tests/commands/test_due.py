# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is to come: scheduled and expiring articles, drafts, and files that nobody reads."""

from __future__ import annotations

from newsroom.commands.due import Due, find_due, tell_due
from tests.portal import NOW, Portal


def due(portal: Portal) -> tuple[list[Due], int]:
    return find_due([portal.settings], portal.settings, NOW)


def fill(portal: Portal) -> None:
    portal.article("doi-song/2026/10/b.md", title="Sau", date="2026-10-02 07:00")
    portal.article("doi-song/2026/10/a.md", title="Trước", date="2026-10-01 07:00")
    portal.article("doi-song/2025/04/c.md", expires="2026-10-05 00:00")
    portal.article("doi-song/2025/04/d.md", expires="2025-10-05 00:00")
    portal.article("doi-song/2025/04/e.md", status="draft", title="Nháp")
    portal.article("doi-song/2025/04/g.md", status="gỡ bài", title="Gỡ")
    portal.article("doi-song/2025/04/f.md")
    portal.write("doi-song/2025/04/ghi-chu.txt", "x")
    portal.write("doi-song/2025/04/.an.md", "x")
    portal.write("data/term-weights.txt", "")


WANTED = [
    ("published", "doi-song/2026/10/a.md", "Trước", "2026-10-01 07:00"),
    ("published", "doi-song/2026/10/b.md", "Sau", "2026-10-02 07:00"),
    ("expires", "doi-song/2025/04/c.md", "Bài c", "2026-10-05 00:00"),
    ("draft", "doi-song/2025/04/e.md", "Nháp", "2025-04-22 09:15"),
    ("withdrawn", "doi-song/2025/04/g.md", "Gỡ", "2025-04-22 09:15"),
    ("unread", "doi-song/2025/04/ghi-chu.txt", "", ""),
]


def test_all_that_is_to_come_in_its_order(portal: Portal) -> None:
    fill(portal)
    (portal.content / "data/term-weights.txt").unlink()
    found, errors = due(portal)
    rows = [
        (d.kind, d.path, d.title, f"{d.moment:%Y-%m-%d %H:%M}" if d.moment else "") for d in found
    ]
    assert rows == WANTED and errors == 0
    lines = tell_due(found, "content")
    assert lines[0] == "Sắp đăng:"
    assert lines[1] == "  2026-10-01 07:00  content/doi-song/2026/10/a.md  “Trước”"
    assert lines[-1] == "  content/doi-song/2025/04/ghi-chu.txt"


def test_what_is_not_built_yet_is_known_too(portal: Portal) -> None:
    portal.article("doi-song/2025/04/f.md")
    portal.build()
    assert due(portal) == ([], 0)
    portal.article("doi-song/2026/10/a.md", date="2026-10-01 07:00")
    portal.article("doi-song/2026/10/b.md", title=None)
    found, errors = due(portal)
    assert [d.path for d in found] == ["doi-song/2026/10/a.md"] and errors == 1
    assert not (portal.output / "2026/10/a.html").exists()


def test_nothing_to_come_is_said(portal: Portal) -> None:
    assert len(tell_due([], "content")) == 1
