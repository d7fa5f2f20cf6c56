# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds of one session look at what has changed alone, and end in a clean build's bytes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from newsroom.engine import scan
from newsroom.engine.store_path import store_path
from newsroom.errors import BusyError, ContentError
from newsroom.newspaper import build
from newsroom.store.database import connect, lock, set_meta
from tests.engine.following import Followed
from tests.engine.test_exactness import EDITS, SEQUENCES, Edits
from tests.engine.watching import watched
from tests.portal import NOW

pytestmark = pytest.mark.usefixtures("english")

FOLDER = "cong-doan/2025/04"
B00 = f"{FOLDER}/b00.md"
DAY = "2025-04-01 08:00"  # of b00


@pytest.fixture
def site(tmp_path: Path, compiled: Path) -> Iterator[Followed]:
    """Thirty articles in three folders, built: from here on, the session knows where to look."""
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache/templates").symlink_to(compiled)
    portal = Followed(tmp_path, NEWSROOM_FEED_ITEMS=20)  # the first article is in no feed
    for number in range(30):
        day = f"2025-{number % 3 + 4:02}-{number // 3 + 1:02}"
        portal.article(f"cong-doan/2025/{day[5:7]}/b{number:02}.md", date=f"{day} 08:00")
    portal.write("images/a.svg", "<svg/>")
    portal.build()
    yield portal
    portal.close()


def check_clean(site: Followed, scratch: Path) -> None:
    built, clean = site.tree(), site.clean_tree(scratch)
    assert sorted(built) == sorted(clean)
    assert [path for path in clean if built[path] != clean[path]] == []


@pytest.fixture
def looked(site: Followed, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The content's folders that are looked into, as it goes on."""
    folders: list[str] = []
    real = scan.entries_of

    def note(path: str) -> Any:
        folders.append(path[len(str(site.content)) + 1 :])
        return real(path)

    monkeypatch.setattr(scan, "entries_of", note)
    return folders


def asked(site: Followed) -> list[str]:
    """The statements of a build on the session's connection."""
    database, _reason = site.session.open()
    statements: list[str] = []
    database.set_trace_callback(statements.append)
    site.build()
    database.set_trace_callback(None)
    return statements


# ------------------------------------------------------------------------------ what is looked at


def test_a_saved_file_costs_a_look_at_its_folder(site: Followed, looked: list[str]) -> None:
    site.article(B00, "Sửa.", date=DAY)
    site.session.note(site.changes())
    looked.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "build", site.again)
        found = watched(site)
    assert sorted(looked) == [f"{FOLDER}/", "data/"]
    assert found.opened == [B00]
    # With it, whatever panels another text has entered or left.
    assert "2025/04/b00.html" in found.replaced and len(found.replaced) < 5


def test_the_page_of_a_saved_article_comes_first(site: Followed) -> None:
    site.article(B00, title="Tựa khác", date=DAY)
    found = watched(site)
    assert len(found.replaced) > 1 and found.replaced[0] == "2025/04/b00.html"


def test_nothing_told_nothing_looked_at(site: Followed, looked: list[str]) -> None:
    site.article(B00, "Sửa.", date=DAY)
    looked.clear()
    assert site.again().read == 0
    assert looked == ["data/"]


def test_an_idle_build_asks_the_store_little_and_changes_nothing(site: Followed) -> None:
    statements = asked(site)
    changing = {"INSERT", "UPDATE", "DELETE", "REPLACE"}
    assert [text for text in statements if text.split()[0] in changing] == []
    assert len(statements) < 60  # half of them for the stamps of the kinds of pages


def test_the_statements_of_a_rebuild_do_not_grow_with_the_archive(site: Followed) -> None:
    # The same words: what is related to them is another matter (tests/related).
    site.article(B00, "*Nội dung.*", date=DAY)
    first = len(asked(site))
    for number in range(60):
        site.article(f"cong-doan/2025/06/c{number}.md", date=f"2025-06-11 08:{number:02}")
    site.build()
    site.article(B00, "**Nội dung.**", date=DAY)
    assert len(asked(site)) == first


@pytest.mark.parametrize("folder", ["cong-doan/2025/05", "images"])
def test_a_folder_that_goes_and_comes_back(site: Followed, folder: str, tmp_path: Path) -> None:
    place, away = site.content / folder, tmp_path / "elsewhere"
    for source, target in ((place, away), (away, place)):
        shutil.move(source, target)
        site.session.note([str(place)])  # all that the kernel tells
        site.again()
        check_clean(site, tmp_path / "clean")


def test_a_thousand_changes_are_a_look_at_everything(site: Followed) -> None:
    site.article("cong-doan/2025/05/moi.md")  # nobody tells of it: the kernel's list was full
    site.session.note([str(site.content / f"doi-song/{number}.md") for number in range(1000)])
    assert site.again().read == 1


def test_a_link_to_an_edited_file_follows_it(site: Followed) -> None:
    (site.content / "images/b.svg").symlink_to("../cong-doan/x.svg")
    picture = site.write("cong-doan/x.svg", "<svg/>")
    site.article("cong-doan/2025/04/b00.md", image="images/b.svg")
    site.build()
    picture.write_text("<svg><rect/></svg>")
    site.build()
    assert (site.output / "images/b.svg").read_text() == "<svg><rect/></svg>"


def test_an_odd_name_is_found_all_the_same(site: Followed, tmp_path: Path) -> None:
    for title in ("Một", "Hai, và dài hơn"):
        site.article(f"{FOLDER}/bài có dấu.md", title=title)
        assert site.build().read == 1
    check_clean(site, tmp_path / "clean")


# --------------------------------------------------------------------------------------- faults


def test_a_fault_is_told_until_it_is_mended(site: Followed, tmp_path: Path) -> None:
    good = site.tree()
    site.article(B00, title=None)
    for _ in range(2):  # nothing changes before the second
        with pytest.raises(ContentError, match=r"b00\.md"):
            site.build()
    site.article("cong-doan/2025/05/b01.md", "Sửa.", date="2025-05-01 08:00")
    with pytest.raises(ContentError, match=r"b00\.md"):
        site.build()
    assert site.tree() == good
    site.article(B00, "Mới.", date=DAY)
    assert site.build().read == 2
    check_clean(site, tmp_path / "clean")


def test_a_link_out_of_the_content_is_told_until_it_goes(site: Followed) -> None:
    link = site.content / FOLDER / "x.md"
    link.symlink_to("/etc/hostname")
    for _ in range(2):
        with pytest.raises(ContentError, match=r"x\.md"):
            site.build()
    link.unlink()
    site.build()


# ------------------------------------------------------------------------- others at the same site


def test_another_build_at_work_is_told_and_nothing_is_lost(site: Followed, tmp_path: Path) -> None:
    site.article(B00, "Sửa.", date=DAY)
    with lock(store_path(site.settings).with_suffix(".lock")), pytest.raises(BusyError):
        site.build()
    assert site.build().read == 1
    check_clean(site, tmp_path / "clean")


def test_a_build_of_another_process_in_between(site: Followed, tmp_path: Path) -> None:
    site.article(B00, title="Tựa khác", date=DAY)
    build(site.settings, site.now)
    (site.content / FOLDER / "b03.md").unlink()
    assert site.again().removed_sources == 1  # nobody told: everything was looked at
    check_clean(site, tmp_path / "clean")


def test_a_store_that_another_process_threw_away(site: Followed, tmp_path: Path) -> None:
    store_path(site.settings).unlink()
    build(site.settings, site.now)
    site.article(B00, title="Tựa khác", date=DAY)
    site.build()
    check_clean(site, tmp_path / "clean")


def test_a_store_of_another_version_in_between(site: Followed, tmp_path: Path) -> None:
    connection = connect(store_path(site.settings))
    set_meta(connection, "stamp", "0:abc")
    connection.close()
    assert site.build().reason == "stamp"
    check_clean(site, tmp_path / "clean")


def test_a_store_that_is_damaged_under_the_session(site: Followed, tmp_path: Path) -> None:
    connection = sqlite3.connect(store_path(site.settings))
    connection.execute("UPDATE articles SET entry = x'c1ff00', article = x'c1ff00'")
    connection.commit()
    connection.close()
    site.article(B00, title="Tựa khác", date=DAY)
    assert site.build().reason == "new"
    check_clean(site, tmp_path / "clean")


def test_a_scheduled_article_comes_due_without_a_change(site: Followed, tmp_path: Path) -> None:
    site.article(f"{FOLDER}/sau.md", date="2026-09-22 10:00")
    assert site.build().live["article"] == 30
    site.now = NOW + 2 * 86_400
    assert site.again().live["article"] == 31
    check_clean(site, tmp_path / "clean")


# ------------------------------------------------------------------------------ any sequence


class FollowedEdits(Edits):
    """The sequences of `tests.engine.test_exactness`, built by one session."""

    portal: Followed

    def __init__(self) -> None:
        super().__init__()
        theme = self.portal.overrides["THEME"]
        self.portal = Followed(self.root, THEME=theme, DEFAULT_PAGINATION=2)

    def teardown(self) -> None:
        self.portal.close()
        super().teardown()


TestFollowedEdits = FollowedEdits.TestCase
TestFollowedEdits.settings = settings(EDITS, max_examples=max(1, SEQUENCES // 4))
del FollowedEdits


def test_weights_that_are_frozen_anew_shape_the_next_build(site: Followed, tmp_path: Path) -> None:
    table = "# least 1 of 30 articles, most 4000; others weigh 60\n9\tnội dung\n"
    site.write("data/term-weights.txt", table)
    assert site.build().reason == "stamp"
    check_clean(site, tmp_path / "clean")
