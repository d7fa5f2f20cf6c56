# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ctrl-C and SIGTERM, as editors, shells and supervisors send them, at random moments.

Two states of a site take turns, and each differs from the other in every page. Whatever stops a
build between them, its status says so, no process outlives it, each file is whole, and the next
build ends in the right bytes.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from newsroom.engine.output import is_temporary
from tests.bridge.project import Project, Running, told
from tests.portal import read_tree

INT, TERM = signal.SIGINT, signal.SIGTERM
# Who is asked, by which signal, and whether all its processes are (as by a terminal).
CASES = [
    ("pelican", INT, True),
    ("pelican", TERM, False),
    ("invoke", INT, False),
    ("invoke", TERM, True),
]
if os.environ.get("CI") == "true":
    CASES = [(p, n, g) for p in ("pelican", "invoke") for n in (INT, TERM) for g in (True, False)]
    CASES *= 6

# Worker processes at work on a small site; and a note for the test that settings are being read.
_CONF = """
import os
from newsroom.engine import workers
workers.WORTH_STARTING = 10
NEWSROOM_WORKERS = 2
SITENAME = os.environ.get("PAPER", "A")
(ROOT / "loaded").touch()
"""


class Turns:
    """A project of sixty articles, built in both its states."""

    def __init__(self, root: Path) -> None:
        self.project = Project(root)
        for name in ("pelicanconf.py", "publishconf.py"):
            path = root / name
            path.write_text(path.read_text("utf-8") + _CONF, "utf-8")
        for number in range(60):
            date = f"2025-04-{number // 3 + 1:02} 0{number % 3 + 1}:00"
            self.project.article(f"cong-doan/2025/04/bai-{number:02}.md", date=date)
        self.trees = {state: self.build(state) for state in "BA"}
        self.state = "A"
        self.programs = root / "programs"
        self.programs.mkdir()
        stub = self.programs / "rsync"
        stub.write_text(f"#!/bin/sh\ntouch {root}/copied\n")
        stub.chmod(0o755)

    def build(self, state: str, conf: str = "pelicanconf.py") -> dict[str, bytes]:
        ran = self.project.pelican(conf=conf, PAPER=state)
        assert ran.returncode == 0, told(ran)
        return self.tree()

    def tree(self) -> dict[str, bytes]:
        return read_tree(self.project.output)

    def turn(self) -> str:
        self.state = "B" if self.state == "A" else "A"
        for name in ("loaded", "copied"):
            (self.project.root / name).unlink(missing_ok=True)
        return self.state

    @property
    def environment(self) -> dict[str, str]:
        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        return {"PAPER": self.state, "PATH": path}

    def check_healed(self) -> None:
        for path, data in self.tree().items():
            if not is_temporary(path):
                assert data in [tree.get(path) for tree in self.trees.values()], path
        assert self.build(self.state) == self.trees[self.state]


@pytest.fixture(scope="module")
def turns(tmp_path_factory: pytest.TempPathFactory) -> Turns:
    return Turns(tmp_path_factory.mktemp("turns"))


def left_of(group: int) -> list[str]:
    """The processes of a group that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(path.parent.name)
    return found


def stop(running: Running, number: int, *, group: bool) -> int:
    """Send a signal to a program, or to all its processes; returns its exit status."""
    process = running.process
    if group:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    status = process.wait(30)
    end = time.monotonic() + 10
    while left_of(process.pid):
        assert time.monotonic() < end, f"processes live on: {left_of(process.pid)}"
        time.sleep(0.02)
    return status


@pytest.mark.parametrize("case", range(len(CASES)))
def test_a_build_that_is_stopped_says_so_and_the_next_one_finishes_it(
    turns: Turns, case: int
) -> None:
    program, number, group = CASES[case]
    delay = random.Random(case).uniform(0.0, 1.2)
    turns.turn()
    options = {"pelican": ["content", "-s", "pelicanconf.py"], "invoke": ["build"]}[program]
    with turns.project.running(program, *options, **turns.environment) as running:
        running.wait_for((turns.project.root / "loaded").exists)
        time.sleep(delay)
        status = stop(running, number, group=group)
        if status != 128 + number:  # it came too late to stop anything but the end
            assert "bài:" in running.said and status in {0, -number}, running.said
        assert "Traceback" not in running.said, running.said
    turns.check_healed()


@pytest.mark.parametrize("number", [INT, TERM])
def test_nothing_is_copied_by_who_was_stopped(turns: Turns, number: signal.Signals) -> None:
    turns.turn()
    target = turns.project.root / "www"
    with turns.project.running("invoke", "publish", str(target), **turns.environment) as running:
        running.wait_for((turns.project.root / "loaded").exists)
        assert stop(running, number, group=False) == 128 + number, running.said
        assert "Traceback" not in running.said, running.said
    assert not (turns.project.root / "copied").exists()


def test_whoever_is_told_to_ignore_ctrl_c_goes_on(turns: Turns) -> None:
    """As under nohup, or in the background of a script."""
    turns.turn()
    pelican = Path(sys.executable).parent / "pelican"
    command = f"trap '' INT; exec {pelican} content -s pelicanconf.py"
    with turns.project.running("/bin/sh", "-c", command, **turns.environment) as running:
        running.wait_for((turns.project.root / "loaded").exists)
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(60) == 0, running.said
    assert turns.tree() == turns.trees[turns.state]
