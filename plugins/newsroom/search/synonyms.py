# SPDX-License-Identifier: AGPL-3.0-or-later
"""Abbreviations and what they stand for ("LĐLĐ", "Liên đoàn Lao động"), which are one term here.

The index knows by the abbreviation whatever has one of its phrases; a question has it in place of
each. So both find the same, and what is typed in full asks for fewer files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from newsroom.model import Synonym
from newsroom.search.terms import folded, number, words


class Phrases(NamedTuple):
    """The number of an abbreviation, and those of the pairs that each of its phrases has."""

    term: int
    pairs: tuple[tuple[int, ...], ...]


def spelled(synonyms: Iterable[Synonym]) -> dict[str, list[str]]:
    """By an abbreviation its phrases, all folded; for readers of the index."""
    return {_plain(each.name): [_plain(phrase) for phrase in each.means] for each in synonyms}


def phrases(synonyms: Iterable[Synonym]) -> list[Phrases]:
    """The same as numbers, for the index."""
    return [
        Phrases(number(name), tuple(_pairs(phrase) for phrase in means))
        for name, means in spelled(synonyms).items()
    ]


def _plain(text: str) -> str:
    return " ".join(folded(word) for word in words(text) if word)


def _pairs(phrase: str) -> tuple[int, ...]:
    return tuple(number(f"{one} {other}") for one, other in pairwise(phrase.split()))


def contract(found: list[str], known: Mapping[str, str], longest: int) -> list[tuple[str, bool]]:
    """The words of a question, and where there is a synonym it, as a term, in place of its words.

    ``known``: what is meant by what stands in a question, both folded; ``longest`` in words.
    """
    made: list[tuple[str, bool]] = []
    at = 0
    while at < len(found):
        for size in range(min(longest, len(found) - at), 0, -1):
            term = known.get(" ".join(map(folded, found[at : at + size])))
            if term:
                made.append((term, True))
                at += size
                break
        else:
            made.append((found[at], False))
            at += 1
    return made
