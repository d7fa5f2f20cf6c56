# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lost files are written again; files of others stay; files become folders and back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from newsroom.engine.store_path import store_path
from newsroom.errors import ContentError
from newsroom.store.database import connect, set_meta
from tests.engine.dozen import FOLDER
from tests.engine.watching import watched
from tests.portal import Portal

pytestmark = pytest.mark.usefixtures("english")


# -------------------------------------------------------------------------------- lost output


def without_marker(tree: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in tree.items() if path != ".newsroom"}


def test_a_removed_output_folder_is_written_again(site: Portal) -> None:
    good = site.tree()
    shutil.rmtree(site.output)
    again = watched(site)
    assert again.opened == []  # nothing is read for it
    assert site.tree() == good


def test_an_emptied_output_folder_is_written_again(site: Portal) -> None:
    good = site.tree()
    for path in site.output.iterdir():
        if not path.name.startswith("."):  # as `rm -rf output/*` does
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    site.build()
    assert site.tree() == good


@pytest.mark.parametrize("name", ["index.html", "404.html", "robots.txt", "2025", "tag"])
def test_a_lost_file_or_folder_of_the_first_level_is_written_again(site: Portal, name: str) -> None:
    good = site.tree()
    path = site.output / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    site.build()
    assert site.tree() == good


def test_files_that_are_right_stay_when_the_store_is_lost(site: Portal) -> None:
    same = {"date": "2025-04-06 08:00", "summary": "Sapo."}
    site.article(f"{FOLDER}/b05.md", **same)
    site.build()
    before = {path: path.stat() for path in site.output.rglob("*") if path.is_file()}
    shutil.rmtree(site.root / "cache")
    site.article(f"{FOLDER}/b05.md", body="Thân bài khác.", **same)
    report = site.build()
    changed = [
        path.relative_to(site.output).as_posix()
        for path, stat in before.items()
        if (path.stat().st_ino, path.stat().st_mtime_ns) != (stat.st_ino, stat.st_mtime_ns)
    ]
    assert changed == ["2025/04/b05.html"]
    assert report.written == 1


def test_pages_that_are_no_more_go_when_the_store_is_lost(site: Portal) -> None:
    (site.content / FOLDER / "b05.md").unlink()
    shutil.rmtree(site.root / "cache")
    site.build()
    assert not (site.output / "2025/04/b05.html").exists()
    assert not (site.output / "luu-tru/2025/04/06").exists()  # an empty folder goes, too


# ------------------------------------------------------------------------------ foreign files


def test_foreign_files_in_a_folder_that_was_not_empty_stay(tmp_path: Path) -> None:
    site = Portal(tmp_path)
    for name in ("CNAME", ".git/config", "khach/index.html"):
        path = site.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("của người khác")
    site.article(f"{FOLDER}/a.md")
    site.build()
    site.overrides["TIMEZONE"] = "UTC"  # the store is made anew
    (site.content / FOLDER / "a.md").unlink()
    assert site.build().reason == "stamp"
    shutil.rmtree(site.root / "cache")
    site.build()
    for name in ("CNAME", ".git/config", "khach/index.html"):
        assert (site.output / name).read_text() == "của người khác"


def test_an_unknown_file_beside_pages_stays_while_the_store_knows_its_own(site: Portal) -> None:
    guest = site.output / "2025/04/ghi-chu.txt"
    guest.write_text("của người khác")
    (site.content / FOLDER / "b05.md").unlink()
    site.build()
    assert guest.read_text() == "của người khác"


def test_retained_files_stay_in_a_folder_of_our_own(site: Portal) -> None:
    site.overrides["OUTPUT_RETENTION"] = [".git", "CNAME"]
    for name in (".git/refs/x", "CNAME", "khach.txt"):
        path = site.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    shutil.rmtree(site.root / "cache")
    site.build()
    kept = [name for name in (".git/refs/x", "CNAME", "khach.txt") if (site.output / name).exists()]
    assert kept == [".git/refs/x", "CNAME"]


def killed(site: Portal) -> Path:
    """What a killed build leaves: half a file, and a note in the store."""
    half = site.output / "2025/.newsroom-tmp-99"
    half.write_text("nửa")
    connection = connect(store_path(site.settings))
    set_meta(connection, "open", "1")
    connection.close()
    return half


def test_a_temporary_file_of_a_killed_build_goes(site: Portal) -> None:
    half = killed(site)
    site.build()
    assert not half.exists()


def test_a_temporary_file_goes_even_if_errors_come_between(site: Portal) -> None:
    half = killed(site)
    sound = (site.content / FOLDER / "b05.md").read_bytes()
    site.article(f"{FOLDER}/b05.md", title=None)
    with pytest.raises(ContentError):
        site.build()
    (site.content / FOLDER / "b05.md").write_bytes(sound)
    site.build()
    assert not half.exists()


def test_a_temporary_file_goes_from_a_guest_s_folder_when_the_store_is_made_anew(
    tmp_path: Path,
) -> None:
    site = Portal(tmp_path)
    site.output.mkdir()
    (site.output / "CNAME").write_text("của người khác")
    site.article(f"{FOLDER}/a.md")
    site.build()
    half = killed(site)
    site.overrides["DEFAULT_PAGINATION"] = 4
    site.build()
    assert not half.exists() and (site.output / "CNAME").exists()


# ---------------------------------------------------------------------- files become folders


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("/x.html", "/x.html/z.html"),
        ("/x.html/z.html", "/x.html"),
        ("/x.html/", "/x.html"),
    ],
)
def test_an_address_that_was_a_file_becomes_a_folder_and_back(
    site: Portal, before: str, after: str
) -> None:
    site.article(f"{FOLDER}/a.md", url=before)
    site.build()
    site.article(f"{FOLDER}/a.md", url=after)
    site.build()
    site.article(f"{FOLDER}/a.md", url=before)
    site.build()
    clean: dict[str, Any] = site.clean_tree(site.root / "clean")
    assert site.tree() == clean
