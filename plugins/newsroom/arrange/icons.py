# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site's icons and its manifest among the pages: they belong to the theme's logo."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from newsroom.blobs import blob_id
from newsroom.errors import ThemeError, cannot_write
from newsroom.messages import _
from newsroom.model import Copy
from newsroom.settings import Settings
from newsroom.store.pages import Claim

LOGO = "images/logo.svg"
"""The theme's file of which all icons are made."""

MANIFEST = "manifest.webmanifest"
VECTOR = "favicon.svg"
APPLE = "apple-touch-icon.png"
LARGE = ("icon-192.png", "icon-512.png")
MASKABLE = "icon-maskable.png"
FILES = ("favicon.ico", VECTOR, APPLE, *LARGE, MASKABLE)
"""At the top of the site, where programs look for them by themselves."""

FOLDER = "icons"
"""Where they are kept, in the cache."""


def claims(name: str, settings: Settings) -> Iterator[Claim]:
    """The pages that a file of the theme gives beside its copy.

    A paper may have files of these names of its own (``STATIC_PATHS``).
    """
    if name == LOGO:
        own = settings.static_paths
        yield from (Claim("icon", LOGO, file) for file in FILES if file not in own)
        if MANIFEST not in own:
            yield Claim("manifest", LOGO, MANIFEST)


def icon(settings: Settings, logo: Copy, file: str) -> Copy:
    """An icon, drawn of the logo and kept; the page is a copy, since it shows nothing of the site.

    Raises:
        ThemeError: the logo is no picture that can be drawn.
        OutputError: there is no room to keep it.
    """
    from newsroom.pictures.icons import draw  # noqa: PLC0415 - few builds draw any

    if file == VECTOR:
        return logo
    data = logo.source.read_bytes()
    try:
        drawn = draw(data, file)
    except ValueError as error:
        message = _("{path} can't be drawn, and the site's icons are made of it: {error}")
        raise ThemeError(message.format(path=logo.source, error=error)) from error
    return Copy(_kept(settings.cache / FOLDER, drawn), blob_id(drawn))


def _kept(folder: Path, data: bytes) -> Path:
    path = folder / blob_id(data).hex()
    part = path.with_name(f"{path.name}-{os.getpid()}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    return path
