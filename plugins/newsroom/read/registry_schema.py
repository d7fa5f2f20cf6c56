# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one definition of what the registries under ``content/data`` hold."""

from __future__ import annotations

from typing import Any

import msgspec

from newsroom.advertising import (
    ARTICLE_BANNERS,
    BANNER_SLOTS,
    FRONT_BANNERS,
    SECTION_BANNERS,
    Banner,
)
from newsroom.model import (
    CITY,
    COUNTRY,
    ELSEWHERE,
    SCOPES,
    SECTOR,
    Author,
    Dossier,
    Section,
    Synonym,
    Tag,
    Unit,
)
from newsroom.read.spec import Schema, Spec, ValueKind

_SLUG = Spec("slug", ValueKind.SLUG, required=True, longest=100, example="slug: cong-doan")
_NAME = Spec("name", ValueKind.LINE, required=True, longest=100, example="name: Công đoàn")
_DESCRIPTION = Spec("description", ValueKind.LINE)
_SPOKEN_SLOTS = (
    *(("trang nhất", FRONT_BANNERS), ("trang chủ", FRONT_BANNERS), ("front", FRONT_BANNERS)),
    *(("chuyên mục", SECTION_BANNERS), ("section", SECTION_BANNERS)),
    *(("bài viết", ARTICLE_BANNERS), ("article", ARTICLE_BANNERS)),
)
_ALWAYS = Spec("always", ValueKind.SWITCH)
_FORMER = Spec("former", ValueKind.OLD_URLS, called=("old", "địa chỉ cũ"))


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
            Spec("parent", ValueKind.SLUG),
            Spec("order", ValueKind.NUMBER),
            Spec("feed", ValueKind.SWITCH),
            _FORMER,
        )
    ),
    needed=True,
)
DISTRICTS = Registry(
    "districts",
    Unit,
    Schema(
        (
            _SLUG,
            _NAME,
            Spec("short", ValueKind.LINE, longest=100),
            Spec("kind", ValueKind.LINE, longest=100),
            Spec(
                "scope",
                ValueKind.CHOICE,
                choices=SCOPES,
                spoken=(
                    *(("thành phố", CITY), ("ngành", SECTOR), ("công đoàn ngành", SECTOR)),
                    *(("nơi khác", ELSEWHERE), ("tỉnh khác", ELSEWHERE)),
                    *(("cả nước", COUNTRY), ("toàn quốc", COUNTRY)),
                ),
                example="scope: elsewhere",
            ),
            Spec("valid_from", ValueKind.DAY),
            Spec("valid_to", ValueKind.DAY),
            Spec("aliases", ValueKind.NAMES, longest=100),
            Spec("predecessors", ValueKind.SLUGS),
            Spec("successors", ValueKind.SLUGS),
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
            Spec("full_name", ValueKind.LINE, longest=100),
            Spec("aliases", ValueKind.NAMES, longest=100),
            Spec("bio", ValueKind.LINE),
            Spec("photo", ValueKind.IMAGE),
            _ALWAYS,
            _FORMER,
        )
    ),
)
DOSSIER = Registry(
    "series",
    Dossier,
    Schema((_SLUG, _NAME, _DESCRIPTION, Spec("image", ValueKind.IMAGE), _ALWAYS, _FORMER)),
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
BANNERS = Registry(
    "banners",
    Banner,
    Schema(
        (
            msgspec.structs.replace(_NAME, example="name: Quỹ trợ vốn"),
            msgspec.structs.replace(_SLUG, required=False),
            Spec(
                "slot", ValueKind.CHOICE, required=True, choices=BANNER_SLOTS, spoken=_SPOKEN_SLOTS
            ),
            Spec(
                "image", ValueKind.IMAGE, required=True, example="image: images/quang-cao/quy.webp"
            ),
            Spec("alt", ValueKind.LINE, required=True, example="alt: Vay vốn lãi thấp, gọi 1900 …"),
            Spec("url", ValueKind.LINK, required=True, example="url: https://quy.example.org/"),
            Spec("valid_from", ValueKind.DAY, called=("from", "since", "start", "từ ngày")),
            Spec("valid_to", ValueKind.DAY, called=("to", "until", "end", "đến ngày")),
        )
    ),
)

SYNONYMS = Registry(
    "synonyms",
    Synonym,
    Schema(
        (
            msgspec.structs.replace(_NAME, example="name: LĐLĐ"),
            msgspec.structs.replace(_SLUG, required=False),
            Spec(
                "means",
                ValueKind.NAMES,
                required=True,
                longest=100,
                called=("long", "nghĩa là", "viết đầy đủ"),
                example="means: [Liên đoàn Lao động]",
            ),
        )
    ),
)

REGISTRIES = (SECTIONS, DISTRICTS, AUTHORS, DOSSIER, TAGS, BANNERS, SYNONYMS)

SLOTS_FILE = "slots.yaml"
FILES = (*(registry.file for registry in REGISTRIES), SLOTS_FILE)
