# SPDX-License-Identifier: AGPL-3.0-or-later
"""Output folders of which nobody knows whose they are: nothing old is published unawares."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from newsroom.engine.build_report import BuildReport
from newsroom.engine.folder import adopt, check_output
from newsroom.engine.output import MARKER
from newsroom.engine.store_path import store_path
from newsroom.errors import OutputError, SettingsError
from tests.engine.dozen import FOLDER, check_clean
from tests.portal import Portal

pytestmark = pytest.mark.usefixtures("english")

OLD = "2025/04/b05.html"
DAY = "luu-tru/2025/04/06/index.html"


def told(report: BuildReport) -> list[str]:
    return [problem.message for problem in report.warnings if problem.code == "foreign-files"]


def lose_store(site: Portal) -> None:
    shutil.rmtree(site.settings.cache)


def lose_mark(site: Portal) -> None:
    (site.output / MARKER).unlink()


def lose_both(site: Portal) -> None:
    lose_store(site)
    lose_mark(site)


@pytest.fixture
def guest(site: Portal) -> Portal:
    """A story was taken down, and nothing is known of the folder with its page."""
    lose_both(site)
    (site.content / FOLDER / "b05.md").unlink()
    return site


# --------------------------------------------------------------------------------- what is lost


@pytest.mark.parametrize("lose", [lose_store, lose_mark])
def test_either_the_store_or_the_mark_is_enough(
    site: Portal, lose: Callable[[Portal], None], tmp_path: Path
) -> None:
    lose(site)
    (site.content / FOLDER / "b05.md").unlink()
    assert told(site.build()) == []
    check_clean(site, tmp_path / "clean")


def test_without_both_an_older_page_stays_and_is_told_in_each_build(guest: Portal) -> None:
    for _turn in range(3):
        (message,) = told(guest.build())
        assert "holds 2 files" in message and f"({OLD}, {DAY})" in message
        assert "--adopt" in message and (guest.output / OLD).exists()
    stray = "put there by others; no page has this file."
    assert check_output(guest.settings) == [f"{OLD}: {stray}", f"{DAY}: {stray}"]


def test_it_is_told_by_the_folder_s_place(guest: Portal) -> None:
    (problem,) = (p for p in guest.build().warnings if p.code == "foreign-files")
    assert (guest.content / problem.path).resolve() == guest.output
    guest.overrides["NEWSROOM_WARNINGS"] = {"foreign-files": False}
    assert told(guest.build()) == []


@pytest.mark.parametrize("lose", [lose_store, lose_mark, lose_both])
def test_whatever_is_lost_later_it_is_told(guest: Portal, lose: Callable[[Portal], None]) -> None:
    guest.build()
    lose(guest)
    assert len(told(guest.build())) == 1 and (guest.output / OLD).exists()


def test_files_are_counted_and_some_named(tmp_path: Path) -> None:
    site = Portal(tmp_path)
    for number in range(9):
        path = site.output / f"bai/{number}/index.html"
        path.parent.mkdir(parents=True)
        path.write_text("của trang khác")
    site.article(f"{FOLDER}/a.md")
    (message,) = told(site.build())
    assert "holds 9 files" in message
    assert "bai/0/index.html" in message and "bai/4/index.html, …" in message
    assert "bai/5" not in message


def test_names_of_any_bytes_are_told(guest: Portal) -> None:
    Path(os.fsdecode(os.fsencode(guest.output) + b"/x\xff.html")).write_text("lạ")
    for _turn in range(2):
        assert "holds 3 files" in told(guest.build())[0]


def test_names_of_any_bytes_go_from_our_own_folder(site: Portal, tmp_path: Path) -> None:
    lose_store(site)
    Path(os.fsdecode(os.fsencode(site.output) + b"/x\xff.html")).write_text("lạ")
    site.build()
    check_clean(site, tmp_path / "clean")


def test_what_a_host_or_git_has_there_is_not_told(tmp_path: Path) -> None:
    site = Portal(tmp_path)
    for name in ("CNAME", ".git/config", ".nojekyll", ".well-known/a.txt", "_headers"):
        path = site.output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    site.article(f"{FOLDER}/a.md")
    assert told(site.build()) == told(site.build()) == []
    assert (site.output / ".git/config").exists()


# ------------------------------------------------------------------------------------- remedies


def test_adopting_leaves_what_a_clean_build_gives(guest: Portal, tmp_path: Path) -> None:
    guest.build()
    adopt(guest.output, [guest.content])
    report = guest.build()
    assert told(report) == [] and (report.rendered, report.removed) == (0, 2)
    check_clean(guest, tmp_path / "clean")


def test_adopting_at_once_does_the_same(guest: Portal, tmp_path: Path) -> None:
    adopt(guest.output, [guest.content])
    assert told(guest.build()) == []
    check_clean(guest, tmp_path / "clean")


def test_an_emptied_folder_is_the_site_s(guest: Portal, tmp_path: Path) -> None:
    guest.build()
    shutil.rmtree(guest.output)
    assert told(guest.build()) == []
    check_clean(guest, tmp_path / "clean")


def test_what_is_retained_is_told_no_more(guest: Portal) -> None:
    guest.build()
    guest.overrides["OUTPUT_RETENTION"] = ["b05.html", "06"]
    assert told(guest.build()) == []
    guest.overrides["OUTPUT_RETENTION"] = []
    assert len(told(guest.build())) == 1


def test_what_was_removed_deep_down_is_told_no_more(guest: Portal) -> None:
    guest.build()
    (guest.output / OLD).unlink()
    assert "holds 1 files" in told(guest.build())[0]
    (guest.output / DAY).unlink()
    assert told(guest.build()) == []


def test_a_folder_that_holds_more_than_a_site_is_not_adopted(site: Portal) -> None:
    with pytest.raises(SettingsError, match="content"):
        adopt(site.root, [site.content])
    site.output.rename(site.root / "o")
    site.output.write_text("tệp")
    with pytest.raises(OutputError):
        adopt(site.output, [site.content])


def test_a_new_folder_can_be_adopted(site: Portal, tmp_path: Path) -> None:
    shutil.rmtree(site.output)
    store_path(site.settings).unlink()
    adopt(site.output, [site.content])
    site.build()
    check_clean(site, tmp_path / "clean")
