# SPDX-License-Identifier: AGPL-3.0-or-later
"""One table: whatever is generated from it agrees with what the reader does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from newsroom.model import Entry, Photo
from newsroom.read.entry import ReadOptions, read_entry
from newsroom.read.fields import READERS
from newsroom.read.registry_schema import REGISTRIES
from newsroom.read.schema import ARTICLE, KINDS, json_schema, markdown_table
from newsroom.read.spec import ValueKind

from .helpers import read, render_body

ROOT = Path(__file__).parents[2]
MARKED = re.compile(r"<!-- fields: (\w+) (\w+) -->\n(.*?)<!-- end -->", re.DOTALL)


def test_every_field_has_its_place_in_the_entry() -> None:
    targets = {spec.target for schema in KINDS.values() for spec in schema.specs}
    others = {"path", "slug", "lines", "body", "terms", "extra", "bare"}  # the last is of image
    assert targets == set(Entry.__struct_fields__) - others


def test_every_registry_field_has_its_place_in_the_record() -> None:
    for registry in REGISTRIES:
        assert sorted(registry.schema.names) == sorted(registry.record.__struct_fields__)


def test_every_kind_has_a_reader() -> None:
    assert set(READERS) == set(ValueKind)


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_are_an_article_without_problems(kind: str) -> None:
    text = "\n".join(spec.example for spec in KINDS[kind].specs)
    entry, problems = read(f"---\n{text}\n---\n", kind=kind)
    assert problems == []
    assert entry is not None
    assert entry.image == Photo("images/trao-qua.webp", "Trao quà", "", "M.K")


def test_the_example_of_a_missing_field_mends_it() -> None:
    """What a message tells an editor to write is right."""
    text = "---\n---\nBài.\n"
    while True:
        _entry, problems = read(text)
        if not problems:
            break
        remedy = re.search(r'such as "(.*)"$', problems[0].message)
        assert remedy
        text = text.replace("---\n", f"---\n{remedy[1]}\n", 1)
    assert text.count("\n") == 3 + len(ARTICLE.required)


@pytest.mark.parametrize("kind", KINDS)
def test_json_schema(kind: str) -> None:
    schema = json.loads(json.dumps(json_schema(kind)))
    assert tuple(schema["properties"]) == KINDS[kind].names
    assert schema["required"] == [spec.name for spec in KINDS[kind].required]
    assert schema["additionalProperties"] is False
    for pattern in patterns(schema):
        re.compile(pattern)


def test_json_schema_says_what_the_reader_checks() -> None:
    fields = json_schema()["properties"]
    assert fields["title"]["maxLength"] == 200
    assert fields["status"]["enum"] == ["published", "draft", "withdrawn"]
    assert fields["image"]["anyOf"][1]["required"] == ["src"]
    assert fields["corrections"]["items"]["required"] == ["date", "text"]
    for written in (
        "2025-04-22",
        "2025-04-22T09:15:00+07:00",
        "22/04/2025 09:15",
        "9:15 22/4/2025",
    ):
        assert re.search(fields["date"]["pattern"], written)


def patterns(shape: Any) -> list[str]:
    if isinstance(shape, list):
        return [found for part in shape for found in patterns(part)]
    if not isinstance(shape, dict):
        return []
    mine = [shape["pattern"]] if isinstance(shape.get("pattern"), str) else []
    return mine + [found for part in shape.values() for found in patterns(part)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_table_has_a_row_for_each_field(lang: str, kind: str) -> None:
    rows = [row.split(" | ") for row in markdown_table(lang, kind).splitlines()[2:]]
    assert [row[0] for row in rows] == [f"| `{name}`" for name in KINDS[kind].names]
    assert all(meaning.strip() and example.strip() for _n, _r, meaning, example in rows)


def test_the_documentation_is_up_to_date() -> None:
    """Between ``<!-- fields: vi article -->`` and ``<!-- end -->`` stands the generated table."""
    for file in [*ROOT.glob("docs/**/*.md"), ROOT / "README.md"]:
        for lang, kind, table in MARKED.findall(file.read_text() if file.exists() else ""):
            assert table == markdown_table(lang, kind), file


def test_pages_need_a_title_only() -> None:
    entry, problems = read_entry(
        "pages/x.md", b"---\ntitle: A\n---\nB\n", render_body, ReadOptions(kind="page")
    )
    assert (entry is not None, problems) == (True, ())
