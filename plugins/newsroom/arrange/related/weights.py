"""How telling a term is: frozen in a file of the content folder, or guessed from its form.

A term's weight must not change because one more article was published, or that article would
shift everybody's neighbours by a hair. So weights are counted once, kept in
``content/data/term-weights.txt`` beside the other data that editors own, and only
``invoke related-freeze`` writes them anew. The output stays a function of the content alone.

A weight is ``1 + ln((N + 1) / (df + 1))`` in steps of ln 2 / 16, as a whole number: N articles, df
of them with the term. The file says, after its header::

    # least 100 of 100000 articles, most 4000; others weigh 182
    103<TAB>bảo hiểm<TAB>…
    0<TAB>của<TAB>…

Weight 0 means that the term occurs in more articles than `params.CAP` and is never used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from newsroom.arrange.related import common, params
from newsroom.arrange.related.terms import count_terms, is_pair, opening

FILE = "term-weights.txt"
ONE = 23
"""The number that stands for 1: sixteenths of a doubling, 16 / ln 2."""

_OTHERS = re.compile(r"others weigh (\d+)$")
# Counting drops what occurred once every so many articles; such terms are rare in any case.
_SWEEP = 2000

Words = tuple[str, str, str, tuple[str, ...]]
"""An article for counting: title, sapo, plain text, slugs of tags."""


class Weights:
    """The weight of every term. Raises ValueError if ``table`` is not what `freeze` wrote."""

    def __init__(self, table: str = "") -> None:
        self._known: dict[str, int] = {}
        self._others = 0
        if table:
            self._read(table)

    @classmethod
    def load(cls, data: Path) -> Weights:
        """The table in the folder ``data``, or the weights by form if it has none."""
        path = data / FILE
        return cls(path.read_text(encoding="utf-8") if path.exists() else "")

    def _read(self, table: str) -> None:
        header, *lines = table.splitlines()
        others = _OTHERS.search(header)
        if others is None:
            raise ValueError(f"{FILE}: not a table of weights; write it with related-freeze")
        self._others = int(others[1])
        for line in lines:
            weight, *terms = line.split("\t")
            self._known.update((term, int(weight) * kind(term)) for term in terms)

    def of(self, terms: Iterable[str]) -> list[int]:
        """The weight of each term, times its `kind`; 0 if it is never to be used."""
        if not self._others:
            return [common.weight(term) * kind(term) for term in terms]
        known = self._known
        single, pair = self._others * params.SINGLE, self._others * params.PAIR
        return [known.get(term, pair if " " in term else single) for term in terms]


def kind(term: str) -> int:
    """What the kind of a term counts for: `params.PAIR` or `params.SINGLE`."""
    return params.PAIR if is_pair(term) else params.SINGLE


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


def _count(articles: Iterator[Words] | Iterable[Words]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for place, words in enumerate(articles, 1):
        title, summary, text, tags = words
        counts.update(count_terms(title, summary, opening(text), tags).keys())
        if place % _SWEEP == 0:
            counts = Counter({term: count for term, count in counts.items() if count > 1})
    return counts


def _weight(total: int, count: int) -> int:
    return ONE + sixteenths(total + 1) - sixteenths(count + 1)


def _capped(total: int, count: int) -> int:
    return 0 if count > params.CAP else max(1, _weight(total, count))
