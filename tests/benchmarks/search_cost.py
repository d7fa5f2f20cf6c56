# SPDX-License-Identifier: AGPL-3.0-or-later
"""What search adds to builds: the same archive twice, with and without it, built by turns.

    python -m tests.benchmarks.search_cost --size 100000 [--data FILE] [--turns 5]

Both sites get the same acts (`tests.benchmarks.scenarios`), one after the other, so that a busy
minute is both's. Seconds are medians above the *floor* of the same minutes (starting Python with
our imports, and a bare walk of the content folder). What search adds is the difference of
processor times, of a clean build also by article. Files of search are those below ``tim-kiem/``
that an act has changed, the most of all turns. Private memory is that of all processes of a build
together. The first turn of each act but the clean build goes unmeasured. 200 KB an article are
needed on the disk; nothing is removed at the end, as that would disturb the next run
(`tests.benchmarks.generators.put_aside`).
"""

from __future__ import annotations

import argparse
import compileall
import sys
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import NamedTuple

from newsroom.arrange.addresses import SEARCH_FOLDER
from tests.benchmarks.articles import Archive, read_units
from tests.benchmarks.floor import start_and_walk
from tests.benchmarks.generators import Generator, ours, put_aside
from tests.benchmarks.layouts import Ours
from tests.benchmarks.measure import Usage, run
from tests.benchmarks.real import RealArchive
from tests.benchmarks.report import line
from tests.benchmarks.scenarios import SCENARIOS

ROOT = Path(__file__).parents[2]
ACTS = ("unchanged", "publish", "body")
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": ""}
_SWITCH = "NEWSROOM_SEARCH"


class Written(NamedTuple):
    """Files of search that an act has changed, and their bytes as they lie on the disk."""

    files: int
    bytes: int


@dataclass(slots=True)
class Cost:
    """An act's turns on one site."""

    usages: list[Usage] = field(default_factory=list)
    floors: list[Usage] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)

    def of(self, name: str) -> float:
        """The median of a figure of `Usage`."""
        return float(median(getattr(usage, name) for usage in self.usages))

    def above(self, name: str) -> float:
        """The same above the floor."""
        return self.of(name) - float(median(getattr(usage, name) for usage in self.floors))


class Site:
    """One of the two sites, and what its acts have cost."""

    def __init__(self, layout: Ours, timeout: float, *, search: bool) -> None:
        self.layout = layout
        self._timeout = timeout
        self._generator: Generator = ours()
        self.costs: dict[str, Cost] = {}
        layout.write()
        conf = layout.root / "pelicanconf.py"
        conf.write_text(f"{conf.read_text('utf-8')}{_SWITCH} = {search}\n", "utf-8")
        compileall.compile_dir(layout.root / "plugins", quiet=2)
        layout.freeze()

    def act(self, name: str, turn: int, *, measured: bool = True) -> None:
        """Do it, build, and note what that cost."""
        SCENARIOS[name](self._generator, self.layout, turn)
        before = self._files()
        floor = start_and_walk(self.layout.root)
        usage = run(self._generator.command, self.layout.root, self._timeout, _ENVIRONMENT)
        if usage.failed:
            sys.exit(f"{self.layout.root}: status {usage.status}\n{usage.output[-3000:]}")
        after = self._files()
        changed = [
            size for path, (size, state) in after.items() if before.get(path) != (size, state)
        ]
        print(
            f"{self.layout.root.name} {name}: {usage.wall:.2f} s, CPU {usage.cpu:.2f} s",
            file=sys.stderr,
        )
        if measured:
            cost = self.costs.setdefault(name, Cost())
            cost.usages.append(usage)
            cost.floors.append(floor)
            cost.written.append(Written(len(changed), sum(changed)))

    def _files(self) -> dict[Path, tuple[int, int]]:
        """The files of search, with size and time."""
        found = (self.layout.root / "output" / SEARCH_FOLDER).rglob("*")
        states = ((path, path.stat()) for path in found if path.is_file())
        return {path: (state.st_size, state.st_mtime_ns) for path, state in states}


def table(without: Site, with_it: Site, size: int) -> str:
    """A row for each act: both sites, and what search adds."""
    heads = ("act", "turns", "s above floor", "with search", "CPU s above floor", "with search")
    more = ("search adds, CPU s", "private MiB", "with search", "files of search", "KB")
    lines = [line((*heads, *more)), line(("---", *["---:"] * 10))]
    for name, cost in without.costs.items():
        other = with_it.costs[name]
        adds = other.of("cpu") - cost.of("cpu")
        each = f" ({adds / size * 1000:.2f} ms an article)" if name == "clean" else ""
        pairs = [f"{each.above(of):.2f}" for of in ("wall", "cpu") for each in (cost, other)]
        private = [f"{each.of('private'):.0f}" for each in (cost, other)]
        most = max(other.written, key=lambda written: written.bytes)
        told = (f"{most.files:,}", f"{most.bytes / 1000:,.0f}")
        lines.append(
            line((name, str(len(cost.usages)), *pairs, f"{adds:.2f}{each}", *private, *told))
        )
    return "\n".join(lines)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.search_cost")
    add = parser.add_argument
    add("--size", type=int, default=2000, help="how many articles")
    add("--turns", type=int, default=5, help="of each act")
    add("--clean-turns", type=int, default=1, help="of the clean build")
    add("--data", type=Path, help="real articles, as JSON lines (.gz); generated ones without")
    add("--engine", type=Path, default=ROOT, help="the project whose plugins and theme are used")
    add("--folder", type=Path, default=ROOT / ".cache/bench", help="where the sites are made")
    add("--timeout", type=float, default=5400, help="seconds for each build")
    return parser.parse_args(arguments)


def _sites(options: argparse.Namespace) -> tuple[Site, Site]:
    units = read_units(options.engine / "content/data/districts.yaml")

    def make(name: str, *, search: bool) -> Site:
        root = options.folder.resolve() / f"search-{name}-{options.size}"
        put_aside([root])
        archive = Archive(options.size, units)
        if options.data:
            archive = RealArchive(options.size, units, options.data)
        return Site(Ours(root, archive, units, options.engine), options.timeout, search=search)

    return make("without", search=False), make("with", search=True)


def main(arguments: list[str]) -> int:
    """Make both sites, do every act in both, print the table."""
    options = _options(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    sites = _sites(options)
    for turn in range(options.clean_turns):
        for site in sites:
            site.act("clean", turn)
    for name in ACTS:
        for turn in range(-_IDLE, options.turns):
            for site in sites:
                site.act(name, turn + _IDLE, measured=turn >= 0)
    print(table(*sites, options.size), flush=True)
    return 0


_IDLE = 1  # turns that go unmeasured


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
