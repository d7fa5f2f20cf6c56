# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of boxes (ISO 14496-12): MP4 and M4A, AVIF and HEIC (ISO 23008-12).

Their parts find each other by their places in the file, so nothing is cut out: what goes is
written over, a box of it becomes one that is free.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from newsroom.metadata import items
from newsroom.metadata.cuts import BrokenError, Cut, PartReader

_NOTES = frozenset({b"udta", b"meta", b"uuid", b"free", b"skip", b"wide"})
_FOLDERS = frozenset({b"moov", b"trak", b"mdia"})
# Tracks of such handlers hold places and sensors, second by second, and nothing to see or hear.
_DATA = frozenset({b"meta", b"camm", b"data", b"gpmd", b"GPS "})


class Box(msgspec.Struct, frozen=True):
    """A box: its kind, where it begins, where its content does, and where it ends."""

    kind: bytes
    start: int
    inner: int
    end: int


def cuts(parts: PartReader, *, picture: bool) -> Iterator[Cut]:
    """What goes of a file of boxes; ``picture``: it is an AVIF or a HEIC."""
    for box in boxes(parts, 0, parts.size):
        if picture and box.kind == b"meta":
            yield from items.cuts(parts, list(boxes(parts, box.inner + 4, box.end)))
        else:
            yield from _of_box(parts, box)


def boxes(parts: PartReader, at: int, end: int) -> Iterator[Box]:
    """The boxes of a stretch; the file's last one may be cut short."""
    while at < end:
        parts.count()
        head = parts.upto(at, 16)
        if len(head) < 8:
            return
        size, inner = int.from_bytes(head[:4]), at + 8
        if size == 1:
            size, inner = int.from_bytes(head[8:16]), at + 16
        stop = at + size if size else end
        if stop > end and end == parts.size:
            stop = end
        if stop > end or stop < inner:
            raise BrokenError
        yield Box(head[4:8], at, inner, stop)
        at = stop


def _of_box(parts: PartReader, box: Box) -> Iterator[Cut]:
    if box.kind in _NOTES:
        yield Cut(box.start + 4, box.start + 8, b"free")
        yield Cut(box.inner, box.end, zeros=box.end - box.inner)
    elif box.kind == b"hdlr":
        if parts.upto(box.inner + 8, 4) in _DATA:
            raise BrokenError
    elif box.kind in _FOLDERS:
        for inner in boxes(parts, box.inner, box.end):
            yield from _of_box(parts, inner)
