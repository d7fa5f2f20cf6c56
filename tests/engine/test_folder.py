# SPDX-License-Identifier: AGPL-3.0-or-later
"""Output folders that others have touched: restored, unpacked, edited, without their marker."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsroom.engine import folder
from newsroom.engine.folder import check_output
from newsroom.engine.output import MARKER
from newsroom.engine.store_path import store_path
from newsroom.errors import StoreError
from newsroom.store.database import connect
from tests.engine.dozen import FOLDER, check_clean
from tests.engine.restoring import put_over, replace, synchronise, without_times
from tests.portal import Portal

pytestmark = pytest.mark.usefixtures("english")

OLD = "2025/04/b05.html"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of the output folder whose digests were compared."""
    found: list[str] = []

    def digest(path: str, real: Callable[[str], bytes] = folder.digest_of_file) -> bytes:
        found.append(path)
        return real(path)

    monkeypatch.setattr(folder, "digest_of_file", digest)
    return found


def keep(site: Portal, backup: Path) -> None:
    shutil.copytree(site.output, backup)


def retract(site: Portal) -> None:
    """An article is taken down, and another is corrected by as many letters."""
    (site.content / FOLDER / "b05.md").unlink()
    site.article(f"{FOLDER}/b03.md", "Sửa lỗi.", date="2025-04-04 08:00", title="Bài b03")
    site.build()
    assert not (site.output / OLD).exists()


# ---------------------------------------------------------------------------------- restoring


def without_marker(backup: Path, output: Path) -> None:
    """Backups often leave hidden files out."""
    (backup / MARKER).unlink()
    replace(backup, output)


@pytest.mark.parametrize("restore", [replace, put_over, synchronise, without_times, without_marker])
def test_an_older_folder_serves_nothing_that_was_taken_down(
    site: Portal, restore: Callable[[Path, Path], None], tmp_path: Path
) -> None:
    keep(site, tmp_path / "backup")
    retract(site)
    restore(tmp_path / "backup", site.output)
    assert (site.output / OLD).exists()
    site.build()
    check_clean(site, tmp_path / "clean")


def test_a_folder_that_ci_brings_back_is_looked_at_and_not_opened(
    site: Portal, opened: list[str], tmp_path: Path
) -> None:
    for turn in range(2):
        keep(site, tmp_path / str(turn))
        replace(tmp_path / str(turn), site.output)
        report = site.build()
        assert (report.rendered, report.written, report.removed, opened) == (0, 0, 0, [])


def test_files_under_other_times_are_opened_once(
    site: Portal, opened: list[str], tmp_path: Path
) -> None:
    keep(site, tmp_path / "backup")
    without_times(tmp_path / "backup", site.output)
    report = site.build()
    assert (report.rendered, report.written) == (0, 0)
    assert len(opened) == len(site.tree()) - 1  # all but the marker
    opened.clear()
    site.build()
    assert opened == []


@pytest.mark.parametrize("seed", range(5))
def test_whatever_others_did_is_mended(site: Portal, seed: int, tmp_path: Path) -> None:
    """A mixture of two states, lost files, strangers, other bytes under any time."""
    chance = random.Random(seed)
    keep(site, tmp_path / "backup")
    retract(site)
    for name, data in sorted(site.tree().items()):
        path, old = site.output / name, tmp_path / "backup" / name
        fate = chance.randrange(8)
        if name == MARKER or fate > 4:
            continue
        if fate == 0:
            path.unlink()
        elif fate == 1 and old.exists():
            shutil.copy2(old, path)
        elif fate == 2:
            path.write_bytes(data[::-1])
        elif fate == 3:
            (path.parent / f"la-{chance.random()}.html").write_text("lạ")
        elif fate == 4:
            os.utime(path, ns=(0, 0))
    os.utime(site.output)
    site.build()
    check_clean(site, tmp_path / "clean")


def test_a_file_in_the_place_of_a_folder_goes_before_the_folder_comes(
    site: Portal, tmp_path: Path
) -> None:
    shutil.rmtree(site.output / "2025")
    (site.output / "2025").write_text("ai đó để đây")
    site.build()
    check_clean(site, tmp_path / "clean")


def test_strangers_go_even_if_the_build_that_saw_them_was_killed(
    site: Portal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The store is made anew; the files of the one before it are nobody's."""
    (site.content / FOLDER / "b05.md").unlink()
    store_path(site.settings).unlink()

    def die(*_arguments: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("newsroom.engine.pipeline._Build._render", die)
    with pytest.raises(KeyboardInterrupt):
        site.build()
    monkeypatch.undo()
    assert (site.output / OLD).exists()
    site.build()
    check_clean(site, tmp_path / "clean")


# ------------------------------------------------------------------------------------ marker


def test_a_lost_marker_is_put_back(site: Portal, tmp_path: Path) -> None:
    (site.output / MARKER).unlink()
    (site.output / "2025/la.html").write_text("lạ")
    site.build()
    check_clean(site, tmp_path / "clean")


def test_another_folder_in_our_place_keeps_its_files(site: Portal, tmp_path: Path) -> None:
    shutil.rmtree(site.output)
    site.output.mkdir()
    for number in range(9):
        (site.output / f"thu-{number}.txt").write_text("thư của ai đó")
    (site.output / "index.html").write_text("trang nhà của ai đó")
    site.build()
    (site.content / FOLDER / "b05.md").unlink()
    site.build()
    found = site.tree()
    assert b"ai \xc4\x91\xc3\xb3" in found["thu-1.txt"]
    assert OLD not in found and b"thu" not in found["index.html"]


# ------------------------------------------------------------------------------------- check


def test_check_names_what_others_did(site: Portal) -> None:
    assert check_output(site.settings) == []
    page = site.output / "index.html"
    stat = page.stat()
    data = page.read_bytes()
    page.write_bytes(data[:-2] + b"x\n")
    os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # no build would see it
    (site.output / OLD).unlink()
    (site.output / "2025/la.html").write_text("lạ")
    site.overrides["OUTPUT_RETENTION"] = ["CNAME"]
    (site.output / "CNAME").write_text("bao.example.org")
    assert check_output(site.settings) == [
        f"{OLD}: removed by others.",
        "2025/la.html: put there by others; no page has this file.",
        "index.html: changed by others since it was written.",
    ]


def test_check_leaves_others_in_peace_where_we_are_guests(tmp_path: Path) -> None:
    site = Portal(tmp_path)
    site.output.mkdir()
    (site.output / "CNAME").write_text("của người khác")
    site.article(f"{FOLDER}/a.md")
    with pytest.raises(StoreError):
        check_output(site.settings)
    site.build()
    assert check_output(site.settings) == []


def test_a_page_that_waits_to_be_written_is_nobody_s_doing(site: Portal) -> None:
    connection = connect(store_path(site.settings))
    connection.execute("UPDATE pages SET dirty = 'new' WHERE save_as = 'index.html'")
    connection.close()
    (site.output / "index.html").write_text("nửa")
    assert check_output(site.settings) == []
