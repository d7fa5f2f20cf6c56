# SPDX-License-Identifier: AGPL-3.0-or-later
"""Renditions are made before a build needs them, and those that none needs are removed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from newsroom.commands.pictures import make, prune
from newsroom.errors import SettingsError
from newsroom.pictures import batch, renditions
from newsroom.pictures.renditions import Renditions
from tests.pictures import photos
from tests.portal import Portal


@pytest.fixture
def site(tmp_path: Path) -> Portal:
    portal = Portal(tmp_path, NEWSROOM_PICTURES=True)
    portal.write("images/b.png", photos.saved(photos.chart(150, 100), "PNG"))
    portal.write("images/c.png", photos.saved(photos.chart(120, 100), "PNG"))
    portal.article("cong-doan/b.md", "![Biểu đồ](images/b.png)")
    portal.article("cong-doan/c.md", "![Biểu đồ](images/c.png)")
    return portal


def test_a_build_finds_what_was_made_before(site: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    steps: list[int] = []
    (line,) = make(site.settings, site.now, begun.append, steps.append)
    assert begun == [4] and sum(steps) == 4 and " 4 " in line
    assert not site.output.exists()

    def never(*_args: object) -> list[bytes]:
        raise AssertionError

    monkeypatch.setattr(batch, "make", never)
    site.build()
    assert len([path for path in site.tree() if path.startswith("anh/")]) == 4
    make(site.settings, site.now, begun.append, steps.append)
    assert begun == [4]


def test_a_new_encoder_changes_nothing_until_it_is_asked_to(
    site: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the next build nor a clean one; then all output folders, the same addresses."""
    site.build()
    site.output = site.root / "other"
    site.build()
    before = site.tree()
    made: list[str] = []
    monkeypatch.setattr(batch, "make", lambda data, recipes, most: [b"new"] * len(recipes))
    for module in (batch, renditions):
        monkeypatch.setattr(module, "encoders", lambda: "1-pillow-99")
    site.build()
    shutil.rmtree(site.output)
    site.build()
    assert site.tree() == before
    make(site.settings, site.now, lambda _n: None, print)
    assert site.build().rendered == 0

    make(site.settings, site.now, lambda _n: None, lambda _n: made.append(""), again=True)
    site.build()
    after = site.tree()
    files = {path for path in before if path.startswith("anh/") or path.startswith("images/")}
    assert made and {path for path in files if after[path] == b"new"} == files
    assert {path: after[path] for path in after.keys() - files} == {
        path: before[path] for path in before.keys() - files
    }
    assert site.build().rendered == 0
    site.output = site.root / "output"
    site.build()
    assert site.tree() == after
    made.clear()
    make(site.settings, site.now, lambda _n: None, lambda _n: made.append(""), again=True)
    assert made == []


def test_a_paper_may_have_builds_encode_anew(site: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build()
    site.overrides |= {"NEWSROOM_PICTURES_AGAIN": True}
    site.build()
    monkeypatch.setattr(batch, "make", lambda data, recipes, most: [b"new"] * len(recipes))
    for module in (batch, renditions):
        monkeypatch.setattr(module, "encoders", lambda: "1-pillow-99")
    shutil.rmtree(site.output)
    site.build()
    assert {data for path, data in site.tree().items() if path.startswith("anh/")} == {b"new"}


def test_stopped_in_the_middle_of_it_each_folder_shows_what_was_made(
    site: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.build()
    monkeypatch.setattr(batch, "make", lambda data, recipes, most: [b"new"] * len(recipes))
    for module in (batch, renditions):
        monkeypatch.setattr(module, "encoders", lambda: "1-pillow-99")

    def stop(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(site.settings, site.now, lambda _n: None, stop, again=True)
    site.build()
    new = [path for path, data in site.tree().items() if data == b"new"]
    assert 0 < len([path for path in new if path.startswith("anh/")]) < 4


def test_what_no_page_shows_is_removed(site: Portal) -> None:
    site.build()
    site.output = site.root / "other"
    site.build()
    (site.content / "cong-doan/b.md").unlink()
    site.build()
    kept = Renditions(site.settings.cache)
    prune(site.settings)
    assert kept.kept().files == 4  # the first folder shows them still
    site.output = site.root / "output"
    site.build()
    (line,) = prune(site.settings)
    assert kept.kept().files == 2 and line.startswith(("Đã xóa 2", "2 "))


def test_a_site_without_renditions_is_told_of_the_setting(site: Portal) -> None:
    site.overrides = {}
    for command in (lambda: prune(site.settings), lambda: make(site.settings, 0, print, print)):
        with pytest.raises(SettingsError, match="NEWSROOM_PICTURES"):
            command()


def test_a_folder_for_workers_is_not_dropped_where_there_are_none(site: Portal) -> None:
    with pytest.raises(SettingsError, match="--shared"):
        make(site.settings, site.now, print, print, shared="/mnt/paper")
