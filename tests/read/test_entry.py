# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entries: what the case files cannot say."""

from __future__ import annotations

import codecs
from zoneinfo import ZoneInfo

import pytest

from newsroom.errors import Problems
from newsroom.model import Body, Reference
from newsroom.read.entry import ReadOptions, read_entry, slug_of

from .helpers import HEAD, PATH, read, render_body

ARTICLE = f"---\n{HEAD}---\nBài.\n"


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("cong-doan/2025/04/trao-qua.md", "trao-qua"),
        ("cong-doan/2025/04/2025-04-22-trao-qua.md", "trao-qua"),
        ("2025-04-22_Trao quà.md", "trao-qua"),
        ("2025-04-22.md", "2025-04-22"),
        ("2025-04-22-.md", "2025-04-22"),
        ("2025-kế-hoạch.md", "2025-ke-hoach"),
        ("..md", slug_of("..md")),
        ("新闻.md", slug_of("新闻.md")),
        ("x.html.md", "x-html"),
    ],
)
def test_slugs_of_file_names(path: str, slug: str) -> None:
    assert slug_of(path) == slug
    assert slug and slug.replace("-", "").isalnum() and slug.isascii()


@pytest.mark.parametrize("data", [b"", b"\n \t\n", codecs.BOM_UTF8])
def test_empty_files(data: bytes) -> None:
    entry, problems = read(data)
    assert entry is None
    assert [str(problem) for problem in problems] == [
        f"{PATH}:1: the file is empty; write the fields, then the text of the article"
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf16(encoding: str) -> None:
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    _entry, problems = read(mark + ARTICLE.encode(encoding))
    assert [str(problem) for problem in problems] == [
        f"{PATH}:1: the file is saved as UTF-16; save it as UTF-8"
    ]


def test_the_body_is_rendered_where_it_stands_and_keeps_its_references() -> None:
    def render(source: str, first_line: int, path: str, problems: Problems) -> Body:
        problems.error(path, first_line, source)
        return Body("<p>Bài.</p>", references=(Reference("static", "images/x.webp", first_line),))

    entry, problems = read_entry(PATH, ARTICLE.encode(), render, ReadOptions())
    assert [str(problem) for problem in problems] == [f"{PATH}:7: Bài.\\n"]
    assert entry and entry.body.references == (Reference("static", "images/x.webp", 7),)


def test_the_clock_of_bare_dates() -> None:
    options = ReadOptions(timezone="Europe/Paris")
    entry, _problems = read_entry(PATH, ARTICLE.encode(), render_body, options)
    assert entry and entry.date
    assert entry.date.tzinfo == ZoneInfo("Europe/Paris")
    assert entry.date.hour == 9


def test_messages_name_the_place_and_quote_the_value() -> None:
    _entry, problems = read(ARTICLE.replace("2025-04-22 09:15", "22.4"))
    assert [str(problem) for problem in problems] == [
        f'{PATH}:3: date: "22.4": the year is missing; write it like 22/04/2025'
    ]


def test_long_values_are_cut_in_messages() -> None:
    _entry, problems = read(ARTICLE.replace("2025-04-22 09:15", "x" * 10_000))
    assert len(problems[0].message) < 200
