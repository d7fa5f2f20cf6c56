# SPDX-License-Identifier: AGPL-3.0-or-later
"""Renditions are made once, by whoever can, and kept as they come."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from newsroom.blobs import blob_id
from newsroom.pictures import batch, crew
from newsroom.pictures.batch import DIED, Job, lacking, make_all, size_for, split, weight_of
from newsroom.pictures.crew import Crew, at_work, crew_for
from newsroom.pictures.make import PIXELS, make
from newsroom.pictures.recipe import JPEG, WEBP, Recipe, name, photo
from newsroom.pictures.renditions import Renditions
from tests.pictures import photos

RECIPES = (photo(WEBP, 60), photo(JPEG, 60), photo(WEBP, 120))


def jobs_in(folder: Path, count: int) -> list[Job]:
    found = []
    for seed in range(count):
        path = folder / f"{seed}.jpg"
        path.write_bytes(photos.phone(160, 120, seed=seed))
        found.append(Job(path, blob_id(path.read_bytes()), RECIPES, PIXELS))
    return found


def files(kept: Renditions) -> dict[str, bytes]:
    return {name: kept.path(name).read_bytes() for name in kept.names()}


def run(
    jobs: list[Job],
    kept: Renditions,
    workers: int = 2,
    step: Callable[[int], None] = lambda _n: None,
    weight: int = 1 << 30,
) -> list[tuple[str, str]]:
    with crew_for(len(jobs), weight, workers) as crew:
        failures = make_all(jobs, kept, crew, step)
    return [(failure.source.name, failure.refusal.reason) for failure in failures]


@pytest.mark.parametrize("count", [1, 6])  # threads; processes
def test_what_many_make_is_what_one_makes(tmp_path: Path, count: int) -> None:
    jobs, kept, other = jobs_in(tmp_path, count), Renditions(tmp_path / "a"), Renditions(tmp_path)
    steps: list[int] = []
    assert run(split(jobs, 2), kept, step=steps.append) == []
    assert run(jobs, other, workers=1) == []
    assert sum(steps) == 3 * count
    assert files(kept) == files(other) == {
        name(job.digest, recipe): data
        for job in jobs
        for recipe, data in zip(RECIPES, make(job.source.read_bytes(), RECIPES), strict=True)
    }  # fmt: skip


def test_pictures_of_few_bytes_start_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, kept = jobs_in(tmp_path, 6), Renditions(tmp_path)
    monkeypatch.setattr(crew, "ProcessPoolExecutor", None)
    assert run(jobs, kept, weight=sum(map(weight_of, jobs))) == []
    assert len(files(kept)) == len(jobs) * len(RECIPES)
    with pytest.raises(TypeError):
        run(jobs, Renditions(tmp_path / "other"))
    jobs[0].source.unlink()
    assert weight_of(jobs[0]) == 0


def test_nothing_is_made_twice(tmp_path: Path) -> None:
    jobs, kept = jobs_in(tmp_path, 2), Renditions(tmp_path)
    assert lacking(jobs, kept) == jobs
    run(jobs, kept)
    assert lacking(jobs, kept) == []
    kept.path(name(jobs[1].digest, RECIPES[2])).unlink()
    (left,) = lacking(jobs, kept)
    assert (left.source, left.recipes) == (jobs[1].source, RECIPES[2:])


def test_what_was_made_stays_when_it_is_stopped(tmp_path: Path) -> None:
    jobs, kept = jobs_in(tmp_path, 6), Renditions(tmp_path)

    def stop(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(jobs, kept, step=stop)
    before = files(kept)
    assert len(before) == 3
    assert run(lacking(jobs, kept), kept) == []
    assert len(files(kept)) == 18
    assert before.items() <= files(kept).items()


def test_a_full_disk_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs, kept = jobs_in(tmp_path, 2), Renditions(tmp_path)
    write, written = Path.write_bytes, []

    def full(path: Path, data: bytes) -> int:
        if len(written) == 4:
            write(path, data[:10])
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(path)
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        run(jobs, kept, workers=1)
    monkeypatch.undo()
    assert len(files(kept)) == 4
    assert not list(tmp_path.glob("pictures/*/*/.*"))
    run(lacking(jobs, kept), kept)
    assert len(files(kept)) == 6


def test_a_picture_that_cannot_be_decoded_holds_up_no_other(tmp_path: Path) -> None:
    jobs, kept = jobs_in(tmp_path, 3), Renditions(tmp_path)
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(photos.phone()[:5000])
    jobs.insert(1, Job(bad, blob_id(bad.read_bytes()), RECIPES, PIXELS))
    assert run(jobs, kept) == [("bad.jpg", "truncated")]
    assert len(files(kept)) == 9


def test_a_file_that_has_changed_is_left_to_whoever_reads_it(tmp_path: Path) -> None:
    jobs, kept = jobs_in(tmp_path, 2), Renditions(tmp_path)
    jobs[0].source.write_bytes(photos.phone(160, 120, seed=9))
    jobs[1].source.unlink()
    steps: list[int] = []
    assert run(jobs, kept, step=steps.append) == []
    assert files(kept) == {} and sum(steps) == 6


def _fatal() -> None:
    """In a worker: a picture 60 pixels wide kills it, as one may that takes all memory."""
    real = batch.make

    def make_or_die(data: bytes, recipes: tuple[Recipe, ...], most: int) -> list[bytes]:
        if photos.opened(data).width == 60:
            os._exit(9)
        return real(data, recipes, most)

    batch.make = make_or_die


@pytest.mark.parametrize("size", [1, 3])
def test_a_picture_that_kills_who_makes_it_is_told_and_the_others_are_made(
    tmp_path: Path, size: int
) -> None:
    jobs, kept = jobs_in(tmp_path, 6), Renditions(tmp_path)
    fatal = tmp_path / "fatal.jpg"
    fatal.write_bytes(photos.phone(60, 40))
    jobs.insert(2, Job(fatal, blob_id(fatal.read_bytes()), RECIPES, PIXELS))
    steps: list[int] = []
    context = get_context("spawn")
    with at_work(Crew(2, lambda: ProcessPoolExecutor(2, context, _fatal))) as crew:
        failures = make_all(jobs, kept, crew, steps.append, size)
    assert [(each.source, each.refusal.reason) for each in failures] == [(fatal, DIED)]
    assert len(files(kept)) == 18 and sum(steps) == 21


def test_a_task_has_pictures_enough_and_none_waits_for_the_last() -> None:
    assert [size_for(jobs, 2) for jobs in (1, 15, 32, 100, 10_000)] == [1, 1, 2, 6, 8]
    assert size_for(1_000_000, 64) == 8 and size_for(1000, 64) == 1


def test_few_pictures_are_in_memory_at_a_time(tmp_path: Path) -> None:
    """Of a hundred that wait no more are read than are being made, and one more for each."""
    jobs = [*jobs_in(tmp_path, 1)] * 20
    out: set[object] = set()
    most = [0]

    class Counting(ThreadPoolExecutor):
        def submit(self, *args: object, **more: object):  # type: ignore[no-untyped-def,override]  # Executor's
            future = super().submit(*args, **more)  # type: ignore[arg-type]  # passed on
            out.add(future)
            most[0] = max(most[0], len([one for one in out if not one.done()]))  # type: ignore[attr-defined]  # a future
            return future

    make_all(jobs, Renditions(tmp_path), Crew(2, lambda: Counting(2)), lambda _n: None)
    assert most[0] <= 4
