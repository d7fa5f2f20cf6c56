# SPDX-License-Identifier: AGPL-3.0-or-later
"""The theme's own files, which are published whoever refers to them."""

from __future__ import annotations

import sqlite3

import msgspec

from newsroom.arrange import icons
from newsroom.arrange.update import Update
from newsroom.model import StaticFile
from newsroom.settings import Settings
from newsroom.store.owners import Owner
from newsroom.store.pages import Claim
from newsroom.store.records import keys, put_record
from newsroom.store.sources import THEME, THEME_PREFIX


def put_asset(
    connection: sqlite3.Connection,
    update: Update,
    settings: Settings,
    name: str,
    file: StaticFile | None,
) -> None:
    """A file of the theme is new or was read again; None: it is gone."""
    update.lists.touches.cause = THEME_PREFIX + name
    value = None if file is None else msgspec.msgpack.encode(file)
    put_record(connection, THEME, name, value, update.lists.touches)
    update.want(Owner(THEME, THEME_PREFIX + name), [] if file is None else _claims(name, settings))


def want_assets(connection: sqlite3.Connection, update: Update, settings: Settings) -> None:
    """All files of the theme are published."""
    for name in keys(connection, THEME):
        update.want(Owner(THEME, THEME_PREFIX + name), _claims(name, settings))


def _claims(name: str, settings: Settings) -> list[Claim]:
    """The page that is a copy of a file of the theme; the logo gives the icons, too."""
    return [Claim(THEME, name, f"theme/{name}"), *icons.claims(name, settings)]
