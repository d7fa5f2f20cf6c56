# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much of what a panel of related stories shows is related, by the size of the archive.

    invoke bench related --data related_dev.jsonl.gz --others articles_real.jsonl.gz
    python -m tests.benchmarks.related_panels --data … --others … --generated 100000 --half odd

``--data`` has articles with clusters, each of one event (`tests.benchmarks.related`), ``--others``
articles that are strangers to them. The clusters are split into two halves, in the order of their
names: the even ones are those that the floor was fitted to and the default weights were counted in,
the odd ones are reported on.

*Archives.* The largest is all of the data. A smaller one has whole clusters of the half, drawn
until they are a third of it, one article of each of others of the half, as many as fill another
third, and articles of ``--others`` for the rest; it is drawn several times (`SIZES`) and the
figures are of all draws. *Panels.* An article is judged as if only 1 to 4 others of its cluster
were there (1 for the first of a cluster, then 2, 3, 4, 1 …; those that follow it, in a circle): big
clusters would fill any panel. Of the five best, precision is the share that is of the cluster,
recall how many of those that could be there are. *Strangers* are the stories shown beside an
article when none of its cluster is there. Almost equal texts count like others.

The baseline is scikit-learn's sublinear TF-IDF on syllables and pairs of whole texts, fitted on the
archive: its recall where it is as precise, with the threshold that this takes in just this archive,
and both figures where it shows as many strangers. Ours has the floor of
`newsroom.related.params`.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np

from newsroom.related import params
from newsroom.related.weights import Weights
from tests.benchmarks import related
from tests.benchmarks.articles import Archive, read_units
from tests.benchmarks.related import TOP, Row, halves_of, read_rows, words_of
from tests.related.samples import freeze

SIZES = {30: 60, 160: 12, 1000: 3}
"""Sizes of archives that are drawn, and how often."""
UNITS = Path(__file__).parents[2] / "content/data/districts.yaml"
THRESHOLDS = np.arange(0.02, 0.9, 0.0025)
HALVES = ("even", "odd")
Scored = dict[int, list[tuple[int, float]]]
"""For the place of each article that is judged those of others with their scores, best first."""


class Figures(NamedTuple):
    """By threshold: precision, recall, strangers."""

    precision: Any
    recall: Any
    strangers: Any


class Tally:
    """Counts of panels, by threshold."""

    def __init__(self, thresholds: Sequence[float]) -> None:
        self._least = np.array(thresholds)[:, None]
        self._right, self._shown, self._strange = (np.zeros(len(thresholds)) for _ in range(3))
        self._possible = self._articles = 0

    def add(self, rows: list[Row], found: Scored, chosen: set[str]) -> None:
        """Judge the articles of the chosen clusters."""
        members = defaultdict(list)
        for place, row in enumerate(rows):
            members[row.get("cluster")].append(place)
        for cluster in sorted(chosen & members.keys()):
            for at, place in enumerate(members[cluster]):
                mates = members[cluster][at + 1 :] + members[cluster][:at]
                self._judge(found[place], mates, mates[: 1 + at % 4])

    def _judge(self, found: list[tuple[int, float]], mates: list[int], there: list[int]) -> None:
        away = set(mates) - set(there)
        panel = [(place, score) for place, score in found if place not in away][:TOP]
        strange = [score for place, score in found if place not in mates][:TOP]
        self._articles += 1
        self._strange += (np.array(strange) >= self._least).sum(axis=1)
        if there:
            shown = np.array([score for _, score in panel]) >= self._least
            right = np.array([place in there for place, _ in panel], dtype=bool)
            self._possible += len(there)
            self._shown += shown.sum(axis=1)
            self._right += (shown & right).sum(axis=1)

    def figures(self) -> Figures:
        """What was counted."""
        precision = self._right / np.maximum(self._shown, 1)
        return Figures(precision, self._right / self._possible, self._strange / self._articles)


# -------------------------------------------------------------------------------------- methods


def judged(rows: list[Row], chosen: set[str]) -> list[int]:
    """The places of the articles of the chosen clusters."""
    return [place for place, row in enumerate(rows) if row.get("cluster") in chosen]


def ours(rows: list[Row], chosen: set[str], weights: Weights) -> Scored:
    """Our lists, as the engine makes them; no section, unit, tag or date takes part."""
    words = [words_of(row, "full") for row in rows]
    made = related.relate(rows, words, weights, facts=False)
    shown = made.allowed(set(judged(rows, chosen)))
    return {found.number: [(place, 1.0) for place in found.others] for found in shown}


def by_default(rows: list[Row], chosen: set[str]) -> Scored:
    """Ours, with the default weights."""
    return ours(rows, chosen, Weights())


def frozen(rows: list[Row], chosen: set[str]) -> Scored:
    """Ours, with weights frozen on the archive."""
    table = freeze([words_of(row, "full") for row in rows])
    return ours(rows, chosen, Weights(table.decode()))


def baseline(rows: list[Row], chosen: set[str]) -> Scored:
    """TF-IDF and the cosine."""
    vectors, _ = related.vectors_of([words_of(row, "full") for row in rows])
    found: Scored = {}
    places, others = judged(rows, chosen), vectors.T.tocsr()
    for start in range(0, len(places), 100):
        some_places = places[start : start + 100]
        for at, some in zip(some_places, (vectors[some_places] @ others).toarray(), strict=True):
            best = np.argsort(-some, kind="stable")[: params.KEPT + 1].tolist()
            found[at] = [(place, some[place]) for place in best if place != at]
    return found


# ------------------------------------------------------------------------------------- archives


def archives(
    rows: list[Row], others: list[Row], chosen: set[str], size: int
) -> Iterator[list[Row]]:
    """The archives of a size; see the module's text."""
    by_cluster = defaultdict(list)
    for row in rows:
        by_cluster[row["cluster"]].append(row)
    for draw in range(SIZES[size]):
        dice = Random(size * 1000 + draw)
        names = sorted(chosen)
        dice.shuffle(names)
        archive: list[Row] = []
        while len(archive) < size // 3:
            archive += by_cluster[names.pop()]
        archive += [dice.choice(by_cluster[name]) for name in names][: (size - len(archive)) // 2]
        yield archive + dice.sample(others, size - len(archive))


def generated(count: int) -> list[Row]:
    """Articles of the benchmarks' generator: a union's paper, of few and frequent words."""
    if not count:
        return []
    made = map(Archive(count, read_units(UNITS)).article, range(count))
    return [
        {"title": a.head.title, "summary": a.sapo, "body": "\n".join(a.paragraphs)} for a in made
    ]


def whole(rows: list[Row], count: int) -> Iterator[list[Row]]:
    """All of the data, with so many generated articles."""
    yield rows + generated(count)


# --------------------------------------------------------------------------------------- figures


def measure(
    make: Callable[[], Iterator[list[Row]]],
    method: Callable[[list[Row], set[str]], Scored],
    chosen: set[str],
    thresholds: Sequence[float] = (0.5,),
) -> Figures:
    """The figures of a method in all archives."""
    tally = Tally(thresholds)
    for archive in make():
        tally.add(archive, method(archive, chosen), chosen)
    return tally.figures()


def line(name: str, ours: Figures, plain: Figures) -> str:
    """A line of the table."""
    precision, recall, strangers = (column[0] for column in ours)
    as_precise = plain.recall[plain.precision >= precision]
    best = f"{as_precise.max():.3f}" if len(as_precise) else "–"
    at = int(np.flatnonzero(plain.strangers <= max(strangers, plain.strangers.min()))[0])
    beside = f"{plain.precision[at]:.3f} / {plain.recall[at]:.3f}"
    return f"| {name} | {precision:.3f} | {recall:.3f} | {strangers:.2f} | {best} | {beside} |"


HEAD = """
| archive | precision | recall | strangers | TF-IDF: recall as precise | at as many strangers |
|---|---|---|---|---|---|"""


def report(rows: list[Row], others: list[Row], chosen: set[str], count: int) -> None:
    """Print the table of one half."""
    every = [*rows, *others]
    kinds = {f"{size:,}": lambda s=size: archives(rows, others, chosen, s) for size in SIZES}
    kinds[f"{len(every):,}"] = lambda: whole(every, 0)
    if count:
        kinds[f"{len(every):,} and {count:,} generated"] = lambda: whole(every, count)
    print(HEAD)
    for name, make in kinds.items():
        plain = measure(make, baseline, chosen, THRESHOLDS)
        for how, method in (("default", by_default), ("frozen", frozen)):
            figures = measure(make, method, chosen)
            print(line(f"{name}, {how} weights", figures, plain), flush=True)


def main(argv: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench related", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--others", type=Path, required=True)
    parser.add_argument("--generated", type=int, default=0, help="generated articles beside them")
    parser.add_argument("--half", choices=HALVES, default="odd")
    options = parser.parse_args(argv)
    rows = read_rows(options.data)
    chosen = halves_of(rows)[HALVES.index(options.half)]
    report(rows, read_rows(options.others), chosen, options.generated)


if __name__ == "__main__":
    main()
