# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each fault is told, and the first hundred of a kind get a guess, which is a search."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

import pytest

from newsroom.errors import ContentError
from newsroom.text import suggest
from newsroom.text.suggest import GUESSED
from tests.portal import REGISTRIES, Portal

FOLDER = "cong-doan/2025/04"
MANY = 3 * GUESSED


@pytest.fixture
def searches(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that were searched for among candidates."""
    found: list[str] = []

    def counted(word: str, names: Iterable[str], limit: int, near: float) -> list[str]:
        found.append(word)
        return difflib.get_close_matches(word, names, limit, near)

    monkeypatch.setattr(suggest, "get_close_matches", counted)
    return found


def _wrong(form: str) -> Callable[[Portal], None]:
    def write(portal: Portal) -> None:
        body = "\n\n".join(form.format(f"lac{number}") for number in range(MANY))
        portal.article(f"{FOLDER}/u.md", "## Mục một\n\n" + body)

    return write


def _units(portal: Portal) -> None:
    more = "".join(
        f"- {{slug: u{n}, name: Đơn vị {n}, successors: [lac{n}]}}\n" for n in range(MANY)
    )
    portal.write("data/districts.yaml", REGISTRIES["districts.yaml"].replace(" " * 8, "") + more)


def _sections(portal: Portal) -> None:
    more = "".join(f"- {{slug: s{n}, name: Mục {n}, parent: lac{n}}}\n" for n in range(MANY))
    portal.write("data/sections.yaml", REGISTRIES["sections.yaml"].replace(" " * 8, "") + more)


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(_wrong("[a](#{})"), id="headings of its own"),
        pytest.param(_wrong("[a](b.md#{})"), id="headings of another"),
        pytest.param(_wrong("[a]({}.md)"), id="articles"),
        pytest.param(_wrong("[a](/2025/04/{}.html)"), id="addresses"),
        pytest.param(_wrong("![a](/images/{}.svg)"), id="pictures"),
        pytest.param(_units, id="units"),
        pytest.param(_sections, id="parents"),
    ],
)
def test_every_fault_is_told_and_few_are_guessed_at(
    portal: Portal, searches: list[str], write: Callable[[Portal], None]
) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>'
    portal.write("images/laca.svg", svg)
    portal.article(f"{FOLDER}/b.md", "## Lạc A\n\nChữ.\n\n![a](/images/laca.svg)")
    write(portal)
    try:
        told = [problem.message for problem in portal.build().warnings]
    except ContentError as error:
        told = [problem.message for problem in error.problems]
    assert all(any(f"lac{number}" in message for message in told) for number in range(MANY))
    assert GUESSED // 2 < len(searches) <= GUESSED
