# SPDX-License-Identifier: AGPL-3.0-or-later
"""A disk that is full while renditions are made: told, nothing is lost, the next build is whole."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from newsroom.errors import OutputError
from newsroom.pictures.renditions import Renditions
from tests.pictures import photos
from tests.portal import Portal

# Threads make those of some pictures, processes those of many, or of large ones.
COUNTS = {"threads": 3, "processes": 6}


def site_of(folder: Path, count: int) -> Portal:
    portal = Portal(
        folder,
        NEWSROOM_PICTURES=True,
        NEWSROOM_PICTURE_FORMATS=["webp"],
        NEWSROOM_TITLE_CARDS="2025-01-01",
        NEWSROOM_WORKERS=2,
    )
    for number in range(count):
        portal.write(f"images/{number}.jpg", photos.phone(800, 600, seed=number))
        portal.article(f"cong-doan/{number}.md", image=f"images/{number}.jpg")
    portal.article("doi-song/without.md")
    return portal


@pytest.mark.parametrize("crew", sorted(COUNTS))
@pytest.mark.parametrize("part", [0.2, 0.9])
def test_the_store_of_renditions_has_no_room(
    crew: str, part: float, small_disk: Callable[[str], Path], tmp_path: Path
) -> None:
    good = site_of(tmp_path / "good", COUNTS[crew])
    good.build()
    size = Renditions(good.settings.cache).kept().size
    site = site_of(tmp_path / "site", COUNTS[crew])
    disk = small_disk(f"{int(size * part)}")
    kept = site.settings.cache / "pictures"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.symlink_to(disk)
    with pytest.raises(OutputError, match="No space left") as told:
        site.build()
    assert str(kept) in str(told.value)

    own, wanted = Renditions(site.settings.cache), Renditions(good.settings.cache)
    assert len(list(own.names())) > part * len(list(wanted.names())) / 2
    for name in own.names():
        assert own.path(name).read_bytes() == wanted.path(name).read_bytes()
    assert [path for path in disk.rglob("*") if path.name.startswith(".new-")] == []
    assert {path: good.tree()[path] for path in site.tree()} == site.tree()

    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    times = {path: path.stat().st_ctime_ns for path in disk.rglob("*") if path.is_file()}
    site.build()
    assert site.tree() == good.tree()
    assert {path: path.stat().st_ctime_ns for path in times} == times  # none was made again


def test_the_output_has_no_room(small_disk: Callable[[str], Path], tmp_path: Path) -> None:
    good = site_of(tmp_path / "good", 3)
    good.build()
    size = sum(map(len, good.tree().values()))
    site = site_of(tmp_path / "site", 3)
    disk = small_disk(f"{size // 2}")
    site.overrides["OUTPUT_PATH"] = str(disk / "output")
    site.output = disk / "output"
    with pytest.raises(OutputError, match=str(disk)):
        site.build()
    assert {path: good.tree()[path] for path in site.tree()} == site.tree()
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
    site.build()
    assert site.tree() == good.tree()
    assert site.build().rendered == 0
