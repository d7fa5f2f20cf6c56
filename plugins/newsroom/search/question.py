# SPDX-License-Identifier: AGPL-3.0-or-later
"""A question as people type it: its words, its pairs, its phrases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from newsroom.search import figures
from newsroom.search.synonyms import contract
from newsroom.search.telex import put_together
from newsroom.search.terms import folded, words
from newsroom.text.normalise import one_line

_QUOTED = re.compile('["“”„«»]')


class Asked(msgspec.Struct, frozen=True):
    """A term that is looked for: folded, and as it was typed.

    ``needed``: it is of a phrase in quotation marks, so that an article must have it.
    """

    term: str
    spelling: str
    needed: bool = False

    @property
    def marked(self) -> bool:
        """Whether it was typed with marks."""
        return self.term != self.spelling


class Question(msgspec.Struct, frozen=True):
    """The single words and the pairs of a question, each once, in their order."""

    singles: tuple[Asked, ...]
    pairs: tuple[Asked, ...]


def parse(text: str, synonyms: Mapping[str, Sequence[str]] | None = None) -> Question:
    """The question that a text asks; any text is one.

    What stands between two quotation marks is a phrase; a mark without another is none. What a
    keyboard has left of Telex is put together. ``synonyms``: the phrases of each abbreviation.
    """
    known = {means: term for term, all_of in (synonyms or {}).items() for means in (term, *all_of)}
    longest = max((means.count(" ") + 1 for means in known), default=0)
    pieces = _QUOTED.split(one_line(text[: figures.LETTERS]))
    last = len(pieces) - 1
    cut = [words(piece) for piece in pieces]
    told = iter(put_together([word for found in cut for word in found]))
    singles: dict[str, Asked] = {}
    pairs: dict[str, Asked] = {}
    left = figures.MOST_WORDS
    for place in range(len(pieces)):
        phrase = place % 2 == 1 and place < last
        found = _first([next(told) for _word in cut[place]], left)
        left -= sum(map(bool, found))
        alone = phrase and len(found) == 1
        put = contract(found, known, longest)
        _add_terms(put, singles, pairs, phrase=phrase, alone=alone)
    return Question(tuple(singles.values()), tuple(pairs.values()))


def _add_terms(
    put: list[tuple[str, bool]],
    singles: dict[str, Asked],
    pairs: dict[str, Asked],
    *,
    phrase: bool,
    alone: bool,
) -> None:
    """The terms of words that follow each other; a synonym is one by itself, as good as a pair.

    So is a word that has none but synonyms beside it.
    """
    plain = ["", *("" if whole else word for word, whole in put), ""]
    for last, (word, whole), following in zip(plain, put, plain[2:], strict=False):
        if whole:
            _add(pairs, Asked(word, word, phrase))
        elif word:
            _add(singles, Asked(folded(word), word, alone))
            if following:
                spelling = f"{word} {following}"
                _add(pairs, Asked(f"{folded(word)} {folded(following)}", spelling, phrase))
            elif not last and any(other for _word, other in put):
                _add(pairs, Asked(folded(word), word, phrase))


def _first(found: list[str], most: int) -> list[str]:
    """As much of ``found`` as holds ``most`` words."""
    kept: list[str] = []
    for word in found:
        if word and most == 0:
            break
        kept.append(word)
        most -= bool(word)
    return kept


def _add(known: dict[str, Asked], asked: Asked) -> None:
    """One term once: a phrase's goes before a loose one."""
    if asked.term not in known or asked.needed > known[asked.term].needed:
        known[asked.term] = asked
