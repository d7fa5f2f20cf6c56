# SPDX-License-Identifier: AGPL-3.0-or-later
"""Measure whole builds, ours and other generators', on the same generated articles.

    python -m tests.benchmarks --sizes 1000,10000 --peers hugo,pelican,nikola
    python -m tests.benchmarks --sizes 100000 --repeat 3 --floor
    python -m tests.benchmarks --sizes 2000 --data ARTICLES.jsonl.gz --peers hugo

Tables go to standard output, progress to standard error. docs/benchmarks.md explains the method.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from tests.benchmarks.articles import Archive, Unit, read_units
from tests.benchmarks.floor import floor, machine
from tests.benchmarks.generators import LAYOUTS, Generator, Peers, ours, put_aside
from tests.benchmarks.layouts import Layout, Ours
from tests.benchmarks.measure import run, weigh
from tests.benchmarks.real import RealArchive
from tests.benchmarks.report import Row, floor_table, output_table, table
from tests.benchmarks.scenarios import SCENARIOS

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".cache/bench"
PEERS = ("hugo", "hugo-lean", "pelican", "nikola")
# Sources, pages and store of one article; measured at 60 to 75 KB, and rounded up.
BYTES_EACH = 100_000


class Bench:
    """One run of the harness."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self._options = options
        self._folder = folder
        self.rows: list[Row] = []
        self.floors: dict[int, list[tuple[str, float]]] = {}
        self._generators = [] if options.no_ours else [ours()]
        if options.peers:
            peers = Peers(WORK / "venv")
            peers.install()
            self._generators += [peers.get(name) for name in options.peers]

    @property
    def versions(self) -> dict[str, str]:
        """Each generator's version."""
        return {generator.name: generator.version for generator in self._generators}

    def all(self) -> None:
        """Every size, every generator."""
        units = read_units(self._options.engine / "content/data/districts.yaml")
        for size in self._options.sizes:
            archive = self._archive(size, units)
            for generator in self._generators:
                if size > self._options.limits.get(generator.name, size):
                    continue
                self._one(generator, archive, units)

    def _archive(self, size: int, units: list[Unit]) -> Archive:
        if self._options.data:
            return RealArchive(size, units, self._options.data, self._options.seed)
        return Archive(size, units, self._options.seed)

    def _one(self, generator: Generator, archive: Archive, units: list[Unit]) -> None:
        site = self._folder / f"{generator.name}-{archive.count}"
        self._check_disk(archive.count)
        put_aside([site])  # of the same size before, or of a run that was kept
        layout = self._write(generator, site, archive, units)
        if self._measure(generator, layout) and generator.name == "ours":
            self._floor(site, archive.count)

    def _check_disk(self, size: int) -> None:
        free, needed = shutil.disk_usage(self._folder).free, size * BYTES_EACH
        if free < needed:
            sys.exit(f"{self._folder}: {needed >> 20} MiB are needed, {free >> 20} MiB are free.")

    def _write(
        self, generator: Generator, site: Path, archive: Archive, units: list[Unit]
    ) -> Layout:
        started = time.monotonic()
        make: Any = LAYOUTS[generator.name]
        extra = (self._options.engine,) if make is Ours else ()
        layout: Layout = make(site, archive, units, *extra)
        layout.write()
        # Compiled once, as on any machine that built before.
        compileall.compile_dir(site / "plugins", quiet=2)
        if isinstance(layout, Ours) and self._options.no_pictures:
            layout.leave_pictures()
        if isinstance(layout, Ours) and not self._options.unfrozen:
            layout.freeze()
        _say(f"{site.name}: written in {time.monotonic() - started:.0f} s")
        return layout

    def _measure(self, generator: Generator, layout: Layout) -> bool:
        """All scenarios; False if one failed, for then the next would tell nothing."""
        for name in self._options.scenarios:
            row = Row(layout.archive.count, name, generator.name)
            self.rows.append(row)
            for turn in range(self._turns(name)):
                SCENARIOS[name](generator, layout, turn)
                self._turn(row, generator, layout.root)
                if row.failed:
                    _say(row.usages[-1].output[-2000:])
                    return False
            if name == "clean":
                row.files, _, size = weigh(layout.root / generator.output)
                row.megabytes = size / 2**20
        return True

    def _turns(self, scenario: str) -> int:
        once = scenario in ("clean", "template")
        return int(self._options.repeat_clean if once else self._options.repeat)

    def _turn(self, row: Row, generator: Generator, site: Path) -> None:
        row.loads.append(os.getloadavg()[0])
        limit = self._options.timeout
        environment = {
            "HUGO_CACHEDIR": str(site / "resources"),
            "LC_ALL": "C.UTF-8",
            "PYTHONDONTWRITEBYTECODE": "",  # libraries are compiled at the first run, as anywhere
        }
        usage = run(generator.command, site, limit, environment)
        row.usages.append(usage)
        told = f"{usage.wall:.2f} s, CPU {usage.cpu:.2f} s, {usage.together:.0f} MiB"
        counts = f", {row.counts}" if row.generator == "ours" else ""
        _say(f"{row.generator} {row.size} {row.scenario}: {row.failed or told}{counts}")

    def _floor(self, site: Path, size: int) -> None:
        if self._options.floor:
            self.floors[size] = floor(site, self._folder / f"floor-{size}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def _work_folder(keep: Path | None) -> Iterator[Path]:
    """The folder for the sites: a new one, removed at the end unless it shall be kept.

    Nothing is removed before; see `Generator.wipe`.
    """
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep.resolve()
        return
    WORK.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix="run-", dir=WORK))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _names(allowed: tuple[str, ...]) -> Any:
    def parse(text: str) -> list[str]:
        names = [name.strip() for name in text.split(",") if name.strip()]
        for name in names:
            if name not in allowed:
                raise argparse.ArgumentTypeError(f"{name}: choose among {', '.join(allowed)}")
        return names

    return parse


def _sizes(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part.strip()]


def _limits(text: str) -> dict[str, int]:
    pairs = (part.split("=") for part in text.split(",") if part.strip())
    return {name: int(size) for name, size in pairs}


def parse_options(arguments: list[str]) -> argparse.Namespace:
    """The command line's options."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    add = parser.add_argument
    add("--sizes", type=_sizes, default=[1000], help="numbers of articles, e.g. 1000,10000")
    add("--peers", type=_names(PEERS), default=[], help=f"of {','.join(PEERS)}")
    scenarios = ",".join(SCENARIOS)
    add("--scenarios", type=_names(tuple(SCENARIOS)), default=scenarios, help=f"of {scenarios}")
    add("--repeat", type=int, default=3, help="turns of each scenario; medians are told")
    add("--repeat-clean", type=int, default=1, help="turns of clean and template builds")
    add("--timeout", type=float, default=900, help="seconds for each command")
    add("--limits", type=_limits, default={}, help="largest sizes, e.g. nikola=2000,pelican=10000")
    add("--no-ours", action="store_true", help="only the peers")
    add("--unfrozen", action="store_true", help="ours without a table of weights")
    add("--no-pictures", action="store_true", help="ours copies pictures, as all others do")
    add("--floor", action="store_true", help="also measure the physical floor")
    add("--engine", type=Path, default=ROOT, help="the project whose plugins and theme are used")
    add("--seed", default="1", help="another seed gives other articles")
    add("--data", type=Path, help="real articles instead (JSON lines, .gz; tests.benchmarks.real)")
    add("--json", type=Path, help="write all figures to this file")
    add("--keep", type=Path, help="leave the sites in this folder")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Measure, print, and tell by the exit status whether all commands ended well."""
    options = parse_options(arguments)
    about = machine()
    with _work_folder(options.keep) as folder:
        bench = Bench(options, folder)
        try:
            bench.all()
        finally:
            _tell(bench, about, options)
    return int(any(row.failed for row in bench.rows))


def _tell(bench: Bench, about: dict[str, str], options: argparse.Namespace) -> None:
    for name, value in (about | bench.versions).items():
        print(f"{name}: {value}")
    print(f"\n{table(bench.rows)}\n\n{output_table(bench.rows)}")
    for size, rows in bench.floors.items():
        print(f"\n{floor_table(size, rows)}")
    if options.json:
        figures = {
            "machine": about,
            "versions": bench.versions,
            "rows": [row.as_dict() for row in bench.rows],
            "floors": bench.floors,
        }
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
