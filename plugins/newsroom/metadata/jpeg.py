# SPDX-License-Identifier: AGPL-3.0-or-later
"""JPEG (ITU-T T.81): the segments of which a picture is made stay, as do colours and credits.

What follows the picture's end goes, too: phones put films and further pictures there, each with
metadata of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsroom.metadata import exif, iptc, xmp
from newsroom.metadata.cuts import BrokenError, Cut, PartReader

_SOI, _EOI, _SOS, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length
_APP = range(0xE0, 0xF0)
_EXIF, _XMP = b"Exif\x00", b"http://ns.adobe.com/xap/1.0/\x00"
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_CHUNK = 1 << 20
_LARGEST = 65_533


def cuts(parts: PartReader) -> Iterator[Cut]:
    """What goes of a JPEG."""
    if parts.at(0, 2) != b"\xff\xd8":
        raise BrokenError
    at, seen, photoshop = 2, set[bytes](), _Photoshop()
    while True:
        parts.count()
        head = parts.upto(at, 2)
        if len(head) < 2:
            break  # the end is lacking: what is there is shown
        if head[0] != 0xFF:
            raise BrokenError
        marker = head[1]
        if marker == 0xFF:  # they may be filled up with these
            at += 1
            continue
        if marker == _EOI:
            yield Cut(at + 2, parts.size)
            break
        if marker in _ALONE:
            at += 2
            continue
        end = at + 2 + int.from_bytes(parts.at(at + 2, 2))
        if marker in _APP or marker == _COMMENT:
            yield from _application(parts, marker, at, end, seen, photoshop)
        at = _scan(parts, end) if marker == _SOS else end
    yield from photoshop.cuts()


def _scan(parts: PartReader, at: int) -> int:
    """Where the next marker stands after coded data, or the file's end."""
    while chunk := parts.upto(at, _CHUNK):
        if found := _MARKER.search(chunk):
            return at + found.start()
        # A marker may begin with the last byte.
        at += len(chunk) - (1 if chunk[-1] == 0xFF and len(chunk) > 1 else 0)
        if len(chunk) == 1:
            break
    return parts.size


def _application(  # noqa: PLR0917 - one step of the walk
    parts: PartReader, marker: int, at: int, end: int, seen: set[bytes], photoshop: _Photoshop
) -> Iterator[Cut]:
    """What becomes of a segment that belongs to a program, and of a comment."""
    data = parts.at(at + 4, end - at - 4)
    if marker == 0xE0 and data.startswith(b"JFIF\x00") and len(data) >= 14:
        if data[12] and data[13]:  # a small picture
            yield Cut(at, end, _segment(marker, data[:12] + bytes(2)))
    elif marker == 0xE2 and data.startswith(b"ICC_PROFILE\x00"):
        pass
    elif marker == 0xEE and data.startswith(b"Adobe"):
        pass  # how the colours are coded
    elif marker == 0xED and data.startswith(iptc.PHOTOSHOP):
        photoshop.add(at, end, data[len(iptc.PHOTOSHOP) :])
    else:
        yield Cut(at, end, _slim(marker, data, seen))


def _slim(marker: int, data: bytes, seen: set[bytes]) -> bytes:
    """What comes in place of a segment: of several of one kind, programs read the first."""
    for sign, begin, make in ((_EXIF, b"Exif\x00\x00", exif.slim), (_XMP, _XMP, xmp.slim)):
        if marker == 0xE1 and data.startswith(sign) and sign not in seen:
            seen.add(sign)
            inner = make(data[len(begin) :])
            return _segment(marker, begin + inner) if inner else b""
    return b""


def _segment(marker: int, data: bytes) -> bytes:
    if len(data) > _LARGEST:
        return b""
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2) + data


class _Photoshop:
    """Image resources, which may go on from one segment to the next."""

    def __init__(self) -> None:
        self._places: list[tuple[int, int]] = []
        self._data: list[bytes] = []

    def add(self, at: int, end: int, data: bytes) -> None:
        self._places.append((at, end))
        if len(self._data) < 16:
            self._data.append(data)

    def cuts(self) -> Iterator[Cut]:
        kept = iptc.slim(b"".join(self._data))
        for number, (at, end) in enumerate(self._places):
            new = _segment(0xED, iptc.PHOTOSHOP + kept) if kept and not number else b""
            yield Cut(at, end, new)
