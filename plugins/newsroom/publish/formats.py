# SPDX-License-Identifier: AGPL-3.0-or-later
"""The formats of feeds, as data; their writers are `rss`, `atom` and `json_feed`."""

from __future__ import annotations

import msgspec


class Format(msgspec.Struct, frozen=True):
    """A format: its name in settings, the ending of its files, its media type, and its own name."""

    name: str
    ending: str
    media_type: str
    label: str


RSS = Format("rss", "rss", "application/rss+xml", "RSS")
ATOM = Format("atom", "atom", "application/atom+xml", "Atom")
JSON = Format("json", "json", "application/feed+json", "JSON")

FORMATS = {made.name: made for made in (RSS, ATOM, JSON)}
