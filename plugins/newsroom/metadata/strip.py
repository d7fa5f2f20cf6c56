# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which format a file has, and what goes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from newsroom.metadata import gif, iso_boxes, jpeg, png, svg, webp
from newsroom.metadata.cuts import BrokenError, Cut, PartReader, joined

_FORMATS: dict[str, Callable[[PartReader], Iterator[Cut]]] = {
    "avif": partial(iso_boxes.cuts, picture=True),
    "gif": gif.cuts,
    "heic": partial(iso_boxes.cuts, picture=True),
    "heif": partial(iso_boxes.cuts, picture=True),
    "hif": partial(iso_boxes.cuts, picture=True),
    "jpeg": jpeg.cuts,
    "jpg": jpeg.cuts,
    "m4a": partial(iso_boxes.cuts, picture=False),
    "m4v": partial(iso_boxes.cuts, picture=False),
    "mp4": partial(iso_boxes.cuts, picture=False),
    "png": png.cuts,
    "svg": svg.cuts,
    "webp": webp.cuts,
}


def cuts_of(file: BinaryIO, size: int, path: str) -> tuple[Cut, ...]:
    """What is cut out of a file before it is published, in order; its ending tells its format.

    Raises:
        BrokenError: the file is damaged, or holds what can't be cut out.
        OSError: it can't be read.
    """
    find = _FORMATS.get(path.rpartition(".")[2].lower())
    if find is None:
        return ()
    return joined(cut for cut in find(PartReader(file, size)) if cut.start < cut.end)


def cuts_or_none(file: BinaryIO, size: int, path: str) -> tuple[Cut, ...]:
    """The same; nothing is cut out of a file that is damaged: whoever is judged never gets here."""
    try:
        return cuts_of(file, size, path)
    except BrokenError:
        return ()
