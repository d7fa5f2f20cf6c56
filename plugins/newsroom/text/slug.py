# SPDX-License-Identifier: AGPL-3.0-or-later
"""Slugs: the ASCII form of a text for URLs and file names."""

import hashlib
import re

from newsroom.text.fold import fold
from newsroom.text.normalise import nfc

_NOT_ALPHANUMERIC = re.compile("[^a-z0-9]+")

# Latin letters that do not decompose into a plain letter and a mark.
_SPELT_OUT = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ø": "o", "ł": "l", "ħ": "h", "ı": "i"}
)


def short_digest(text: str, n: int = 8) -> str:
    """Return the first *n* hexadecimal digits (1 to 64) of the SHA-256 of *text* in NFC.

    Raises ValueError for another *n*.
    """
    if not 1 <= n <= 64:
        raise ValueError(f"a SHA-256 digest has 1 to 64 digits to give, not {n}")
    # Lone surrogates have no UTF-8 form, but a digest should exist for whatever text there is.
    return hashlib.sha256(nfc(text).encode("utf-8", "surrogatepass")).hexdigest()[:n]


def slugify(text: str) -> str:
    """Return *text* as a slug: words of [a-z0-9] joined by single hyphens, never empty.

    "Đống Đa: 100% CNVCLĐ" gives "dong-da-100-cnvcld". Letters of other scripts are dropped; if
    nothing remains, the slug is "x-" and a short digest of the text. Idempotent.
    """
    folded = fold(text)
    if not folded.isascii():
        folded = folded.translate(_SPELT_OUT)
    return _NOT_ALPHANUMERIC.sub("-", folded).strip("-") or "x-" + short_digest(text)
