# SPDX-License-Identifier: AGPL-3.0-or-later
"""Colours as screens show them: sRGB, whatever the picture's own profile says."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image


def in_srgb(image: Image, profile: bytes) -> Image:
    """The picture in L, RGB or RGBA, in sRGB; ``profile`` (ICC) is what its numbers mean now.

    A profile that is damaged, or of other colours than the picture has, is none: then RGB counts as
    sRGB, and CMYK becomes what is left of white paper.
    """
    if profile and image.mode != "L":
        with suppress(Exception):  # littlecms refuses in many ways
            return _converted(image, profile)
    return image.convert("RGB") if image.mode == "CMYK" else image


def _converted(image: Image, profile: bytes) -> Image:
    from PIL import ImageCms  # noqa: PLC0415 - only with a profile

    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    plain = image.convert("RGB") if alpha else image
    own: Any = ImageCms.ImageCmsProfile(BytesIO(profile))
    made = ImageCms.profileToProfile(plain, own, _srgb(), outputMode="RGB")
    if made is None:  # only of one that is changed in place
        return image
    if alpha is not None:
        made.putalpha(alpha)
    return made


@cache
def _srgb() -> Any:
    from PIL import ImageCms  # noqa: PLC0415 - likewise

    return ImageCms.createProfile("sRGB")
