# SPDX-License-Identifier: AGPL-3.0-or-later
"""The registries: read when their files differ, else taken from the store."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from newsroom.arrange.references import of_registries
from newsroom.errors import Problems
from newsroom.model import Card, Registries
from newsroom.read.paths import own_site_of
from newsroom.settings import Settings
from newsroom.store import mentions
from newsroom.store.articles import every
from newsroom.store.database import get_meta, set_meta
from newsroom.store.reads import Touches
from newsroom.store.records import names, replace_records
from newsroom.text.tones import ToneStyle, in_style

if TYPE_CHECKING:
    from newsroom.arrange.reference_check import ReferenceCheck
    from newsroom.read.registries import LoadedRegistries

_encode = msgspec.msgpack.Encoder().encode


def load(settings: Settings, files: Mapping[str, bytes], problems: Problems) -> LoadedRegistries:
    """The registries that these files of the content folder hold."""
    from newsroom.read.registries import load_registries  # noqa: PLC0415 - YAML, seldom needed

    own = Problems()
    loaded = load_registries(files, own, own_site_of(settings))
    problems.extend(
        [msgspec.structs.replace(found, path=_path(settings, found.path)) for found in own]
    )
    return loaded


def _path(settings: Settings, path: str) -> str:
    """The path of a registry file, wherever NEWSROOM_DATA_PATH puts it."""
    return settings.data_folder + path.rpartition("/")[2]


def keep(connection: sqlite3.Connection, registries: Registries) -> None:
    """Keep the registries, whole, for builds in which they don't change."""
    set_meta(connection, "registries", base64.b64encode(_encode(registries)).decode())


def is_kept(connection: sqlite3.Connection) -> bool:
    """Whether registries were ever read."""
    return bool(get_meta(connection, "registries"))


def kept(connection: sqlite3.Connection) -> Registries:
    """The registries as they were last read."""
    text = get_meta(connection, "registries")
    return msgspec.msgpack.decode(base64.b64decode(text), type=Registries)


def record(
    connection: sqlite3.Connection, registries: Registries, style: ToneStyle, touches: Touches
) -> None:
    """Put every registry entry where pages read it, its name in the paper's style of tones."""
    tables: dict[str, Sequence[Any]] = {
        "sections": registries.sections,
        # Without aliases: those are for reading articles, no page shows them.
        "districts": [msgspec.structs.replace(unit, aliases=()) for unit in registries.units],
        "authors": [msgspec.structs.replace(author, aliases=()) for author in registries.authors],
        "series": registries.dossiers,
    }
    for name, entries in tables.items():
        # Nor old addresses: no page shows them either.
        shown = [msgspec.structs.replace(_styled(entry, style), former=()) for entry in entries]
        records = {entry.slug: _encode(entry) for entry in shown}
        replace_records(connection, name, records, touches)
    slots = {f"slot/{slot}": paths for slot, paths in registries.slots.items()}
    for name in sorted({*slots, *names(connection, "slot/")}):
        paths = dict.fromkeys(slots.get(name, ()))
        replace_records(connection, name, {path: _encode(path) for path in paths}, touches)


def _styled(entry: Any, style: ToneStyle) -> Any:
    names = {name: in_style(getattr(entry, name), style) for name in _NAMES if hasattr(entry, name)}
    return msgspec.structs.replace(entry, **names)


_NAMES = ("name", "short", "full_name")


def static_pages(connection: sqlite3.Connection) -> list[Card]:
    """The cards of the static pages that readers may see, in their order."""
    rows = [row for row in every(connection, "page") if row.live and row.article]
    rows.sort(key=lambda row: (row.entry.order, row.entry.title, row.path))
    return [row.article.card for row in rows if row.article]


def put_references(
    connection: sqlite3.Connection,
    settings: Settings,
    loaded: LoadedRegistries,
    references: ReferenceCheck,
) -> None:
    """Keep what the registries refer to, and check it: stories, photos and pictures are there."""
    found = of_registries(loaded.registries, loaded.lines, own_site_of(settings))
    for name, named in found.items():
        source = _path(settings, f"{name}.yaml")
        mentions.replace(connection, source, named)
        references.check(source, named)
