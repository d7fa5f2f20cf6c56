# SPDX-License-Identifier: AGPL-3.0-or-later
"""Photoshop's image resources, one of which is IPTC (IIM 4.2): what of them is published.

Left are byline, credit, source and copyright. Out go places, keywords, captions that were written
for the desk, edit histories, thumbnails, and all other resources.
"""

from __future__ import annotations

PHOTOSHOP = b"Photoshop 3.0\x00"
_IPTC = 0x0404
_CHARSET = (1, 90)
_KEPT = frozenset({_CHARSET, (2, 80), (2, 85), (2, 110), (2, 115), (2, 116)})
_LONGEST = 2000


def slim(data: bytes) -> bytes:
    """What stays of image resources (without ``PHOTOSHOP``); b"" if nothing does."""
    at, kept = 0, b""
    while data[at : at + 4] == b"8BIM":
        number = int.from_bytes(data[at + 4 : at + 6])
        name = data[at + 6 : at + 7]
        if not name:
            break
        begin = at + 6 + (name[0] + 2) // 2 * 2  # a length, as many letters, an even number
        size = int.from_bytes(data[begin : begin + 4])
        if number == _IPTC:
            kept += _datasets(data[begin + 4 : begin + 4 + size])
        at = begin + 4 + size + size % 2
    if not kept:
        return b""
    head = b"8BIM" + _IPTC.to_bytes(2) + bytes(2) + len(kept).to_bytes(4)
    return head + kept + bytes(len(kept) % 2)


def _datasets(data: bytes) -> bytes:
    at, kept, named = 0, b"", False
    while data[at : at + 1] == b"\x1c" and at + 5 <= len(data):
        which = (data[at + 1], data[at + 2])
        size = int.from_bytes(data[at + 3 : at + 5])
        if size & 0x8000:  # a length of a length: for pictures, which none of ours are
            break
        if which in _KEPT and size <= _LONGEST:
            kept += data[at : at + 5 + size]
            named = named or which != _CHARSET
        at += 5 + size
    return kept[:_MOST] if named and len(kept) <= _MOST else b""


_MOST = 20_000
