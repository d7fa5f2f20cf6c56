# SPDX-License-Identifier: AGPL-3.0-or-later
"""What related stories cost, from 1,000 to 100,000 articles.

    python -m tests.benchmarks.related_cost --data A.jsonl.gz --data B.jsonl.gz --sizes 1000,10000

The articles are synthetic: half of the sentences of a real article and as many of others, with
half of the names and numbers exchanged, so that words are as frequent and as many as they are in
Vietnamese news. Each size runs in a process of its own. Times are of processor time, medians for
single articles; the memory is the process's highest, with the store's cache and map.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from multiprocessing import get_context
from pathlib import Path
from random import Random
from statistics import median

from newsroom.model import Unit
from newsroom.related.engine import Related
from newsroom.related.score import Features, related_units_of
from newsroom.related.tables import TABLES
from newsroom.related.terms import Words
from newsroom.related.weights import Weights
from newsroom.store.database import connect
from newsroom.text.slug import slugify
from tests.benchmarks.related import read_rows
from tests.related.samples import freeze, make_signature

_NAME = re.compile(r"(?<=[^.!?…;:\s] )[A-ZĐ]\w+(?: [A-ZĐ]\w+)*")
_NUMBER = re.compile(r"\d+")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
SECTIONS = 24
DAYS = 4800
RELATED_UNITS = related_units_of(
    [
        Unit(f"quan-{n}", "", successors=tuple(f"phuong-{m}" for m in range(n, 126, 30)))
        for n in range(30)
    ]
)


class Archive:
    """Articles without end, the same for the same seed."""

    def __init__(self, paths: list[Path], seed: int = 7) -> None:
        self._dice = Random(seed)
        rows = [row for path in paths for row in read_rows(path)]
        self._real = [
            (row["title"], found, [slugify(tag) for tag in row.get("tags") or []])
            for row in rows
            if len(found := [s for s in _SENTENCE.split(row["body"]) if 20 < len(s) < 400]) > 3
        ]
        self._names = sorted({n for _, s, _ in self._real for n in _NAME.findall(" ".join(s))})

    def words(self) -> tuple[int, Words]:
        """The number of the real article that gave the topic, and the new one's words."""
        dice = self._dice
        topic = dice.randrange(len(self._real))
        title, found, tags = self._real[topic]
        size = int(min(60, max(6, dice.lognormvariate(2.75, 0.5))))
        body = dice.sample(found, min(len(found), size // 2))
        body += [dice.choice(dice.choice(self._real)[1]) for _ in range(size - len(body))]
        names: dict[str, str] = {}
        title, *body = (self._exchange(text, names) for text in (title, *body))
        return topic, (title, body[0], "\n".join(body[1:]), tuple(tags[:3]))

    def _exchange(self, text: str, names: dict[str, str]) -> str:
        def name(found: re.Match[str]) -> str:
            other = self._dice.choice(self._names) if self._dice.random() < 0.5 else found[0]
            return names.setdefault(found[0], other)

        def number(found: re.Match[str]) -> str:
            other = self._dice.randrange(10 ** min(9, len(found[0])))
            return str(other) if self._dice.random() < 0.5 else found[0]

        return _NUMBER.sub(number, _NAME.sub(name, text))

    def features(self, number: int, weights: Weights) -> tuple[Features, float]:
        """A new article's features, and the seconds that its signature took."""
        topic, words = self.words()
        started = time.process_time()
        signature = make_signature(*words, weights)
        seconds = time.process_time() - started
        day = self._dice.randrange(DAYS)
        old = day < DAYS * 0.9
        unit = f"quan-{self._dice.randrange(30)}" if old else f"phuong-{self._dice.randrange(126)}"
        features = Features(
            key=day * 10**7 + number,
            day=day,
            terms=signature.terms,
            sketch=signature.sketch,
            section=f"section-{topic % SECTIONS}",
            units=(unit,) if self._dice.random() < 0.7 else ("toan-thanh-pho",),
        )
        return features, seconds


class Others(Collection[Words]):
    """As many other articles as there are, made one at a time: all at once are 300 MB."""

    def __init__(self, paths: list[Path], size: int) -> None:
        self._paths, self._size = paths, size

    def __len__(self) -> int:
        return self._size

    def __contains__(self, _words: object) -> bool:
        return False

    def __iter__(self) -> Iterator[Words]:
        archive = Archive(self._paths, seed=8)
        return (archive.words()[1] for _ in range(self._size))


def table(paths: list[Path], size: int) -> str:
    """Weights frozen on ``size`` other articles."""
    return freeze(Others(paths, size)).decode()


class Run:
    """One size."""

    def __init__(self, paths: list[Path], size: int, folder: Path) -> None:
        self._size = size
        self._archive = Archive(paths)
        self._file = folder / "store.sqlite"
        self._db = connect(self._file)
        self._db.executescript(TABLES)
        # In a process of its own: counting takes memory that is not the lists'.
        with get_context("spawn").Pool(1) as pool:
            self._weights = Weights(pool.apply(table, (paths, size)))

    def line(self) -> str:
        """The line of the table."""
        signature, everything = self._fill()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        publish = self._median(self._publish())
        edit = self._median(self._edit())
        remove = self._median(self._remove())
        store = self._file.stat().st_size / 1e6
        return (
            f"| {self._size:,} | {signature:.2f} | {everything:.2f} | {publish} | {edit} | {remove}"
            f" | {memory:.0f} | {store:.0f} |"
        )

    def _fill(self) -> tuple[float, float]:
        self._db.execute("BEGIN")
        related = Related(self._db, RELATED_UNITS)
        reading = adding = 0.0
        for number in range(self._size):
            features, seconds = self._archive.features(number, self._weights)
            reading += seconds
            started = time.process_time()
            related.add(number, features)
            adding += time.process_time() - started
        started = time.process_time()
        related.settle()
        self._db.execute("COMMIT")
        adding += time.process_time() - started
        return reading / self._size * 1e3, adding / self._size * 1e3

    def _median(self, changes: Iterator[Callable[[Related], None]]) -> str:
        times, counts = [], []
        for change in changes:
            started = time.process_time()
            self._db.execute("BEGIN")
            related = Related(self._db, RELATED_UNITS)
            change(related)
            counts.append(len(related.settle()))
            self._db.execute("COMMIT")
            times.append((time.process_time() - started) * 1e3)
        return f"{median(times):.0f} ({median(counts):.0f})"

    def _publish(self) -> Iterator[Callable[[Related], None]]:
        for number in range(self._size, self._size + 21):
            features, _ = self._archive.features(number, self._weights)
            yield lambda related, n=number, f=features: related.add(n, f)  # type: ignore[misc]

    def _edit(self) -> Iterator[Callable[[Related], None]]:
        for number in range(0, 21 * 7, 7):
            features, _ = self._archive.features(number, self._weights)
            yield lambda related, n=number, f=features: related.add(n, f)  # type: ignore[misc]

    def _remove(self) -> Iterator[Callable[[Related], None]]:
        for number in range(200, 200 + 21 * 7, 7):
            yield lambda related, n=number: related.remove(n)  # type: ignore[misc]


def main(argv: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, action="append", required=True)
    parser.add_argument("--sizes", default="1000,3000,10000,30000,100000")
    options = parser.parse_args(argv)
    sizes = [int(size) for size in options.sizes.split(",")]
    paths = options.data
    if len(sizes) == 1:
        with tempfile.TemporaryDirectory() as folder:
            print(Run(paths, sizes[0], Path(folder)).line(), flush=True)
        return
    print("| articles | signature | lists | publish (lists) | edit | remove | MB | store MB |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    data = [argument for path in paths for argument in ("--data", str(path))]
    for size in sizes:
        command = [sys.executable, "-m", "tests.benchmarks.related_cost", *data]
        subprocess.run([*command, "--sizes", str(size)], check=True)


if __name__ == "__main__":
    main()
