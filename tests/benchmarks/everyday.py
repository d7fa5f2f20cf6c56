# SPDX-License-Identifier: AGPL-3.0-or-later
"""What everyday acts cost in a large archive: every act of a table, in one run.

    python -m tests.benchmarks.everyday --size 100000
    python -m tests.benchmarks.everyday --size 2000 --acts publish,unchanged,"the section"
    python -m tests.benchmarks.everyday --size 1000000 --letters 400 --acts publish,unchanged

A site is written, its weights are frozen, it is built, and then edited act by act. Each time is
told beside the *floor* of the same minute: starting Python with our imports, and a bare walk of
the content folder that asks for each file's state. Medians of the turns; counts are of the turn
that misses its bar by most. The table goes to standard output, progress to standard error.
"""

from __future__ import annotations

import argparse
import compileall
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.benchmarks.acts import ACTS, Act, Site
from tests.benchmarks.articles import LETTERS, Archive, read_units
from tests.benchmarks.floor import start_and_walk
from tests.benchmarks.generators import ours, put_aside
from tests.benchmarks.layouts import Ours
from tests.benchmarks.measure import Usage, run, weigh
from tests.benchmarks.report import counts_of, line

ROOT = Path(__file__).parents[2]
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": ""}


@dataclass(slots=True)
class Told:
    """An act's turns: what each cost, the floor before it, and the pages rendered and written."""

    name: str
    bar: str = ""
    usages: list[Usage] = field(default_factory=list)
    floors: list[Usage] = field(default_factory=list)
    counts: list[tuple[int, int]] = field(default_factory=list)

    def cells(self) -> list[str]:
        """A row of the table."""
        wall, cpu, largest = (
            median(getattr(usage, name) for usage in self.usages)
            for name in ("wall", "cpu", "largest")
        )
        above = [
            f"{median(getattr(usage, name) for usage in self.usages) - floor:.2f}" if floor else ""
            for name, floor in self._floor().items()
        ]
        rendered, written = max(self.counts, key=_excess, default=(0, 0))
        turns = str(len(self.usages))
        times = [f"{wall:.2f}", above[0], f"{cpu:.2f}", above[1], f"{largest:.0f}"]
        return [self.name, turns, f"{rendered:,}", f"{written:,}", *times, self.bar]

    def _floor(self) -> dict[str, float]:
        names = ("wall", "cpu")
        return {n: median([getattr(usage, n) for usage in self.floors] or [0.0]) for n in names}


def _excess(counts: tuple[int, int]) -> tuple[float, int]:
    rendered, written = counts
    return rendered / max(written, 1), rendered


class Run:
    """One run: a site, and what each act has cost."""

    def __init__(self, site: Site, timeout: float) -> None:
        self._site = site
        self._timeout = timeout
        self._target = site.root.with_name(f"{site.root.name}-copied")
        self.rows: list[Told] = []

    def begin(self) -> None:
        """Freeze the weights, build from nothing."""
        newsroom = str(Path(sys.executable).with_name("newsroom"))
        for name, command in {
            "`related-freeze`": (newsroom, "related-freeze"),
            "clean": ours().command,
        }.items():
            row = Told(name)
            self.rows.append(row)
            self._measure(row, command)

    def act(self, act: Act) -> None:
        """All turns of an act."""
        row = Told(act.name, act.bar)
        self.rows.append(row)
        for turn in range(act.turns):
            if act.before is not None:
                act.before(self._site, turn)
                self._build(ours().command)
            act.do(self._site, turn)
            row.floors.append(start_and_walk(self._site.root))
            self._measure(row, self._copying() if act.copied else ours().command)

    def _copying(self) -> tuple[str, ...]:
        newsroom = str(Path(sys.executable).with_name("newsroom"))
        options = ("-s", "pelicanconf.py", "--no-ping", "--accept-lost")
        return (newsroom, "publish", *options, f"{self._target}/")

    def _measure(self, row: Told, command: Sequence[str]) -> None:
        usage = self._build(command)
        row.usages.append(usage)
        if counts := counts_of(usage.output):
            row.counts.append(counts[1:])
        floor = f"floor {row.floors[-1].wall:.2f} s, " if row.floors else ""
        _say(f"{row.name}: {usage.wall:.2f} s, {floor}{usage.cpu:.2f} s CPU, {row.counts[-1:]}")

    def _build(self, command: Sequence[str]) -> Usage:
        usage = run(command, self._site.root, self._timeout, _ENVIRONMENT)
        if usage.failed:
            sys.exit(f"{' '.join(command)}: status {usage.status}\n{usage.output[-3000:]}")
        return usage


def table(rows: Sequence[Told]) -> str:
    """All acts as a Markdown table."""
    heads = (
        "act",
        "turns",
        "rendered",
        "written",
        "s",
        "− floor",
        "CPU s",
        "− floor",
        "MiB",
        "bar",
    )
    ruler = ("---", *["---:"] * 8, "---")
    return "\n".join([line(heads), line(ruler), *(line(row.cells()) for row in rows)])


def sizes(root: Path) -> str:
    """What lies on the disk after the first build, as a Markdown table."""
    lines = [line(("folder", "files", "folders", "MiB")), line(("---", "---:", "---:", "---:"))]
    for name in ("content", "output", ".cache"):
        files, folders, size = weigh(root / name)
        lines.append(line((f"`{name}`", f"{files:,}", f"{folders:,}", f"{size / 2**20:,.0f}")))
    return "\n".join((*lines, ""))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.everyday")
    add = parser.add_argument
    add("--size", type=int, default=2000, help="how many articles")
    add("--letters", type=int, default=LETTERS, help="how long bodies are on average")
    add("--acts", default="", help="names of acts, by commas; all without")
    add("--engine", type=Path, default=ROOT, help="the project whose plugins and theme are used")
    add("--folder", type=Path, default=ROOT / ".cache/bench", help="where the site is made")
    add("--seed", default="1", help="another seed gives other articles")
    add("--timeout", type=float, default=5400, help="seconds for each command")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Make the site, do every act, print the table."""
    options = _options(arguments)
    acts = [act for act in ACTS if not options.acts or act.name in options.acts.split(",")]
    options.folder.mkdir(parents=True, exist_ok=True)
    root = options.folder.resolve() / f"everyday-{options.size}"
    put_aside([root])
    units = read_units(options.engine / "content/data/districts.yaml")
    archive = Archive(options.size, units, options.seed, options.letters)
    layout = Ours(root, archive, units, options.engine)
    started = time.monotonic()
    layout.write()
    compileall.compile_dir(root / "plugins", quiet=2)
    _say(f"written in {time.monotonic() - started:.0f} s; load {os.getloadavg()[0]:.1f}")
    measured = Run(Site(layout), options.timeout)
    try:
        measured.begin()
        print(sizes(root), flush=True)
        for act in acts:
            measured.act(act)
    finally:
        print(table([row for row in measured.rows if row.usages]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
