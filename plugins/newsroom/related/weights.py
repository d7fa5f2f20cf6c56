# SPDX-License-Identifier: AGPL-3.0-or-later
"""How telling a term is: frozen in a file of the content folder, or guessed from its form.

A term's weight must not change because one more article was published, or that article would
shift everybody's neighbours by a hair. So weights are counted once, kept in
``content/data/term-weights.txt`` beside the other data that editors own, and only
``newsroom related-freeze`` writes them anew. The output stays a function of the content alone.

A weight is ``1 + ln((N + 1) / (df + 1))`` in steps of ln 2 / 16, as a whole number: N articles, df
of them with the term. The file says, after its header::

    # least 100 of 100000 articles, most 8000; others weigh 182
    103<TAB>bảo hiểm<TAB>…
    0<TAB>của<TAB>…

Weight 0 means that the term occurs in more articles than `params.CAP` and is never used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Protocol

from newsroom.related import common, params
from newsroom.related.terms import Words, read_terms, split

FILE = "term-weights.txt"
ONE = 23
"""The number that stands for 1: sixteenths of a doubling, 16 / ln 2."""

_HEADER = re.compile(r"# least \d+ of \d+ articles, most \d+; others weigh ([1-9]\d{0,3})")
_WEIGHT = re.compile(r"0|[1-9]\d{0,3}", re.ASCII)
# Counting drops what occurred once every so many articles; such terms are rare in any case.
_SWEEP = 2000


class TableError(ValueError):
    """A file of weights is damaged: in ``line`` (from 1) stands ``value``.

    `newsroom.arrange.related_lists.load_weights` tells editors so, with the remedy.
    """

    def __init__(self, line: int, value: str) -> None:
        self.line, self.value = line, value[:60]
        super().__init__(f'{FILE}:{line}: "{self.value}"; write it anew: newsroom related-freeze')


class Known(Protocol):
    """Weights by term."""

    def get(self, term: str, default: int, /) -> int:
        """The weight of ``term``, or ``default`` if it has none of its own."""


class Weights:
    """The weight of every term, times `params.SINGLE` or `params.PAIR`.

    It is ``known.get(term, single)`` for a syllable or tag, ``known.get(term, pair)`` for a pair;
    0 if the term is never to be used. No term weighs more than these two.
    Raises TableError if ``table`` is not what `freeze` wrote.
    """

    def __init__(self, table: str = "") -> None:
        self.known: Known = common.ByForm()
        self.single, self.pair = common.SINGLE, common.PAIR
        if table:
            self._read(table)

    @property
    def is_frozen(self) -> bool:
        """Whether they are those of a table, not guessed from the terms' form."""
        return not isinstance(self.known, common.ByForm)

    @classmethod
    def load(cls, data: Path) -> Weights:
        """The table in the folder ``data``, or the weights by form if it has none.

        Raises TableError (a ValueError) if the file is damaged, OSError if it can't be read.
        """
        path = data / FILE
        if not path.exists():
            return cls()
        content = path.read_bytes()
        try:
            return cls(content.decode() or " ")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise TableError(line, repr(content[error.start : error.end])) from None

    def _read(self, table: str) -> None:
        header, *lines = table.removesuffix("\n").split("\n")
        others = _HEADER.fullmatch(header)
        if others is None:
            raise TableError(1, header)
        most = int(others[1])
        self.single, self.pair = most * params.SINGLE, most * params.PAIR
        known: dict[str, int] = {}
        for place, line in enumerate(lines, 2):
            weight, *terms = line.split("\t")
            if not (terms and all(terms) and _WEIGHT.fullmatch(weight)) or int(weight) > most:
                raise TableError(place, line)
            single, pair = int(weight) * params.SINGLE, int(weight) * params.PAIR
            known.update((term, pair if " " in term else single) for term in terms)
        self.known = known


def sixteenths(number: int) -> int:
    """Sixteen times the binary logarithm of ``number`` (≥ 1), rounded down.

    Whole numbers only: a float's last bit may differ between machines.
    """
    return int(number**16).bit_length() - 1


def freeze(articles: Collection[Words]) -> bytes:
    """The table of weights of ``articles`` (in an order that doesn't change, as by path)."""
    step = max(1, -(-len(articles) // params.SAMPLE))
    counts = _count(words for place, words in enumerate(articles) if place % step == 0)
    total = len(articles)
    least = max(1, total // params.RARE)
    others = _weight(total, least)
    by_weight: dict[int, list[str]] = {}
    for term, count in counts.items():
        if count * step > least:
            by_weight.setdefault(_capped(total, count * step), []).append(term)
    header = f"# least {least} of {total} articles, most {params.CAP}; others weigh {others}"
    lines = ["\t".join([str(w), *sorted(by_weight[w])]) for w in sorted(by_weight)]
    return "\n".join([header, *lines, ""]).encode()


def _count(articles: Iterable[Words]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for place, words in enumerate(articles, 1):
        title, summary, text, tags = words
        terms = read_terms(split(title, summary, text), tags)
        counts.update(terms.singles.keys())
        counts.update(terms.pairs.keys())
        if place % _SWEEP == 0:
            counts = Counter({term: count for term, count in counts.items() if count > 1})
    return counts


def _weight(total: int, count: int) -> int:
    return ONE + sixteenths(total + 1) - sixteenths(count + 1)


def _capped(total: int, count: int) -> int:
    return 0 if count > params.CAP else max(1, _weight(total, count))
