# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where crops of a picture look: numbers, or an editor's words."""

from __future__ import annotations

import pytest

from newsroom.errors import Problem
from newsroom.model import Body, Entry, Photo
from newsroom.read.entry import ReadOptions, read_entry


def read(image: str) -> tuple[Entry, tuple[Problem, ...]]:
    text = f"---\ntitle: A\ndate: 2025-04-22\nauthor: B\ndistrict: C\nimage: {image}\n---\n\nD\n"
    entry, problems = read_entry(
        "a/b.md", text.encode(), lambda *_: Body("<p>D</p>"), ReadOptions()
    )
    assert entry is not None
    return entry, problems


@pytest.mark.parametrize(
    ("said", "focus"),
    [
        ("[0.4, 0.2]", (0.4, 0.2)),
        ('"0.4 0.2"', (0.4, 0.2)),
        ("[0, 1]", (0.0, 1.0)),
        ("[.333, 0.667]", (0.33, 0.67)),
        ("trên", (0.5, 0.2)),
        ("dưới", (0.5, 0.8)),
        ("trái", (0.2, 0.5)),
        ("phải", (0.8, 0.5)),
        ("giữa", (0.5, 0.5)),
        ("[trên, trái]", (0.2, 0.2)),
        ("góc dưới bên phải", (0.8, 0.8)),
        ("giua tren", (0.5, 0.2)),
        ("top left", (0.2, 0.2)),
        ('""', None),
    ],
)
def test_where_to_look(said: str, focus: tuple[float, float] | None) -> None:
    entry, problems = read(f"{{src: images/a.jpg, focus: {said}}}")
    assert problems == () and entry.image == Photo("images/a.jpg", focus=focus)


@pytest.mark.parametrize(
    "said", ["[0.4]", "[2, 0.5]", "[-0.1, 0.5]", "mặt", "[0.4, trên]", "trái phải", "[[1], [0]]"]
)
def test_what_is_no_place_is_told(said: str) -> None:
    entry, (problem,) = read(f"{{src: images/a.jpg, focus: {said}}}")
    assert problem.line == 6 and "focus: [0.4, 0.2]" in problem.message
    assert entry.image is not None and entry.image.focus is None


def test_no_picture_is_wanted() -> None:
    for said in ("none", "không", "None"):
        entry, problems = read(said)
        assert problems == () and entry.image is None and entry.bare
    entry, _problems = read('""')
    assert entry.image is None and not entry.bare


def test_what_else_is_said_of_a_picture() -> None:
    entry, problems = read("{src: images/a.jpg, lead: false, download: true}")
    assert problems == ()
    assert entry.image == Photo("images/a.jpg", lead=False, download=True)
