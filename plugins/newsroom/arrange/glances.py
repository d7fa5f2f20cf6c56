# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a text says of itself, and what the store has of it: enough to know it again."""

from __future__ import annotations

import sqlite3

import msgspec

from newsroom.arrange import addresses
from newsroom.arrange.articles import is_live
from newsroom.settings import Settings
from newsroom.store import articles


class Glance(msgspec.Struct, frozen=True):
    """See `newsroom.engine.portal.Glance`."""

    hidden: bool
    slug: str
    title: str
    text: str
    address: str


class Kept(msgspec.Struct, frozen=True):
    """See `newsroom.engine.portal.Kept`."""

    kind: str
    published: bool
    slug: str
    title: str
    text: str


def glance(made: bytes, kind: str, settings: Settings, now: int) -> Glance:
    """Look at what was read of a text of this kind, or what can be made out of it."""
    packed = articles.decode_packed(made)
    entry = articles.unpack(packed)
    hidden = not is_live(entry, now)
    text = articles.unpack_body(packed.html)
    address = addresses.file_to_come(kind, entry, settings)
    return Glance(hidden, entry.slug, entry.title, text, address)


def kept(connection: sqlite3.Connection, path: str) -> Kept | None:
    """What the store has of the text at ``path``."""
    row = articles.find(connection, path)
    if row is None:
        return None
    entry = row.entry
    text = articles.body_at(connection, path) or ""
    return Kept(row.kind, entry.status == "published", entry.slug, entry.title, text)
