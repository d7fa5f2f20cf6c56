# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which warnings are told: by their codes, and the settings' switches."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.bridge.console import tell_problems
from newsroom.errors import Problem, Problems, SettingsError
from newsroom.settings import read_settings
from newsroom.warnings import WARNINGS, Alert, told
from tests.portal import RAW, Portal

BODY = "## \n\nBài."  # a heading without text
ARTICLE = "cong-doan/2025/04/x.md"


def test_a_warning_is_told_unless_it_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WARNINGS, "seldom", Alert("what is worth a look"))
    monkeypatch.setitem(WARNINGS, "often", Alert("what tires", is_on=False))
    problems = Problems()
    for code in ("seldom", "often"):
        problems.warning("a.md", 1, code, code=code)
    problems.error("a.md", 2, "error")

    def shown(**switches: bool) -> list[str]:
        return [problem.message for problem in told(problems, switches)]

    assert shown() == ["seldom", "error"]
    assert shown(often=True) == ["seldom", "often", "error"]
    assert shown(seldom=False) == ["error"]


def test_the_settings_switch_a_warning(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "one")
    portal.article(ARTICLE, BODY)
    assert [problem.code for problem in portal.build().warnings] == ["empty-heading"]
    quiet = Portal(tmp_path / "other", NEWSROOM_WARNINGS={"empty-heading": False})
    quiet.article(ARTICLE, BODY)
    assert quiet.build().warnings == ()


def test_a_switch_renders_nothing_again(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    portal.article(ARTICLE, BODY)
    portal.build()
    portal.overrides["NEWSROOM_WARNINGS"] = {"empty-heading": False}
    report = portal.build()
    assert (report.read, report.rendered) == (0, 0)


def test_a_switch_of_no_warning_is_refused_with_a_guess() -> None:
    switches = {"empty-headng": True, "zzz": True}
    raw = {**RAW, "PATH": ".", "OUTPUT_PATH": "y", "NEWSROOM_WARNINGS": switches}
    with pytest.raises(SettingsError) as caught:
        read_settings(raw)
    first, second = str(caught.value).splitlines()
    assert "empty-headng" in first and "empty-heading" in first
    assert "zzz" in second and "docs/errors.md" in second


def test_warnings_end_in_their_codes_and_in_one_count(capsys: pytest.CaptureFixture[str]) -> None:
    problems = Problems()
    problems.warning("a.md", 1, "x", code="lost-letter")
    problems.warning("b.md", 2, "y", code="no-description")
    problems.warning("b.md", 3, "z", code="no-description")
    tell_problems(problems.warnings, Path("/site/content"))
    assert capsys.readouterr().err.splitlines() == [
        "content/a.md:1: lưu ý: x [lost-letter]",
        "content/b.md:2: lưu ý: y [no-description]",
        "content/b.md:3: lưu ý: z [no-description]",
        "3 lưu ý ở 2 tệp.",
    ]
    tell_problems([Problem("a.md", 1, "x")], Path("/site/content"))
    assert "lưu ý" not in capsys.readouterr().err
