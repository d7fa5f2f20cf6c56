# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which renditions there are of a picture, by what the theme's slots ask for."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from pathlib import Path

import msgspec

from newsroom.address_words import PICTURES
from newsroom.model import PhotoFacts, Shape, StaticFile
from newsroom.pictures.recipe import (
    AVIF,
    ENDINGS,
    GRAPHIC,
    JPEG,
    MOVING,
    PHOTO,
    PNG,
    UPPER_THIRD,
    WEBP,
    Recipe,
    animation,
    graphic,
    named,
    photo,
    stem,
)
from newsroom.pictures.sizes import size_of

FILE = "pictures.toml"
"""The slots, in the theme's folder."""

FOLDER = f"{PICTURES}/"
"""Of the output: where renditions lie, and nothing else."""

SHAPES = {"3:2": (3, 2), "16:9": (16, 9), "4:3": (4, 3), "1:1": (1, 1)}
"""What slots may crop photos to."""

FALLBACK = 1080
"""Pixels of the JPEG, for what shows neither AVIF nor WebP: feeds' readers, mails, old devices."""

_NEARLY = 0.85

_SAME = 0.02
"""A photo whose shape differs by less from that of a slot is not cropped for it."""


SHARED = (1200, 630)
"""Pixels of what is shown where a story is shared (Open Graph)."""

_LEAST_SHARED = 600
"""Pixels of a photo's width below which others show it small, whatever its shape is."""


class Slot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place for pictures: the widths that it is served in, and how wide it is (``sizes``).

    Of a photo there are these widths as AVIF; as WebP, for what does not show that, there are those
    that are ``older``, too. Photos are cropped to ``shape`` (one of `SHAPES`). ``people``: only the
    pictures of authors stand there. ``forms`` are a photo's formats beside JPEG, best first.
    """

    widths: tuple[int, ...]
    sizes: str
    name: str = ""
    older: tuple[int, ...] = ()
    shape: str = ""
    people: bool = False
    forms: tuple[str, ...] = (AVIF, WEBP)


Slots = tuple[Slot, ...]


def read_slots(theme: Path, forms: tuple[str, ...] = (AVIF, WEBP)) -> Slots:
    """The slots of a theme, for photos in these formats.

    Raises:
        OSError, ValueError: its file can't be read.
    """
    import tomllib  # noqa: PLC0415 - only what shows renditions has slots

    data = tomllib.loads((theme / FILE).read_text("utf-8"))
    found = msgspec.convert(data, dict[str, Slot])
    if odd := [slot.shape for slot in found.values() if slot.shape not in ("", *SHAPES)]:
        raise ValueError(odd[0])
    return tuple(
        msgspec.structs.replace(
            slot,
            name=key,
            widths=tuple(sorted(set(slot.widths))),
            older=tuple(sorted(set(slot.older))),
            forms=forms,
        )
        for key, slot in sorted(found.items())
    )


def shape_of(file: StaticFile, focus: tuple[float, float] | None = None) -> Shape | None:
    """What a file's renditions are offered by; None if there are none."""
    if not file.kind:
        return None
    facts = file.facts or PhotoFacts()
    size = (file.width, file.height)
    focus = focus or facts.focus
    return Shape(stem(file.digest, file.path), *size, file.kind, focus, facts.colour)


def fitting(widths: tuple[int, ...], width: int) -> tuple[int, ...]:
    """Of these widths those that a picture has, and its own where that lies between two.

    One that is nearly its own is left out: nobody would see the difference.
    """
    if widths[-1] <= width:
        return widths
    return *(each for each in widths if each < width * _NEARLY), width


def photos(shape: Shape, slot: Slot, form: str) -> list[Recipe]:
    """Of what a photo's renditions for a slot are made, in one of the modern formats."""
    widths = slot.widths if form == slot.forms[0] else slot.older or slot.widths
    wide, high = SHAPES.get(slot.shape, (0, 0))
    if not wide or abs(shape.width * high / (shape.height * wide) - 1) < _SAME:
        return [photo(form, width) for width in fitting(widths, shape.width)]
    focus, own = shape.focus or UPPER_THIRD, min(shape.width, shape.height * wide // high)
    return [photo(form, w, round(w * high / wide), focus) for w in fitting(widths, own)]


@lru_cache(8192)
def recipes(shape: Shape, slots: Slots, *, people: bool = False) -> tuple[Recipe, ...]:
    """Of what a picture's renditions are made, each once; ``people``: it is an author's."""
    if shape.kind == MOVING:
        return (animation(),)
    slots = slots if people else tuple(slot for slot in slots if not slot.people)
    if shape.kind == GRAPHIC:
        wanted = {width for slot in slots for width in fitting(slot.widths, shape.width)}
        return (*(graphic(width) for width in sorted(wanted)), fallback(shape))
    if shape.kind != PHOTO:
        return ()
    modern = {each for slot in slots for form in slot.forms for each in photos(shape, slot, form)}
    ordered = sorted(modern, key=attrgetter("form", "width", "height"))
    return (*ordered, fallback(shape), *filter(None, (shared(shape),)))


def shared(shape: Shape) -> Recipe | None:
    """A photo for where its story is shared; a chart would lose what stands at its edges."""
    is_one = shape.kind == PHOTO and shape.width >= _LEAST_SHARED
    return photo(JPEG, *SHARED, shape.focus or UPPER_THIRD) if is_one else None


def fallback(shape: Shape) -> Recipe:
    """The one rendition that everything can show."""
    width = min(FALLBACK, shape.width)
    return graphic(width, PNG) if shape.kind == GRAPHIC else photo(JPEG, width)


def plain(shape: Shape, ending: str, slots: Slots) -> Recipe | None:
    """What a picture's own address answers with, in place of the original: its largest rendition.

    It is of the format that the address says; None where there is none of that.
    """
    if ending == "png" and shape.kind in (PHOTO, GRAPHIC):
        return graphic(min(FALLBACK, shape.width), PNG)
    form = JPEG if ending == "jpeg" else next((f for f, e in ENDINGS.items() if e == ending), "")
    whole = [each for each in recipes(shape, slots) if each.form == form and not each.height]
    return max(whole, key=attrgetter("width"), default=None)


def place(shape: Shape, recipe: Recipe) -> str:
    """A rendition's file in the output."""
    return FOLDER + named(shape.stem, recipe)


class Set(msgspec.Struct, frozen=True):
    """A ``<source>``: its media type, and ``srcset`` (address and width, …)."""

    type: str
    srcset: str


@lru_cache(8192)
def sets(shape: Shape, slot: Slot, base: str) -> tuple[Set, ...]:
    """What a picture is offered as in a slot, best first; ``base`` is what addresses begin with."""
    if shape.kind == MOVING:
        return ()
    if shape.kind == PHOTO:
        recipes = [photos(shape, slot, form) for form in slot.forms]
    else:
        recipes = [[graphic(width) for width in fitting(slot.widths, shape.width)]]
    return tuple(
        Set(
            f"image/{same[0].form}",
            ", ".join(f"{base}/{place(shape, recipe)} {recipe.width}w" for recipe in same),
        )
        for same in recipes
    )


class Shared(msgspec.Struct, frozen=True):
    """A rendition by its file in the output, and its pixels."""

    file: str
    width: int
    height: int


def carried(shape: Shape) -> Shared:
    """The rendition for those who load no page: feeds, mails, other sites."""
    recipe = animation() if shape.kind == MOVING else fallback(shape)
    return Shared(place(shape, recipe), *size_of(shape.width, shape.height, recipe))


class Offers(msgspec.Struct, frozen=True):
    """A picture's renditions, for templates; ``base`` is what addresses begin with."""

    shape: Shape
    slots: Slots
    base: str

    def sets(self, name: str) -> tuple[Set, ...]:
        """The ``<source>`` elements of a slot, best first."""
        return sets(self.shape, self.slot(name), self.base)

    def sizes(self, name: str) -> str:
        """How wide a picture is shown in a slot."""
        return self.slot(name).sizes

    @property
    def colour(self) -> str:
        """What stands in its place until it is there; "" for none."""
        return self.shape.colour

    @property
    def src(self) -> str:
        """The address of the one that everything can show."""
        return f"{self.base}/{source(self.shape)}"

    def small(self, name: str) -> str:
        """One address for a slot, for where there is room for no more."""
        found = self.sets(name)
        return found[-1].srcset.partition(" ")[0] if found else self.src

    @property
    def shared(self) -> Shared | None:
        """The one for where its story is shared."""
        recipe = shared(self.shape)
        if recipe is None:
            return None
        size = size_of(self.shape.width, self.shape.height, recipe)
        return Shared(place(self.shape, recipe), *size)

    def slot(self, name: str) -> Slot:
        """A slot of the theme's."""
        for slot in self.slots:
            if slot.name == name:
                return slot
        raise KeyError(name)


@lru_cache(8192)
def source(shape: Shape) -> str:
    """The file of the ``<img>`` itself."""
    return place(shape, animation() if shape.kind == MOVING else fallback(shape))
