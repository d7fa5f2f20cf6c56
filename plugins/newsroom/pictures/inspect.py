# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a picture is, found out once, when it comes: whether it can be shown, and how to make it."""

from __future__ import annotations

import msgspec

from newsroom.pictures.decode import Facts, PictureError, Pixels, facts_of, load, opened
from newsroom.pictures.recipe import GRAPHIC, MOVING, PHOTO

LARGEST_MOVING = 2 << 20
"""Bytes of a moving picture; what is larger is a film, and films have a format of their own."""

_SAMPLE = 100
_CONTINUOUS = 6_000
"""Colours among 10,000 pixels of what has continuous tones: a photo saved as PNG has more."""

CMYK, DEEP = "cmyk", "deep"


class Inspected(msgspec.Struct, frozen=True):
    """A picture that can be shown: its size as it is seen, its sort, and what is to be told of it.

    ``odd`` names what was converted: `CMYK` (a printer's colours), `DEEP` (16 bits a colour).
    """

    width: int
    height: int
    sort: str
    odd: tuple[str, ...] = ()


def inspect(data: bytes, most: int) -> Inspected:
    """Decode a picture of at most so many pixels, all of it, and say what it is.

    Raises:
        PictureError: nothing can be made of it.
    """
    with opened(data, most) as image:
        facts = facts_of(image)
        if facts.frames > 1:
            return _moving(image, facts, len(data))
        bits = image.info.get("bits", 8)
        pixels = load(image)
        odd = []
        if facts.mode == "CMYK":
            odd.append(CMYK)
        if facts.mode.startswith(("I", "F")) or bits > 8 or _deep_png(data):
            odd.append(DEEP)
        sort = _sort(pixels, data, facts)
        return Inspected(facts.width, facts.height, sort, tuple(odd))


def _moving(image: Pixels, facts: Facts, size: int) -> Inspected:
    if facts.form not in ("gif", "webp"):
        raise PictureError("moving", f".{facts.form}")
    if facts.form == "gif" and size > LARGEST_MOVING:
        raise PictureError("long", f"{size / (1 << 20):.1f}", f"{LARGEST_MOVING >> 20}")
    for frame in range(facts.frames):
        image.seek(frame)
        image.load()
    return Inspected(facts.width, facts.height, MOVING)


def _sort(image: Pixels, data: bytes, facts: Facts) -> str:
    """A photo, or what edges and letters must stay sharp in.

    What was saved as JPEG, AVIF or lossy WebP has lost them already, and has gained a noise that
    only such formats can hold in few bytes.
    """
    if facts.form in ("jpeg", "avif"):
        return PHOTO
    if facts.form == "webp" and b"VP8L" not in data[:64]:
        return PHOTO
    small = image.resize((_SAMPLE, _SAMPLE), resample=0)
    return PHOTO if small.getcolors(_CONTINUOUS) is None else GRAPHIC


def _deep_png(data: bytes) -> bool:
    """Whether a PNG has 16 bits a colour (PNG, 11.2.2); Pillow gives the upper eight of them."""
    return data[:8] == b"\x89PNG\r\n\x1a\n" and data[24:25] == b"\x10"
