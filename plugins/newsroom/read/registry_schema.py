# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one definition of what the registries under ``content/data`` hold."""

from __future__ import annotations

from typing import Any

import msgspec

from newsroom.model import (
    CITY,
    COUNTRY,
    ELSEWHERE,
    SCOPES,
    SECTOR,
    Author,
    District,
    Section,
    Series,
    Tag,
)
from newsroom.read.spec import Kind, Schema, Spec

_SLUG = Spec("slug", Kind.SLUG, required=True, longest=100, example="slug: cong-doan")
_NAME = Spec("name", Kind.LINE, required=True, longest=100, example="name: Công đoàn")
_DESCRIPTION = Spec("description", Kind.LINE)
_ALWAYS = Spec("always", Kind.SWITCH)
_FORMER = Spec("former", Kind.OLD_URLS, called=("old", "địa chỉ cũ"))


class Registry(msgspec.Struct, frozen=True):
    """A registry that is a list of records; ``needed`` if a site cannot do without it."""

    name: str
    record: type[Any]
    schema: Schema
    needed: bool = False

    @property
    def file(self) -> str:
        """The file's name in ``content/data``."""
        return f"{self.name}.yaml"


SECTIONS = Registry(
    "sections",
    Section,
    Schema(
        (
            _SLUG,
            _NAME,
            _DESCRIPTION,
            Spec("parent", Kind.SLUG),
            Spec("order", Kind.NUMBER),
            Spec("feed", Kind.SWITCH),
            _FORMER,
        )
    ),
    needed=True,
)
DISTRICTS = Registry(
    "districts",
    District,
    Schema(
        (
            _SLUG,
            _NAME,
            Spec("short", Kind.LINE, longest=100),
            Spec("kind", Kind.LINE, longest=100),
            Spec(
                "scope",
                Kind.CHOICE,
                choices=SCOPES,
                spoken=(
                    *(("thành phố", CITY), ("ngành", SECTOR), ("công đoàn ngành", SECTOR)),
                    *(("nơi khác", ELSEWHERE), ("tỉnh khác", ELSEWHERE)),
                    *(("cả nước", COUNTRY), ("toàn quốc", COUNTRY)),
                ),
                example="scope: elsewhere",
            ),
            Spec("valid_from", Kind.DAY),
            Spec("valid_to", Kind.DAY),
            Spec("aliases", Kind.NAMES, longest=100),
            Spec("predecessors", Kind.SLUGS),
            Spec("successors", Kind.SLUGS),
            _FORMER,
        )
    ),
    needed=True,
)
AUTHORS = Registry(
    "authors",
    Author,
    Schema(
        (
            msgspec.structs.replace(_NAME, example="name: Minh Khôi"),
            msgspec.structs.replace(_SLUG, required=False),
            Spec("full_name", Kind.LINE, longest=100),
            Spec("aliases", Kind.NAMES, longest=100),
            Spec("bio", Kind.LINE),
            Spec("photo", Kind.IMAGE),
            _ALWAYS,
            _FORMER,
        )
    ),
)
SERIES = Registry(
    "series",
    Series,
    Schema((_SLUG, _NAME, _DESCRIPTION, Spec("image", Kind.IMAGE), _ALWAYS, _FORMER)),
)
TAGS = Registry(
    "tags",
    Tag,
    Schema(
        (
            msgspec.structs.replace(_NAME, example="name: bảo hiểm"),
            msgspec.structs.replace(_SLUG, required=False),
            _FORMER,
        )
    ),
)

REGISTRIES = (SECTIONS, DISTRICTS, AUTHORS, SERIES, TAGS)

SLOTS_FILE = "slots.yaml"
FILES = (*(registry.file for registry in REGISTRIES), SLOTS_FILE)
