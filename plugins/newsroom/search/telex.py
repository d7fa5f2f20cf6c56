# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a keyboard that was not set to Vietnamese leaves of Telex: "coong ddoanf" is "công đoàn".

A word is such a leftover if it is no syllable as it stands, and is one once it is put together.
``theme/static/js/search.js`` does the same.
"""

from __future__ import annotations

import re

from newsroom.text.fold import fold
from newsroom.text.unicode import normalise

_SYLLABLE = re.compile(
    r"(?:ngh?|nh|t[hr]|ch|gh|gi|kh|ph|qu|[bcdghklmnprstvx])?(?![aeiouy]*(?:aa|ee|oo|uu))[aeiouy]{1,3}"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_PARTS = re.compile(r"(qu|gi(?=[aeiouyw])|[^aeiouyw]*)(.+)")
_TONES = {"f": "\u0300", "s": "\u0301", "x": "\u0303", "r": "\u0309", "j": "\u0323"}
_DOUBLE = (("aa", "â"), ("ee", "ê"), ("oo", "ô"))
_HORNED = (("uo", "ươ"), ("u", "ư"), ("o", "ơ"), ("a", "ă"))
_VOWELS = re.compile(r"[aeiouyâêôăơư]+")
_MARKED = re.compile(r".*[âêôăơư]")
_SURE = re.compile(r"dd|aa|ee|oo|w")


def put_together(words: list[str]) -> list[str]:
    """The words of a question with its leftovers put together.

    One alone without a doubled letter or a *w* may be a word of another language ("gas", "bus").
    """
    made = [put_together_word(word) for word in words]
    changed = [word for word, now in zip(words, made, strict=True) if word != now]
    if len(changed) > 1 or any(map(_SURE.search, changed)):
        return made
    return words


def put_together_word(word: str) -> str:
    """One word put together; as it stands if it is no leftover."""
    parts = _PARTS.fullmatch(word)
    if not parts or not word.isascii() or not word.isalpha() or _SYLLABLE.fullmatch(word):
        return word
    head, tail = parts[1].replace("dd", "đ"), parts[2]
    tones = [letter for letter in tail if letter in _TONES]
    tail = re.sub("[fsxrjw]", "", tail)
    for written, meant in (*_DOUBLE, *(_HORNED if "w" in parts[2] else ())):
        if written in tail:
            tail = tail.replace(written, meant, 1)
            break
    else:
        if "w" in parts[2]:
            return word
    if len(tones) > 1 or not _SYLLABLE.fullmatch(fold(head + tail)):
        return word
    return head + _with_tone(tail, _TONES[tones[0]] if tones else "")


def _with_tone(tail: str, tone: str) -> str:
    vowels = _VOWELS.match(tail)
    if not vowels:
        return tail
    size = vowels.end()
    marked = _MARKED.match(vowels[0])
    plain = size if size < len(tail) else max(size - 1, 1)
    at = marked.end() if marked else plain
    return normalise("NFC", tail[:at] + tone + tail[at:])
