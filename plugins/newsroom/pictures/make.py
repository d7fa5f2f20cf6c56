# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one function: a picture's bytes and recipes → the bytes of its renditions.

It reads no file, asks no clock, and every rendition is what it would be if it were made alone; so
it can run in any process, in any order, twice or never. Encoders run in one thread: with several,
AV1's makes other bytes by how many there are. The same versions of Pillow and of its codecs make
the same bytes; another version may make others.

What was in the source beside the picture (place, camera, thumbnail, profile) is in none of them:
they are encoded from pixels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from newsroom.pictures import heif
from newsroom.pictures.colour import in_srgb
from newsroom.pictures.decode import PictureError, frames_of, load, opened, orientation
from newsroom.pictures.decode import turned as as_seen
from newsroom.pictures.recipe import AVIF, JPEG, Recipe
from newsroom.pictures.sizes import Box, crop, scaled

if TYPE_CHECKING:
    from PIL.Image import Image

PIXELS = 60_000_000
"""What is decoded at most, unless somebody says otherwise."""

_FASTER = 3.0
"""A picture is first reduced to so many times its size by whole numbers, in half the time."""

_WAY = 1
"""Which way this module makes renditions; another number for what changes their bytes."""

_SIDEWAYS = 5

_WHITE = (255, 255, 255)


@cache
def encoders() -> str:
    """What makes renditions here, such as ``1-pillow-13.0.0-avif-1.3.0-webp-1.6.0-…``.

    Two that say the same make the same bytes of the same picture.
    """
    from PIL import __version__, features  # noqa: PLC0415 - see `newsroom.pictures.decode.opened`

    codecs = "-".join(f"{name}-{features.version(name)}" for name in _CODECS)
    codecs += f"-heif-{heif.decoder()}" if heif.is_decoded() else ""
    return re.sub(r"[^\w.-]", "_", f"{_WAY}-pillow-{__version__}-{codecs}")


_CODECS = ("avif", "webp", "libjpeg_turbo", "zlib", "zlib_ng", "littlecms2")


def make(data: bytes, recipes: Iterable[Recipe], most: int = PIXELS) -> list[bytes]:
    """Renditions of the picture ``data``, in the order of the recipes; it is decoded once.

    Raises:
        PictureError: it can't be decoded, or has more than ``most`` pixels.
    """
    wanted = list(recipes)
    still = [recipe for recipe in wanted if not recipe.moving]
    made: dict[Recipe, bytes] = {}
    with opened(data, most) as image:
        if len(still) < len(wanted):
            moving = _moving(image)
            made.update((recipe, moving) for recipe in wanted if recipe.moving)
        if still:
            if frames_of(image) > 1:
                image.seek(0)
            made.update(_still(image, still))
    return [made[recipe] for recipe in wanted]


def _still(image: Image, recipes: Sequence[Recipe]) -> dict[Recipe, bytes]:
    turned, profile = orientation(image), image.info.get("icc_profile") or b""
    pixels = load(image)
    fitted: dict[tuple[Any, ...], Image] = {}
    made = {}
    for recipe in recipes:
        size = recipe.width, recipe.height, recipe.focus
        if size not in fitted:
            fitted[size] = in_srgb(_fitted(pixels, recipe, turned), profile)
        made[recipe] = _encoded(fitted[size], recipe)
    return made


def _fitted(image: Image, recipe: Recipe, turned: int) -> Image:
    """A recipe's part of a picture in its size, turned as it is seen."""
    from PIL import Image as Library  # noqa: PLC0415 - see `newsroom.pictures.decode.opened`

    sideways = turned >= _SIDEWAYS
    width, height = image.size[::-1] if sideways else image.size
    box = crop(width, height, recipe)
    size = (box[2] - box[0], box[3] - box[1])
    target = scaled(size, recipe.width)
    own = _unturned(box, (width, height), turned)
    if sideways:
        target = target[::-1]
    if own != (0, 0, *image.size) or target != image.size:
        image = image.resize(target, Library.Resampling.LANCZOS, box=own, reducing_gap=_FASTER)
    return as_seen(image, turned)


def _unturned(box: Box, size: tuple[int, int], turned: int) -> Box:
    """Where a part that is seen lies in the picture as it is stored."""
    left, top, right, bottom = box
    width, height = size
    if turned in (2, 3, 6, 7):  # what is seen at the right is stored first
        left, right = width - right, width - left
    if turned in (3, 4, 7, 8):
        top, bottom = height - bottom, height - top
    if turned >= _SIDEWAYS:
        return top, left, bottom, right
    return left, top, right, bottom


# ----------------------------------------------------------------------------------- encoders


def _encoded(image: Image, recipe: Recipe) -> bytes:
    out = BytesIO()
    image.info.clear()  # encoders would put profiles and comments of the source in
    if image.mode == "RGBA" and recipe.form == JPEG:
        image = _on_white(image)
    match recipe.form:
        case "avif":
            image.save(out, "AVIF", max_threads=1, autotiling=False, **_efforts(recipe))
        case "webp":
            image.save(out, "WEBP", lossless=not recipe.quality, **_efforts(recipe))
        case "jpeg":
            image.save(out, "JPEG", quality=recipe.quality, optimize=True, progressive=True)
        case _:
            image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _efforts(recipe: Recipe) -> dict[str, int]:
    """The encoder's numbers; a lossless WebP's quality is how hard it tries."""
    if recipe.form == AVIF:
        return {"quality": recipe.quality, "speed": recipe.effort}
    return {"quality": recipe.quality or 75, "method": recipe.effort}


def _on_white(image: Image) -> Image:
    from PIL import Image as Library  # noqa: PLC0415 - likewise

    paper = Library.new("RGB", image.size, _WHITE)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _moving(image: Image) -> bytes:
    """All frames, in the picture's own size; they are decoded one at a time."""
    if image.format not in ("GIF", "WEBP"):
        raise PictureError("undecodable")
    times = []
    for frame in range(frames_of(image)):
        image.seek(frame)
        times.append(int(image.info.get("duration") or 0) or _NO_TIME)
    out, loops = BytesIO(), image.info.get("loop", 1)
    image.seek(0)
    image.save(
        out,
        "WEBP",
        save_all=True,
        duration=times,
        loop=loops,
        quality=75,
        method=4,
        icc_profile=b"",
    )
    return out.getvalue()


_NO_TIME = 100
"""Milliseconds that browsers give a frame which says 0."""
