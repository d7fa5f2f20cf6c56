# SPDX-License-Identifier: AGPL-3.0-or-later
"""An article's record: every term that finds it, where it stands, and how it is spelled."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple
from zlib import crc32

from newsroom.search import figures
from newsroom.search.terms import FORM, FORM_BITS, folded, number, words

_TAG_MARK = "#"  # tags among the terms of related stories: they are fields of their own here
_MANY = 2**16


class _Syllable(NamedTuple):
    """A syllable's numbers, and what follows them in those of a pair that it ends."""

    number: int
    folded: bytes
    spelled: int
    spelling: bytes


class _Syllables(dict[str, "_Syllable | None"]):
    """The numbers of each syllable, kept as long as they are not too many; None ends a sentence."""

    def __missing__(self, word: str) -> _Syllable | None:
        if len(self) >= _MANY:
            self.clear()
        plain = folded(word)
        made = _Syllable(number(plain), f" {plain}".encode(), number(word), f" {word}".encode())
        found = self[word] = made if word else None
        return found


_SYLLABLES = _Syllables()


def make_record(fields: Iterable[tuple[int, str]], telling: Sequence[str], text: str) -> bytes:
    """The record of an article; a pure function, for the processes that read articles.

    ``fields`` are texts with their places, the best first; ``telling`` are terms of the ``text``
    with their marks, the heaviest first. The record is n numbers of terms (4 bytes each,
    ascending, little-endian), then n bytes: the place above the form.
    """
    # The later goes before the earlier: what stands better, and the first spelling of a field.
    found = _terms(text[: figures.TEXT_LETTERS], figures.REST)
    found |= _told(telling[figures.FOREMOST :], figures.MENTION)
    found |= _told(telling[: figures.FOREMOST], figures.TEXT)
    for place, field in reversed(list(fields)):
        found |= _terms(field[: figures.LETTERS], place)
    numbers = sorted(found)
    size = len(numbers)
    return struct.pack(f"<{size}I{size}B", *numbers, *map(found.__getitem__, numbers))


def title_place(title: str) -> int:
    """The place of a headline's terms, by how many words it has."""
    size = sum(map(bool, words(title)))
    return max(figures.SHORTEST - max(size - 4, 0) // 2, figures.TITLE)


def _terms(text: str, place: int) -> dict[int, int]:
    """The terms of a text by their numbers, with place and form."""
    above = place << FORM_BITS
    found = list(map(_SYLLABLES.__getitem__, words(text)))[::-1]
    terms = {
        crc32(second.folded, first.number): above | crc32(second.spelling, first.spelled) & FORM
        for second, first in pairwise(found)
        if first and second
    }
    terms |= {each.number: above | each.spelled & FORM for each in found if each}
    return terms


def _told(telling: Sequence[str], place: int) -> dict[int, int]:
    """The same of terms that stand by themselves."""
    above = place << FORM_BITS
    terms = {}
    for spelling in telling:
        one, _space, other = spelling.partition(" ")
        first, second = _SYLLABLES[one], _SYLLABLES[other]
        if not first or spelling[0] == _TAG_MARK:
            continue
        if second:
            form = crc32(second.spelling, first.spelled) & FORM
            terms[crc32(second.folded, first.number)] = above | form
        else:
            terms[first.number] = above | first.spelled & FORM
    return terms
