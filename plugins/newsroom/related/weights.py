# SPDX-License-Identifier: AGPL-3.0-or-later
"""How telling a term is: frozen in a file of the content folder, or as in a default table.

A term's weight must not change because one more article was published, or that article would
shift everybody's neighbours by a hair. So weights are counted once, kept in
``content/data/term-weights.txt`` beside the other data that editors own, and only
``newsroom related-freeze`` writes them anew. The output stays a function of the content alone.
Until then those of `DEFAULT` serve: counted in general news, with a union's own words as common as
they are in a union's paper (`tests/benchmarks/related_table.py` made it).

A weight is ``1 + ln((N + 1) / (df + 1))`` in steps of ln 2 / 16, as a whole number: N articles, df
of them with the term. The file says, after its header::

    # least 100 of 100000 articles, most 8000; others weigh 182
    103<TAB>bảo hiểm<TAB>…
    0<TAB>của<TAB>…

Weight 0 means that the term occurs in more articles than `params.CAP` and is never used.
"""

from __future__ import annotations

import errno
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import isqrt
from pathlib import Path
from typing import NamedTuple, Protocol

from newsroom.related import params
from newsroom.related.terms import Words, is_pair, read_terms, spell, split

FILE = "term-weights.txt"
DEFAULT = Path(__file__).with_name("default-weights.txt")
ONE = 23
"""The number that stands for 1: sixteenths of a doubling, 16 / ln 2."""

_HEADER = re.compile(r"# least \d+ of (\d+) articles, most \d+; others weigh ([1-9]\d{0,3})")
_WEIGHT = re.compile(r"0|[1-9]\d{0,3}", re.ASCII)
_LARGEST = 16 << 20  # bytes: hundreds of times what the default table has
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


class WeightTable(NamedTuple):
    """A table as it is written: the weight of each term, and that of all ``others``; counted in so
    many ``articles``.
    """

    articles: int
    others: int
    weights: Mapping[str, int]


class Weights:
    """The weight of every term, times `params.SINGLE` or `params.PAIR`.

    It is ``known.get(term, single)`` for a syllable or tag, ``known.get(term, pair)`` for a pair;
    0 if the term is never to be used. No term weighs more than these two.
    ``is_frozen``: the weights are those of ``table``, not of `DEFAULT`; counted in so many
    ``articles``.
    Raises TableError if ``table`` is not what `write_table` wrote.
    """

    def __init__(self, table: str = "") -> None:
        self.is_frozen = bool(table)
        self.articles, others, weights = _read(table) if table else default_table()
        by_kind = params.SINGLE, params.PAIR
        self.single, self.pair = (others * kind for kind in by_kind)
        self.known: Known = {
            term: weight * by_kind[" " in term] for term, weight in weights.items()
        }

    @classmethod
    def load(cls, data: Path) -> Weights:
        """The table in the folder ``data``, or the default one if it has none.

        Raises TableError (a ValueError) if the file is damaged, OSError if it can't be read.
        """
        path = data / FILE
        if not path.exists():
            return cls()
        content = table_bytes(path)
        try:
            return cls(content.decode() or " ")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise TableError(line, repr(content[error.start : error.end])) from None


def table_bytes(path: Path) -> bytes:
    """What a table holds.

    Raises OSError if it can't be read, or is far larger than any that the command writes.
    """
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size > _LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
        return file.read()


@lru_cache(maxsize=1)
def default_table() -> WeightTable:
    """The table that serves papers without their own."""
    return _read(DEFAULT.read_text("utf-8"))


def _read(table: str) -> WeightTable:
    header, *lines = table.removesuffix("\n").split("\n")
    others = _HEADER.fullmatch(header)
    if others is None:
        raise TableError(1, header)
    most = int(others[2])
    known: dict[str, int] = {}
    for place, line in enumerate(lines, 2):
        weight, *terms = line.split("\t")
        if not (terms and all(terms) and _WEIGHT.fullmatch(weight)) or int(weight) > most:
            raise TableError(place, line)
        known.update(dict.fromkeys(terms, int(weight)))
    return WeightTable(int(others[1]), most, known)


def sixteenths(number: int) -> int:
    """Sixteen times the binary logarithm of ``number`` (≥ 1), rounded down.

    Whole numbers only: a float's last bit may differ between machines.
    """
    return int(number**16).bit_length() - 1


def step_of(articles: int) -> int:
    """Every how many of so many articles one is counted (see `params.SAMPLE`)."""
    return max(1, -(-articles // params.SAMPLE))


def table_of(counts: Mapping[str, int], articles: int, step: int) -> bytes:
    """The table of so many ``articles``, of which ``counts`` tell in how many a term is.

    They are of every ``step``-th article. `params.PRIOR` articles with the words of the default
    table are counted with them, and no term is rarer than it is there.
    """
    total = articles + params.PRIOR
    least = max(1, total // params.RARE)
    prior = _prior()
    found = {term: count * total // params.PRIOR for term, count in prior.items()}
    for term, count in counts.items():
        found[term] = max(found.get(term, 0), prior.get(term, 0) + count * step)
    table = {
        term: 0 if counts.get(term, 0) * step > params.CAP else max(1, weight_of(total, count))
        for term, count in found.items()
        if count > least
    }
    header = f"# least {least} of {articles} articles, most {params.CAP}"
    return write_table(header, WeightTable(articles, weight_of(total, least), table))


def write_table(header: str, table: WeightTable) -> bytes:
    """A table as a file; ``header`` tells what was counted."""
    by_weight: dict[int, list[str]] = {}
    for term, weight in table.weights.items():
        by_weight.setdefault(weight, []).append(term)
    lines = ["\t".join([str(w), *sorted(by_weight[w])]) for w in sorted(by_weight)]
    return "\n".join([f"{header}; others weigh {table.others}", *lines, ""]).encode()


def _prior() -> dict[str, int]:
    """How many of `params.PRIOR` articles have each term of the default table, rounded down."""
    scale = params.PRIOR**16
    return {
        # The sixteenth root, of whole numbers.
        term: isqrt(isqrt(isqrt(isqrt(scale >> weight - ONE))))
        for term, weight in default_table().weights.items()
        if weight >= ONE
    }


def count_terms(articles: Iterable[Words]) -> Counter[str]:
    """In how many articles each term is; of many articles only those that come back."""
    counts: Counter[str] = Counter()
    for place, words in enumerate(articles, 1):
        title, summary, text, tags = words
        terms = read_terms(split(title, summary, text), tags)
        counts.update(terms.singles.keys())
        counts.update(map(spell, filter(is_pair, terms.pairs)))
        if place % _SWEEP == 0:
            counts = _sweep(counts)
    return counts


def join_counts(portions: Iterable[tuple[int, Mapping[str, int]]]) -> tuple[int, Counter[str]]:
    """Of how many articles all ``portions`` are, and in how many each term is.

    A portion is the number of its articles and their counts. Whoever made them, the same portions
    in the same order give the same.
    """
    articles, counts = 0, Counter[str]()
    for size, found in portions:
        counts.update(found)
        if (articles + size) // _SWEEP > articles // _SWEEP:
            counts = _sweep(counts)
        articles += size
    return articles, counts


def _sweep(counts: Counter[str]) -> Counter[str]:
    return Counter({term: count for term, count in counts.items() if count > 1})


def weight_of(total: int, count: int) -> int:
    """The weight of a term that ``count`` of ``total`` articles have."""
    return ONE + sixteenths(total + 1) - sixteenths(count + 1)
