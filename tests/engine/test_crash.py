# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds that are killed: what is seen is whole, and the next build ends in a clean one's bytes.

Real processes die by SIGKILL, at chosen and at random moments, alone or with their workers. States
A and B of a site, which differ in every page, take turns: each file is that of A or that of B.
"""

from __future__ import annotations

import importlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from newsroom.engine.output import is_temporary
from newsroom.engine.store_path import store_path
from newsroom.errors import NewsroomError
from newsroom.store.database import connect, get_meta
from tests.portal import Portal, read_tree

Tree = dict[str, bytes]
VICTIM = Path(__file__).with_name("victim.py")  # run, never imported: it patches the engine


class Turns:
    """A site of sixty articles with two states."""

    def __init__(self, root: Path) -> None:
        # Two workers for the victims; a site as small as this is built without any in this process.
        self.portal = Portal(root / "site", SITENAME="A", NEWSROOM_WORKERS=2)
        for number in range(60):
            self.portal.article(
                f"cong-doan/2025/04/bai-{number:02}.md",
                date=f"2025-04-{number // 3 + 1:02} 0{number % 3 + 1}:00",
                tags=["an toàn"] if number % 10 == 0 else [],
            )
        self.trees: dict[str, Tree] = {}
        for state in ("B", "A"):
            self.turn(state)
            self.trees[state] = self.portal.clean_tree(root / f"clean-{state}")
        self.portal.build()

    @property
    def state(self) -> str:
        return str(self.portal.overrides["SITENAME"])

    @property
    def other(self) -> str:
        return "B" if self.state == "A" else "A"

    def turn(self, state: str) -> None:
        self.portal.overrides["SITENAME"] = state
        old, new = ("moi-a", "moi-b") if state == "B" else ("moi-b", "moi-a")
        (self.portal.content / f"doi-song/2025/{old}.md").unlink(missing_ok=True)
        self.portal.article(f"doi-song/2025/{new}.md", date="2025-04-30", tags=[new])
        self.portal.article("cong-doan/2025/04/bai-30.md", title=state, date="2025-04-11 01:00")

    def forget(self) -> None:
        """As before the very first build."""
        shutil.rmtree(self.portal.output, ignore_errors=True)
        shutil.rmtree(self.portal.root / "cache", ignore_errors=True)

    def check_what_is_seen(self) -> None:
        """Every file is whole: that of one state or of the other."""
        for path, data in read_tree(self.portal.output).items():
            if not is_temporary(path) and path != ".newsroom":
                assert data in [tree.get(path) for tree in self.trees.values()], path

    def check_healed(self) -> None:
        """The next build mends everything, and the one after it does nothing."""
        self.check_what_is_seen()
        self.portal.build()
        self.check_clean()

    def check_clean(self) -> None:
        built, clean = self.portal.tree(), self.trees[self.state]
        assert sorted(built) == sorted(clean)  # no temporary file is left, either
        assert [path for path in clean if built[path] != clean[path]] == []
        again = self.portal.build()
        assert (again.rendered, again.written, again.removed) == (0, 0, 0)


@pytest.fixture(scope="module")
def turns(tmp_path_factory: pytest.TempPathFactory) -> Turns:
    return Turns(tmp_path_factory.mktemp("turns"))


@pytest.fixture
def site(turns: Turns) -> Turns:
    """The site, built, and turned to its other state."""
    turns.portal.build()
    turns.turn(turns.other)
    return turns


def in_a_process(action: Callable[[], object]) -> int:
    """Start ``action`` in a process of its own; returns its number."""
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        action()
        code = 0
    except NewsroomError:
        code = 1
    finally:
        os._exit(code)


def ended(pid: int) -> int:
    """Wait for a process; returns its exit code, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(place: str, call: int, *, after: bool = False) -> None:
    """Make the function at ``place`` ("module:Class.method") deadly at its n-th call."""
    module, _, name = place.partition(":")
    holder: Any = importlib.import_module(module)
    *outer, last = name.split(".")
    for part in outer:
        holder = getattr(holder, part)
    real = getattr(holder, last)
    calls = [0]

    def deadly(*arguments: Any, **options: Any) -> Any:
        calls[0] += 1
        if calls[0] == call and not after:
            die()
        result = real(*arguments, **options)
        if calls[0] == call:
            die()
        return result

    setattr(holder, last, deadly)


def half_written() -> None:
    """Die before the twentieth file is put in its place, and leave half of it."""
    real, calls = os.replace, [0]

    def deadly(source: Any, target: Any, **options: Any) -> None:
        calls[0] += 1
        if calls[0] == 20:
            os.truncate(source, Path(source).stat().st_size // 2)
            die()
        real(source, target, **options)

    os.replace = deadly  # type: ignore[assignment]


OUTPUT, PIPELINE, PAGES = (
    "newsroom.engine.output",
    "newsroom.engine.pipeline",
    "newsroom.store.pages",
)

POINTS = [
    ("newsroom.store.database:connect", 1, True),
    ("newsroom.arrange.update:Update.put", 1, True),
    ("newsroom.engine.gather:Gather.run", 1, True),
    ("newsroom.store.sources:settle_folders", 1, True),
    (f"{PIPELINE}:_Build._plan", 1, True),
    (f"{PIPELINE}:_Build._begin", 1, True),
    (f"{PIPELINE}:_Build._look_at_output", 1, True),
    (f"{OUTPUT}:Output.write", 1, False),
    (f"{OUTPUT}:Output.write", 70, True),
    ("os:replace", 2, False),
    ("os:replace", 90, True),
    (f"{PAGES}:finish", 1, False),
    (f"{PAGES}:finish", 3, True),
    (f"{PIPELINE}:_Build._delete_obsolete", 1, False),
    (f"{OUTPUT}:Output.remove", 1, True),
    (f"{PAGES}:deleted", 1, False),
    (f"{PIPELINE}:_Build._finish", 1, False),
    ("newsroom.engine.session:Session.done", 1, False),
]


@pytest.mark.parametrize(("place", "call", "after"), POINTS)
def test_killed_at_a_point(site: Turns, place: str, call: int, after: bool) -> None:
    def build() -> None:
        arm(place, call, after=after)
        site.portal.build()

    assert ended(in_a_process(build)) == -signal.SIGKILL, "the point was not reached"
    site.check_healed()


@pytest.mark.parametrize(
    ("place", "call", "after"),
    [
        ("newsroom.store.database:_create", 1, True),
        ("newsroom.arrange.update:Update.put", 30, False),
        (f"{OUTPUT}:Output.prepare", 1, True),
        (f"{OUTPUT}:Output.write", 50, False),
        (f"{OUTPUT}:Output.copy", 2, True),
    ],
)
def test_the_first_build_is_killed(site: Turns, place: str, call: int, after: bool) -> None:
    site.forget()

    def build() -> None:
        arm(place, call, after=after)
        site.portal.build()

    assert ended(in_a_process(build)) == -signal.SIGKILL, "the point was not reached"
    site.check_healed()


def test_killed_in_the_middle_of_a_file(site: Turns) -> None:
    def build() -> None:
        half_written()
        site.portal.build()

    assert ended(in_a_process(build)) == -signal.SIGKILL
    left = [path for path in site.portal.tree() if is_temporary(path)]
    assert len(left) == 1  # a file that no reader asks for
    site.check_healed()


def test_killed_again_and_again(site: Turns) -> None:
    """Each build gets a little further; the site turns around in between."""
    for call in (3, 40, 80):

        def build(call: int = call) -> None:
            arm(f"{OUTPUT}:Output.write", call, after=True)
            site.portal.build()

        assert ended(in_a_process(build)) == -signal.SIGKILL
        site.check_what_is_seen()
        site.turn(site.other)
    site.check_healed()


def test_killed_and_then_taken_back(site: Turns) -> None:
    """A file that a killed build has replaced is mended, even if its page is to be as before."""

    def build() -> None:
        arm(f"{PAGES}:finish", 1)  # files are in place, and the store does not know
        site.portal.build()

    assert ended(in_a_process(build)) == -signal.SIGKILL
    site.turn(site.other)
    site.check_healed()


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_a_random_moment_while_readers_look(site: Turns, seed: int) -> None:
    delay = random.Random(seed).uniform(0.02, 0.5)
    pid = in_a_process(site.portal.build)
    end = time.monotonic() + delay
    while time.monotonic() < end:
        look_at_pages(site)
    os.kill(pid, signal.SIGKILL)
    ended(pid)
    site.check_healed()


def look_at_pages(site: Turns) -> None:
    """What a web server would send at this moment."""
    for path in [*site.portal.output.rglob("*.html")][::7]:
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            continue  # between listing and reading it was removed: it is not there at all
        assert data.rstrip().endswith(b"</html>"), path


# --------------------------------------------------------------------------------- with workers


@pytest.fixture
def start(site: Turns) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start a build with two worker processes; whatever is left of it at the end is ended."""
    # Afresh: what one of these tests leaves behind must not fail the next one.
    state = site.state
    site.turn(site.other)
    site.forget()
    site.portal.build()
    site.turn(state)
    started: list[subprocess.Popen[bytes]] = []
    for name in ("at-work", "go-on", "wrote"):
        (site.portal.root / name).unlink(missing_ok=True)

    def run(waits_at: str = "") -> subprocess.Popen[bytes]:
        environment = {"VICTIM_WAITS_AT": waits_at, "VICTIM_ROOT": str(site.portal.root)}
        process = subprocess.Popen(
            [sys.executable, str(VICTIM), str(site.portal.root), site.state],
            env=os.environ | environment,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield run
    (site.portal.root / "go-on").touch()
    for process in started:
        with suppress(ProcessLookupError):  # its workers, if any are left, are in its group
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def worker_at_work(site: Turns) -> int:
    """Wait until a worker has come to its page; returns the worker's number."""
    note = site.portal.root / "at-work"
    for _ in range(600):
        if note.exists() and (text := note.read_text()):
            return int(text)
        time.sleep(0.05)
    raise AssertionError("no worker came to the page")


def wait_for_end(pid: int, unless: Path | None = None) -> None:
    """Wait until a process has ended (or has left this note), for some seconds."""
    for _ in range(100):
        if unless is not None and unless.exists():
            return
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        time.sleep(0.05)
    raise AssertionError(f"process {pid} lives on")


def test_workers_build_what_one_process_builds(
    site: Turns, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    process = start()
    assert process.wait(60) == 0
    site.check_clean()


def test_the_group_is_killed_while_workers_write(
    site: Turns, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    process = start(waits_at="2025/04/bai-40.html")
    worker_at_work(site)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)
    site.check_healed()


def test_workers_end_with_their_build(
    site: Turns, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    process = start(waits_at="2025/04/bai-40.html")
    worker = worker_at_work(site)
    process.kill()
    process.wait(20)
    (site.portal.root / "go-on").touch()
    wait_for_end(worker)
    site.check_healed()


def test_what_a_killed_build_leaves_behind_writes_no_page_over_the_next_ones(
    site: Turns, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    process = start(waits_at="2025/04/bai-40.html")
    worker = worker_at_work(site)
    process.kill()  # the build alone: its workers don't know yet
    process.wait(20)
    site.turn(site.other)
    site.portal.build()
    (site.portal.root / "go-on").touch()
    wait_for_end(worker, unless=site.portal.root / "wrote")
    site.check_clean()


def test_a_killed_worker_does_not_hang_the_build(
    site: Turns, start: Callable[..., subprocess.Popen[bytes]]
) -> None:
    process = start(waits_at="2025/04/bai-40.html")
    os.kill(worker_at_work(site), signal.SIGKILL)  # out of memory, for instance
    (site.portal.root / "go-on").touch()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        pytest.fail("the build waits for ever for its dead worker")
    with closing(connect(store_path(site.portal.settings), readonly=True)) as connection:
        assert get_meta(connection, "open")  # its other worker may have left half a file
    site.check_healed()
