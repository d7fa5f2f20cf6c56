# SPDX-License-Identifier: AGPL-3.0-or-later
"""The store of renditions knows by which encoders they were made, and loses nothing by that."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsroom.pictures import renditions
from newsroom.pictures.batch import lacking
from newsroom.pictures.make import encoders
from newsroom.pictures.recipe import name
from newsroom.pictures.renditions import Renditions
from tests.pictures.test_batch import RECIPES, files, jobs_in, run

OLD, NEW = "1-pillow-12", "1-pillow-14"


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


def test_what_another_version_made_is_as_good_as_new(tmp_path: Path) -> None:
    (job,) = jobs_in(tmp_path, 1)
    old = Renditions(tmp_path, OLD)
    for recipe in RECIPES:
        old.put(name(job.digest, recipe), b"old")
    here = Renditions(tmp_path)
    assert here.encoder == encoders() and len(files(here)) == 3
    assert lacking([job], here) == []
    assert lacking([job], here, again=True) == [job]


def test_made_again_it_takes_the_place_of_the_old(tmp_path: Path) -> None:
    jobs = jobs_in(tmp_path, 2)
    old, new = Renditions(tmp_path, OLD), Renditions(tmp_path, NEW)
    for job in jobs:
        for recipe in RECIPES:
            old.put(name(job.digest, recipe), b"old")
    first = name(jobs[0].digest, RECIPES[0])
    new.put(first, b"new")
    assert (tmp_path / "pictures" / NEW / first).read_bytes() == b"new"
    assert not (tmp_path / "pictures" / OLD / first).exists()
    # Ended here, nothing is lost, and the next run begins where this one stopped.
    again = Renditions(tmp_path, NEW)
    assert len(files(again)) == 6 and again.kept().files == 6
    assert [job.recipes for job in lacking(jobs, again, again=True)] == [RECIPES[1:], RECIPES]


def test_killed_between_the_two_the_new_one_counts(tmp_path: Path) -> None:
    """Whichever of them sorts first."""
    for mine, other in ((OLD, NEW), (NEW, OLD)):
        cache = tmp_path / mine
        for version in (mine, other):
            path = cache / "pictures" / version / "3f" / "3f00-60.webp"
            path.parent.mkdir(parents=True)
            path.write_bytes(version.encode())
        kept = Renditions(cache, mine)
        assert files(kept) == {"3f/3f00-60.webp": mine.encode()}
        assert kept.prune({"3f/3f00-60.webp"}).files == 1
        assert [path.name for path in (cache / "pictures").iterdir()] == [mine]


def test_what_lay_there_before_versions_had_folders_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "pictures" / "3f" / "3f00-60.webp"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"old")
    kept = Renditions(tmp_path, NEW)
    assert kept.has("3f/3f00-60.webp") and not kept.has_new("3f/3f00-60.webp")
    assert files(kept) == {"3f/3f00-60.webp": b"old"}
    kept.put("3f/3f00-60.webp", b"new")
    assert files(kept) == {"3f/3f00-60.webp": b"new"} and not path.exists()


def test_while_there_is_one_version_nobody_asks_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An encoder is a library to load: most builds need none."""
    jobs = jobs_in(tmp_path, 1)
    run(jobs, Renditions(tmp_path))

    def never() -> str:
        raise AssertionError

    monkeypatch.setattr(renditions, "encoders", never)
    assert lacking(jobs, Renditions(tmp_path)) == []
    assert len(files(Renditions(tmp_path))) == 3


def test_what_a_disk_has_forgotten_is_not_there(tmp_path: Path) -> None:
    """Its time says so; one that was copied without its time is believed."""
    kept = Renditions(tmp_path)
    kept.put("ab/ab-1.webp", b"whole")
    path = kept.path("ab/ab-1.webp")
    assert kept.read("ab/ab-1.webp") == (path, b"whole")
    time = path.stat().st_mtime_ns
    os.utime(path, ns=(time + 10**9, time + 10**9))  # as on a memory stick
    assert kept.read("ab/ab-1.webp") == (path, b"whole")
    for damaged in (b"whale", b"who", b""):
        kept.put("ab/ab-1.webp", b"whole")
        path.write_bytes(damaged)
        os.utime(path, ns=(time, time))
        assert kept.has("ab/ab-1.webp") and kept.read("ab/ab-1.webp") is None
        assert not path.exists()
    path.write_bytes(b"of an older version, or copied")
    assert kept.read("ab/ab-1.webp") == (path, b"of an older version, or copied")
