# SPDX-License-Identifier: AGPL-3.0-or-later
"""Measure writing with `invoke serve` at work: how soon a saved file shows, and what it costs.

    python -m tests.benchmarks.watch --articles 10000 --rebuilds 500

A server of its own follows a generated archive. One article after another is saved; the time runs
until the server gives the page with the saved words, and until a browser that is open would be
told to load it again (by server-sent events). Tables go to standard output.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from tempfile import mkdtemp
from urllib.request import urlopen

from tests.benchmarks.articles import Archive, read_units
from tests.benchmarks.layouts import Ours

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".cache/bench"
_SERVE = (
    "import sys; sys.path.insert(0, 'plugins'); from pathlib import Path;"
    "from newsroom.bridge.watch import serve; serve(Path('pelicanconf.py'), port={port})"
)


class Server:
    """`invoke serve`, and how it is asked."""

    def __init__(self, site: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
        self._log = (site / "serve.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVE.format(port=self.port)],
            cwd=site, env=environment, stdout=self._log, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def get(self, path: str) -> bytes:
        """The bytes at an address; b"" while nobody answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/{path}", timeout=10) as answer:
                return bytes(answer.read())
        except OSError:
            return b""

    def wait(self) -> None:
        """Until the front page is there."""
        while not self.get("index.html"):
            if self.process.poll() is not None:
                sys.exit(f"the server ended; see {self._log.name}")
            time.sleep(0.2)

    def versions(self) -> Iterator[str]:
        """What an open page is told to be as old as, one after the other."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/.preview/events")
        for line in iter(connection.getresponse().readline, b""):
            if line.startswith(b"data: "):
                yield str(json.loads(line[6:])["version"])

    @property
    def memory(self) -> tuple[float, float]:
        """Resident and private (anonymous) memory in MiB."""
        text = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        sizes = dict(line.split(":", 1) for line in text.splitlines())
        return tuple(int(sizes[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon"))  # type: ignore[return-value]

    @property
    def busy(self) -> float:
        """Seconds of processor time."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """Stop it."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        self._log.close()


def make(site: Path, count: int) -> None:
    """Write the archive and build its preview."""
    units = read_units(ROOT / "content/data/districts.yaml")
    layout = Ours(site, Archive(count, units, "1"), units, ROOT)
    layout.write()
    layout.freeze()
    compileall.compile_dir(site / "plugins", quiet=2)


def edited(text: str, words: str, what: str) -> str:
    """The article with these words at the end of its body or of its title."""
    if what == "title":
        return re.sub(r'^(title: ".*)"$', rf'\1 {words}"', text, count=1, flags=re.MULTILINE)
    return f"{text}\n{words}\n"


def measure(site: Path, server: Server, rebuilds: int, what: str) -> None:
    """Save articles one by one, and print what was found."""
    paths = sorted((site / "content").rglob("*.md"))
    versions = server.versions()
    version = next(versions)
    served, pushed, memory, cpu = [], [], [], []
    for turn in range(rebuilds):
        path = paths[turn * 7919 % len(paths)]
        year, month = path.parts[-3:-1]
        address = f"{year}/{month}/{path.stem}.html"
        words = f"Sửa lần {turn} ({os.getpid()})."
        text = path.read_text("utf-8")
        before = server.busy
        started = time.monotonic()
        path.write_text(edited(text, words, what), "utf-8")
        while words.encode() not in server.get(address):
            if time.monotonic() - started > 30:
                sys.exit(f"{address} does not show “{words}”; see {site}/serve.log")
            time.sleep(0.005)
        served.append(time.monotonic() - started)
        before_it = version
        while version == before_it:
            version = next(versions)
        pushed.append(time.monotonic() - started)
        cpu.append(server.busy - before)
        memory.append(server.memory)
        time.sleep(0.05)
    _tell("served", served)
    _tell("reload pushed", pushed)
    _tell("processor time", cpu)
    print("\n| after rebuilds | resident MiB | private MiB |\n| ---: | ---: | ---: |")
    for turn in sorted({1, 10, 50, 100, 200, 300, 400, rebuilds} & set(range(1, rebuilds + 1))):
        resident, private = memory[turn - 1]
        print(f"| {turn} | {resident:.0f} | {private:.0f} |")


def _tell(name: str, seconds: list[float]) -> None:
    high = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    print(f"| {name} | {median(seconds):.3f} | {high:.3f} | {max(seconds):.3f} |", flush=True)


def main(arguments: list[str]) -> None:
    """Make a site, serve it, measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.watch")
    parser.add_argument("--articles", type=int, default=1000, help="number of articles")
    parser.add_argument("--rebuilds", type=int, default=50, help="saved files")
    parser.add_argument("--edit", choices=("body", "title"), default="body", help="what is edited")
    parser.add_argument("--keep", type=Path, help="use and leave the site in this folder")
    options = parser.parse_args(arguments)
    WORK.mkdir(parents=True, exist_ok=True)
    site = options.keep or Path(mkdtemp(prefix="watch-", dir=WORK)) / "site"
    try:
        if not site.exists():
            make(site, options.articles)
        server = Server(site)
        try:
            server.wait()
            print(f"{options.articles} articles, {options.rebuilds} rebuilds,", end=" ")
            print(f"load {os.getloadavg()[0]:.1f}\n")
            print("| s | median | 95 % | most |\n| --- | ---: | ---: | ---: |")
            measure(site, server, options.rebuilds, options.edit)
        finally:
            server.end()
    finally:
        if options.keep is None:
            shutil.rmtree(site.parent, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
