# SPDX-License-Identifier: AGPL-3.0-or-later
"""A cluster makes what one process makes, though a worker is killed at it.

A real scheduler of Dask's with workers in processes of their own, as on other machines.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from newsroom.commands.pictures import make as make_by_command
from newsroom.errors import ClusterError
from newsroom.pictures import crew as crews
from newsroom.pictures.batch import Job, OtherEncodersError, lacking, make_all
from newsroom.pictures.crew import NoClusterError, cluster_at
from newsroom.pictures.renditions import Renditions
from tests.pictures import photos
from tests.pictures.test_batch import files, jobs_in, run
from tests.portal import Portal

DISTRIBUTED = logging.getLogger("distributed")


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[Any]:
    started: Any = LocalCluster
    with started(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address=None,
        local_directory=str(folder / "dask"),
        silence_logs=False,
    ) as found:
        yield found


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with cluster(2, tmp_path_factory.mktemp("two")) as found:
        yield found


def test_a_worker_killed_in_the_middle_costs_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    jobs, kept, other = jobs_in(tmp_path, 24), Renditions(tmp_path / "a"), Renditions(tmp_path)
    done: list[int] = []
    killed: list[int] = []
    with cluster(2, tmp_path) as own, caplog.at_level("INFO", "distributed"):

        def step(count: int) -> None:
            done.append(count)
            if len(done) == 6:
                killed.append(next(iter(own.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        with cluster_at(own.scheduler_address) as crew:
            assert crew.workers == 2
            assert make_all(jobs, kept, crew, step, size=2) == []
    assert len(killed) == 1 and sum(done) == 3 * 24
    told = [record.getMessage() for record in caplog.records]
    print("\n".join(told))  # pytest -s shows how a scheduler tells of it
    assert any("Remove worker" in line or "terminated by signal" in line for line in told)
    assert run(jobs, other, workers=1) == []
    assert files(kept) == files(other) and len(files(kept)) == 3 * 24


def test_pictures_may_lie_where_workers_see_them(tmp_path: Path, two: Any) -> None:
    import msgspec

    found = jobs_in(tmp_path, 4)
    jobs = [msgspec.structs.replace(job, shared=str(job.source)) for job in found]
    jobs[3] = msgspec.structs.replace(jobs[3], shared=str(tmp_path / "nowhere.jpg"))
    kept, other = Renditions(tmp_path / "a"), Renditions(tmp_path)
    with cluster_at(two.scheduler_address) as crew:
        assert make_all(jobs, kept, crew, lambda _n: None, size=3) == []
    run(found[:3], other)
    assert files(kept) == files(other)
    assert lacking(found, kept) == found[3:]


def test_a_damaged_picture_is_told_and_holds_up_no_other(tmp_path: Path, two: Any) -> None:
    jobs = jobs_in(tmp_path, 3)
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(photos.phone()[:5000])
    from newsroom.blobs import blob_id

    jobs.insert(0, Job(bad, blob_id(bad.read_bytes()), jobs[0].recipes, jobs[0].most))
    kept = Renditions(tmp_path)
    with cluster_at(two.scheduler_address) as crew:
        (failure,) = make_all(jobs, kept, crew, lambda _n: None, size=4)
    assert (failure.source, failure.refusal.reason) == (bad, "truncated")
    assert len(files(kept)) == 9


def test_other_versions_of_encoders_make_nothing(tmp_path: Path, two: Any) -> None:
    kept = Renditions(tmp_path, "1-pillow-1.0")
    with (
        pytest.raises(OtherEncodersError, match=r"pillow-1\.0"),
        cluster_at(two.scheduler_address) as crew,
    ):
        make_all(jobs_in(tmp_path, 2), kept, crew, lambda _n: None)
    assert files(kept) == {}


def test_the_command_has_a_build_find_all(
    tmp_path: Path, two: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Portal(tmp_path, NEWSROOM_PICTURES=True)
    site.write("images/a.jpg", photos.phone(240, 180))
    site.article("cong-doan/a.md", image="images/a.jpg")
    address = two.scheduler_address
    for shared in ("", str(site.content)):
        make_by_command(
            site.settings, site.now, print, lambda _n: None, cluster=address, shared=shared
        )
    from newsroom.pictures import batch

    def never(*_args: object) -> list[bytes]:
        raise AssertionError

    monkeypatch.setattr(batch, "make", never)
    site.build()
    assert any(path.startswith("anh/") for path in site.tree())


def test_a_cluster_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crews, "_PATIENCE", 0.2)
    with pytest.raises(NoClusterError), cluster_at("tcp://127.0.0.1:9"):
        pass
    site = Portal(tmp_path, NEWSROOM_PICTURES=True)
    site.write("images/b.png", photos.saved(photos.chart(150, 100), "PNG"))
    site.article("cong-doan/b.md", "![Biểu đồ](images/b.png)")
    with pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:9"):
        make_by_command(site.settings, site.now, print, print, cluster="tcp://127.0.0.1:9")
