# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of the last good build, for a build whose own have faults."""

from __future__ import annotations

import base64
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from newsroom.engine.store_path import path_of
from newsroom.errors import StoreError
from newsroom.settings import Settings
from newsroom.store.database import connect, get_meta, set_meta
from newsroom.store.private import keep_private

_NAME = "settings"


def keep(connection: sqlite3.Connection, settings: Settings) -> None:
    """Keep the settings of a build that ended well."""
    text = base64.b64encode(msgspec.msgpack.encode(settings, enc_hook=str)).decode()
    if get_meta(connection, _NAME) != text:
        set_meta(connection, _NAME, text)


def find(raw: Mapping[str, Any]) -> Settings | None:
    """The last good settings of the site whose folders ``raw``, Pelican's settings, names."""
    cache = Path(raw.get("CACHE_PATH") or "cache").resolve()
    path = path_of(cache, Path(raw["OUTPUT_PATH"]).resolve())
    if not path.exists():
        return None
    try:
        keep_private(cache)  # or another could say what is to be built
        with closing(connect(path, readonly=True, patience=1)) as connection:
            data = base64.b64decode(get_meta(connection, _NAME))
        return msgspec.msgpack.decode(data, type=Settings, dec_hook=lambda _type, text: Path(text))
    except (sqlite3.Error, StoreError, ValueError, msgspec.MsgspecError):
        return None
