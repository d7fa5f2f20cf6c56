# SPDX-License-Identifier: AGPL-3.0-or-later
"""A tiny project like ours, with its own content, on which Pelican and invoke run as processes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests.portal import NOW, ROOT, Portal

_RENDERED = re.compile(r"dựng (\d+) trang, ghi (\d+) tệp, xóa (\d+) tệp")
_CONF = """
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from pelicanconf import *

"""

Ran = subprocess.CompletedProcess[str]


class Project(Portal):
    """Our settings and tasks, copied; our plugins and theme, linked; content of its own."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        for name in ("pelicanconf.py", "publishconf.py", "tasks.py"):
            shutil.copy(ROOT / name, root)
        with (root / "pelicanconf.py").open("a") as conf:  # hundreds of builds, none of pictures
            conf.write("NEWSROOM_PICTURES = False\n")
        for name in ("plugins", "theme"):
            (root / name).symlink_to(ROOT / name)
        self.write("images/chia-se.png", (ROOT / "content/images/chia-se.png").read_bytes())
        self.article(
            "cong-doan/2025/04/a.md", "Bài một.", title="Bài một", tags=["an toàn"], summary="Sapo."
        )

    def conf(self, **values: Any) -> str:
        """A settings file of ours with a few changes; returns its name."""
        lines = [f"{name} = {value!r}\n" for name, value in values.items()]
        (self.root / "conf.py").write_text(_CONF + "".join(lines), "utf-8")
        return "conf.py"

    def plugin(self, name: str, text: str) -> None:
        """A plugin in a folder of its own; ``more(name)`` are the settings that load it."""
        folder = self.root / "more"
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.py").write_text(text, "utf-8")

    def with_plugins(self, *names: str) -> str:
        """A settings file that loads these plugins, too; returns its name."""
        return self.conf(PLUGIN_PATHS=["plugins", "more"], PLUGINS=["newsroom", *names])

    def own_theme(self) -> Path:
        """A copy of the theme that a test may change; ``-t`` takes its path."""
        return Path(shutil.copytree(ROOT / "theme", self.root / "own-theme"))

    def pelican(self, *arguments: str, conf: str = "pelicanconf.py", **environment: str) -> Ran:
        """Run Pelican as an editor would, to its end."""
        return self.run("pelican", "content", "-s", conf, *arguments, **environment)

    def newsroom(self, *arguments: str, **environment: str) -> Ran:
        """Run our own command as an editor would, to its end."""
        return self.run("newsroom", *arguments, **environment)

    def run(
        self, program: str, *arguments: str, cwd: Path | None = None, **environment: str
    ) -> Ran:
        """Run a program of the virtual environment in the project's folder, to its end."""
        return subprocess.run(
            [*command(program), *arguments],
            cwd=cwd or self.root, env=surroundings(environment), capture_output=True, text=True,
            timeout=120, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    @contextmanager
    def running(self, program: str, *arguments: str, **environment: str) -> Iterator[Running]:
        """A program that runs until the block ends."""
        log = self.root / "log.txt"
        with log.open("w") as file:
            process = subprocess.Popen(
                [*command(program), *arguments],
                cwd=self.root, env=surroundings(environment), stdout=file,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        try:
            yield Running(process, log)
        finally:
            # Watchers start processes of their own: the whole group ends.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


class Running:
    """A program at work, and what it has said."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self._log = log

    @property
    def said(self) -> str:
        """All that it has written so far."""
        return self._log.read_text("utf-8", "replace")

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    @property
    def busy(self) -> float:
        """Seconds of processor time that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait_for(self, true: Callable[[], object], seconds: float = 60) -> None:
        """Wait until something is true, and fail when it does not become so."""
        end = time.monotonic() + seconds
        while not true():
            assert self.alive, f"it ended with {self.process.returncode}:\n{self.said}"
            assert time.monotonic() < end, f"waited {seconds} s in vain:\n{self.said}"
            time.sleep(0.05)


def save(running: Running, path: Path, text: str, seen: Callable[[], object]) -> None:
    """Save a file, and wait until this is seen.

    Pelican looks for changes between two builds only: what is saved during one goes unnoticed, so
    it is saved again every few seconds, as an editor would.
    """
    end = time.monotonic() + 30
    while not seen():
        assert time.monotonic() < end, running.said
        path.write_text(text, "utf-8")
        again = time.monotonic() + 4
        while not seen() and time.monotonic() < again:
            assert running.alive, running.said
            time.sleep(0.05)


def command(program: str) -> list[str]:
    """How to start a program; ours, which may be installed from elsewhere, from this checkout."""
    if program == "newsroom":
        return [sys.executable, "-m", "newsroom.cli"]
    return [str(Path(sys.executable).parent / program)]


def surroundings(changes: dict[str, str]) -> dict[str, str]:
    """The environment of a run: a fixed clock, no colours, Vietnamese; "" takes one away."""
    wanted = os.environ | {"SOURCE_DATE_EPOCH": str(NOW), "NO_COLOR": "1", "COLUMNS": "400"}
    wanted |= {"PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT / "plugins")} | changes
    return {name: value for name, value in wanted.items() if value}


def numbers(ran: Ran) -> tuple[int, int, int]:
    """Pages rendered, files written, files removed, by a run's last line."""
    found = _RENDERED.search(ran.stdout)
    assert found, ran.stdout + ran.stderr
    return int(found[1]), int(found[2]), int(found[3])


def told(ran: Ran) -> str:
    """Everything that a run has said."""
    return ran.stdout + ran.stderr


def look(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file of a folder: when it was written, and its inode."""
    files = ((path, path.stat()) for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (s.st_mtime_ns, s.st_ino) for path, s in files}


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(url: str) -> str:
    """The text at an address, or "" while nobody answers or there is nothing."""
    try:
        with urlopen(url, timeout=5) as answer:
            return str(answer.read().decode())
    except (URLError, OSError):
        return ""
