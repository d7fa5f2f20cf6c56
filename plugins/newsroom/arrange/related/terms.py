"""What a text is made of: syllables, pairs of neighbours, tags; and which of them are names.

A term is its spelling: ``"đống"``, ``"đống đa"``, ``"#bao-hiem"`` (a tag's slug). Marks are kept,
in the canonical style of tones: "bão" is not "báo".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from newsroom.arrange.related import params
from newsroom.text.syllables import sentences, syllables

TAG_MARK = "#"

# Latin capitals up to the last Vietnamese one; `re` has no class for them.
_CAPITAL = "".join(letter for letter in map(chr, range(0x41, 0x1F00)) if letter.isupper())
# A run of capitalised words inside a sentence. The first word of a sentence has a capital anyway.
_NAME = re.compile(rf"(?<=[^.!?…;:\s] )[{_CAPITAL}]\w*(?: [{_CAPITAL}]\w*)*")


def read_terms(
    title: str, summary: str, text: str, tags: Iterable[str]
) -> tuple[Counter[str], set[str]]:
    """How often each term occurs, in the order of first occurrence; and those in names.

    One occurrence in the headline counts as `params.TITLE`. Of ``text`` only the `opening` is
    read. ``tags`` are slugs; the texts went through `newsroom.text.normalise.clean`.
    """
    start = opening(text)
    return count_terms(title, summary, start, tags), name_terms(title, summary, start)


def count_terms(title: str, summary: str, start: str, tags: Iterable[str]) -> Counter[str]:
    """The counts of `read_terms`, by the opening of a text."""
    counts = Counter(_terms(title))
    for term in counts:
        counts[term] *= params.TITLE
    counts.update(_terms(f"{summary}\n{start}"))
    counts.update(TAG_MARK + tag for tag in tags)
    return counts


def opening(text: str) -> str:
    """The first `params.WORDS` words of ``text``."""
    return " ".join(text.split(" ", params.WORDS)[: params.WORDS])


def _terms(text: str) -> Iterator[str]:
    found = sentences(text)
    singles = chain.from_iterable(found)
    return chain(singles, map(" ".join, chain.from_iterable(map(pairwise, found))))


def name_terms(*texts: str) -> set[str]:
    """The terms that stand in a name: "Liên đoàn Lao động" gives "liên", "lao" …, no pairs;
    "Đống Đa" gives "đống", "đa" and "đống đa".
    """
    found: set[str] = set()
    for name in {name for text in texts for name in _NAME.findall(text)}:
        tokens = syllables(name)
        found.update(tokens)
        found.update(map(" ".join, pairwise(tokens)))
    return found


def is_pair(term: str) -> bool:
    """Whether the term is a pair of neighbours."""
    return " " in term
