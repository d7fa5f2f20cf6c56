# SPDX-License-Identifier: AGPL-3.0-or-later
"""QR codes: an address that a phone reads off paper."""

from __future__ import annotations

import msgspec
import segno

_MODULE = 0.45  # millimetres: what phones read off a wall, printed by any office printer
_BORDER = 4  # modules of white around it, as ISO/IEC 18004 wants
_LARGEST = 77 + 2 * _BORDER  # modules of a side (version 15): beyond, it would fill the column


class Code(msgspec.Struct, frozen=True):
    """A QR code: ``svg`` as a ``data:`` address, ``size`` in millimetres."""

    svg: str
    size: float


def qr_code(address: str) -> Code | None:
    """The code of an address; None of one that is too long to be read from a code of that size."""
    try:
        made = segno.make(address, micro=False, error="l", boost_error=True)
    except segno.DataOverflowError:
        return None
    side = made.symbol_size(border=_BORDER)[0]
    if side > _LARGEST:
        return None
    svg = made.svg_data_uri(border=_BORDER, omitsize=True, xmldecl=False)
    return Code(svg, round(side * _MODULE, 1))
