# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why pages wait to be rendered, and why they were rendered last."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

import msgspec


class Reason(NamedTuple):
    """Why a page is rendered (see `newsroom.store.schema`): if touched, which list by whom."""

    why: str
    list_name: str
    cause: str


class PageStory(msgspec.Struct, frozen=True):
    """What the store knows of a page: why it waits, why it was last rendered, what it read."""

    kind: str
    key: str
    save_as: str
    dirty: Reason | None
    why: Reason | None
    reads: bytes


def find(connection: sqlite3.Connection, path: str) -> list[PageStory]:
    """The page whose file is ``path``, or the pages that the source ``path`` owns."""
    rows = connection.execute(
        "SELECT kind, key, save_as, dirty, d.name, dirty_cause, why, w.name, why_cause,"
        " coalesce(reads, x'90') FROM pages LEFT JOIN lists d ON d.id = dirty_list"
        " LEFT JOIN lists w ON w.id = why_list WHERE save_as = ?1"
        " OR owner = ?1 AND owner_kind IN ('source', 'static', 'theme') ORDER BY save_as",
        (path,),
    )
    return [
        PageStory(kind, key, save_as, _reason(*told[:3]), _reason(*told[3:]), reads)
        for kind, key, save_as, *told, reads in rows
    ]


def _reason(why: str | None, name: str | None, cause: str | None) -> Reason | None:
    return Reason(why, name or "", cause or "") if why else None
