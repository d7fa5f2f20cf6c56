# SPDX-License-Identifier: AGPL-3.0-or-later
"""One place for the tone marks of final oa, oe and uy: "hòa" or "hoà"."""

from __future__ import annotations

import re
from typing import Literal

from newsroom.text.normalise import MODERN, SYLLABLE_END, canonical_tone, nfc, only_syllables
from newsroom.text.unicode import StandIns

ToneStyle = Literal["hòa", "hoà", ""]
"""A sample of the style that names are shown in; "": as they are written."""

_FIRST = "".join({pair[0] for pair in MODERN})
_TRADITIONAL = re.compile(only_syllables(rf"[{_FIRST}][aeyAEY]{SYLLABLE_END}"))


def in_style(text: str, style: ToneStyle) -> str:
    """Return a name in this style. Only whole Vietnamese syllables change."""
    if text.isascii() or not style:
        return text
    if style == "hòa":
        return canonical_tone(text)
    text = nfc(text)
    hidden = StandIns(text)
    found = _TRADITIONAL.sub(_modern, hidden.hide(text) if hidden else text)
    return nfc(hidden.show(found) if hidden else found)


def _modern(found: re.Match[str]) -> str:
    return MODERN.get(found[0], found[0])
