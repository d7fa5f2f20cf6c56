# SPDX-License-Identifier: AGPL-3.0-or-later
"""A check says what a build would say, and leaves store and output as they were."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from newsroom.commands.check import Checked, check
from newsroom.engine.gather import Gather
from newsroom.engine.store_path import store_path
from newsroom.errors import BusyError, ContentError, SettingsError
from newsroom.newspaper import build
from newsroom.settings import Settings
from newsroom.store.database import lock
from tests.portal import NOW, Portal, read_tree


def checked(portal: Portal, *paths: str) -> Checked:
    files = [portal.content / path for path in paths]
    return check([portal.settings], NOW, files)


def places(found: Checked) -> list[tuple[str, int]]:
    return [(problem.path, problem.line) for problem in found.problems]


def dump(settings: Settings) -> list[str]:
    """All that the store holds."""
    with sqlite3.connect(store_path(settings)) as connection:
        return list(connection.iterdump())


@pytest.fixture
def built(portal: Portal) -> Portal:
    """Three articles, two of which mention the third; with their store."""
    portal.article("cong-doan/2025/04/a.md", title="Bài một")
    for name in ("b", "c"):
        link = "[Bài một]({filename}/cong-doan/2025/04/a.md)"
        portal.article(f"cong-doan/2025/04/{name}.md", link, date=f"2025-04-2{ord(name) - 96}")
    portal.build()
    return portal


SPOIL = {
    "a field": ("doi-song/2025/04/x.md", {"district": "Đống Đaa"}),
    "an address": ("doi-song/2025/04/a.md", {"title": "Bài khác"}),
    "a link": ("doi-song/2025/04/x.md", {"related": ["doi-song/khong-co.md"]}),
}


@pytest.mark.parametrize("fault", SPOIL)
def test_it_says_what_a_build_says_and_writes_nothing(built: Portal, fault: str) -> None:
    path, fields = SPOIL[fault]
    before, tree = dump(built.settings), read_tree(built.output)
    built.article(path, **fields)
    some, all_of_it = checked(built, path), checked(built)
    assert dump(built.settings) == before and read_tree(built.output) == tree
    with pytest.raises(ContentError) as caught:
        built.build()
    assert list(some.problems) == list(all_of_it.problems) == caught.value.problems
    assert some.errors >= 1 and some.by_store and not all_of_it.by_store


def test_a_sound_change_is_no_fault_and_is_built_later(built: Portal) -> None:
    built.article("doi-song/2025/04/x.md")
    assert checked(built, "doi-song/2025/04/x.md") == Checked((), 0, by_store=True)
    assert built.build().read == 1


def test_a_removed_file_is_told_where_it_is_mentioned(built: Portal) -> None:
    """Those files are not named and have not changed: what is named breaks them."""
    (built.content / "cong-doan/2025/04/a.md").unlink()
    built.article("doi-song/2025/04/x.md")
    found = checked(built, "doi-song/2025/04/x.md")
    assert {path for path, _line in places(found)} == {
        "cong-doan/2025/04/b.md",
        "cong-doan/2025/04/c.md",
    }


def test_faults_of_other_changed_files_are_only_counted(built: Portal) -> None:
    built.article("doi-song/2025/04/x.md", title=None)
    built.article("doi-song/2025/04/y.md")
    found = checked(built, "doi-song/2025/04/y.md")
    assert found.problems == () and found.elsewhere == 1


def test_warnings_of_an_unchanged_file_are_told_again(built: Portal) -> None:
    built.article("cong-doan/2025/04/d.md", "Một.\n\n[^x]: Chú thích.", date="2025-04-25")
    assert [problem.code for problem in built.build().warnings] == ["unused-footnote"]
    assert built.build().warnings == ()
    for found in (checked(built, "cong-doan/2025/04/d.md"), checked(built)):
        assert [problem.code for problem in found.problems] == ["unused-footnote"]
    assert checked(built, "cong-doan/2025/04/a.md").problems == ()


def test_a_folder_stands_for_its_files(built: Portal) -> None:
    built.article("doi-song/2025/04/x.md", title=None)
    assert places(checked(built, "doi-song")) == [("doi-song/2025/04/x.md", 1)]


def test_only_what_is_named_is_read(built: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    real = Gather._take

    def take(self: Gather, taken: object, *rest: object) -> None:
        parsed.append(taken.seen.path)  # type: ignore[attr-defined]
        real(self, taken, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Gather, "_take", take)
    checked(built, "cong-doan/2025/04/a.md")
    assert parsed == ["cong-doan/2025/04/a.md"]


def test_without_a_store_everything_is_read(portal: Portal) -> None:
    portal.article("doi-song/2025/04/x.md", title=None)
    portal.article("doi-song/2025/04/y.md")
    found = checked(portal, "doi-song/2025/04/y.md")
    assert found.problems == () and found.elsewhere == 1
    assert not found.by_store and not portal.output.exists()
    assert not store_path(portal.settings).exists()


def test_a_store_of_other_code_is_not_thrown_away(built: Portal) -> None:
    store = store_path(built.settings)
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE meta SET value = 'another' WHERE name = 'stamp'")
    connection.close()
    before = dump(built.settings)
    assert not checked(built, "cong-doan/2025/04/a.md").by_store
    assert dump(built.settings) == before


@pytest.mark.parametrize("data", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 4096])
def test_a_damaged_store_is_as_good_as_none(built: Portal, data: bytes) -> None:
    store = store_path(built.settings)
    store.write_bytes(data)
    assert not checked(built, "cong-doan/2025/04/a.md").by_store
    assert store.read_bytes() == data


def test_the_store_of_another_output_will_do(built: Portal) -> None:
    """Who only ever looks at the preview has no other store."""
    preview = built.settings.for_preview()
    build(preview, NOW)
    store_path(built.settings).unlink()
    built.article("doi-song/2025/04/x.md", title=None)
    file = built.content / "doi-song/2025/04/x.md"
    found = check([built.settings, preview], NOW, [file])
    assert found.by_store and places(found) == [("doi-song/2025/04/x.md", 1)]


def test_a_build_at_work_is_waited_for_by_nobody(built: Portal) -> None:
    with lock(store_path(built.settings).with_suffix(".lock")), pytest.raises(BusyError):
        checked(built, "cong-doan/2025/04/a.md")


def test_files_elsewhere_are_none_of_ours_and_missing_ones_are_told(
    built: Portal, tmp_path: Path
) -> None:
    (tmp_path / "x.md").write_text("x")
    assert check([built.settings], NOW, [tmp_path / "x.md"]).problems == ()
    with pytest.raises(SettingsError, match=r"khong-co\.md"):
        checked(built, "doi-song/khong-co.md")
