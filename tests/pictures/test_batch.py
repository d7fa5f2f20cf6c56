# SPDX-License-Identifier: AGPL-3.0-or-later
"""Renditions are made once, by whoever can, and kept as they come."""

from __future__ import annotations

import errno
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from newsroom.blobs import blob_id
from newsroom.pictures.batch import Job, lacking, make_all, split, workers_for
from newsroom.pictures.make import PIXELS, make
from newsroom.pictures.recipe import JPEG, WEBP, name, photo
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
) -> list[tuple[str, str]]:
    with workers_for(len(jobs), workers) as executor:
        failures = make_all(jobs, kept, executor, workers, step)
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
    assert not list(tmp_path.glob("pictures/*/.*"))
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

    executor: Executor
    with Counting(2) as executor:
        make_all(jobs, Renditions(tmp_path), executor, 2, lambda _n: None)
    assert most[0] <= 4


def test_what_nobody_wants_any_more_is_removed(tmp_path: Path) -> None:
    jobs, kept = jobs_in(tmp_path, 2), Renditions(tmp_path)
    run(jobs, kept)
    wanted = {name(jobs[0].digest, recipe) for recipe in RECIPES}
    litter = kept.path(next(iter(wanted))).with_name(".new-1-x.webp")
    litter.write_bytes(b"half")
    whole = kept.kept()
    gone = kept.prune(wanted)
    assert set(kept.names()) == wanted and not litter.exists()
    assert gone.files == 4 and kept.kept().size + gone.size - 4 == whole.size
    assert kept.prune(()).files == 3 and kept.kept().files == 0
    assert Renditions(tmp_path / "none").kept().files == 0
