# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that share their bytes on the disk are what copies would be, or are copies."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from newsroom.blobs import blob_id
from newsroom.engine.output import Output
from newsroom.engine.sharing import CLONE, LINK
from newsroom.errors import OutputError
from newsroom.model import Copy

DATA = b"ban anh" * 50_000


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source"
    path.write_bytes(DATA)
    return path


def put(folder: Path, source: Path, share: str, digest: bytes = blob_id(DATA)) -> Any:
    return Output(folder).copy("a/b.webp", Copy(source, digest, share=share))


@pytest.mark.parametrize("share", ["", CLONE, LINK])
def test_it_holds_the_source_and_is_left_alone_when_it_does(
    tmp_path: Path, source: Path, share: str
) -> None:
    placed = put(tmp_path / "out", source, share)
    file = tmp_path / "out/a/b.webp"
    assert file.read_bytes() == DATA and placed.replaced
    assert (placed.size, placed.mtime) == (len(DATA), file.stat().st_mtime_ns)
    assert put(tmp_path / "out", source, share) == placed._replace(replaced=False)
    assert file.samefile(source) == (share == LINK)
    assert [path.name for path in file.parent.iterdir()] == ["b.webp"]


@pytest.mark.parametrize("share", ["", CLONE])
def test_what_is_done_to_a_clone_does_not_reach_its_source(
    tmp_path: Path, source: Path, share: str
) -> None:
    put(tmp_path / "out", source, share)
    (tmp_path / "out/a/b.webp").write_bytes(b"x")
    assert source.read_bytes() == DATA


@pytest.mark.parametrize("share", [CLONE, LINK])
@pytest.mark.parametrize("number", [errno.EXDEV, errno.EOPNOTSUPP, errno.EMLINK])
def test_where_the_file_system_cannot_it_is_copied(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch, share: str, number: int
) -> None:
    def cannot(*_args: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "copy_file_range", cannot)
    monkeypatch.setattr(os, "link", cannot)
    assert put(tmp_path / "out", source, share).replaced
    file = tmp_path / "out/a/b.webp"
    assert file.read_bytes() == DATA and not file.samefile(source)


@pytest.mark.parametrize("share", [CLONE, LINK])
def test_a_source_that_changed_or_went_is_left_for_later(
    tmp_path: Path, source: Path, share: str
) -> None:
    assert put(tmp_path / "out", source, share, blob_id(b"other")) is None
    source.unlink()
    assert put(tmp_path / "out", source, share) is None
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []


def test_a_full_disk_is_told(tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "copy_file_range", full)
    with pytest.raises(OutputError, match="No space"):
        put(tmp_path / "out", source, CLONE)
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []
