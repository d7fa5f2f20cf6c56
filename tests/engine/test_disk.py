# SPDX-License-Identifier: AGPL-3.0-or-later
"""A full disk, and folders that can't be written: told clearly, and mended by the next build."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsroom.engine.store_path import store_path
from newsroom.errors import NewsroomError, OutputError, StoreError
from tests.conftest import mounted
from tests.engine.dozen import check_clean, edit, whole
from tests.portal import RAW, Portal

pytestmark = pytest.mark.usefixtures("english")


# ---------------------------------------------------------------------------------- full disk


@pytest.mark.parametrize("size", ["64k", "192k", "448k"])
def test_a_full_disk_under_the_output(
    site: Portal, small_disk: Callable[[str], Path], size: str, tmp_path: Path
) -> None:
    disk = small_disk(size)
    site.overrides["OUTPUT_PATH"] = str(disk / "output")
    site.output = disk / "output"
    with pytest.raises(OutputError, match="No space left on device"):
        site.build()
    assert whole(site)
    subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
    site.build()
    check_clean(site, tmp_path / "clean")


@pytest.mark.parametrize("size", ["4k", "16k", "48k", "96k", "160k", "256k", "352k"])
def test_a_full_disk_under_the_cache(
    site: Portal, small_disk: Callable[[str], Path], size: str
) -> None:
    disk = small_disk(size)
    site.overrides["CACHE_PATH"] = str(disk / "cache")
    edit(site)
    with pytest.raises(NewsroomError):
        site.build()
    assert whole(site)
    subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
    site.build()
    assert site.page("2025/04/b05.html").h1.text.strip() == "Tựa khác"


@pytest.mark.parametrize("number", [1, 9, 30])
def test_no_room_for_one_file(
    site: Portal, monkeypatch: pytest.MonkeyPatch, number: int, tmp_path: Path
) -> None:
    good = site.tree()
    real, calls = os.replace, [0]

    def full(source: Any, target: Any, **options: Any) -> None:
        calls[0] += str(target).startswith(f"{site.output}/")  # not of a template's own cache
        if calls[0] == number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(source, target, **options)

    edit(site)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(OutputError, match="No space left on device") as caught:
            site.build()
    assert str(site.output) in str(caught.value)  # names the file
    assert whole(site)
    assert sorted(site.tree()) == sorted(good)  # the last good page stays
    site.build()
    check_clean(site, tmp_path / "clean")


def test_no_room_and_the_edit_is_taken_back(site: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that the failed build has replaced become again what they were."""
    good, real, calls = site.tree(), os.replace, [0]

    def full(source: Any, target: Any, **options: Any) -> None:
        calls[0] += 1
        if calls[0] == 30:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(source, target, **options)

    name = site.overrides.get("SITENAME")
    site.overrides["SITENAME"] = "Báo Khác"
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        with pytest.raises(OutputError):
            site.build()
    site.overrides["SITENAME"] = name or RAW["SITENAME"]
    site.build()
    assert [path for path, data in site.tree().items() if good.get(path) != data] == []


# -------------------------------------------------------------------- folders and their places


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Callable[[Path], None]]:
    done: list[Path] = []

    def freeze(folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if not mounted(folder, "--bind", "-o", "ro", str(folder)):
            pytest.skip("needs a read-only mount, which only root may make")
        done.append(folder)

    yield freeze
    for folder in done:
        subprocess.run(["umount", "-l", str(folder)], capture_output=True, check=False)


def test_an_output_folder_that_cannot_be_written(
    site: Portal, read_only: Callable[[Path], None]
) -> None:
    edit(site)
    read_only(site.output)
    with pytest.raises(OutputError, match="Read-only file system"):
        site.build()
    assert whole(site)


def test_a_new_output_folder_that_cannot_be_written(
    site: Portal, read_only: Callable[[Path], None]
) -> None:
    shutil.rmtree(site.output)
    read_only(site.output)
    with pytest.raises(OutputError, match="Read-only file system"):
        site.build()


def test_a_cache_folder_that_cannot_be_written(
    site: Portal, read_only: Callable[[Path], None]
) -> None:
    good = site.tree()
    edit(site)
    read_only(site.root / "cache")
    with pytest.raises(StoreError, match=r"CACHE_PATH|disk"):
        site.build()
    assert site.tree() == good


def test_a_file_where_the_output_folder_should_be(site: Portal) -> None:
    shutil.rmtree(site.output)
    site.output.write_text("không phải thư mục")
    with pytest.raises(OutputError, match=str(site.output)):
        site.build()
    assert site.output.read_text() == "không phải thư mục"


def test_a_file_where_the_cache_folder_should_be(site: Portal) -> None:
    shutil.rmtree(site.root / "cache")
    (site.root / "cache").write_text("không phải thư mục")
    with pytest.raises(StoreError, match="CACHE_PATH"):
        site.build()


def test_a_folder_where_a_page_should_be(site: Portal) -> None:
    edit(site)
    page = site.output / "2025/04/b05.html"
    page.unlink()
    (page / "khach").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"b05\.html"):
        site.build()
    shutil.rmtree(page)
    site.build()
    assert page.is_file()


def test_a_folder_where_the_store_should_be(site: Portal) -> None:
    store = store_path(site.settings)
    store.unlink()
    store.mkdir()
    with pytest.raises(StoreError, match="CACHE_PATH"):
        site.build()
