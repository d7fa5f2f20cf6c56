# SPDX-License-Identifier: AGPL-3.0-or-later
"""PNG (third edition) with APNG: the chunks that a picture is shown by stay, others go."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from newsroom.metadata import exif, xmp
from newsroom.metadata.cuts import BrokenError, Cut, PartReader

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SHOWN = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV mDCv cLLI cLLi bKGD hIST pHYs "
    b"sPLT acTL fcTL fdAT".split()
)
_XMP = b"XML:com.adobe.xmp\x00"
_CREDITS = (b"Author\x00", b"Copyright\x00")
_LONGEST = 4000


def cuts(parts: PartReader) -> Iterator[Cut]:
    """What goes of a PNG."""
    if parts.at(0, 8) != SIGNATURE:
        raise BrokenError
    at, seen = 8, set[bytes]()
    while at < parts.size:
        parts.count()
        head = parts.upto(at, 8)
        name = head[4:]
        if len(head) < 8:
            yield Cut(at, parts.size)  # a piece of a chunk: it shows nothing
            return
        if not (name.isalpha() and name.isascii()):
            raise BrokenError
        end = at + 12 + int.from_bytes(head[:4])
        if name not in _SHOWN:
            if name[:1].isupper():  # a picture that can't be shown without it, and nobody knows
                raise BrokenError
            yield Cut(at, min(end, parts.size), _slim(parts, at, end, name, seen))
        if name == b"IEND":
            yield Cut(min(end, parts.size), parts.size)
            return
        at = end


def _slim(parts: PartReader, at: int, end: int, name: bytes, seen: set[bytes]) -> bytes:
    """What comes in place of a chunk."""
    length = end - at - 12
    if end > parts.size or length > xmp.LARGEST or name not in (b"eXIf", b"iTXt", b"tEXt"):
        return b""
    data = parts.at(at + 8, length)
    if name == b"eXIf":
        kept = exif.slim(data)
    elif name == b"iTXt" and data.startswith(_XMP):
        # After the keyword: not compressed, two bytes; language and translated keyword, empty.
        kept = xmp.slim(data.split(b"\x00", 5)[-1]) if data.count(b"\x00") >= 5 else b""
        kept = kept and _XMP + bytes(4) + kept
    else:
        kept = data if data.startswith(_CREDITS) and length <= _LONGEST else b""
    key = name + kept[:12]
    if not kept or key in seen:
        return b""
    seen.add(key)
    return chunk(name, kept)


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk with its length and its checksum."""
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)
