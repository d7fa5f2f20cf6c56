# SPDX-License-Identifier: AGPL-3.0-or-later
"""EXIF (CIPA DC-008), which is a TIFF file within a picture: what of it is published.

Left are the orientation, the artist and the copyright. Out go places, times, devices with their
serial numbers, makers' notes, and the small picture, which may show what was cropped away.
"""

from __future__ import annotations

import struct

_ORIENTATION, _ARTIST, _COPYRIGHT = 0x0112, 0x013B, 0x8298
_SHORT, _ASCII = 3, 2
_MOST_FIELDS, _LONGEST = 1000, 2000
_EXIF = b"Exif\x00\x00"

Fields = dict[int, bytes]
"""A field's number, and its value: an orientation as two bytes, big-endian, or a text."""


def slim(data: bytes) -> bytes:
    """The TIFF of an EXIF block with what stays of it; b"" if nothing does, or it is damaged.

    The block may begin with "Exif\\0\\0", which the result does not.
    """
    try:
        found = _fields(data.removeprefix(_EXIF))
    except (struct.error, IndexError):
        return b""
    return _written(found) if found else b""


def _fields(tiff: bytes) -> Fields:
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4], "")
    if not order:
        return {}
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    found: Fields = {}
    for number in range(min(count, _MOST_FIELDS)):
        at = start + 2 + 12 * number
        tag, kind, length = struct.unpack_from(f"{order}HHI", tiff, at)
        if tag == _ORIENTATION and kind == _SHORT and length == 1:
            (value,) = struct.unpack_from(f"{order}H", tiff, at + 8)
            if 2 <= value <= 8:  # 1 is how it is without
                found[tag] = struct.pack(">H", value)
        elif tag in (_ARTIST, _COPYRIGHT) and kind == _ASCII and 0 < length <= _LONGEST:
            (place,) = struct.unpack_from(f"{order}I", tiff, at + 8)
            text = tiff[at + 8 : at + 8 + length] if length <= 4 else tiff[place : place + length]
            if len(text) == length and text.strip(b"\x00 "):
                found[tag] = text.rstrip(b"\x00") + b"\x00"
    return found


def _written(found: Fields) -> bytes:
    """A TIFF with one directory, big-endian."""
    head = b"MM\x00*" + struct.pack(">IH", 8, len(found))
    entries, texts = b"", b""
    place = len(head) + 12 * len(found) + 4
    for tag, value in sorted(found.items()):
        if tag == _ORIENTATION:
            entries += struct.pack(">HHI", tag, _SHORT, 1) + value + bytes(2)
            continue
        entries += struct.pack(">HHI", tag, _ASCII, len(value))
        if len(value) <= 4:
            entries += value.ljust(4, b"\x00")
        else:
            entries += struct.pack(">I", place + len(texts))
            texts += value + bytes(len(value) % 2)
    return head + entries + bytes(4) + texts
