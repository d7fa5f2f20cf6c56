# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door out: whole files, only when they differ, and nobody else's."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newsroom.blobs import blob_id
from newsroom.engine.output import MARKER, Output, digest_of, is_temporary
from newsroom.engine.store_path import store_path
from newsroom.errors import OutputError
from newsroom.model import Copy
from newsroom.store.database import connect
from newsroom.store.pages import manifest
from tests.portal import Portal


@pytest.fixture
def output(tmp_path: Path) -> Output:
    found = Output(tmp_path / "output")
    found.prepare()
    return found


def test_a_file_is_written_once(output: Output) -> None:
    assert output.write("a/b/c.html", b"1").replaced
    path = output.root / "a/b/c.html"
    before = path.stat()
    again = output.write("a/b/c.html", b"1")
    assert again == (1, digest_of(b"1"), before.st_mtime_ns, False)
    assert path.stat() == before or path.stat().st_mtime_ns == before.st_mtime_ns
    placed = output.write("a/b/c.html", b"2")
    assert placed == (1, digest_of(b"2"), path.stat().st_mtime_ns, True)
    assert path.read_bytes() == b"2"
    assert path.stat().st_ino != before.st_ino  # another file took its place


def test_a_file_that_is_not_there_is_written(output: Output) -> None:
    assert output.write("a.html", b"1").replaced


def test_a_copy_is_made_once(output: Output, tmp_path: Path) -> None:
    source = tmp_path / "x"
    for data in (b"1" * 3_000_000, b"1" * 2_999_999 + b"2", b"1", b""):
        source.write_bytes(data)
        for replaced in (True, False):
            copied = output.copy("x", Copy(source, blob_id(data)))
            mtime = (output.root / "x").stat().st_mtime_ns
            assert copied == (len(data), digest_of(data), mtime, replaced)
            assert (output.root / "x").read_bytes() == data


def test_what_is_not_what_was_read_is_not_copied(output: Output, tmp_path: Path) -> None:
    source = tmp_path / "x"
    assert output.copy("x", Copy(source, blob_id(b"1"))) is None
    source.write_bytes(b"2")
    assert output.copy("x", Copy(source, blob_id(b"1"))) is None
    assert list(output.files()) == []
    output.write("x", b"1")
    assert output.copy("x", Copy(source, blob_id(b"1"))) is None
    output.write("x", b"2")
    assert output.copy("x", Copy(source, blob_id(b"1"))) is None
    assert (list(output.files()), (output.root / "x").read_bytes()) == (["x"], b"2")


def test_a_write_that_fails_leaves_nothing_behind(output: Output) -> None:
    (output.root / "a.html").mkdir()
    with pytest.raises(OutputError, match=r"a\.html"):
        output.write("a.html", b"1")
    output.write("b", b"1")
    with pytest.raises(OutputError):
        output.write("b/c.html", b"1")
    assert sorted(output.files()) == ["b"]


def test_removing_takes_empty_folders_along_but_not_the_root(output: Output) -> None:
    for path in ("a/b/c.html", "a/d.html", "e/f/g.html"):
        output.write(path, b"1")
    output.remove(["a/b/c.html", "e/f/g.html", "khong/co.html"])
    assert sorted(p.name for p in output.root.iterdir()) == [MARKER, "a"]
    output.remove(["a/d.html"])
    assert [p.name for p in output.root.iterdir()] == [MARKER]


def test_removing_stays_inside(output: Output) -> None:
    (output.root / "x").mkdir()
    output.remove(["x"])  # a folder of this name is not ours
    assert (output.root / "x").exists()


def test_whose_folder_it_is(tmp_path: Path) -> None:
    own, guest = Output(tmp_path / "own"), Output(tmp_path / "guest")
    guest.root.mkdir()
    (guest.root / "x").touch()
    assert (own.is_ours(), own.identity()) == (False, "")
    own.prepare()
    guest.prepare()
    assert (own.is_marked, guest.is_marked) == (True, False)
    guest.mark(own=False)
    for output in (own, guest):
        output.prepare()
        assert output.is_marked
    assert (own.is_ours(), guest.is_ours()) == (True, False)
    assert own.identity() != guest.identity() != ""
    assert (list(own.files()), list(guest.files())) == ([], ["x"])


def test_only_a_folder_that_held_something_is_searched_for_strangers(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.article("cong-doan/2025/04/a.md", "Một.")
    searched = []

    def look(output: Output, search: Any = Output.look) -> Any:
        searched.append(output.was_empty)
        return search(output)

    monkeypatch.setattr(Output, "look", look)
    portal.build()
    assert searched == []  # a clean build of 100,000 articles would look at 144,000 files
    (portal.settings.output / "la.html").write_text("Ai đó để đây.")
    store_path(portal.settings).unlink()
    portal.build()
    assert searched == [False]
    assert "la.html" not in portal.tree()


def test_a_folder_made_again_is_another(output: Output) -> None:
    before = output.identity()
    assert output.identity() == before
    (output.root / MARKER).unlink()
    output.prepare()
    assert output.identity() != before


@pytest.mark.parametrize(
    ("path", "temporary"),
    [(".newsroom-tmp-7", True), ("a/.newsroom-tmp-7", True), (MARKER, False), ("a.html", False)],
)
def test_temporary_files_are_known_by_their_name(path: str, temporary: bool) -> None:
    assert is_temporary(path) == temporary


def test_the_manifest_tells_what_the_files_hold(portal: Portal) -> None:
    portal.write("images/anh.svg", "<svg/>")
    portal.article("cong-doan/2025/04/a.md", "Một.")
    portal.build()
    portal.article("cong-doan/2025/04/a.md", "Hai.")
    portal.build()
    with closing(connect(store_path(portal.settings), readonly=True)) as connection:
        told = {name: (digest, size) for name, digest, size in manifest(connection)}
    files = {name: data for name, data in portal.tree().items() if name != MARKER}
    assert told == {name: (digest_of(data), len(data)) for name, data in files.items()}
