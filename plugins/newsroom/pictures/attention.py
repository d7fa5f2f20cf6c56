# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where eyes go in a photo, for crops of which no editor says where to look.

What counts is known of looking at pictures: edges, strong colours, and skin above all. They are
summed in a picture of a hundred pixels, blurred to the size of a head, and weighed by where people
have what they photograph: in the middle, and not at the foot. All of it follows from the pixels.
"""

from __future__ import annotations

from itertools import product

from PIL import Image, ImageFilter

from newsroom.pictures.decode import Pixels

_EDGES, _STRONG, _SKIN = 0.5, 0.15, 1.1
"""What an edge, a strong colour and skin count for."""

_HEAD = 11
"""Of the longer side a face takes about so many parts."""

_LEAST = 1.5
"""Times the mean: what stands out by less is no place to look at."""

_BORDER = 2
"""Pixels at each side of which no edge is known."""

_KERNEL = ImageFilter.Kernel((3, 3), (-1, -1, -1, -1, 8, -1, -1, -1, -1), scale=1)

_SKIN_HUES = frozenset((*range(2, 27), *range(251, 256)))
_SKIN_STRENGTHS = range(45, 171)


def attention(small: Pixels) -> tuple[float, float] | None:
    """The point of a picture (RGB, some hundred pixels, turned as it is seen) that its crops keep.

    From the left and the top, 0 to 1, in hundredths; None where nothing stands out.
    """
    width, height = small.size
    if min(width, height) < 8:
        return None
    bands = (band.tobytes() for band in small.convert("HSV").split())
    looked = Image.frombytes("L", small.size, bytes(map(_weight, _edges(small), *bands)))
    blurred = looked.filter(ImageFilter.GaussianBlur(max(width, height) / _HEAD)).tobytes()
    columns, rows = _prior(width, height)
    places = product(rows, columns)
    found = [value * (row + column) for value, (row, column) in zip(blurred, places, strict=True)]
    most = max(found)
    if not most or most < _LEAST * sum(found) / len(found):
        return None
    row, column = divmod(found.index(most), width)
    return round((column + 0.5) / width, 2), round((row + 0.5) / height, 2)


def _edges(small: Pixels) -> bytes:
    """How much each pixel differs from those around it."""
    told = small.filter(ImageFilter.GaussianBlur(0.7)).convert("L").filter(_KERNEL)
    told = told.point([min(255, 4 * value) for value in range(256)])
    inner = (_BORDER, _BORDER, small.width - _BORDER, small.height - _BORDER)
    known = Image.new("L", small.size, 0)
    known.paste(told.crop(inner), inner)
    return known.tobytes()


def _weight(edge: int, hue: int, strength: int, light: int) -> int:
    """What a pixel counts for, 0 to 255."""
    total = _EDGES * edge
    if light > 50 and strength > 60:
        total += _STRONG * (strength - 60)
    if light > 80 and strength in _SKIN_STRENGTHS and hue in _SKIN_HUES:
        total += _SKIN * 255 * (0.25 + 0.75 * min(1, edge / 48))  # a wall has no edges
    return min(255, int(total))


def _prior(width: int, height: int) -> tuple[list[float], list[float]]:
    """How likely each column and row is before one looks: most a little above the middle.

    A place is as likely as its two numbers' sum.
    """
    columns = [-0.35 * (2 * x / width - 1) ** 2 for x in range(width)]
    downs = [y / height - 0.4 for y in range(height)]
    return columns, [
        1 - 0.55 * max(0, 1.6 * down) ** 1.5 - 0.2 * max(0, -2.5 * down) ** 2 for down in downs
    ]
