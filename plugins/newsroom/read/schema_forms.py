# SPDX-License-Identifier: AGPL-3.0-or-later
"""A schema as other programs and people read it: JSON Schema, and a table in Markdown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from newsroom.read.spec import LONGEST, Schema, Spec, ValueKind

Shape = dict[str, Any]

_PART: Shape = {"type": "number", "minimum": 0, "maximum": 1}

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# The forms that newsroom.text.dates reads; whether the day exists is for the reader to say.
_DATE = r"^(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}:\d{2}.*\d{4})"
_SOURCE = r"\.([Mm][Dd]|[Mm]arkdown)$"
_SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"


def json_schema(schema: Schema) -> Shape:
    """Return the JSON Schema (draft 2020-12) of a front matter with the fields of *schema*."""
    return {"$schema": _DRAFT, **_object(schema.specs)}


def _object(specs: tuple[Spec, ...]) -> Shape:
    return {
        "type": "object",
        "properties": {spec.name: _property(spec) for spec in specs},
        "required": [spec.name for spec in specs if spec.required],
        "additionalProperties": False,
    }


def _property(spec: Spec) -> Shape:
    shape = _SHAPES[spec.kind](spec)
    return {**shape, "description": spec.meaning} if spec.meaning else shape


def _line(spec: Spec) -> Shape:
    shape: Shape = {"type": "string"}
    if spec.required:
        shape["minLength"] = 1
    if spec.longest != LONGEST:
        shape["maxLength"] = spec.longest
    return shape


def _names(spec: Spec) -> Shape:
    many: Shape = {"type": "array", "items": _line(spec), "uniqueItems": True}
    if spec.required:
        many["minItems"] = 1
    return {"anyOf": [_line(spec), many]}


def _group(spec: Spec) -> Shape:
    return {"anyOf": [{"type": "string"}, _object(spec.parts.specs)]}


def _groups(spec: Spec) -> Shape:
    return {"type": "array", "items": _object(spec.parts.specs)}


def _pattern(pattern: str) -> Callable[[Spec], Shape]:
    return lambda spec: {"type": "string", "pattern": pattern}


def _list_of(pattern: str) -> Callable[[Spec], Shape]:
    return lambda spec: {"type": "array", "items": {"type": "string", "pattern": pattern}}


def _stories(spec: Spec) -> Shape:
    path = {"type": "string", "pattern": _SOURCE}
    return {"type": "array", "items": {"anyOf": [path, _object(spec.parts.specs)]}}


_SHAPES: dict[ValueKind, Callable[[Spec], Shape]] = {
    ValueKind.LINE: _line,
    ValueKind.MOMENT: _pattern(_DATE),
    ValueKind.DAY: _pattern(_DATE),
    ValueKind.NAMES: _names,
    ValueKind.SOURCES: _list_of(_SOURCE),
    ValueKind.STORIES: _stories,
    ValueKind.IMAGE: _pattern("."),
    ValueKind.LINK: _pattern("^https?://"),
    ValueKind.URL: _pattern("^/?[^/]"),
    ValueKind.OLD_URLS: _list_of("^/?[^/]"),
    ValueKind.SLUG: _pattern(_SLUG),
    ValueKind.SLUGS: _list_of(_SLUG),
    ValueKind.FOCUS: lambda spec: {
        "anyOf": [
            {"type": "string", "minLength": 1},
            {"type": "array", "items": _PART, "minItems": 2, "maxItems": 2},
        ]
    },
    ValueKind.CHOICE: lambda spec: {"type": "string", "enum": list(spec.choices)},
    ValueKind.NUMBER: lambda spec: {"type": "integer"},
    ValueKind.COUNT: lambda spec: {"type": "integer", "minimum": 0},
    ValueKind.SWITCH: lambda spec: {"type": "boolean"},
    ValueKind.GROUP: _group,
    ValueKind.GROUPS: _groups,
}

_LONGEST = {"en": " (≤ {} characters)", "vi": " (tối đa {} ký tự)"}
_HEADS = {
    "en": ("field", "needed", "meaning", "example", "yes"),
    "vi": ("trường", "bắt buộc", "ý nghĩa", "ví dụ", "có"),
}


def markdown_table(schema: Schema, lang: str) -> str:
    """Return a Markdown table with a row for each field, in ``"vi"`` or ``"en"``."""
    *heads, yes = _HEADS[lang]
    rows = [_row(spec, lang, yes) for spec in schema.specs]
    return "\n".join([_cells(heads), _cells(["---"] * len(heads)), *rows]) + "\n"


def _row(spec: Spec, lang: str, yes: str) -> str:
    meaning = spec.meaning_vi if lang == "vi" else spec.meaning
    if spec.longest != LONGEST:
        meaning += _LONGEST[lang].format(spec.longest)
    return _cells([f"`{spec.name}`", yes if spec.required else "", meaning, f"`{spec.example}`"])


def _cells(texts: list[str]) -> str:
    return "| " + " | ".join(text.replace("|", "\\|") for text in texts) + " |"
