# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds that are stopped, and folders that others touch: a part of the exactness machine."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import hypothesis.strategies as st
from hypothesis.stateful import precondition, rule

from newsroom.engine import checkout, interrupts
from newsroom.engine.build_report import BuildReport
from newsroom.engine.folder import adopt
from newsroom.engine.output import MARKER, Output
from newsroom.errors import ContentError
from tests.engine.restoring import clone, put_over, replace, synchronise, without_times
from tests.portal import Portal

CRASHED = 99


class Machine(Protocol):
    """What the rules need of the machine that they are a part of."""

    root: Path
    portal: Portal
    known: dict[str, dict[str, Any]]
    kept: list[Path]
    report: BuildReport
    waiting: int

    def _check(self) -> None: ...

    def _put(self, path: str, fields: dict[str, Any]) -> None: ...


class Meddling:
    """Rules for hands and signals."""

    kept: list[Path]
    waiting: int

    @rule(acts=st.integers(1, 4))
    def together(self: Machine, acts: int) -> None:
        """The acts that follow are taken in by one build."""
        self.waiting = acts

    @rule(
        number=st.sampled_from(interrupts.SIGNALS),
        calls=st.integers(0, 9) | st.integers(10, 5_000) | st.integers(5_000, 400_000),
        title=st.sampled_from(["Ngừng", "Dừng"]),
    )
    def stop(self: Machine, number: int, calls: int, title: str) -> None:
        """A build is asked to stop after so many calls of functions; the next one mends it."""
        path = sorted(self.known)[calls % len(self.known)]
        self._put(path, self.known[path] | {"title": title})
        status = stopped(self.portal.build, number, calls)
        assert status in (0, 1, 128 + number), status
        self.waiting = 0
        self._check()

    @precondition(lambda self: len(self.kept) < 3 and self.portal.output.exists())
    @rule()
    def keep(self: Machine) -> None:
        """Somebody makes a backup of the output folder."""
        place = Path(tempfile.mkdtemp(prefix="kept-", dir=self.root)) / "output"
        shutil.copytree(self.portal.output, place)
        self.kept.append(place)

    @precondition(lambda self: self.kept and self.portal.output.exists())
    @rule(
        how=st.sampled_from([replace, put_over, synchronise, without_times]),
        which=st.integers(0, 2),
    )
    def restore(self: Machine, how: Callable[[Path, Path], None], which: int) -> None:
        """An older state of the output folder is put back."""
        how(self.kept[which % len(self.kept)], self.portal.output)
        self._check()

    @precondition(lambda self: self.portal.output.exists())
    @rule(data=st.data(), marker=st.booleans())
    def meddle(self: Machine, data: st.DataObject, marker: bool) -> None:
        """Others change, remove and add files; of files deep down one at the top tells, too."""
        output = self.portal.output
        paths = sorted(path for path in self.portal.tree() if path != MARKER)
        for path in data.draw(st.lists(st.sampled_from(paths), max_size=3, unique=True)):
            act = data.draw(st.sampled_from(["longer", "other", "empty", "gone", "beside"]))
            _change(output / path, act)
        (output / "la.txt").write_text("lạ")
        if marker:
            (output / MARKER).unlink(missing_ok=True)
        self._check()

    @precondition(lambda self: self.portal.output.exists())
    @rule()
    def lose_output(self: Machine) -> None:
        """The output folder is removed."""
        shutil.rmtree(self.portal.output)
        self._check()

    @precondition(lambda self: shutil.which("git"))
    @rule()
    def clone_sources(self: Machine) -> None:
        """The sources are a fresh clone: git is asked of them, here even of a few."""
        clone(self.portal.content)
        checkout.WORTH_ASKING = 1
        self._check()

    @rule(mark=st.sampled_from([False, False, True]))
    def lose_store(self: Machine, mark: bool) -> None:
        """The store is removed; the output stays, and may lose its mark, too."""
        shutil.rmtree(self.root / "cache", ignore_errors=True)
        if mark:
            (self.portal.output / MARKER).unlink(missing_ok=True)
        self._check()

    def _adopt(self: Machine, clean: dict[str, bytes]) -> None:
        """What lies in a folder that nobody knows is told; then it is made the site's alone."""
        if Output(self.portal.output).is_ours():
            return
        others = self.portal.tree().keys() - clean.keys()
        told = [p.message for p in self.report.warnings if p.code == "foreign-files"]
        assert bool(told) == bool(others)
        assert all(f" {len(others)} " in message for message in told)
        adopt(self.portal.output, [self.portal.content])
        self.portal.build()


def _change(path: Path, act: str) -> None:
    data = path.read_bytes()
    if act == "gone":
        path.unlink()
    elif act == "beside":
        (path.parent / "thu-muc-la").mkdir(exist_ok=True)
        (path.parent / "thu-muc-la" / "la.html").write_text("lạ")
    else:
        text = {"longer": data + b"x", "other": data[::-1], "empty": b""}[act]
        path.write_bytes(text)


def stopped(build: Callable[[], object], number: int, calls: int) -> int:
    """Build in a process of its own, which gets a signal after ``calls``; its exit status."""
    with warnings.catch_warnings():  # of threads; the child has none to wait for
        warnings.simplefilter("ignore")
        child = os.fork()
    if not child:
        os._exit(_build(build, number, calls))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _build(build: Callable[[], object], number: int, calls: int) -> int:
    left = [calls]

    def count(*_event: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            sys.setprofile(None)
            os.kill(os.getpid(), number)

    try:
        interrupts.heed()
        sys.setprofile(count)
        build()
    except SystemExit as end:
        return int(str(end.code))
    except ContentError:
        return 1
    except BaseException:
        traceback.print_exc()
        return CRASHED
    return 0
