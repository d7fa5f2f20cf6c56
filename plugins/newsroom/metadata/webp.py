# SPDX-License-Identifier: AGPL-3.0-or-later
"""WebP (RFC 9649): the chunks that a picture is shown by stay, others go."""

from __future__ import annotations

from collections.abc import Iterator

from newsroom.metadata import exif, xmp
from newsroom.metadata.cuts import BrokenError, Cut, PartReader, joined, length

_SHOWN = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_IN_FRAMES = frozenset({b"VP8 ", b"VP8L", b"ALPH"})
_FRAME = 16  # bytes of a frame before its own chunks
_FLAGS = {b"EXIF": 0x08, b"XMP ": 0x04}
_MAKERS = {b"EXIF": exif.slim, b"XMP ": xmp.slim}


def cuts(parts: PartReader) -> Iterator[Cut]:
    """What goes of a WebP file."""
    head = parts.at(0, 12)
    if head[:4] != b"RIFF" or head[8:] != b"WEBP":
        raise BrokenError
    end = min(parts.size, 8 + int.from_bytes(head[4:8], "little"))
    found = list(_chunks(parts, 12, end, _SHOWN))
    if end < parts.size:
        found.append(Cut(end, parts.size))
    found = list(joined(found))
    yield from found
    size = length(parts.size, found) - 8
    if size != int.from_bytes(head[4:8], "little"):
        yield Cut(4, 8, size.to_bytes(4, "little"))


def _chunks(parts: PartReader, at: int, end: int, shown: frozenset[bytes]) -> Iterator[Cut]:
    """What goes of a row of chunks."""
    kept: set[bytes] = set()
    flags: tuple[int, int] | None = None
    while at < end:
        parts.count()
        head = parts.upto(at, 8)
        name, size = head[:4], int.from_bytes(head[4:8], "little")
        if len(head) < 8:
            yield Cut(at, end)
            break
        stop = min(end, at + 8 + size + size % 2)
        if name not in shown:
            new = b"" if name in kept else _slim(parts, at, size, name)
            kept |= {name} if new else set()
            yield Cut(at, stop, new)
        elif name == b"VP8X" and flags is None:
            flags = (at + 8, parts.at(at + 8, 1)[0])
        elif name == b"ANMF":
            yield from _chunks(parts, at + 8 + _FRAME, min(stop, at + 8 + size), _IN_FRAMES)
        at = stop
    if flags is not None:
        # Browsers turn a picture by what it says, and look for it only where the flag tells so.
        place, old = flags
        new_flags = old & ~0x0C | sum(_FLAGS[name] for name in kept)
        if new_flags != old:
            yield Cut(place, place + 1, bytes((new_flags,)))


def _slim(parts: PartReader, at: int, size: int, name: bytes) -> bytes:
    make = _MAKERS.get(name)
    if make is None or size > xmp.LARGEST:
        return b""
    kept = make(parts.upto(at + 8, size))
    return name + len(kept).to_bytes(4, "little") + kept + bytes(len(kept) % 2) if kept else b""
