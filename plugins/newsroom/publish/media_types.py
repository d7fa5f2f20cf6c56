# SPDX-License-Identifier: AGPL-3.0-or-later
"""Media types of pictures by the ending of their names, as IANA has registered them.

Python's own table differs between its versions, and it reads the machine's besides.
"""

from __future__ import annotations

_PICTURES = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}


def picture_type(address: str) -> str:
    """The media type of a picture by its path or URL; an unknown ending counts as WebP."""
    path = address.partition("?")[0].partition("#")[0]
    return _PICTURES.get(path.rpartition(".")[2].lower(), "image/webp")
