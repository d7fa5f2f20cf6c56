# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where eyes go in a photo, for crops of which no editor says where to look.

What counts is known of looking at pictures: edges, strong colours, and skin above all. They are
summed in a picture of a hundred pixels, blurred to the size of a head, and weighed by where people
have what they photograph: in the middle, and not at the foot. All of it follows from the pixels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from newsroom.pictures.decode import Pixels

_EDGES, _STRONG, _SKIN = 0.5, 0.15, 1.1
_HEAD = 11
"""Of the longer side a face takes about so many parts."""

_LEAST = 1.5
"""Times the mean: what stands out by less is no place to look at."""


_KERNEL = ImageFilter.Kernel((3, 3), (-1, -1, -1, -1, 8, -1, -1, -1, -1), scale=1)


def attention(small: Pixels) -> tuple[float, float] | None:
    """The point of a picture (RGB, some hundred pixels, turned as it is seen) that its crops keep.

    From the left and the top, 0 to 1, in hundredths; None where nothing stands out.
    """
    width, height = small.size
    if min(width, height) < 8:
        return None
    told = small.filter(ImageFilter.GaussianBlur(0.7)).convert("L").filter(_KERNEL)
    edges = np.minimum(255, 4 * np.asarray(told, dtype=np.float64))
    edges[:2] = edges[-2:] = edges[:, :2] = edges[:, -2:] = 0  # of a border nothing is known
    hue, strength, light = np.moveaxis(np.asarray(small.convert("HSV"), dtype=np.int64), 2, 0)
    strong = np.where(light > 50, np.maximum(0, strength - 60), 0)
    red = ((hue >= 2) & (hue <= 26)) | (hue > 250)
    skin = 255 * (red & (strength >= 45) & (strength <= 170) & (light > 80))
    bare = 0.25 + 0.75 * np.minimum(1, edges / 48)  # a wall has no edges, whatever its colour
    total = _EDGES * edges + _STRONG * strong + _SKIN * skin * bare
    looked = Image.fromarray(np.clip(total, 0, 255).astype(np.uint8))
    blurred = looked.filter(ImageFilter.GaussianBlur(max(width, height) / _HEAD))
    found = np.asarray(blurred, dtype=np.float64) * _prior(width, height)
    if found.max() < _LEAST * found.mean() or not found.any():
        return None
    row, column = divmod(int(found.argmax()), width)
    return round((column + 0.5) / width, 2), round((row + 0.5) / height, 2)


def _prior(width: int, height: int) -> NDArray[np.float64]:
    """How likely each place is before one looks: most a little above the middle."""
    y, x = np.mgrid[0:height, 0:width]
    aside, down = np.abs(2 * x / width - 1), y / height - 0.4
    below, above = np.maximum(0, 1.6 * down) ** 1.5, np.maximum(0, -2.5 * down) ** 2
    weighed: NDArray[np.float64] = 1 - 0.35 * aside**2 - 0.55 * below - 0.2 * above
    return weighed
