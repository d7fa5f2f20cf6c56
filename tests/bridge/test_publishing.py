# SPDX-License-Identifier: AGPL-3.0-or-later
"""How what has changed is copied; `test_tasks` lets a real rsync do it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.bridge.publishing import copies, publish
from newsroom.errors import OutputError


def test_leading_pages_are_copied_late_and_what_is_gone_goes_last() -> None:
    articles, rest = copies(Path("/srv/public"), "web@example.org:/srv/")
    assert "--exclude=/index.html" in articles and "--delete-after" not in articles
    assert "--delete-after" in rest and "--exclude=/index.html" not in rest
    for step in (articles, rest):
        assert step[-2:] == ["/srv/public/", "web@example.org:/srv/"]
        assert "--exclude=.newsroom*" in step


def test_a_dry_run_copies_nothing() -> None:
    for step in copies(Path("/srv/public"), "x:/srv/", dry=True):
        assert "--dry-run" in step


def test_a_missing_rsync_is_told_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(OutputError, match="rsync"):
        publish(tmp_path / "publishconf.py", "x:/srv/")
