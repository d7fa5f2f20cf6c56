# SPDX-License-Identifier: AGPL-3.0-or-later
"""Foldings for comparison: `fold` forgets tones and marks, `key` keeps them."""

import re
from functools import lru_cache

from newsroom.text.alphabet import MARK_RANGE, TONES, VOWELS, compose
from newsroom.text.normalise import canonical_tone, nfc, one_line
from newsroom.text.unicode import casefold, lower, normalise

_MARKS = re.compile(f"[{MARK_RANGE}]+")

# "ð" (eth) is what some old fonts and keyboards left in place of "đ": their capitals look alike.
_PLAIN = (
    ("đ", "d"),
    ("ð", "d"),
    *(
        (compose(vowel, tone), normalise("NFD", vowel)[0])
        for vowel in VOWELS
        for tone in ("", *TONES)
        if not compose(vowel, tone).isascii()
    ),
)


def fold(text: str) -> str:
    """Return *text* in lower case without marks: "Đống Đa" and "ĐỐNG ĐA" give "dong da".

    Letters that have no marks stay ("ж", "ø", "한"), as do punctuation and spacing. Composed and
    decomposed input give the same result. Idempotent.
    """
    if text.isascii():
        return text.lower()
    text = lower(nfc(text))
    # Replacing letter by letter, then decomposing what little is left, takes a third of the time
    # of decomposing everything: str.replace() is a memory scan.
    for letter, plain in _PLAIN:
        text = text.replace(letter, plain)
    return nfc(_MARKS.sub("", normalise("NFD", text)))


# The names of authors, units and tags come back with every article.
@lru_cache(maxsize=2**14)
def key(text: str) -> str:
    """Return the form under which two spellings are the same word: "Công  Đoàn" is "công đoàn".

    Case, white space, invisible characters and the style of tone placement ("hoà", "hòa") are
    forgotten; tones and marks are kept, so "bão" is not "báo". Idempotent.
    """
    return canonical_tone(casefold(one_line(text)).replace("ð", "đ"))
