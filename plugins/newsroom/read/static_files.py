# SPDX-License-Identifier: AGPL-3.0-or-later
"""Looking into files that are published as they are, in pieces, whatever their size."""

from __future__ import annotations

import os
from typing import BinaryIO

import imagesize
import msgspec

from newsroom.blobs import blob_digest
from newsroom.errors import WARNING, Problem
from newsroom.messages import _
from newsroom.metadata.cuts import BrokenError, length
from newsroom.metadata.strip import cuts_of
from newsroom.model import PhotoFacts, Refusal
from newsroom.pictures.decode import PictureError
from newsroom.pictures.inspect import CMYK, DEEP
from newsroom.pictures.looks import Looks
from newsroom.read.drawings import Drawing
from newsroom.read.uploads import (
    HEAD,
    TAIL,
    Sample,
    by_content,
    by_pixels,
    by_size,
    ending,
    explain,
    is_picture,
)
from newsroom.settings import Settings
from newsroom.text.file_names import is_litter
from newsroom.text.normalise import nfc as normal

_CHUNK = 1 << 20


class Look(msgspec.Struct, frozen=True):
    """What a file is: git's digest of it, a picture's pixels, and why it is not published.

    ``size`` is what it has when it is published: without its metadata. ``problems`` tell its
    editor why it is not.
    """

    digest: bytes
    size: int
    width: int = 0
    height: int = 0
    kind: str = ""
    facts: PhotoFacts | None = None
    refusal: Refusal | None = None
    problems: tuple[Problem, ...] = ()


def look_into(file: BinaryIO, path: str, known: bytes, settings: Settings, *, judged: bool) -> Look:
    """Look into a file that is open at its beginning.

    If its digest is ``known`` nothing more is asked. ``judged``: whether only known kinds of
    files are published; what the theme or the settings name is not judged.

    Raises:
        OSError: it can't be read.
    """
    look = _looked(file, path, known, settings, judged=judged)
    if look.refusal is None or look.digest == known or is_litter(path.rpartition("/")[2]):
        return look  # of litter nobody need hear
    message = _("The file is not published: {reason}.").format(reason=explain(look.refusal))
    problem = Problem(path, 0, message, WARNING, code="file-not-published")
    return msgspec.structs.replace(look, problems=(problem,))


def _looked(file: BinaryIO, path: str, known: bytes, settings: Settings, *, judged: bool) -> Look:
    size = os.fstat(file.fileno()).st_size
    refusal = by_size(path, size, settings) if judged else None
    drawing = Drawing() if judged and refusal is None and ending(path) == "svg" else None
    sample, digest = _pass(file, size, drawing)
    if digest == known or refusal is not None:
        return Look(digest, size, refusal=refusal)
    if judged:
        refusal = by_content(path, sample, settings)
    if drawing is not None:
        refusal = drawing.refusal
    try:
        published = length(size, cuts_of(file, size, path)) if refusal is None else size
    except BrokenError:
        published = size
        refusal = Refusal("metadata", (ending(path),)) if judged else None
    if refusal is not None or not is_picture(path):
        return Look(digest, published, refusal=refusal)
    width, height = _pixels(file)
    unfit = by_pixels(width, height, settings) if judged else None
    if unfit is None and judged and settings.newsroom.pictures and drawing is None:
        return _inspected(file, path, Look(digest, published), settings)
    return Look(digest, published, width, height, refusal=unfit)


def _inspected(file: BinaryIO, path: str, look: Look, settings: Settings) -> Look:
    """Look at a picture of which renditions are to be made: it has to be decoded, once for all."""
    own = settings.newsroom
    file.seek(0)
    try:
        most, attentive = own.largest_pixels * 1_000_000, own.picture_attention
        found = Looks(settings.cache).look(look.digest, file.read, most, attentive=attentive)
    except PictureError as error:
        return msgspec.structs.replace(look, refusal=error.refusal)
    told = tuple(
        Problem(path, 0, _(_ODD[odd]), WARNING, code="picture-converted") for odd in found.odd
    )
    return msgspec.structs.replace(
        look,
        width=found.width,
        height=found.height,
        kind=found.kind,
        facts=_in_nfc(found.facts) if found.facts else None,
        problems=told,
    )


def _in_nfc(facts: PhotoFacts) -> PhotoFacts:
    credit, caption = normal(facts.credit), normal(facts.caption)
    return msgspec.structs.replace(facts, credit=credit, caption=caption)


_ODD = {
    CMYK: "The picture has a printer's colours (CMYK), which are converted; save it as RGB (sRGB).",
    DEEP: "The picture has 16 bits a colour, of which 8 are shown; save it with 8 bits.",
}


def _pass(file: BinaryIO, size: int, drawing: Drawing | None) -> tuple[Sample, bytes]:
    """One pass over a file: its sample, and git's id of its bytes ("blob <size>\\0" and these)."""
    digest = blob_digest(size)
    head = tail = b""
    left = size
    # No more than was there when its size was asked for: it may be growing.
    while left and (chunk := file.read(min(_CHUNK, left))):
        left -= len(chunk)
        digest.update(chunk)
        head = head or chunk[:HEAD]
        tail = (tail + chunk)[-TAIL:] if len(chunk) < TAIL else chunk[-TAIL:]
        if drawing is not None:
            drawing.feed(chunk)
    if drawing is not None:
        drawing.feed(b"", last=True)
    return Sample(head, tail), digest.digest()


def _pixels(file: BinaryIO) -> tuple[int, int]:
    """A picture's width and height; (0, 0) when its beginning does not tell them."""
    file.seek(0)
    try:
        width, height = imagesize.get(file)
        return max(0, round(width)), max(0, round(height))
    except Exception:  # a damaged header makes the library raise whatever it likes
        return 0, 0
