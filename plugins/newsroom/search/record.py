# SPDX-License-Identifier: AGPL-3.0-or-later
"""An article's record: every term that finds it, where it stands, and how it is spelled."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

from newsroom.search import figures
from newsroom.search.terms import FORM_BITS, folded, form, number, terms, words

_TAG_MARK = "#"  # tags among the terms of related stories: they are fields of their own here


def make_record(fields: Iterable[tuple[int, str]], telling: Sequence[str]) -> bytes:
    """The record of an article; a pure function, for the processes that read articles.

    ``fields`` are texts with their places, the best first; ``telling`` are terms of the text with
    their marks, the heaviest first. The record is n numbers of terms (4 bytes each, ascending,
    little-endian), then n bytes: the place above the form.
    """
    found: dict[int, int] = {}
    for place, text in fields:
        for term, spelling in terms(words(text[: figures.LETTERS])):
            found.setdefault(number(term), place << FORM_BITS | form(spelling))
    for rank, spelling in enumerate(telling):
        if not spelling.startswith(_TAG_MARK):
            place = figures.TEXT if rank < figures.FOREMOST else figures.MENTION
            term = " ".join(map(folded, spelling.split(" ")))
            found.setdefault(number(term), place << FORM_BITS | form(spelling))
    numbers = sorted(found)
    size = len(numbers)
    return struct.pack(f"<{size}I{size}B", *numbers, *map(found.__getitem__, numbers))
