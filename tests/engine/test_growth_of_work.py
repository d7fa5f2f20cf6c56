# SPDX-License-Identifier: AGPL-3.0-or-later
"""Twice the articles are twice the work of the store: no question walks through all the others."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from newsroom.store import database
from tests.portal import Portal

SMALL = 50


def work(root: Path, count: int, *, alike: bool) -> int:
    """SQLite's steps in a clean build of so many articles, whose headlines are alike or not.

    Without those for related stories: so few stories are all each other's candidates
    (docs/related.md tells how that grows).
    """
    portal = Portal(root / f"{count}-{alike}")
    for number in range(count):
        portal.article(
            f"cong-doan/2025/b{number:03}.md",
            " ".join(f"x{number}y{word}" for word in range(20)),
            title="Trao quà Tết" if alike else f"z{number}",
            date=f"2025-01-{number % 28 + 1:02} {number % 24:02}:{number % 60:02}",
        )
    steps = 0
    counts = True

    def begin(statement: str) -> None:
        nonlocal counts
        counts = "related_" not in statement

    def tick() -> None:
        nonlocal steps
        steps += 10 * counts

    real = sqlite3.connect

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = real(*arguments, **options)
        connection.set_trace_callback(begin)
        connection.set_progress_handler(tick, 10)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database.sqlite3, "connect", connect)
        portal.build()
    return steps


@pytest.mark.parametrize("alike", [False, True], ids=["each of its own", "all the same"])
def test_twice_the_articles_are_twice_the_steps(tmp_path: Path, alike: bool) -> None:
    few, more, many = (
        work(tmp_path, count, alike=alike) for count in (SMALL, 2 * SMALL, 4 * SMALL)
    )
    assert many - more < 1.3 * 2 * (more - few)  # what every build does is in none of the two
