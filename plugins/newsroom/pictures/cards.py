# SPDX-License-Identifier: AGPL-3.0-or-later
"""Title cards: what is shown where a story without a picture is shared, in the theme's type.

A card is one flat colour with letters of another, so its file is small and the same wherever it is
drawn. Letters are laid out one after the other, as Vietnamese needs no more: each of its letters,
with all its marks, is one sign of the font (NFC), and no library of this machine has a say.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache
from io import BytesIO
from math import ceil
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from newsroom.pictures.card_look import SIZE, CardLook, TitleCard

_MARGIN = 80
_ROOM = SIZE[0] - 2 * _MARGIN
_LABEL, _PAPER = 30, 32
_TITLES = range(84, 27, -4)
"""Sizes of a headline, the largest that fits; the least shows 200 capital letters."""

_LINE = 1.3
"""Of a letter's size: a mark below (Ặ) and two above (Ễ) have room between two lines."""

_TOP, _BOTTOM = 150, 496
"""Where a headline may stand."""

LARGEST = 25_000
"""Bytes of a card: phones load it before they show a link."""

_TRIES = ((4, 4), (4, 6), (2, 6), (1, 6))
"""Bits of a pixel, and levels of compression, until a card is small enough.

Sixteen shades make letters smooth, fewer are for a headline of many small ones. At level 4 a card
takes 3 ms and 17 KB, at 6 5 ms and 16 KB, at 9 44 ms and 15 KB.
"""


def draw(card: TitleCard, look: CardLook, theme: Path) -> bytes:
    """A card as PNG.

    Raises:
        OSError: a font of the theme can't be read.
    """
    title = str(theme / look.title_font)
    letters = _frame(card.label, card.paper, str(theme / look.label_font)).copy()
    on = ImageDraw.Draw(letters)
    lines, size = _fitted(card.title, title)
    high = round(size * _LINE)
    top = _TOP + (_BOTTOM - _TOP - high * len(lines)) // 2
    for number, line in enumerate(lines):
        _line(on, top + number * high, line, _font(title, size))
    return _saved(letters, look)


@lru_cache(16)  # 0.7 MB each: a paper's sections, one after the other
def _frame(label: str, paper: str, path: str) -> Image.Image:
    """What stands around a headline: the same on all cards of a section."""
    letters = Image.new("L", SIZE, 0)
    on = ImageDraw.Draw(letters)
    _line(on, _MARGIN - 2, _cut(label, _font(path, _LABEL)), _font(path, _LABEL))
    on.rectangle((_MARGIN, 126, _MARGIN + 96, 131), fill=255)
    _line(on, SIZE[1] - _MARGIN - _PAPER, _cut(paper, _font(path, _PAPER)), _font(path, _PAPER))
    return letters


# ------------------------------------------------------------------------------------- letters


@cache
def _font(path: str, size: int) -> ImageFont.FreeTypeFont:
    # The plain layout is Pillow's own; another one would be this machine's.
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def _line(on: ImageDraw.ImageDraw, top: int, text: str, font: ImageFont.FreeTypeFont) -> None:
    on.text((_MARGIN, top), text, fill=255, font=font)


def _fitted(text: str, path: str) -> tuple[list[str], int]:
    """The lines of a headline, and the largest size in which they have room."""
    for size in _TITLES:
        lines = _wrapped(text, _font(path, size), _ROOM)
        if len(lines) * round(size * _LINE) <= _BOTTOM - _TOP:
            return _balanced(text, lines, _font(path, size)), size
    most = (_BOTTOM - _TOP) // round(size * _LINE)
    return [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), _font(path, size))], size


def _wrapped(text: str, font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """A text in lines: broken at its spaces, and a word that has no room where it must be."""
    lines, wide = [""], 0.0
    space = _length(" ", font)
    for word in text.split(" "):
        own = _length(word, font)
        if lines[-1] and wide + space + own <= room:
            lines[-1], wide = f"{lines[-1]} {word}", wide + space + own
            continue
        lines += [word] if lines[-1] else []
        lines[-1], wide = lines[-1] or word, own
        while wide > room and len(lines[-1]) > 1:
            most = _most(lines[-1], font, room)
            lines[-1:] = [lines[-1][:most], lines[-1][most:]]
            wide = _length(lines[-1], font)
    return lines


@lru_cache(1 << 16)
def _length(word: str, font: ImageFont.FreeTypeFont) -> float:
    """How wide a word is: of Vietnamese's few thousand syllables each is asked for many times.

    Fonts move no letter for a space beside it, so a line is as wide as its words and spaces.
    """
    return font.getlength(word)


def _most(text: str, font: ImageFont.FreeTypeFont, room: int) -> int:
    """How many letters have room; one at least."""
    most = range(2, len(text) + 1)
    return 1 + bisect_right(most, room, key=lambda number: ceil(font.getlength(text[:number])))


def _balanced(text: str, lines: list[str], font: ImageFont.FreeTypeFont) -> list[str]:
    """As many lines that are nearly as long as each other: no last one of a single word."""
    narrow, wide = _ROOM // 2, _ROOM
    while wide - narrow > 8:
        middle = (narrow + wide) // 2
        if len(_wrapped(text, font, middle)) > len(lines):
            narrow = middle
        else:
            wide = middle
    return _wrapped(text, font, wide)


def _cut(text: str, font: ImageFont.FreeTypeFont) -> str:
    """A text in one line, which ends in an ellipsis if it has no room."""
    if font.getlength(text) <= _ROOM:
        return text
    return f"{text[: _most(text, font, _ROOM - round(font.getlength('…')))].rstrip()}…"


def _saved(letters: Image.Image, look: CardLook) -> bytes:
    """A PNG of the few shades between a colour and another."""
    made = b""
    for bits, level in _TRIES:
        most = (1 << bits) - 1
        picture = letters.point([(value * most + 127) // 255 for value in range(256)])
        picture.putpalette(_mixed(look, most))
        out = BytesIO()
        picture.save(out, "PNG", bits=bits, compress_level=level)
        made = out.getvalue()
        if len(made) <= LARGEST:
            break
    return made


def _mixed(look: CardLook, most: int) -> list[int]:
    paper, ink = bytes.fromhex(look.background[1:]), bytes.fromhex(look.ink[1:])
    steps = (number / most for number in range(most + 1))
    return [round(a + (b - a) * step) for step in steps for a, b in zip(paper, ink, strict=True)]
