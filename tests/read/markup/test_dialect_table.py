# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of docs/dialect.md says what is given now."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from newsroom.errors import Problems
from newsroom.read.body import BodyRenderer
from tests.portal import ROOT

_ROW = re.compile(r"^\| `(?P<typed>.*?)` \| `.*?` \| `(?P<now>.*?)` \| (?P<told>\S*) ?\|$", re.M)
_LONGEST = 110


def brief(html: str) -> str:
    """HTML as the table shows it: without what headings and lists carry for their links."""
    html = re.sub(r'<a class="anchor".*?</a>', "", html.replace("\n", " "))
    html = re.sub(r' (?!href|start)[\w-]+="[^"]*"', "", html)
    html = re.sub(r"\s+", " ", html) or "nothing"
    return html if len(html) <= _LONGEST else html[:_LONGEST].rstrip() + "…"


def rows() -> Iterator[tuple[str, str, str]]:
    text = (ROOT / "docs/dialect.md").read_text("utf-8").replace("\\|", "\x00")
    for found in _ROW.finditer(text):
        typed, now, told = (
            part.replace("\x00", "|") for part in found.group("typed", "now", "told")
        )
        yield typed.replace(" ⏎ ", "\n"), now, told


@pytest.mark.parametrize(("typed", "now", "told"), list(rows()))
def test_row(typed: str, now: str, told: str) -> None:
    problems = Problems()
    body = BodyRenderer().render(typed, 1, "cong-doan/2025/04/a.md", problems)
    assert brief(body.html) == now
    assert ", ".join(sorted({problem.code or "error" for problem in problems})) == told


def test_the_table_is_found() -> None:
    assert len(list(rows())) >= 25
