# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old addresses and where they lead now, as the last build left them."""

from __future__ import annotations

from urllib.parse import unquote

import msgspec

from newsroom.engine.registry import store_path
from newsroom.settings import Settings
from newsroom.store.database import asked
from newsroom.store.pages import redirects


class Moved(msgspec.Struct, frozen=True):
    """Redirects: decoded old path → URL, both with the site's path; and paths that are gone."""

    redirects: dict[str, str] = {}
    gone: tuple[str, ...] = ()


def moved(settings: Settings) -> Moved:
    """All redirects of the site.

    Raises:
        StoreError: nothing was built yet.
    """
    found: dict[str, str] = {}
    with asked(store_path(settings)) as connection:
        for save_as, url in redirects(connection):
            for path in _spellings(save_as):
                found[settings.base + path] = settings.base + url
    return Moved(dict(sorted(found.items())))


def _spellings(save_as: str) -> list[str]:
    """The paths that a server answers with a file: a folder's index is the folder itself."""
    path = unquote(f"/{save_as}")
    folder = path.removesuffix("index.html")
    return [path, folder, folder.rstrip("/")] if folder not in (path, "/") else [path]
