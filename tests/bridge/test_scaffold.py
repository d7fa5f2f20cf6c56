# SPDX-License-Identifier: AGPL-3.0-or-later
"""A new article builds as it is; what would not is refused, or asked for again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.bridge.scaffold import Wishes, ask, start_article
from newsroom.errors import SettingsError
from tests.portal import Portal

MOMENT = datetime(2025, 4, 22, 9, 15, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def start(portal: Portal, title: str = "Bài mới", **wishes: str) -> Path:
    wanted = Wishes(title, wishes.pop("section", "doi-song"), **wishes)
    return Path(start_article(portal.settings, wanted, MOMENT)[0])


def fields(path: Path) -> dict[str, object]:
    return dict(yaml.safe_load(path.read_text("utf-8").split("---\n")[1]))


def test_a_draft_in_its_place_with_a_reminder_of_its_date(portal: Portal) -> None:
    path, note = start_article(portal.settings, Wishes("Bài mới", "doi-song"), MOMENT)
    assert Path(path) == portal.content / "doi-song/2025/04/bai-moi.md"
    assert "2025-04-22 09:15" in note and "status" in note
    found = fields(Path(path))
    assert (found["author"], found["district"]) == ("Tòa soạn", "Toàn thành phố")
    portal.build()


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        ({"title": ""}, ["title"]),
        ({"title": " \n"}, ["title"]),
        ({"title": "a" * 300}, ["title"]),
        ({"section": "khong-co"}, ["khong-co", "doi-song"]),
        ({"district": "Đống Đaa"}, ["Đống Đaa", "Đống Đa"]),
        ({"title": "", "section": ""}, ["title", "chuyên mục"]),
    ],
)
def test_what_would_not_build_is_refused(
    portal: Portal, wishes: dict[str, str], told: list[str]
) -> None:
    before = sorted(portal.content.rglob("*"))
    with pytest.raises(SettingsError) as caught:
        start(portal, **({"title": "Bài mới"} | wishes))
    assert all(word in str(caught.value) for word in told), str(caught.value)
    assert sorted(portal.content.rglob("*")) == before


def test_nothing_is_written_over(portal: Portal) -> None:
    path = start(portal)
    path.write_text("x")
    with pytest.raises(SettingsError, match=r"bai-moi\.md"):
        start(portal)
    assert path.read_text() == "x"


@given(
    title=st.text(min_size=1, max_size=60),
    author=st.text(max_size=20),
    district=st.sampled_from(["", "Quận Đống Đa", "Đống Đa", "toan-thanh-pho", "x"]),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_started_builds(portal: Portal, title: str, author: str, district: str) -> None:
    try:
        path = start(portal, title=title, author=author, district=district)
    except SettingsError:
        return
    try:
        portal.build()
        assert fields(path)["status"] == "draft"
    finally:
        path.unlink()


def typed(*answers: str) -> Callable[[str], str]:
    """Somebody who types these, and then nothing more."""
    lines: Iterator[str] = iter(answers)

    def answer(_question: str) -> str:
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    return answer


def test_what_lacks_is_asked_until_it_would_build(
    portal: Portal, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = typed("khong-co", "doi-song", "", "Bài mới", "", "Đống Đaa", "Đống Đa")
    wishes = ask(portal.settings, Wishes(), answers)
    assert wishes == Wishes("Bài mới", "doi-song", "Tòa soạn", "Đống Đa")
    told = capsys.readouterr().out
    assert "khong-co" in told and "title" in told and "Đống Đaa" in told
    start_article(portal.settings, wishes)


def test_what_was_said_is_not_asked(portal: Portal) -> None:
    said = Wishes("Bài mới", "doi-song", "Thu Hằng", "Đống Đa")
    assert ask(portal.settings, said, typed()) == said


def test_who_stops_typing_is_told_what_lacks(portal: Portal) -> None:
    wishes = ask(portal.settings, Wishes(), typed("doi-song"))
    with pytest.raises(SettingsError, match="title"):
        start_article(portal.settings, wishes)
