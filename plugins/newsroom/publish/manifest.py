# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Web Application Manifest (W3C): what a phone calls the site on its first screen, and shows."""

from __future__ import annotations

import msgspec

_SHORT = 12  # characters, after which phones cut a name off


class ManifestIcon(msgspec.Struct, frozen=True, omit_defaults=True):
    """An icon: its address, media type, pixels ("192x192"), and ``maskable`` or nothing."""

    src: str
    type: str
    sizes: str
    purpose: str = ""


def write_manifest(
    name: str, home: str, icons: list[ManifestIcon], *, about: str, language: str, colour: str
) -> bytes:
    """The manifest of a site whose front page is at ``home``; it opens in the browser."""
    made = {
        "name": name,
        "short_name": _short(name),
        "description": about,
        "lang": language,
        "dir": "ltr",
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "browser",
        "background_color": colour,
        "theme_color": colour,
        "icons": icons,
    }
    told = {key: value for key, value in made.items() if value}
    return msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"


def _short(name: str) -> str:
    if len(name) <= _SHORT:
        return name
    return name[: _SHORT + 1].rpartition(" ")[0] or name[:_SHORT]
