# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a picture is, found out once, when it comes: whether it can be shown, and how to make it."""

from __future__ import annotations

import msgspec

from newsroom.model import PhotoFacts
from newsroom.pictures import heif
from newsroom.pictures.credits import told_by
from newsroom.pictures.decode import (
    Header,
    PictureError,
    Pixels,
    header_of,
    load,
    opened,
    orientation,
    turned,
)
from newsroom.pictures.recipe import GRAPHIC, MOVING, PHOTO

LARGEST_MOVING = 2 << 20
"""Bytes of a moving picture; what is larger is a film, and films have a format of their own."""

SIDE = 96
"""Pixels of the longer side of a photo that is small enough to look at as a whole."""

_SAMPLE = 100
_CONTINUOUS = 6_000
"""Colours among 10,000 pixels of what has continuous tones: a photo saved as PNG has more."""

CMYK, DEEP = "cmyk", "deep"


class Inspected(msgspec.Struct, frozen=True):
    """A picture that can be shown: its size as it is seen, its kind, and what is to be told of it.

    ``odd`` names what was converted: `CMYK` (a printer's colours), `DEEP` (16 bits a colour).
    ``facts`` are those of a photo.
    """

    width: int
    height: int
    kind: str
    odd: tuple[str, ...] = ()
    facts: PhotoFacts | None = None


def inspect(data: bytes, most: int, *, attentive: bool = False) -> Inspected:
    """Decode a picture of at most so many pixels, all of it, and say what it is.

    ``attentive``: look for the point that crops keep, too.

    Raises:
        PictureError: nothing can be made of it.
    """
    with opened(data, most) as image:
        header = header_of(image)
        if header.frames > 1:
            return _moving(image, header, len(data))
        bits = image.info.get("bits", 8)
        pixels = load(image)
        odd = []
        if header.mode == "CMYK":
            odd.append(CMYK)
        if header.mode.startswith(("I", "F")) or bits > 8 or _deep_png(data):
            odd.append(DEEP)
        kind = _kind(pixels, data, header)
        facts = _facts(image, pixels, attentive=attentive) if kind == PHOTO else None
        return Inspected(header.width, header.height, kind, tuple(odd), facts)


def _moving(image: Pixels, header: Header, size: int) -> Inspected:
    if header.form not in ("gif", "webp"):
        raise PictureError("moving", f".{header.form}")
    if header.form == "gif" and size > LARGEST_MOVING:
        raise PictureError("long", f"{size / (1 << 20):.1f}", f"{LARGEST_MOVING >> 20}")
    for frame in range(header.frames):
        image.seek(frame)
        image.load()
    return Inspected(header.width, header.height, MOVING)


def _facts(image: Pixels, pixels: Pixels, *, attentive: bool) -> PhotoFacts:
    credit, caption = told_by(image)
    small = pixels.copy()
    small.thumbnail((SIDE, SIDE), reducing_gap=2.0)
    return PhotoFacts(_colour(small), _focus(image, small) if attentive else None, credit, caption)


def _focus(image: Pixels, small: Pixels) -> tuple[float, float] | None:
    from newsroom.pictures.attention import attention  # noqa: PLC0415 - few builds look

    return attention(turned(small.convert("RGB"), orientation(image)))


def _colour(small: Pixels) -> str:
    """The mean colour of an opaque picture, in three digits; what shines through has none."""
    if small.mode == "RGBA":
        return ""
    mean = small.convert("RGB").resize((1, 1), resample=_BOX).tobytes()
    return "#{:x}{:x}{:x}".format(*((15 * part + 127) // 255 for part in mean))


_BOX = 4
"""Pillow's number of the mean of a part (`PIL.Image.Resampling.BOX`)."""


def _kind(image: Pixels, data: bytes, header: Header) -> str:
    """A photo, or what edges and letters must stay sharp in.

    What was saved as JPEG, AVIF, HEIC or lossy WebP has lost them already, and has gained a noise
    that only such formats can hold in few bytes.
    """
    if header.form in ("jpeg", "avif", heif.FORMAT.lower()):
        return PHOTO
    if header.form == "webp" and b"VP8L" not in data[:64]:
        return PHOTO
    small = image.resize((_SAMPLE, _SAMPLE), resample=0)
    return PHOTO if small.getcolors(_CONTINUOUS) is None else GRAPHIC


def _deep_png(data: bytes) -> bool:
    """Whether a PNG has 16 bits a colour (PNG, 11.2.2); Pillow gives the upper eight of them."""
    return data[:8] == b"\x89PNG\r\n\x1a\n" and data[24:25] == b"\x10"
