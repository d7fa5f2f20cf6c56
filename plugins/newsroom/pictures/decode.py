# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a file's bytes to its pixels, or why there are none. Nothing is trusted in these bytes.

Only formats that editors may put in are tried; how large a picture is is asked before one pixel is
decoded. Pillow answers damage with whatever its decoders raise, and all of it is one error here.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from newsroom.model import Refusal
from newsroom.pictures import heif

if TYPE_CHECKING:
    from PIL.Image import Image

Pixels: TypeAlias = "Image"
"""A picture of Pillow's, for annotations: a build without new pictures doesn't import it."""

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")

DECODED = 3200
"""Pixels of the longer side that are decoded at least, if there are so many.

A larger JPEG is decoded at a half, a quarter or an eighth, which its format has for nothing. That
follows from the picture alone: what is made of it must not depend on what else is made.
"""

MOST_MOVING = 200_000_000
"""Pixels of all frames of a moving picture together."""

MEMORY = 200_000_000
"""Bytes that decoding a picture may take; with Python and what is made of it, a worker has 300 MB.

A pixel takes so many while it is decoded: four in the picture itself, and twice that or more in the
decoders of WebP and AVIF. Of a JPEG just a part is decoded, but a progressive one is held whole.
"""
_BYTES = {"PNG": 4, "GIF": 5, "WEBP": 14, "AVIF": 14, heif.FORMAT: 8}
_PROGRESSIVE = 6

_MOST_SCANS = 100
"""Passes over a progressive JPEG; programs write ten or so, and each costs a decoding."""

_ORIENTATION = 0x0112
_TURNED_BY_HALF = 5
"""Orientations from this one on swap width and height (EXIF 2.32, 4.6.4)."""


class PictureError(Exception):
    """Nothing can be made of a picture; ``refusal`` says why."""

    def __init__(self, reason: str, *values: str) -> None:
        super().__init__(reason, *values)
        self.refusal = Refusal(reason, values)


class Header(msgspec.Struct, frozen=True):
    """What a picture is: its format, its size as it is seen, and what is odd about it."""

    form: str
    width: int
    height: int
    orientation: int
    frames: int
    mode: str


@contextmanager
def opened(data: bytes, most: int) -> Iterator[Image]:
    """A picture whose header was read, of at most so many pixels.

    Raises:
        PictureError: it has more, or can't be decoded: here, or within the block.
    """
    # A build without new pictures needs neither.
    from PIL import Image as Library  # noqa: PLC0415 - see above
    from PIL import ImageFile  # noqa: PLC0415 - see above

    tried = (*FORMATS, *heif.formats(data))
    # Another library's switch, for the whole process (WeasyPrint's, among others), would have half
    # a picture taken for one.
    lenient, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            # Sizes are judged here; what else Pillow warns of is damage that it has got over.
            warnings.simplefilter("ignore")
            with Library.open(BytesIO(data), formats=tried) as image:
                _check(image, data, most)
                yield image
    except PictureError:
        raise
    except MemoryError:
        raise
    except Library.DecompressionBombError as error:
        raise PictureError("bomb") from error
    except Exception as error:  # a decoder that meets damage raises whatever it likes
        reason = "truncated" if "truncated" in str(error) else "undecodable"
        raise PictureError(reason) from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient


def _check(image: Image, data: bytes, most: int) -> None:
    width, height = image.size
    if width * height > most:
        raise PictureError("pixels", str(width), str(height), f"{most / 1_000_000:g}")
    if width * height > (fitting := MEMORY / _bytes(image)):
        raise PictureError("pixels", str(width), str(height), f"{fitting / 1_000_000:.0f}")
    if frames_of(image) * width * height > max(MOST_MOVING, most):
        raise PictureError("bomb")
    if image.format == "JPEG" and data.count(b"\xff\xda") > _MOST_SCANS:
        raise PictureError("bomb")


def _bytes(image: Image) -> int:
    """The bytes that a pixel takes while a picture is decoded."""
    if image.format == "JPEG":
        return _PROGRESSIVE if image.info.get("progressive") else 1
    return _BYTES.get(image.format or "", 4)


def frames_of(image: Image) -> int:
    """How many frames there are: 1, unless it moves.

    A HEIC may hold several pictures (a burst's, a copy without effects): the one that it calls
    its primary is what phones show.
    """
    if image.format == heif.FORMAT:
        return 1
    return int(getattr(image, "n_frames", 1))


def header_of(image: Image) -> Header:
    """What a picture's header tells; asked for before it is decoded."""
    turned = orientation(image)
    width, height = image.size
    if turned >= _TURNED_BY_HALF:
        width, height = height, width
    form = (image.format or "").lower()
    return Header(form, width, height, turned, frames_of(image), image.mode)


def orientation(image: Image) -> int:
    """How a camera was held (EXIF), 1 to 8; 1 where nothing sensible is said."""
    try:
        found: Any = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # damaged EXIF turns no picture
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def turned(image: Pixels, orientation: int) -> Pixels:
    """A picture as it is seen, by how the camera was held."""
    from PIL import Image as Library  # noqa: PLC0415 - see `opened`

    if orientation not in _TURNS:
        return image
    return image.transpose(Library.Transpose(_TURNS[orientation]))


_TURNS = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""EXIF's orientations as Pillow's numbers of transpositions (`PIL.Image.Transpose`)."""


def load(image: Image) -> Image:
    """The pixels, in one of the modes L, RGB, RGBA and CMYK; not yet turned.

    Raises what decoders raise; `opened` makes one error of it.
    """
    if image.format == "JPEG":
        image.draft(None, scaled(image.size))
    image.load()
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in ("I", "F"):
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in ("L", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image
    if image.mode in ("1", "L") and "transparency" not in image.info:
        return image.convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def scaled(size: tuple[int, int]) -> tuple[int, int]:
    """The least size that a JPEG is decoded at."""
    longer = max(size)
    if longer <= DECODED:
        return size
    return (size[0] * DECODED // longer, size[1] * DECODED // longer)
