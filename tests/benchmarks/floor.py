# SPDX-License-Identifier: AGPL-3.0-or-later
"""The physical floor of a build: starting, looking and writing with nothing in between."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.measure import Usage, run

Row = tuple[str, float]


def floor(site: Path, scratch: Path) -> list[Row]:
    """Seconds for each part, for a site that is built.

    ``scratch`` is a folder to be made on the same disk.
    """
    sources = list(_files(site / "content"))
    pages = list(_files(site / "output"))
    rows = [
        ("start of Python", _command(site, "")),
        ("start of Python, import of Pelican and of the plugin", _command(site, _START)),
        (f"look at {len(sources)} source files", _best(lambda: _walk(site / "content"))),
        (f"read {len(sources)} source files", _best(lambda: _read(sources), 1)),
    ]
    size = sum(path.stat().st_size for path in pages)
    name = f"write {len(pages)} files of {size / 2**20:.0f} MiB (temporary file, rename)"
    return [*rows, (name, _best(lambda: _write(pages, site / "output", scratch), 1))]


_START = "import sys; sys.path.insert(0, 'plugins'); import pelican, newsroom.bridge"
_WALK = f"""{_START}, os
waiting = ["content"]
while waiting:
    with os.scandir(waiting.pop()) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                entry.stat()
"""


def start_and_walk(site: Path) -> Usage:
    """A process that does what each build begins with, and nothing else.

    It starts Python, imports Pelican and the plugin, and asks for each source's state.
    """
    environment = {"PYTHONDONTWRITEBYTECODE": "", "LC_ALL": "C.UTF-8"}
    return run([sys.executable, "-c", _WALK], site, 60, environment)


def _command(site: Path, code: str) -> float:
    return min(
        run([sys.executable, "-c", code], site, 60, {"PYTHONDONTWRITEBYTECODE": ""}).wall
        for _ in range(5)
    )


def _best(work: Callable[[], object], turns: int = 3) -> float:
    times = []
    for _ in range(turns):
        started = time.monotonic()
        work()
        times.append(time.monotonic() - started)
    return min(times)


def _walk(folder: Path) -> int:
    count = 0
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    count += entry.stat().st_size > 0
    return count


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _read(paths: list[Path]) -> int:
    return sum(len(path.read_bytes()) for path in paths)


def _write(paths: list[Path], root: Path, scratch: Path) -> None:
    """Write the same bytes to as many files, as the engine does."""
    made: set[Path] = set()
    for path in paths:
        target = scratch / path.relative_to(root)
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        temporary = target.with_name(".tmp")
        temporary.write_bytes(path.read_bytes())
        temporary.replace(target)


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    info = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    model = next((line.partition(":")[2].strip() for line in info if "model name" in line), "?")
    kernel = subprocess.run(["uname", "-sr"], capture_output=True, text=True, check=False)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processors": f"{os.cpu_count()} × {model}",
        "memory": f"{memory:.0f} GiB",
        "system": kernel.stdout.strip(),
        "load": f"{os.getloadavg()[0]:.1f}",
    }
