# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a title card shows, how a theme has it look, and where it lies; `cards` draws it."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path

import msgspec

from newsroom.address_words import PICTURES, SECTIONS

FILE = "cards.toml"
"""How cards look, in the theme's folder."""

SIZE = (1200, 630)
"""Pixels: what is shown of a link where people share it (Open Graph)."""

_EDITION = 1
"""Another layout makes other addresses: what is under one never changes."""

_CONTRAST = 4.5
"""What letters need (WCAG 2.2, 1.4.3)."""

_DIGITS = 16


class CardLook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The colours (``#rrggbb``) and fonts (files of the theme) of cards; ``digest`` of all these.

    ``ink`` are the letters.
    """

    background: str
    ink: str
    title_font: str
    label_font: str
    digest: str = ""


class TitleCard(msgspec.Struct, frozen=True):
    """What stands on a card; ``label`` above the headline, the paper's name below it.

    Where no line may end stands a space that doesn't break.
    """

    title: str
    label: str
    paper: str


def read_look(theme: Path) -> CardLook:
    """How a theme's cards look.

    Raises:
        OSError, ValueError: its file or its fonts can't be read, or nobody could read the letters.
    """
    import tomllib  # noqa: PLC0415 - only what draws cards reads it

    look = msgspec.convert(tomllib.loads((theme / FILE).read_text("utf-8")), CardLook)
    colours = [look.background, look.ink]
    if odd := [each for each in colours if not re.fullmatch(r"#[0-9a-fA-F]{6}", each)]:
        raise ValueError(odd[0])
    if contrast(*colours) < _CONTRAST:
        raise ValueError(f"{look.ink} / {look.background}: {contrast(*colours):.1f} < {_CONTRAST}")
    fonts = [(theme / font).read_bytes() for font in (look.title_font, look.label_font)]
    parts = [str(_EDITION).encode(), *(each.encode() for each in colours), *fonts]
    digest = blake2b(b"\x00".join(parts), digest_size=8).hexdigest()
    return msgspec.structs.replace(look, digest=digest)


def file_of(card: TitleCard, look: CardLook, path: str) -> str:
    """A card's file in the output: of what stands on it, of how it looks, and of its story."""
    parts = "\x00".join((look.digest, card.title, card.label, card.paper, path))
    stem = blake2b(parts.encode(), digest_size=_DIGITS // 2).hexdigest()
    return f"{PICTURES}/{stem[:2]}/{stem}-card.png"


def file_of_section(slug: str) -> str:
    """The file of a section's card, which older stories are shared with; it may change."""
    return f"{PICTURES}/{SECTIONS}/{slug}.png"


def contrast(one: str, other: str) -> float:
    """How well one colour is told from another, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted(map(_luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part / 255) for part in bytes.fromhex(colour[1:]))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
