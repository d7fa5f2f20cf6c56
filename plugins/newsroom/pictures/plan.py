# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which renditions there are of a picture, by what the theme's slots ask for."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

import msgspec

from newsroom.pictures.inspect import GRAPHIC, MOVING, PHOTO
from newsroom.pictures.recipe import (
    AVIF,
    JPEG,
    PNG,
    WEBP,
    Recipe,
    animation,
    graphic,
    name,
    photo,
)

FILE = "pictures.toml"
"""The slots, in the theme's folder."""

FOLDER = "anh/"
"""Of the output: where renditions lie, and nothing else."""

FALLBACK = 1080
"""Pixels of the JPEG, for what shows neither AVIF nor WebP: feeds' readers, mails, old devices."""


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place for pictures: the widths that it is served in, and how wide it is (``sizes``)."""

    widths: tuple[int, ...]
    sizes: str
    name: str = ""


Slots = tuple[Slot, ...]


def read_slots(theme: Path) -> Slots:
    """The slots of a theme.

    Raises:
        OSError, ValueError: its file can't be read.
    """
    data = tomllib.loads((theme / FILE).read_text("utf-8"))
    found = msgspec.convert(data, dict[str, Slot])
    return tuple(
        msgspec.structs.replace(slot, name=key, widths=tuple(sorted(set(slot.widths))))
        for key, slot in sorted(found.items())
    )


class Shape(msgspec.Struct, frozen=True):
    """What is to be known of a picture to show it: digest, size in pixels, and its sort."""

    digest: bytes
    width: int
    height: int
    sort: str


def fitting(widths: tuple[int, ...], width: int) -> tuple[int, ...]:
    """Of these widths those that a picture has, and its own where that lies between two."""
    smaller = [each for each in widths if each < width]
    if len(smaller) < len(widths):
        smaller.append(width)
    return tuple(smaller)


@lru_cache(8192)
def recipes(shape: Shape, slots: Slots) -> tuple[Recipe, ...]:
    """Of what a picture's renditions are made, each once."""
    if shape.sort == MOVING:
        return (animation(),)
    wanted = sorted({width for slot in slots for width in fitting(slot.widths, shape.width)})
    if shape.sort == GRAPHIC:
        return (*(graphic(width) for width in wanted), fallback(shape))
    if shape.sort != PHOTO:
        return ()
    return (*(photo(form, width) for form in (AVIF, WEBP) for width in wanted), fallback(shape))


def fallback(shape: Shape) -> Recipe:
    """The one rendition that everything can show."""
    width = min(FALLBACK, shape.width)
    return graphic(width, PNG) if shape.sort == GRAPHIC else photo(JPEG, width)


def place(shape: Shape, recipe: Recipe) -> str:
    """A rendition's file in the output."""
    return FOLDER + name(shape.digest, recipe)


class Set(msgspec.Struct, frozen=True):
    """A ``<source>``: its media type, and ``srcset`` (address and width, …)."""

    type: str
    srcset: str


@lru_cache(8192)
def sets(shape: Shape, slot: Slot, base: str) -> tuple[Set, ...]:
    """What a picture is offered as in a slot, best first; ``base`` is what addresses begin with."""
    if shape.sort == MOVING:
        return ()
    widths = fitting(slot.widths, shape.width)
    forms = {AVIF: photo, WEBP: photo} if shape.sort == PHOTO else {WEBP: _graphic}
    return tuple(
        Set(
            f"image/{form}",
            ", ".join(f"{base}/{place(shape, make(form, width))} {width}w" for width in widths),
        )
        for form, make in forms.items()
    )


def _graphic(form: str, width: int) -> Recipe:
    return graphic(width, form)


def source(shape: Shape) -> str:
    """The file of the ``<img>`` itself."""
    return place(shape, animation() if shape.sort == MOVING else fallback(shape))
