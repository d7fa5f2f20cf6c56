# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a text is made of: syllables, pairs of neighbours, tags; and which of them are names.

A term is its spelling: ``"đống"``, ``"đống đa"``, ``"#bao-hiem"`` (a tag's slug). Marks are kept,
in the canonical style of tones: "bão" is not "báo".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from newsroom.related import params
from newsroom.startup import late_pattern
from newsroom.text.syllables import flow, stretches, syllables
from newsroom.text.unicode import known

TAG_MARK = "#"

Words = tuple[str, str, str, tuple[str, ...]]
"""An article: title, sapo, plain text, slugs of tags."""

# Latin capitals up to the last Vietnamese one; `re` has no class for them.
_CAPITAL = "".join(letter for letter in map(chr, range(0x41, 0x1F00)) if letter.isupper())
# A run of capitalised words inside a sentence. The first word of a sentence has a capital anyway.
# To begin with a plain space makes the search twice as fast.
_NAME = late_pattern(rf" (?<=[^.!?…;:\s] )([{_CAPITAL}]\w*(?: [{_CAPITAL}]\w*)*)")


Pair = tuple[str, str]
"""Two neighbours, one of which may be an empty text: the end of a sentence (`is_pair`)."""


class Terms(NamedTuple):
    """How often each syllable (or tag) and each pair of an article occurs, in the order of first
    occurrence; and which stand in a name.
    """

    singles: Counter[str]
    pairs: Counter[Pair]
    names: NameTerms


class NameTerms(NamedTuple):
    """What stands in names: "Liên đoàn Lao động" gives "liên", "lao" …, no pairs; "Đống Đa" gives
    "đống", "đa" and their pair.
    """

    singles: set[str]
    pairs: dict[Pair, None]
    """In the order of the text: a set's order differs from run to run."""


class TextParts(NamedTuple):
    """The `stretches` of headline, sapo and text."""

    title: list[str]
    summary: list[str]
    text: list[str]


def split(title: str, summary: str, text: str) -> TextParts:
    """The parts of an article, each of at most `params.LETTERS` characters.

    They went through `newsroom.text.normalise.clean`.
    """
    most = params.LETTERS
    return TextParts(stretches(title[:most]), stretches(summary[:most]), stretches(text[:most]))


def read_terms(parts: TextParts, tags: Iterable[str]) -> Terms:
    """The terms of an article; ``tags`` are slugs.

    One occurrence in the headline counts as `params.TITLE`, a tag as `params.TAG`. Of
    the text only the first `params.WORDS` stretches are read.
    """
    title, summary, text = parts
    body = [*summary, "\n", *text[: params.WORDS]]
    tokens = [*flow(title), ""] * params.TITLE + flow(body)
    singles = Counter(chain(tokens, [TAG_MARK + tag for tag in tags] * params.TAG))
    del singles[""]
    return Terms(singles, Counter(pairwise(tokens)), find_names(" ".join((*title, "\n", *body))))


def is_pair(pair: Pair) -> bool:
    """Whether neither of two neighbours is the end of a sentence."""
    return "" not in pair


spell = " ".join
"""The spelling of a pair."""


def find_names(text: str) -> NameTerms:
    """The `NameTerms` of a text, given with single spaces around its line breaks."""
    found = list(map(_read_name, _NAME.findall(known(text))))
    singles = set(chain.from_iterable([name[0] for name in found]))
    return NameTerms(singles, dict.fromkeys(chain.from_iterable([name[1] for name in found])))


@lru_cache(maxsize=2**14)
def _read_name(name: str) -> tuple[list[str], list[Pair]]:
    tokens = syllables(name)
    return tokens, list(pairwise(tokens))
