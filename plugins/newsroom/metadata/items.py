# SPDX-License-Identifier: AGPL-3.0-or-later
"""The items of an AVIF or a HEIC (ISO 23008-12): those that hold EXIF or XMP are written over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from newsroom.metadata import exif, xmp
from newsroom.metadata.cuts import BrokenError, Cut, PartReader

_LARGEST = 4 << 20
_MOST = 10_000
Extent = tuple[int, int]


class BoxLike(Protocol):
    """What is asked of a box (`newsroom.metadata.iso_boxes.Box`)."""

    @property
    def kind(self) -> bytes: ...  # noqa: D102 - told by Box
    @property
    def inner(self) -> int: ...  # noqa: D102 - told by Box
    @property
    def end(self) -> int: ...  # noqa: D102 - told by Box


class _Fields:
    """Numbers of a box's content, one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def number(self, size: int) -> int:
        found = self.data[self.at : self.at + size]
        if len(found) < size:
            raise BrokenError
        self.at += size
        return int.from_bytes(found)


def cuts(parts: PartReader, within: Sequence[BoxLike]) -> Iterator[Cut]:
    """What is written over in a file whose ``meta`` box holds these boxes."""
    by_kind = {box.kind: box for box in within}
    if b"iinf" not in by_kind or b"iloc" not in by_kind:
        return
    noted = _noted(_content(parts, by_kind[b"iinf"]))
    data = by_kind.get(b"idat")
    for item, extents in _places(_content(parts, by_kind[b"iloc"]), data, parts).items():
        if item in noted:
            yield from _over(parts, extents, noted[item])


def _content(parts: PartReader, box: BoxLike) -> bytes:
    if box.end - box.inner > _LARGEST:
        raise BrokenError
    return parts.at(box.inner, box.end - box.inner)


def _noted(data: bytes) -> dict[int, bytes]:
    """The items that are no pictures, with their types, by number."""
    fields = _Fields(data)
    version = fields.number(4) >> 24
    found: dict[int, bytes] = {}
    for _each in range(min(fields.number(4 if version else 2), _MOST)):
        start = fields.at
        size, kind = fields.number(4), fields.number(4).to_bytes(4)
        entry = fields.number(4) >> 24
        if size < 12 or kind != b"infe":
            raise BrokenError
        if entry >= 2:
            item = fields.number(2 if entry == 2 else 4)
            fields.number(2)
            item_type = fields.number(4).to_bytes(4)
            if item_type in (b"Exif", b"mime", b"uri "):
                found[item] = item_type
        fields.at = start + size
    return found


def _places(data: bytes, inside: BoxLike | None, parts: PartReader) -> dict[int, list[Extent]]:
    """Where the items' bytes are, by number."""
    fields = _Fields(data)
    version = fields.number(4) >> 24
    sizes = fields.number(2)
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    found: dict[int, list[Extent]] = {}
    for _each in range(min(fields.number(wide), _MOST)):
        item = fields.number(wide)
        method = fields.number(2) & 15 if version else 0
        fields.number(2)
        start = fields.number(base)
        if method == 1 and inside is not None:
            start += inside.inner
        elif method:
            raise BrokenError
        extents = []
        for _extent in range(min(fields.number(2), _MOST)):
            if version and index:
                fields.number(index)
            at = start + fields.number(offset)
            size = fields.number(length)
            if not size or at + size > parts.size:
                raise BrokenError
            extents.append((at, at + size))
        found[item] = extents
    return found


def _over(parts: PartReader, extents: list[Extent], item_type: bytes) -> Iterator[Cut]:
    """What stays of an item, in its place, and zeros."""
    size = sum(end - at for at, end in extents)
    kept = b""
    if size <= _LARGEST:
        data = b"".join(parts.at(at, end - at) for at, end in extents)
        if item_type == b"Exif":
            tiff = exif.slim(data[4 + int.from_bytes(data[:4]) :])
            kept = bytes(4) + tiff if tiff else b""
        elif item_type == b"mime":
            packet = xmp.slim(data)
            kept = packet and packet.ljust(size)
    if len(kept) > size:
        kept = b""
    for at, end in extents:
        new, kept = kept[: end - at], kept[end - at :]
        yield Cut(at, end, new, end - at - len(new))
