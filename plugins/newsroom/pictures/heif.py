# SPDX-License-Identifier: AGPL-3.0-or-later
"""HEIC, what phones save photos as and no browser shows: decoded where pillow-heif is installed.

It is an extra (``pip install newsroom-portal[heic]``). Without it, and without renditions, such a
photo is refused (`newsroom.read.uploads`).
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

FORMAT = "HEIF"
"""What Pillow calls it: HEIC is HEIF (ISO 23008-12) with HEVC in it."""

ENDINGS = ("heic", "heif", "hif")

_PICTURED = ".jpg"


def is_named_so(path: str) -> bool:
    """Whether a file's ending is that of such a photo."""
    return path.rpartition(".")[2].lower() in ENDINGS


def own_address(path: str) -> str:
    """The file of the output at which a picture answers by its own name.

    A HEIC can't be shown under it, so that is a JPEG with one ending more: ``images/a.heic.jpg``.
    """
    return path + _PICTURED if is_named_so(path) else path


def is_decoded() -> bool:
    """Whether what decodes it is installed."""
    return bool(decoder())


@cache
def decoder() -> str:
    """The version of what decodes it; "" where nothing does."""
    try:
        return version("pillow-heif") if find_spec("pillow_heif") else ""
    except PackageNotFoundError:
        return ""


def formats(data: bytes) -> tuple[str, ...]:
    """What Pillow is to try for a file besides its own formats."""
    if data[4:8] != b"ftyp" or data[8:12] in (b"avif", b"avis") or not is_decoded():
        return ()
    _register()
    return (FORMAT,)


@cache
def _register() -> None:
    import pillow_heif  # noqa: PLC0415 - an extra, and only for files that look like one

    # A worker is one of many already; and AVIF is Pillow's.
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener()
