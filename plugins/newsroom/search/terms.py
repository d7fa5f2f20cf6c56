# SPDX-License-Identifier: AGPL-3.0-or-later
"""Terms: syllables and pairs of neighbours within a sentence, folded, and as numbers.

A term's number is the CRC-32 of its folded spelling ("dong da"); beside it stands the *form*, four
bits of the CRC-32 of the spelling with its marks ("đống đa"), by which exact spellings are told.
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

from newsroom.text.fold import fold
from newsroom.text.syllables import flow, stretches

FORM_BITS = 4
FORM = (1 << FORM_BITS) - 1

folded = lru_cache(maxsize=2**15)(fold)
"""A syllable without its marks; they come back."""


def number(term: str) -> int:
    """The number of a folded term."""
    return crc32(term.encode())


def form(spelling: str) -> int:
    """The form of a term, from its spelling with marks."""
    return crc32(spelling.encode()) & FORM


def words(text: str) -> list[str]:
    """The syllables of a text with their marks; "" where a sentence ends."""
    return flow(stretches(text))
