# SPDX-License-Identifier: AGPL-3.0-or-later
"""How large a rendition is, and which part of its picture it shows."""

from __future__ import annotations

from newsroom.pictures.recipe import Recipe

Box = tuple[int, int, int, int]


def crop(width: int, height: int, recipe: Recipe) -> Box:
    """The part of a picture that a recipe shows: the largest of its shape, around its focus."""
    if not (recipe.height and recipe.width):
        return (0, 0, width, height)
    wide = min(width, max(1, round(height * recipe.width / recipe.height)))
    high = min(height, max(1, round(width * recipe.height / recipe.width)))
    left = round(min(max(recipe.focus[0] * width - wide / 2, 0), width - wide))
    top = round(min(max(recipe.focus[1] * height - high / 2, 0), height - high))
    return (left, top, left + wide, top + high)


def scaled(size: tuple[int, int], width: int) -> tuple[int, int]:
    """A size at most so wide, and in the same proportion; 0: as it is."""
    if not width or size[0] <= width:
        return size
    return width, max(1, round(size[1] * width / size[0]))


def size_of(width: int, height: int, recipe: Recipe) -> tuple[int, int]:
    """The pixels of a rendition of a picture of this size."""
    left, top, right, bottom = crop(width, height, recipe)
    return scaled((right - left, bottom - top), recipe.width)
