# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scanning: which files are sources, of which kind, and what differs from the store."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from newsroom.engine import scan as look
from newsroom.engine.scan import (
    Scanned,
    ScannedFile,
    compare,
)
from newsroom.errors import Problems
from newsroom.newspaper import NEWSPAPER
from newsroom.settings import Settings
from newsroom.store.sources import (
    ARTICLE,
    DATA,
    PAGE,
    STATIC,
    STRAY,
    THEME,
    THEME_PREFIX,
    File,
    folder_of,
    pack,
)
from tests.portal import Portal


def scan(
    settings: Settings,
    known: Mapping[str, bytes],
    problems: Problems,
    only: Iterable[str] | None = None,
) -> Scanned:
    return look.scan(settings, known, problems, NEWSPAPER.text_kind, only)


def files_of(scanned: Scanned) -> dict[str, File]:
    """All files by path."""
    return {folder + file[0]: file for folder, files in scanned.folders.items() for file in files}


def kinds(portal: Portal) -> dict[str, str]:
    problems = Problems()
    found = files_of(scan(portal.settings, {}, problems))
    assert len(problems) == 0
    return {path: file[1] for path, file in found.items() if file[1] != THEME}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("cong-doan/2025/a.md", ARTICLE),
        ("a.md", ARTICLE),
        ("pages/a.md", PAGE),
        ("pages/b/a.md", PAGE),
        ("pagesx/a.md", ARTICLE),
        ("images/a.svg", STATIC),
        ("images/b/không đuôi", STATIC),
        ("cong-doan/a.svg", STRAY),
        ("cong-doan/a.MD", ARTICLE),
        ("cong-doan/a.markdown", ARTICLE),
        ("pages/a.Markdown", PAGE),
        ("cong-doan/a.md.txt", STRAY),
        ("cong-doan/a.txt", STRAY),
        ("cong-doan/a.docx", STRAY),
        ("cong-doan/bài không đuôi", STRAY),
        ("data/a.md", STRAY),
        ("data/a.md.txt", STRAY),
        ("data/term-weights.txt", None),
        ("images/a.md", STRAY),
        ("images/a.MD", STRAY),
        ("images/a.md.txt", STRAY),
        ("images/a.txt", STATIC),
        ("cong-doan/Thumbs.db", None),
        ("cong-doan/desktop.ini", None),
        ("cong-doan/~$bai.docx", None),
        ("cong-doan/#a.md#", None),
        ("cong-doan/.#a.md", None),
        ("data/authors.yaml", DATA),
        ("data/authors.yml", DATA),
        ("data/authors.yaml.bak", None),
        ("robots.txt", STATIC),
        (".git/a.md", None),
        ("images/.ds_store", None),
        ("cong-doan/a.md~", None),
        ("cong-doan/bo-qua.md", None),
    ],
)
def test_kinds_of_files(portal: Portal, path: str, kind: str | None) -> None:
    portal.overrides |= {"STATIC_PATHS": ["images", "robots.txt"], "IGNORE_FILES": ["bo-*", ".#*"]}
    portal.write(path, "x")
    assert kinds(portal).get(path) == kind


def test_files_of_the_theme_have_paths_of_their_own(portal: Portal) -> None:
    portal.write("theme/css/site.css", "x")
    found = files_of(scan(portal.settings, {}, Problems()))
    assert found[f"{THEME_PREFIX}css/site.css"][1] == THEME
    assert found["theme/css/site.css"][1] == STRAY


def known(portal: Portal) -> dict[str, bytes]:
    """What a build keeps of the folders as they are now."""
    scanned = scan(portal.settings, {}, Problems())
    return {folder: pack(files) for folder, files in scanned.folders.items()}


def test_a_folder_that_is_as_it_was_is_not_looked_into(portal: Portal) -> None:
    portal.article("cong-doan/a.md")
    portal.article("doi-song/b.md")
    before = known(portal)
    assert scan(portal.settings, before, Problems()).folders == {}
    portal.article("doi-song/b.md", title="Tựa dài hơn")
    assert list(scan(portal.settings, before, Problems()).folders) == ["doi-song/"]


def test_a_folder_that_is_gone_has_no_files(portal: Portal) -> None:
    path = portal.article("doi-song/2025/b.md")
    before = known(portal)
    path.unlink()
    path.parent.rmdir()
    scanned = scan(portal.settings, before, Problems())
    assert scanned.folders == {"doi-song/2025/": []}
    assert compare(scanned, before).removed == {"doi-song/2025/b.md": ARTICLE}


def test_a_look_at_some_folders_sees_these_and_the_registries(portal: Portal) -> None:
    portal.article("cong-doan/a.md")
    portal.article("doi-song/b.md")
    portal.article("doi-song/sau/c.md")
    scanned = scan(portal.settings, {}, Problems(), ["doi-song/"])
    found = {path for path, file in files_of(scanned).items() if file[1] != THEME}
    assert found == {"doi-song/b.md", "data/sections.yaml", "data/districts.yaml"}
    assert set(scanned.data) == {"data/sections.yaml", "data/districts.yaml"}


def test_registries_are_told_even_if_nothing_differs(portal: Portal) -> None:
    scanned = scan(portal.settings, known(portal), Problems())
    assert scanned.folders == {}
    assert set(scanned.data) == {"data/sections.yaml", "data/districts.yaml"}


def test_names_are_in_nfc_and_the_disks_own_are_kept(portal: Portal) -> None:
    folder, name = unicodedata.normalize("NFD", "thời sự"), unicodedata.normalize("NFD", "bài.md")
    portal.article(f"{folder}/{name}")
    portal.article(f"{folder}/a.md")
    before = known(portal)
    assert scan(portal.settings, before, Problems()).folders == {}
    found = compare(scan(portal.settings, {}, Problems()), {}).suspects
    assert found["thời sự/bài.md"].name == f"{folder}/{name}"
    assert found["thời sự/a.md"].name == f"{folder}/a.md"


@pytest.mark.parametrize("folders", [("thời sự", "thời sự"), ("a", "a")])
def test_two_files_of_one_name_in_two_forms_are_told(
    portal: Portal, folders: tuple[str, str]
) -> None:
    for form, folder in zip(("NFC", "NFD"), folders, strict=True):
        portal.article(unicodedata.normalize(form, f"{folder}/bài.md"))
    problems = Problems()
    scan(portal.settings, {}, problems)
    assert [problem.path for problem in problems] == [f"{folders[0]}/bài.md"]


def test_a_folder_that_cannot_be_read_is_told(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal.article("cong-doan/2025/a.md")
    real = look.entries_of

    def refuse(path: str) -> Any:
        if path.rstrip("/").endswith("2025"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(look, "entries_of", refuse)
    problems = Problems()
    scan(portal.settings, {}, problems)
    assert [problem.path for problem in problems] == ["cong-doan/2025/"]


@pytest.mark.parametrize("what", ["folder", "file"])
def test_what_goes_during_the_scan_is_gone(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    path = portal.article("cong-doan/2025/a.md")
    real = look.entries_of

    @contextmanager
    def going(folder: str) -> Iterator[Any]:
        name = folder.rstrip("/").rpartition("/")[2]
        if what == "folder" and name == "2025":
            shutil.rmtree(path.parent, ignore_errors=True)
        with real(folder) as entries:
            found = list(entries)
            if what == "file" and name == "2025":
                path.unlink(missing_ok=True)
            yield found

    monkeypatch.setattr(look, "entries_of", going)
    problems = Problems()
    scanned = scan(portal.settings, {}, problems)
    assert "cong-doan/2025/a.md" not in files_of(scanned)
    assert len(problems) == 0


names = st.sampled_from(["a/w", "a/x", "y", "b/c/z"])
files = st.tuples(st.sampled_from("ab"), st.integers(0, 2), st.integers(0, 2))
folders = st.dictionaries(names, files)


def by_folder(found: dict[str, tuple[str, int, int]]) -> dict[str, list[File]]:
    made: dict[str, list[File]] = {}
    for path, file in found.items():
        folder = folder_of(path)
        made.setdefault(folder, []).append((path.removeprefix(folder), *file))
    return made


@given(folders, folders)
def test_files_that_differ_in_anything_are_suspects(
    now: dict[str, tuple[str, int, int]], before: dict[str, tuple[str, int, int]]
) -> None:
    kept = {folder: pack(files) for folder, files in by_folder(before).items()}
    seen = {folder: [] for folder in kept} | by_folder(now)
    found = compare(Scanned(seen), kept)
    differing = {path: ScannedFile(*file) for path, file in now.items() if before.get(path) != file}
    assert found.suspects == differing and list(found.suspects) == sorted(differing)
    assert list(found.removed) == sorted(before.keys() - now.keys())


def same_times(path: Path, data: bytes) -> None:
    """Other bytes of the same length under the same time: a program took it back."""
    stat = path.stat()
    path.write_bytes(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def another_file(path: Path, data: bytes) -> None:
    """Another file of the same time is put in its place (``cp -p`` and ``mv``, ``tar --mtime``)."""
    other = path.with_name("khac")
    other.write_bytes(data)
    shutil.copystat(path, other)
    other.replace(path)


@pytest.mark.parametrize("act", [same_times, another_file])
@pytest.mark.parametrize("trusted", [True, False])
def test_other_bytes_of_the_same_size_and_time(
    portal: Portal, act: Callable[[Path, bytes], None], trusted: bool
) -> None:
    """The change time and the inode tell, unless they are not to be trusted."""
    portal.overrides["NEWSROOM_TRUST_CTIME"] = trusted
    for path in ("cong-doan/a.md", "images/a.svg", "data/sections.yaml"):
        file = portal.write(path, b"mot")
        known = {folder: pack(files) for folder, files in scanned_folders(portal).items()}
        act(file, b"hai")
        found = compare(scan(portal.settings, known, Problems()), known)
        assert set(found.suspects) == ({path} if trusted else set())


def scanned_folders(portal: Portal) -> dict[str, list[File]]:
    return scan(portal.settings, {}, Problems()).folders


def test_a_build_sees_a_correction_of_as_many_letters_under_the_same_time(
    portal: Portal,
) -> None:
    path = portal.article("cong-doan/2025/04/a.md", "Đúng.")
    portal.build()
    same_times(path, path.read_bytes().replace("Đúng.".encode(), "Đùng.".encode()))
    assert portal.build().read == 1
    assert "Đùng." in (portal.output / "2025/04/a.html").read_text("utf-8")
    assert portal.build().read == 0
