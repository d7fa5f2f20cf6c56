# SPDX-License-Identifier: AGPL-3.0-or-later
r"""Vietnamese dictionary order, as plain strings that any program can compare.

Dictionaries (Hoàng Phê's *Từ điển tiếng Việt*; the tone order is also that of CLDR's ``vi``)
compare syllable by syllable: the letters of the first syllable, then its tone, then the second
syllable. So "ba lá" comes before "bà ba". A key holds, with lower code points sorting first::

    (letters of a syllable, its tone) …  \x01  capitals  \x01  the text itself

Code point order is also the byte order of UTF-8, so SQLite's BINARY collation agrees with Python.
"""

import re
import unicodedata
from functools import lru_cache

from newsroom.text.alphabet import LETTERS, MARK_RANGE, TONES
from newsroom.text.normalise import nfc
from newsroom.text.unicode import known

_LEVEL = "\x01"
# Tones sort below every letter, so that "ba" ends before "bà" and "bà" before "bac".
_NO_TONE = "\x02"
_TONE_KEY = dict(zip(TONES, "\x03\x04\x05\x06\x07", strict=True))

_SYLLABLE = re.compile(rf"\d+|[^\W\d_](?:[^\W\d_]|[{MARK_RANGE}])*")
_TONE = re.compile(f"[{TONES}]")
_MARK = re.compile(f"[{MARK_RANGE}]")
_OTHER = re.compile(r"[^a-zăâđêôơư0-9]")

# Letters become consecutive capitals and signs above "A"; "ð" is "đ" from an old font.
_LETTER_KEY = str.maketrans({letter: chr(0x41 + n) for n, letter in enumerate(LETTERS)})


def _letters(syllable: str) -> str:
    """Return *syllable* in lower case, with ă â đ ê ô ơ ư as they are and no other marks."""
    toneless = nfc(_TONE.sub("", unicodedata.normalize("NFD", syllable.lower()))).replace("ð", "đ")
    if _OTHER.search(toneless) is None:
        return toneless
    return "".join(
        letter if letter in LETTERS else _MARK.sub("", unicodedata.normalize("NFD", letter))
        for letter in toneless
    )


@lru_cache(maxsize=2**14)
def _levels(syllable: str) -> tuple[str, str]:
    """Return the sort keys of one NFC syllable: by letters and tone, and by capitals."""
    # ":" lies between the digits and the letters' keys: other scripts come before "a", beside the
    # digits, so that the texts without an index letter stand together.
    letters = _OTHER.sub(r":\g<0>", _letters(syllable)).translate(_LETTER_KEY)
    mark = _TONE.search(unicodedata.normalize("NFD", syllable))
    tone = _TONE_KEY[mark[0]] if mark else _NO_TONE
    return letters + tone, "".join("1" if letter.isupper() else "0" for letter in syllable)


def sort_key(text: str) -> str:
    """Return a key whose order is the Vietnamese dictionary order of the texts.

    Digits come first, then other scripts, then a ă â b … z; tones go ngang, huyền, hỏi, ngã, sắc,
    nặng; small letters go before capitals; punctuation and spacing count only when all else is
    equal. Different texts have different keys, unless they differ in Unicode form alone.
    """
    text = nfc(text)
    levels = [_levels(syllable) for syllable in _SYLLABLE.findall(known(text))]
    by_letters = "".join(level[0] for level in levels)
    by_case = "".join(level[1] for level in levels)
    return by_letters + _LEVEL + by_case + _LEVEL + text


def initial(text: str) -> str:
    """Return the capital under which an index lists *text*: "Đ" for "Đống Đa", "Â" for "ấp".

    Leading punctuation is passed over; "#" stands for digits, other scripts and empty text.
    Texts in the order of `sort_key` have equal initials side by side.
    """
    first = _SYLLABLE.search(known(nfc(text)))
    letter = _letters(first[0])[:1] if first else ""
    return letter.upper() if letter and letter in LETTERS else "#"
