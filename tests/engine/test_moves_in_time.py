# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles that change their hour: who sees the same stories in the same order is left alone."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from newsroom.store import reads
from tests.engine.dozen import check_clean
from tests.portal import Portal

FOLDERS = ("cong-doan/2025/04", "doi-song/2025/04")
SEEDS = int(os.environ.get("NEWSROOM_MOVES", "3"))


def put(portal: Portal, number: int, minute: int) -> None:
    """An article of a morning; every third has a photo, so stands on one list more."""
    more = {"summary": "Sapo.", "image": "images/a.svg"} if number % 3 == 0 else {}
    portal.article(
        f"{FOLDERS[number % 2]}/b{number:02}.md",
        date=f"2025-04-{1 + minute // 120:02} {8 + minute % 120 // 60:02}:{minute % 60:02}",
        tags=["an toàn"] if number % 4 == 0 else [],
        **more,
    )


@pytest.mark.parametrize("seed", range(SEEDS))
def test_any_moves_end_in_a_clean_build_s_bytes(portal: Portal, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    portal.write("images/a.svg", "<svg/>")
    known = {number: number * 12 for number in range(24)}
    for number, minute in known.items():
        put(portal, number, minute)
    portal.build()
    for turn in range(4):
        for number in chance.sample(sorted(known), chance.randint(1, 4)):
            act = chance.random()
            if act < 0.15 and len(known) > 12:
                (portal.content / FOLDERS[number % 2] / f"b{number:02}.md").unlink()
                del known[number]
                continue
            known[number] = max(0, known[number] + chance.choice([-30, -7, -3, -1, 1, 3, 7, 30]))
            put(portal, number, known[number])
        if chance.random() < 0.4:
            new = chance.randrange(24, 60)
            known[new] = chance.randrange(288)
            put(portal, new, known[new])
        portal.build()
        check_clean(portal, tmp_path / str(turn))


def test_an_hour_that_passes_no_other_renders_who_tells_it(portal: Portal, tmp_path: Path) -> None:
    """Beside the many pages that show the headline alone."""
    portal.write("images/a.svg", "<svg/>")
    for number in range(24):
        put(portal, number, number * 12)
    portal.build()
    put(portal, 12, 12 * 12 + 3)
    near = portal.build().rendered
    check_clean(portal, tmp_path / "clean")
    put(portal, 12, 12 * 12 + 30)
    assert near < portal.build().rendered


def test_only_keys_that_are_numbers_have_something_between_them() -> None:
    touches = reads.Touches()
    touches.move("all", 10, 20, 1)
    assert touches.moves == {"all": {10: (20, 1), 20: (10, 1)}}
    touches.move("all", "a", "b", 1)
    assert touches.moves == {"all": {10: (20, 1), 20: (10, 1)}}
