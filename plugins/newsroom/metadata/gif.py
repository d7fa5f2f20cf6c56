# SPDX-License-Identifier: AGPL-3.0-or-later
"""GIF89a: pictures and how they follow each other stay; comments, texts and others' data go."""

from __future__ import annotations

from collections.abc import Iterator

from newsroom.metadata.cuts import BrokenError, Cut, PartReader

_IMAGE, _EXTENSION, _TRAILER = 0x2C, 0x21, 0x3B
_CONTROL, _PLAIN_TEXT, _APPLICATION = 0xF9, 0x01, 0xFF
_SHOWN = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
_CHUNK = 1 << 16


def cuts(parts: PartReader) -> Iterator[Cut]:
    """What goes of a GIF."""
    head = parts.at(0, 13)
    if head[:6] not in (b"GIF87a", b"GIF89a"):
        raise BrokenError
    at, control = 13 + _table(head[10]), 0
    while at < parts.size:
        parts.count()
        kind = parts.at(at, 1)[0]
        if kind == _TRAILER:
            yield Cut(at + 1, parts.size)
            return
        if kind == _IMAGE:
            described = parts.upto(at, 10)
            if len(described) < 10:
                return
            at, control = _blocks(parts, at + 11 + _table(described[9])), 0
        elif kind == _EXTENSION:
            label = parts.at(at + 1, 1)[0]
            end = _blocks(parts, at + 2)
            if label == _CONTROL:
                control = at  # it is for the next picture, or for the next text
            elif label == _PLAIN_TEXT:
                yield Cut(control or at, end)
                control = 0
            elif label != _APPLICATION or parts.upto(at + 3, 11) not in _SHOWN:
                yield Cut(at, end)
            at = end
        else:
            raise BrokenError


def _table(packed: int) -> int:
    """The bytes of a table of colours."""
    return 3 << ((packed & 7) + 1) if packed & 0x80 else 0


def _blocks(parts: PartReader, at: int) -> int:
    """Where a row of blocks ends; each tells its length, and the last one is empty."""
    base, chunk = at, parts.upto(at, _CHUNK)
    while at < parts.size:
        if at - base >= len(chunk):
            base, chunk = at, parts.upto(at, _CHUNK)
        size = chunk[at - base]
        at += 1 + size
        if not size:
            return at
    return parts.size
