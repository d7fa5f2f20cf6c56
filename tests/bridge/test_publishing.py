# SPDX-License-Identifier: AGPL-3.0-or-later
"""How what has changed is copied; `test_tasks` lets a real rsync do it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.bridge.publishing import copies, publish
from newsroom.errors import OutputError
from tests.bridge.project import Project
from tests.deploy.hub import Hub, asked, files, listening


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


@pytest.mark.parametrize("url", ["http://localhost:8000", "http://127.0.0.1", ""])
def test_an_address_that_readers_cannot_open_is_told(
    project: Project, url: str, tmp_path: Path
) -> None:
    target = tmp_path / "there"
    target.mkdir()
    ran = project.newsroom("publish", "-s", project.conf(SITEURL=url), f"{target}/")
    assert "SITEURL" in ran.stderr and "bạn đọc không mở được" in ran.stderr, ran.stderr
    assert ran.returncode == 0 and (target / "index.html").is_file()


@pytest.mark.parametrize("more", [[], ["--no-ping"]])
def test_a_hub_that_is_down_keeps_nothing_from_being_published(
    project: Project, tmp_path: Path, more: list[str]
) -> None:
    target = tmp_path / "there"
    target.mkdir()
    conf = project.conf(SITEURL="https://bao.vn", NEWSROOM_HUB="http://127.0.0.1:9/")
    ran = project.newsroom("publish", "-s", conf, *more, f"{target}/")
    assert ran.returncode == 0 and (target / "index.html").is_file(), ran.stderr
    assert ("WebSub http://127.0.0.1:9/" in ran.stderr) is not more


def test_ping_tells_the_hub_alone(project: Project) -> None:
    hub = Hub()
    with asked(hub), listening(files(project.output)) as address:
        conf = project.conf(SITEURL=address, NEWSROOM_HUB=hub.url, OUTPUT_PATH=str(project.output))
        ran = project.newsroom("ping", "-s", conf)
        assert ran.returncode == 1 and "chưa được dựng" in ran.stderr, ran.stderr
        project.newsroom("build", "-s", conf)
        assert project.newsroom("ping", "-s", conf).returncode == 0
        hub.told.clear()
        project.article("cong-doan/2025/04/moi.md", title="Bài mới")
        project.newsroom("build", "-s", conf)
        ran = project.newsroom("ping", "-s", conf)
        assert f"{address}/rss/cong-doan.rss" in hub.told
        assert f"{len(hub.told)} kênh tin" in ran.stdout, ran.stdout + ran.stderr
        hub.answer = 500
        project.article("cong-doan/2025/04/moi.md", title="Bài mới khác")
        project.newsroom("build", "-s", conf)
        ran = project.newsroom("ping", "-s", conf)
        assert ran.returncode == 1 and "500" in ran.stderr
