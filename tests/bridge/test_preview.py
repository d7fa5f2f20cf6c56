# SPDX-License-Identifier: AGPL-3.0-or-later
"""The preview builds after changes, when an article comes due, when another build has ended."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from newsroom.bridge.board import Board
from newsroom.bridge.drafts import drafts_page
from newsroom.bridge.watch import Preview, follow
from newsroom.engine.store_path import store_path
from newsroom.errors import SettingsError
from newsroom.settings import Settings
from newsroom.store.database import lock
from tests.portal import NOW, Portal

A = "cong-doan/2025/04/a.md"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the time; it begins at `NOW`."""

    def put(moment: int) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(moment))

    put(NOW)
    return put


@pytest.fixture
def preview(portal: Portal) -> Iterator[Preview]:
    """A preview that has built a site of one article."""
    portal.article(A)
    preview = Preview(portal.settings)
    assert preview.turn(set())
    yield preview
    preview.close()


def test_a_tick_without_news_does_nothing(
    preview: Preview, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert not preview.turn(set())
    assert capsys.readouterr().out == ""


def test_a_saved_file_shows(portal: Portal, preview: Preview) -> None:
    path = portal.article(A, title="Tựa khác")
    assert preview.turn({str(path)})
    assert portal.page("2025/04/a.html").h1.text.strip() == "Tựa khác"


def test_a_file_that_is_no_source_reloads_nothing_and_is_not_told(
    portal: Portal, preview: Preview, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert not preview.turn({str(portal.write("cong-doan/2025/04/.a.md.swp", "x"))})
    assert capsys.readouterr() == ("", "")


def test_a_fault_is_told_and_the_last_good_pages_stay(
    portal: Portal, preview: Preview, capsys: pytest.CaptureFixture[str]
) -> None:
    good = portal.tree()
    path = portal.article(A, title=None)
    assert not preview.turn({str(path)})
    assert f"content/{A}:" in capsys.readouterr().err
    assert not preview.turn(set())
    assert capsys.readouterr().err == ""  # once
    assert portal.tree() == good


def test_an_article_comes_due(
    portal: Portal, preview: Preview, clock: Callable[[int], None]
) -> None:
    path = portal.article("cong-doan/2025/04/sau.md", date="2026-09-22 10:00")
    preview.turn({str(path)})
    assert "2026/09/sau.html" not in portal.tree()
    clock(NOW + 3600)
    assert not preview.turn(set())
    clock(NOW + 2 * 86_400)
    assert preview.turn(set())
    assert "2026/09/sau.html" in portal.tree()


def test_what_is_due_and_faulty_is_told_once(
    portal: Portal,
    preview: Preview,
    clock: Callable[[int], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    preview.turn({str(portal.article("cong-doan/2025/04/sau.md", date="2026-09-22 10:00"))})
    preview.turn({str(portal.article(A, title=None))})
    clock(NOW + 2 * 86_400)
    capsys.readouterr()
    assert preview.turn(set())  # what is due does not wait for what is faulty
    assert "2026/09/sau.html" in portal.tree()
    for _ in range(3):
        assert not preview.turn(set())
    assert capsys.readouterr().err.count(f"content/{A}:") == 1


def test_another_build_at_work_is_waited_for(
    portal: Portal, preview: Preview, capsys: pytest.CaptureFixture[str]
) -> None:
    path = portal.article(A, title="Tựa khác")
    with lock(store_path(portal.settings).with_suffix(".lock")):
        assert not preview.turn({str(path)})
        assert not preview.turn(set())
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert preview.turn(set())
    assert portal.page("2025/04/a.html").h1.text.strip() == "Tựa khác"


class EndedError(Exception):
    """The test is over."""


def test_settings_are_read_again(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script of what the watcher tells: nothing, then saved settings, faulty and good ones."""
    portal.article(A)
    conf = portal.root / "conf.py"
    conf.write_text("1")
    site_names = []
    steps = iter(["", "faulty", "good", "", "end"])

    def told(*_paths: Path, **_options: object) -> Iterator[set[tuple[int, str]]]:
        for step in steps:
            if step == "end":
                raise EndedError
            if step:
                conf.write_text(step)
                portal.overrides["SITENAME"] = step
            yield set()

    def read() -> Settings:
        if portal.overrides["SITENAME"] == "faulty":
            raise SettingsError("không được")
        return portal.settings

    def changed() -> None:
        if board.version not in versions:
            versions.add(board.version)
            site_names.append(portal.page("index.html").title.text)

    board = Board(changed)
    versions = {board.version}

    monkeypatch.setattr("newsroom.bridge.watch.watch", told)
    with pytest.raises(EndedError):
        follow(conf, read, portal.settings, board, conf.stat().st_mtime_ns)
    assert capsys.readouterr().err == "không được\n"
    assert len(site_names) == 2 and "good" in site_names[1]


def test_a_thread_may_follow_what_another_has_built(portal: Portal, preview: Preview) -> None:
    """SQLite's connections belong to one thread: the follower opens its own."""
    path, reloads = portal.article(A, title="Tựa khác"), []
    own = Preview(portal.settings)
    thread = threading.Thread(target=lambda: reloads.append(own.turn({str(path)})))
    thread.start()
    thread.join(30)
    assert reloads == [True]


def test_pages_show_what_is_wrong_until_it_is_mended(portal: Portal) -> None:
    portal.article(A)
    board = Board()
    preview = Preview(portal.settings, board)
    preview.turn(set())
    path = portal.article(A, title=None)
    preview.turn({str(path)})
    (error,) = told(board)["errors"]
    assert error["place"].startswith(f"content/{A}:") and "title" in error["text"]
    other = portal.article("cong-doan/2025/04/b.md", "[[x]]", date="2025-04-20")
    version = board.version
    preview.turn({str(other)})
    assert [e["place"] for e in told(board)["errors"]] == [error["place"]]
    preview.turn({str(portal.article(A, title="Lại tốt"))})
    assert told(board)["errors"] == [] and board.version != version
    (warning,) = told(board)["warnings"]
    assert warning["place"].startswith("content/cong-doan/2025/04/b.md:")
    assert warning["text"].endswith("[unread-mark]")
    preview.turn(set())
    assert told(board)["warnings"] == [warning]  # nothing was read since
    preview.close()


def test_pages_show_a_fault_of_the_theme(portal: Portal, tmp_path: Path) -> None:
    theme = Path(shutil.copytree(portal.settings.theme, tmp_path / "theme"))
    portal.overrides["THEME"] = str(theme)
    portal.article(A)
    board = Board()
    preview = Preview(portal.settings, board)
    preview.turn(set())
    template = theme / "templates/article.html"
    sound = template.read_text("utf-8")
    template.write_text(sound.replace("<h1>", "<h1>{{ page.titel }}"), "utf-8")
    preview.turn({str(template)})
    (error,) = told(board)["errors"]
    assert "titel" in error["text"]
    template.write_text(sound, "utf-8")
    preview.turn({str(template)})
    assert told(board)["errors"] == []
    preview.close()


def told(board: Board) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(board.told())
    return found


def test_the_address_of_a_saved_draft_is_told(
    portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    portal.overrides["NEWSROOM_DRAFTS"] = True
    portal.article(A)
    preview = Preview(portal.settings)
    preview.turn(set())
    capsys.readouterr()
    draft = portal.article("cong-doan/2025/04/nhap.md", status="draft", date="2025-04-20")
    preview.turn({str(draft)})
    site = portal.settings.site_url
    assert f"{site}/ban-nhap/cong-doan/2025/04/nhap.html" in capsys.readouterr().out
    preview.turn({str(portal.article(A, title="Tựa khác"))})
    assert "/ban-nhap/" not in capsys.readouterr().out
    preview.close()


def test_drafts_and_scheduled_articles_are_listed(portal: Portal) -> None:
    portal.overrides["NEWSROOM_DRAFTS"] = True
    portal.article(A)
    assert "Chưa dựng" in drafts_page(portal.settings, NOW)
    portal.article(
        "cong-doan/2025/04/nhap.md", status="draft", date="2025-04-20 07:05", title="Nháp <b>&amp;"
    )
    portal.article("cong-doan/2025/04/sau.md", date="2026-11-22 10:00", title="Hẹn giờ")
    portal.build()
    page = BeautifulSoup(drafts_page(portal.settings, NOW), "lxml")
    assert [head.text for head in page.select("h2")] == ["Sắp đăng:", "Bản nháp:"]
    assert [link["href"] for link in page.select("a")] == [
        "/ban-nhap/cong-doan/2025/04/sau.html",
        "/ban-nhap/cong-doan/2025/04/nhap.html",
    ]
    times = [time["datetime"] for time in page.select("time")]
    assert times == ["2026-11-22T10:00:00+07:00", "2025-04-20T07:05:00+07:00"]
    assert page.select("b") == []
    assert all((portal.settings.output / a["href"][1:]).is_file() for a in page.select("a"))


def test_no_build_lists_drafts(portal: Portal) -> None:
    portal.article(A)
    portal.article("cong-doan/2025/04/nhap.md", status="draft", title="Tựa của bản nháp")
    for drafts in (False, True):
        portal.overrides["NEWSROOM_DRAFTS"] = drafts
        portal.build()
        assert "ban-nhap/index.html" not in portal.tree()
    assert [p for p, data in portal.tree().items() if "Tựa của bản nháp".encode() in data
                  and not p.startswith("ban-nhap/")] == []  # fmt: skip
