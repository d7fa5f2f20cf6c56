# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is made of a picture: its size, its format, and how it is encoded."""

from __future__ import annotations

import re
from hashlib import blake2b

import msgspec

AVIF, WEBP, JPEG, PNG = "avif", "webp", "jpeg", "png"

PHOTO, GRAPHIC, MOVING = "photo", "graphic", "moving"
"""Kinds of pictures (`newsroom.pictures.inspect`)."""

ENDINGS = {AVIF: "avif", WEBP: "webp", JPEG: "jpg", PNG: "png"}

UPPER_THIRD = (0.5, 0.33)
"""Where faces are in most photos of people, when nobody says where to look."""


class Recipe(msgspec.Struct, frozen=True):
    """How a rendition is made of a picture, whatever the picture.

    ``width`` and ``height`` are pixels as they are seen, after a photo was turned. A picture is
    never enlarged: of one that is smaller there is less. Without a ``height`` it keeps its shape,
    with one it is cropped around ``focus`` (from the left and from the top, 0 to 1). A ``width`` of
    0 leaves it as large as it is. ``quality`` is the encoder's own number, 0 for lossless; of a
    ``moving`` picture all frames are kept.
    """

    form: str
    width: int = 0
    height: int = 0
    focus: tuple[float, float] = UPPER_THIRD
    quality: int = 0
    effort: int = 0
    moving: bool = False

    @property
    def ending(self) -> str:
        """What a file's name ends in."""
        return ENDINGS[self.form]


def photo(
    form: str, width: int, height: int = 0, focus: tuple[float, float] = UPPER_THIRD
) -> Recipe:
    """A photo's recipe, in one of the formats for continuous tones."""
    quality, effort = _PHOTOS[form]
    return Recipe(form, width, height, focus, quality=quality, effort=effort)


def graphic(width: int, form: str = WEBP) -> Recipe:
    """The recipe of a drawing, a chart, a screenshot: every edge stays as sharp as it is."""
    return Recipe(form, width, effort=_LOSSLESS[form])


def animation() -> Recipe:
    """A moving picture's recipe; it keeps its size, as such are small."""
    return Recipe(WEBP, quality=75, effort=4, moving=True)


# Quality and effort (AVIF: speed, where less is slower; WebP: method). Of one 12-megapixel photo in
# four widths, AVIF at speed 6 takes 1.6 s and at 8 half a second, for a fifth more bytes.
_PHOTOS = {AVIF: (52, 8), WEBP: (74, 4), JPEG: (78, 0)}
_LOSSLESS = {WEBP: 4, PNG: 6}


_EDITION = msgspec.json.encode((_PHOTOS, _LOSSLESS))
"""With other numbers the same picture gets other addresses: what is under one never changes."""

_DIGITS = 16


def name(digest: bytes, recipe: Recipe) -> str:
    """What a rendition is known by, of the digest of its source and of how it is made.

    Such as ``3f/3f9ab2c4d5e6f708-720.webp``. All renditions of a picture begin alike, so that the
    many of them that a page names compress well.
    """
    return named(stem(digest), recipe)


def stem(digest: bytes, path: str = "") -> str:
    """What the names of a picture's renditions begin with; of two copies by their paths."""
    return blake2b(digest + _EDITION + path.encode(), digest_size=_DIGITS // 2).hexdigest()


_LOOKED = re.compile(r"x[0-9]+-([0-9]+)-([0-9]+)")


def focus_of(name: str) -> tuple[float, float] | None:
    """Where a crop looks, by its name; None of what is no crop."""
    found = _LOOKED.search(name)
    return (int(found[1]) / 100, int(found[2]) / 100) if found else None


def named(stem: str, recipe: Recipe) -> str:
    """The name of a rendition that begins with ``stem``."""
    size = str(recipe.width) if recipe.width else "0"
    if recipe.height:
        size += "x{}-{:.0f}-{:.0f}".format(recipe.height, *(100 * part for part in recipe.focus))
    mark = "m" if recipe.moving else "g" if not recipe.quality else ""
    return f"{stem[:2]}/{stem}-{size}{mark}.{recipe.ending}"


def is_elsewhere(src: str) -> bool:
    """Whether a picture's source is a whole address, not a path under the content folder."""
    return src.startswith("https:")
