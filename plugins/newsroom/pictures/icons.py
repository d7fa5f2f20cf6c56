# SPDX-License-Identifier: AGPL-3.0-or-later
"""The icons of a site, drawn from its one logo.

Sizes are those that browsers and phones ask for: the HTML Standard's ``icon`` (a ``favicon.ico``
is asked for without a link, too), Apple's ``apple-touch-icon``, and the icons of a Web Application
Manifest, of which a *maskable* one is cut to any shape by phones within its middle 80 %.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import msgspec
import resvg_py
from PIL import Image

PAPER = "#fdfbf7"
"""What stands behind a logo where an icon may not be transparent; the theme's light paper."""

_ICO = (16, 32, 48)


class Icon(msgspec.Struct, frozen=True):
    """An icon's pixels, the part of them that the logo takes, and what is behind it."""

    size: int
    part: float = 1.0
    behind: str = ""


ICONS = {
    "apple-touch-icon.png": Icon(180, 0.86, PAPER),
    "icon-192.png": Icon(192),
    "icon-512.png": Icon(512),
    "icon-maskable.png": Icon(512, 0.7, PAPER),
}
"""The icons that are PNGs, by their files."""


@lru_cache(16)  # a few hundredths of a second each: one process draws them once
def draw(logo: bytes, name: str) -> bytes:
    """The icon of this file from an SVG.

    Raises:
        ValueError: the SVG can't be drawn.
    """
    if name.endswith(".ico"):
        pictures = [_square(logo, Icon(size)) for size in _ICO]
        return _saved(pictures[-1], "ICO", append_images=pictures[:-1], sizes=_sizes())
    return _saved(_square(logo, ICONS[name]), "PNG", optimize=True)


def _sizes() -> list[tuple[int, int]]:
    return [(size, size) for size in _ICO]


def _square(logo: bytes, icon: Icon) -> Image.Image:
    """The logo in the middle of a square, whatever its own shape."""
    inner = round(icon.size * icon.part)
    try:
        text = logo.decode("utf-8-sig")
        # One side follows from the other, and fonts of this machine would differ elsewhere.
        drawn = resvg_py.svg_to_bytes(svg_string=text, width=inner, skip_system_fonts=True)
        picture = Image.open(BytesIO(drawn))
        if picture.height > inner:
            drawn = resvg_py.svg_to_bytes(svg_string=text, height=inner, skip_system_fonts=True)
            picture = Image.open(BytesIO(drawn))
    except (ValueError, OSError, Image.DecompressionBombError) as error:
        raise ValueError(str(error)) from error
    whole = Image.new("RGBA", (icon.size, icon.size), icon.behind or (0, 0, 0, 0))
    place = (icon.size - picture.width) // 2, (icon.size - picture.height) // 2
    whole.alpha_composite(picture.convert("RGBA"), place)
    return whole.convert("RGB") if icon.behind else whole


def _saved(picture: Image.Image, form: str, **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()
