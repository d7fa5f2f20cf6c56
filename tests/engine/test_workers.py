# SPDX-License-Identifier: AGPL-3.0-or-later
"""Worker processes and their serial twin: the same interface, the same results."""

from __future__ import annotations

import gc
import os
import sys
import time
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from newsroom.engine import pipeline, workers
from newsroom.engine.workers import Workers
from newsroom.errors import OutputError
from tests.portal import Portal


class Adder:
    """A job: adds its number to each item."""

    made = 0

    def __init__(self, number: int) -> None:
        type(self).made += 1
        self._number = number

    def batch(self, items: list[int]) -> list[int]:
        time.sleep(0.05 * (items[0] == 0))  # the first batch is the last to be done
        if -1 in items:
            raise OutputError("không ghi được")
        return [item + self._number for item in items]

    def process(self, items: list[int]) -> int:
        return os.getpid()

    def threshold(self, items: list[int]) -> int:
        return gc.get_threshold()[0]


BATCHES = [[0, 1], [2, 3], [4], [5, 6]]


@pytest.fixture(params=["serial", "workers"])
def items(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many items there seem to be: too few for workers, or enough."""
    monkeypatch.setattr(workers, "WORTH_STARTING", 100)
    return 99 if request.param == "serial" else 100


def test_results_come_in_the_order_of_the_batches(items: int) -> None:
    with Workers(2) as crew, crew.pool(Adder, (10,), "batch", items=items) as pool:
        assert list(pool.map(BATCHES)) == [[10, 11], [12, 13], [14], [15, 16]]
        assert list(pool.map([])) == []


def test_an_error_reaches_the_caller_as_it_is(items: int) -> None:
    with (
        pytest.raises(OutputError, match="không ghi được"),
        Workers(2) as crew,
        crew.pool(Adder, (10,), "batch", items=items) as pool,
    ):
        list(pool.map([[1], [-1], [2]]))


def test_small_jobs_stay_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_STARTING", 2)
    for count, size in ((4, 1), (1, 99)):
        with Workers(count) as crew, crew.pool(Adder, (1,), "process", items=size) as pool:
            assert set(pool.map(BATCHES)) == {os.getpid()}
    with Workers(2) as crew, crew.pool(Adder, (1,), "process", items=9) as pool:
        assert os.getpid() not in set(pool.map(BATCHES))


def test_the_job_is_made_once_and_only_when_there_is_something_to_do() -> None:
    before = Adder.made
    with Workers(1) as crew, crew.pool(Adder, (1,), "batch", items=9) as pool:
        list(pool.map([]))
        assert Adder.made == before
        list(pool.map(BATCHES))
    assert Adder.made == before + 1


def test_workers_do_not_import_the_program_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is Pelican's command: 0.2 s for each worker, and nothing that a worker needs."""
    program = ModuleType("__main__")
    program.__file__ = str(tmp_path / "program.py")
    (tmp_path / "program.py").write_text(f"open({str(tmp_path / 'imported')!r}, 'w')")
    monkeypatch.setitem(sys.modules, "__main__", program)
    monkeypatch.setattr(workers, "WORTH_STARTING", 1)
    with Workers(2) as crew, crew.pool(Adder, (1,), "batch", items=2) as pool:
        assert list(pool.map([[1], [2]])) == [[2], [3]]
    assert not (tmp_path / "imported").exists()
    assert sys.modules["__main__"] is program


class Keeper:
    """A job: tells of its process, and refuses to be made with what is no number."""

    def __init__(self, number: int) -> None:
        self.number = number + 0

    def tell(self, items: list[int]) -> tuple[int, int, int]:
        return os.getpid(), id(self), self.number


def test_one_job_after_the_other_is_done_by_the_same_processes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "WORTH_STARTING", 1)
    with Workers(2) as crew:
        with crew.pool(Adder, (1,), "process", items=9) as pool:
            first = set(pool.map(BATCHES * 5))
        with crew.pool(Keeper, (1,), "tell", items=9) as pool:
            second = set(pool.map(BATCHES * 5))
        with crew.pool(Keeper, (2,), "tell", items=9) as pool:
            third = set(pool.map(BATCHES * 5))
    pids = [{pid for pid, _made, _number in found} for found in (second, third)]
    assert len(first | pids[0] | pids[1]) <= 2
    # Made once in each process, and anew for each job.
    assert len(second) == len(pids[0]) and {number for *_, number in second} == {1}
    assert {number for *_, number in third} == {2}


def test_a_job_that_can_t_be_made_tells_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_STARTING", 1)
    with Workers(2) as crew, crew.pool(Keeper, ("một",), "tell", items=9) as pool:
        with pytest.raises(TypeError):
            list(pool.map(BATCHES))
        with pytest.raises(TypeError):  # and the process can be asked again
            list(pool.map(BATCHES))


def test_an_error_leaves_nothing_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_STARTING", 1)
    with Workers(2) as crew:
        with pytest.raises(OutputError), crew.pool(Adder, (1,), "batch", items=9) as pool:
            list(pool.map([[-1], *([0],) * 20]))
        with crew.pool(Adder, (2,), "batch", items=9) as pool:
            assert list(pool.map([[1]])) == [[3]]


def test_one_process_prepares_what_follows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_STARTING", 1)
    later = partial(leave_note, tmp_path)
    with Workers(2, later) as crew:
        crew.prepare()  # nobody is there to do it
        assert not crew.prepared
        with crew.pool(Adder, (1,), "batch", items=9) as pool:
            list(pool.map(BATCHES))
        assert not list(tmp_path.iterdir())
        crew.prepare()
        assert crew.prepared
        with crew.pool(Keeper, (1,), "tell", items=9) as pool:
            list(pool.map(BATCHES))
    assert [path.name == str(os.getpid()) for path in tmp_path.iterdir()] == [False]


def leave_note(folder: Path) -> None:
    """A file named by the process that does this."""
    (folder / str(os.getpid())).touch()


def test_cycles_are_looked_for_rarely_while_a_build_runs(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build makes many objects and few cycles; each look goes through what all modules hold."""
    seen, before = [], gc.get_threshold()
    build = pipeline._build
    monkeypatch.setattr(
        pipeline, "_build", lambda *given: (seen.append(gc.get_threshold()), build(*given))[1]
    )
    portal.article("cong-doan/2025/04/b.md")
    portal.build()
    assert [look[0] for look in seen] == [10_000]
    assert gc.get_threshold() == before


def test_cycles_are_looked_for_rarely_in_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "WORTH_STARTING", 1)
    with Workers(2) as pool, pool.pool(Adder, (1,), "threshold", items=4) as adders:
        assert set(adders.map(BATCHES)) == {10_000}
