# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a build's time goes: phase by phase, and by function.

    python -m tests.benchmarks.phases SITE [--clean] [--kinds] [--functions 40] [--save FILE]

SITE is a project folder as `--keep` leaves it. The build runs in this process with one worker, so
that one profile sees all of it. Times are processor time: other programs don't change them much.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import shutil
import sys
import time
from pathlib import Path
from typing import Any


class Phases:
    """A listener that takes the time of each phase."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, int, float]] = []
        self._name, self._total, self._since = "start and scan", 0, time.process_time()

    def phase(self, name: str, total: int) -> None:
        """A phase begins."""
        self.end()
        self._name, self._total = name, total

    def end(self) -> None:
        """The last phase is over."""
        now = time.process_time()
        self.rows.append((self._name, self._total, now - self._since))
        self._since = now

    def step(self, count: int) -> None:
        """Not of interest."""

    def written(self, save_as: str) -> None:
        """Not of interest."""


def main(arguments: list[str]) -> None:
    """Build a site and print the times."""
    parser = argparse.ArgumentParser(description="Where a build's time goes.")
    parser.add_argument("site", type=Path)
    parser.add_argument("--clean", action="store_true", help="forget the store and the output")
    parser.add_argument("--functions", type=int, default=0, help="profile; print so many")
    parser.add_argument("--save", type=Path, help="keep the profile in this file")
    parser.add_argument("--kinds", action="store_true", help="also by kind of page")
    options = parser.parse_args(arguments)
    os.chdir(options.site)
    settings = _settings()
    if options.clean:
        for folder in (settings.cache, settings.output):
            shutil.rmtree(folder, ignore_errors=True)
    profile = cProfile.Profile(time.process_time) if options.functions else None
    kinds = _watch_kinds() if options.kinds else {}
    _run(settings, profile)
    for kind, times in sorted(kinds.items(), key=lambda item: -sum(item[1])):
        each = 1000 * sum(times) / len(times)
        print(f"{kind:16} {sum(times):8.2f} s {len(times):8} {each:8.3f} ms each")
    if profile:
        _tell(profile, options.functions, options.save)


def _settings() -> Any:
    sys.path.insert(0, "plugins")
    import msgspec

    from newsroom.bridge.portal import load_settings

    settings = load_settings(Path("pelicanconf.py"))
    own = msgspec.structs.replace(settings.newsroom, workers=1)
    return msgspec.structs.replace(settings, newsroom=own)


def _run(settings: Any, profile: cProfile.Profile | None) -> None:
    from newsroom.engine import clock
    from newsroom.newspaper import build

    phases = Phases()
    if profile:
        profile.enable()
    report = build(settings, clock.now(), listener=phases)
    if profile:
        profile.disable()
    phases.end()
    print(f"{report.read} read, {report.rendered} rendered, {report.written} written")
    for name, total, seconds in phases.rows:
        each = f" {1000 * seconds / total:8.3f} ms each" if total else ""
        print(f"{name:16} {seconds:8.2f} s {total:8}{each}")


def _watch_kinds() -> dict[str, list[float]]:
    """Take the time of every page, by kind: composing, rendering and writing it."""
    from newsroom.engine.render import Renderer

    times: dict[str, list[float]] = {}
    put: Any = Renderer.put

    def timed(self: Renderer, page: Any) -> Any:
        since = time.process_time()
        result = put(self, page)
        kind = getattr(page, "page", page).kind
        times.setdefault(kind, []).append(time.process_time() - since)
        return result

    setattr(Renderer, "put", timed)  # noqa: B010 - to a type checker it is another method
    return times


def _tell(profile: cProfile.Profile, count: int, save: Path | None) -> None:
    stats = pstats.Stats(profile)
    if save:
        stats.dump_stats(save)
    for order in ("tottime", "cumulative"):
        stats.sort_stats(order).print_stats(count)


if __name__ == "__main__":
    main(sys.argv[1:])
