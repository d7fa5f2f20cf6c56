# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading files: digests, pixels, what is unchanged."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from newsroom.arrange.reading import Reading
from newsroom.blobs import blob_id
from newsroom.engine.ingest import Ingest, Task
from newsroom.store.articles import decode_packed, unpack
from tests.portal import Portal

FOLDER = "cong-doan/2025/04"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d494844520000003c0000002808060000006e1f7a1a")


@pytest.mark.parametrize("data", [b"", b"x", "Đống Đa\n".encode(), bytes(range(256)) * 99])
def test_a_digest_is_gits_own(data: bytes, tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("needs git")
    (tmp_path / "x").write_bytes(data)
    run = subprocess.run(
        ["git", "hash-object", "--no-filters", "x"], cwd=tmp_path, capture_output=True, check=True
    )
    assert blob_id(data).hex() == run.stdout.decode().strip()


def test_an_article_is_read_once_for_the_same_bytes(portal: Portal) -> None:
    portal.article(f"{FOLDER}/a.md", title="Tựa")
    ingest = Ingest(portal.settings, Reading)
    first = ingest.take(Task(f"{FOLDER}/a.md", "article", b""))
    assert unpack(decode_packed(first.made)).title == "Tựa"
    again = ingest.take(Task(f"{FOLDER}/a.md", "article", first.seen.digest))
    assert (again.unchanged, again.made, again.seen) == (True, b"", first.seen)


@pytest.mark.parametrize(
    ("name", "data", "size"),
    [
        ("a.png", PNG, (60, 40)),
        ("a.PNG", PNG, (60, 40)),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"/>', (60, 40)),
        ("a.png", PNG[:20], (0, 0)),
        ("a.svg", b'<svg width="100%" height="1e999"/>', (0, 0)),
        ("a.avif", b"\x00\x00\x00\x1cftypavif", (0, 0)),
        ("a.pdf", b"%PDF-1.7", (0, 0)),
    ],
)
def test_pixels_of_pictures_and_of_what_is_none(
    portal: Portal, name: str, data: bytes, size: tuple[int, int]
) -> None:
    portal.write(f"images/{name}", data)
    taken = Ingest(portal.settings, Reading).take(Task(f"images/{name}", "static", b""))
    assert taken.problems == () and taken.static is not None
    assert (taken.static.size, taken.static.digest) == (len(data), blob_id(data))
    assert (taken.static.width, taken.static.height) == size


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", b"\xff\xd8\xff\xe0\x00"),
        ("a.gif", b"GIF89a"),
    ],
)
def test_a_picture_that_ends_in_its_head_is_refused(portal: Portal, name: str, data: bytes) -> None:
    portal.write(f"images/{name}", data)
    taken = Ingest(portal.settings, Reading).take(Task(f"images/{name}", "static", b""))
    assert taken.static is None and taken.refused is not None
    assert [problem.path for problem in taken.problems] == [f"images/{name}"]


def test_a_file_that_is_gone_is_a_problem(portal: Portal) -> None:
    taken = Ingest(portal.settings, Reading).take(Task("images/a.svg", "static", b""))
    assert [problem.path for problem in taken.problems] == ["images/a.svg"]
    assert (taken.made, taken.static) == (b"", None)
