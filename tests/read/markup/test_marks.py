# SPDX-License-Identifier: AGPL-3.0-or-later
"""No text can forge what a step leaves in it to find a place again, nor say what goes there."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsroom.errors import Problems
from newsroom.read.body import FORBIDDEN, BodyRenderer
from newsroom.read.markup.dialect import Dialect
from newsroom.read.markup.paragraphs import PLACE, Runs
from tests.read.markup.marks import FORGED, MARKS, SIGNS, SPELLINGS, WORDS
from tests.read.markup.xss import harm

SHORT, LONG = BodyRenderer(), BodyRenderer()
LONG._dialect.is_ours = False  # every paragraph meets Markdown

# A plain paragraph that would be a handler if it stood in an attribute.
TRAP = "onload=alert{} x."


def surrounded(pieces: list[str]) -> str:
    """``pieces``, each after a plain paragraph of its own."""
    return "\n\n".join(f"{TRAP.format(n)}\n\n{piece}" for n, piece in enumerate(pieces))


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(FORGED, min_size=1, max_size=4))
@example(["![x&#xE000;0&#xE000;y](/images/a.webp)"])
@example(["&#xE000;7&#xE000;"])
@example(["&#1;"])
@example(["&amp;#1;"])
@example(["&#57344;&#57344;", "*[\x040\x04]: a"])
@example(["**&#57344;** wzxhzdk 0", "*[wzxhzdk]: a", "*[0]: b"])
def test_no_mark_can_be_forged(pieces: list[str]) -> None:
    source = surrounded(pieces)
    body = SHORT.render(source, 1, "a/b.md", Problems())
    assert body == LONG.render(source, 1, "a/b.md", Problems())
    assert harm(body.html) == []
    assert not FORBIDDEN.search(body.html)
    typed = unescape(unescape(unescape(source)))
    assert [word for word in WORDS if word in body.html and word not in typed] == []
    for number in range(len(pieces) if body.html else 0):
        trap = TRAP.format(number)
        assert body.html.count(trap) == 1
        if "<" not in source:  # else it may belong to raw HTML
            assert f">{trap}<" in body.html


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_many_marks_repeat_nothing(sign: str, spelling: str) -> None:
    mark = "".join(spelling.format(char=char, code=ord(char)) for char in f"{sign}0{sign}")
    source = "Một đoạn dài. " * 50 + f"\n\n- {mark * 100}"
    body = SHORT.render(source, 1, "a/b.md", Problems())
    assert len(body.html) < 3 * len(source)


def test_places_are_characters_that_no_source_has() -> None:
    assert FORBIDDEN.fullmatch(PLACE)
    assert Runs(f"A.\n\n{PLACE}\n\nB.").rest == f"A.\n\n{PLACE}\n\nB."


def test_marks_of_markdown_are_characters_that_no_source_has() -> None:
    from markdown import util

    assert FORBIDDEN.sub("", util.STX + util.ETX) == ""


@pytest.mark.parametrize(
    "rest", [f"- {PLACE}", f"> {PLACE}", f"A\n{PLACE}", f"[^1]\n\n[^1]: {PLACE}"]
)
def test_a_place_that_is_no_block_of_the_top_is_none(rest: str) -> None:
    runs = Runs("Một.\n\n- hai")
    assert runs.pieces(Dialect().convert(rest)) is None
    assert runs.pieces(Dialect().convert(runs.rest)) == ["", "\n<ul>\n<li>hai</li>\n</ul>"]


def test_without_all_places_the_text_is_read_without_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "Một.\n\n- hai\n\nBa."
    expected = LONG.render(source, 1, "a/b.md", Problems())
    monkeypatch.setattr(Runs, "pieces", lambda *_: None)
    assert SHORT.render(source, 1, "a/b.md", Problems()) == expected


def test_every_mark_is_tried() -> None:
    """A step that uses another character as a mark has to name it here."""
    assert all(any(sign in mark for mark in MARKS) for sign in SIGNS)
    assert re.search("[\ue000-\uf8ff]", "".join(MARKS))
