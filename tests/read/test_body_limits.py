# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts that nobody writes: no crash, no endless wait, and a line to look at."""

from __future__ import annotations

import time

import pytest

from newsroom.read.markup.limits import MAX_CHARACTERS
from tests.read.markup.cases import FIRST_LINE, render

WORDS = "Đoàn viên công đoàn thi đua lao động giỏi. "

DEEP = {
    "quotes": "> " * 1000 + "x",
    "list": "- " * 2000 + "x",
    "indented list": "\n".join("    " * level + "- x" for level in range(200)),
    "mixed": "> - " * 500 + "x",
    "div": "<div>" * 10_000 + "</div>",
    "bold": "a\n\n" + "<b>" * 5_000 + "</b>",
    "closed by others": "<i></a>" * 2_000 + "</i>",
    "hidden in scripts": "<b><script></b></script>" * 150,
    "tables": "<table><tr><td>" * 1_000 + "</table>",
    "boxes": "".join("    " * level + "!!! hộp\n\n" for level in range(200)) + "x",
}
MANY = {
    "brackets": "[" * 50_000,
    "pictures": "![" * 30_000,
    "pairs": "[" * 20_000 + "]" * 20_000,
    "links": "[a](" * 15_000,
    "quoted links": '[a]("' * 15_000,
    "references": "[a][" * 15_000,
    "notes": "[^" * 20_000,
    "mentions": "[^1] " * 5_000 + "\n\n[^1]: x",
    "tags": "<a " * 20_000,
    "attributes": '<a b="' * 20_000,
    "autolinks": "<http://a" * 10_000,
    "sections": "<![" * 20_000,
    "abbreviations": "".join(f"*[A{n}]: x\n\n" for n in range(3_000)) + "A1 " * 3_000,
    "headings": "# a\n" * 10_000,
    "definitions": "a\n" + ":   b\n" * 10_000,
    "backticks": "``\\" * 15_000,
    "fences": "```\nx\n```\n" * 5_000,
    "marks": WORDS.replace(" ", " **a** ") * 9_000,
}
FINE = {
    "stars": "*" * 50_000,
    "a megabyte": WORDS * (1_000_000 // len(WORDS)),
    "a megabyte of paragraphs": (WORDS * 10 + "\n\n") * 2_400,
    "a megabyte of lines": (WORDS + "\n") * 22_000,
    "gap after a fence": "```" + " " * 60_000 + "\nx",
    "entities": "&" * 50_000,
    "many links": "[a](b.md) " * 2_000,
    "many pictures": "![a](b.webp)\n\n" * 1_000,
    "equals": "a\n" + "=" * 50_000,
    "blank": "\n" * 100_000,
}


@pytest.mark.parametrize("name", DEEP)
def test_too_deep(name: str) -> None:
    body, problems = render(DEEP[name])
    assert body.html == ""
    assert ["nested too deeply" in found.message for found in problems.errors] == [True]


def test_too_deep_names_the_deepest_line() -> None:
    _, problems = render("Một\n\n" + "- " * 2000 + "x\n\n- y")
    assert [found.line for found in problems.errors] == [FIRST_LINE + 2]


@pytest.mark.parametrize("name", MANY)
def test_too_many(name: str) -> None:
    start = time.process_time()
    body, problems = render(WORDS + "\n\n" + MANY[name])
    assert body.html == ""
    assert ["too many" in found.message for found in problems] == [True]
    assert time.process_time() - start < 2  # processor time, as promised in docs/security.md


@pytest.mark.parametrize("name", FINE)
def test_large_but_fine(name: str) -> None:
    start = time.process_time()
    body, problems = render(FINE[name])
    assert problems.errors == []
    assert body.html or name == "blank"
    assert time.process_time() - start < 4


def test_too_long() -> None:
    body, problems = render("a" * (MAX_CHARACTERS + 1))
    assert body.html == ""
    assert "2000001 characters" in str(problems.errors[0])


def test_a_failing_extension_is_a_problem_of_the_article(monkeypatch: pytest.MonkeyPatch) -> None:
    from newsroom.read.body import BodyRenderer

    renderer = BodyRenderer()
    markdown = renderer._dialect._markdown

    def fail(source: str) -> str:
        raise KeyError(source)

    monkeypatch.setattr(markdown, "convert", fail)
    body, problems = render("`x`", renderer)
    assert body.html == ""
    assert "can't be read (KeyError: '`x`')" in problems.errors[0].message
    assert render("`x`", renderer)[0].html == "<p><code>x</code></p>"


def test_ordinary_signs_are_fine() -> None:
    source = "5 < 6, a <b và [chú] (xem) & ***. " * 30 + "`<`" * 40
    assert render(source)[1].errors == []
