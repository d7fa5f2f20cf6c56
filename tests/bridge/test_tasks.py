# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tasks for people: ``invoke build``, ``new``, ``serve`` …"""

from __future__ import annotations

import os
import re
import shutil
import socket
from datetime import datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
import yaml

from tests.bridge.project import Project, fetch, free_port, look, numbers, save, told
from tests.site.demo import HANOI


def test_the_list_of_tasks_explains_each(project: Project) -> None:
    ran = project.run("invoke", "--list")
    assert ran.returncode == 0, told(ran)
    tasks = dict(re.findall(r"^  (\w+) +(\w.+)$", ran.stdout, re.MULTILINE))
    assert tasks.keys() >= {"bench", "build", "check", "new", "publish", "serve", "test"}
    assert all(len(text) > 20 for text in tasks.values())


@pytest.mark.parametrize("task", ["build", "new", "publish", "related", "serve", "why"])
def test_options_of_editors_tasks_are_explained_in_their_language(
    project: Project, task: str
) -> None:
    said = project.run("invoke", "--help", task).stdout.partition("Options:")[2]
    told = re.findall(r"^  -\S(?: \S+)?, \S+ +(.+)$", said, re.MULTILINE)
    assert told and not any(text.isascii() for text in told), said


def test_build_builds_and_build_fresh_builds_anew(project: Project) -> None:
    ran = project.run("invoke", "build")
    assert ran.returncode == 0, told(ran)
    rendered = numbers(ran)[0]
    assert (project.output / "2025/04/a.html").is_file()
    assert numbers(project.run("invoke", "build"))[0] == 0
    assert numbers(project.run("invoke", "build", "--fresh"))[0] == rendered


def test_a_failing_build_fails_the_task(project: Project) -> None:
    project.article("cong-doan/2025/04/a.md", title=None)
    ran = project.run("invoke", "build")
    assert ran.returncode == 1
    assert "content/cong-doan/2025/04/a.md:1:" in ran.stderr and "Traceback" not in told(ran)


def test_new_starts_a_draft_that_builds(project: Project) -> None:
    """A file in its place; it is a draft, and nothing in it has to be mended first."""
    title = "Đoàn viên: “Tết” & 120 suất quà #1"
    ran = project.run("invoke", "new", "--title", title, "--section", "cong-doan",
                      "--author", "Thu Hằng", "--district", "Quận Đống Đa")  # fmt: skip
    assert ran.returncode == 0, told(ran)
    today = datetime.now(HANOI)
    found = sorted(project.content.glob(f"cong-doan/{today:%Y/%m}/*.md"))
    assert [path.name for path in found] == ["doan-vien-tet-120-suat-qua-1.md"]
    assert str(found[0]) in ran.stdout
    fields = yaml.safe_load(found[0].read_text("utf-8").split("---\n")[1])
    assert (fields["title"], fields["author"], fields["status"]) == (title, "Thu Hằng", "draft")
    built = project.pelican()
    assert built.returncode == 0, told(built)
    assert not any("suat-qua" in path for path in look(project.output))
    again = project.run("invoke", "new", "--title", title)
    assert again.returncode == 1 and "Traceback" not in told(again)


@pytest.mark.parametrize("section", ["khong-co", "../ngoai", ""])
def test_new_refuses_a_section_that_is_none(project: Project, section: str) -> None:
    ran = project.run("invoke", "new", "--title", "Bài", "--section", section)
    assert ran.returncode == 1 and "Traceback" not in told(ran), told(ran)
    assert len(list(project.root.rglob("bai.md"))) == 0


def test_serve_shows_edits_and_drafts(project: Project) -> None:
    project.article("doi-song/2026/01/nhap.md", "Bản nháp.", status="draft")
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    page, source = f"{address}/2025/04/a.html", project.content / "cong-doan/2025/04/a.md"
    text = source.read_text("utf-8")
    with project.running("invoke", "serve", "--port", str(port)) as server:
        server.wait_for(lambda: "Bài một" in fetch(page))
        assert "/.preview/preview.js" in fetch(page)
        with urlopen(page, timeout=5) as answer:
            assert answer.headers["Cache-Control"] == "no-store" and not answer.headers["ETag"]
        assert "Bản nháp." in fetch(f"{address}/ban-nhap/doi-song/2026/01/nhap.html")
        assert "ban-nhap" not in fetch(f"{address}/doi-song/")
        save(server, source, text + "Đã sửa.", lambda: "Đã sửa." in fetch(page))
        broken = text.replace("2025-04-22", "2025-02-30")
        fault = "content/cong-doan/2025/04/a.md:3:"
        save(server, source, broken, lambda: fault in server.said)
        assert "Đã sửa." in fetch(page)
        save(server, source, text + "Lại tốt.", lambda: "Lại tốt." in fetch(page))
    # What is published is another folder: no draft ever comes there.
    assert not project.output.exists()


def test_serve_survives_a_broken_template(project: Project) -> None:
    """It is told by its file, the last good pages stay, and the mended one shows."""
    theme = project.own_theme()
    (project.root / "theme").unlink()
    theme.rename(project.root / "theme")
    template = project.root / "theme/templates/article.html"
    sound = template.read_text("utf-8")
    port = free_port()
    page = f"http://127.0.0.1:{port}/2025/04/a.html"
    with project.running("invoke", "serve", "--port", str(port)) as server:
        server.wait_for(lambda: "Bài một" in fetch(page))
        broken = sound.replace("<h1>", "<h1>{{ page.titel }}")
        save(server, template, broken, lambda: "titel" in server.said)
        assert "article.html" in server.said and "Bài một" in fetch(page)
        mended = sound.replace("<h1>", '<h1 class="moi">')
        save(server, template, mended, lambda: 'class="moi"' in fetch(page))


def test_serve_begins_again_with_changed_code(project: Project) -> None:
    (project.root / "nguon.py").write_text('TEN = "Báo cũ"\n', "utf-8")
    conf = project.root / project.conf()
    conf.write_text(conf.read_text("utf-8") + "from nguon import TEN\nSITENAME = TEN\n", "utf-8")
    port = free_port()
    page, code = f"http://127.0.0.1:{port}/", project.root / "nguon.py"
    with project.running("newsroom", "serve", "-s", "conf.py", "--port", str(port)) as server:
        server.wait_for(lambda: "Báo cũ" in fetch(page))
        save(server, code, 'TEN = "Báo\n', lambda: "nguon.py" in server.said)
        assert "Báo cũ" in fetch(page)
        save(server, code, 'TEN = "Báo mới"\n', lambda: "Báo mới" in fetch(page))
        assert "Traceback" not in server.said and server.alive


def test_serve_says_when_its_port_is_taken(project: Project) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ran = project.run("invoke", "serve", "--port", str(port))
    assert ran.returncode == 1
    assert str(port) in ran.stderr and "Traceback" not in told(ran), told(ran)


# ------------------------------------------------------------------------------------ publish

RSYNC = pytest.mark.skipif(
    shutil.which("rsync") is None and os.environ.get("CI") != "true",
    reason="needs rsync (see tools/system-packages.sh)",
)


def publish(project: Project, target: Path, *options: str) -> dict[str, tuple[int, int]]:
    """Publish into a folder, and tell what lies there then; see `look`."""
    target.mkdir(exist_ok=True)
    ran = project.run("invoke", "publish", f"{target}/", *options)
    assert ran.returncode == 0, told(ran)
    return look(target)


@RSYNC
def test_publishing_copies_the_whole_site_at_its_public_address(
    project: Project, tmp_path: Path
) -> None:
    there = publish(project, tmp_path / "www")
    assert there.keys() == look(project.root / "public").keys() - {".newsroom"}
    page = (tmp_path / "www/2025/04/a.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://congdoanthudo.example.org/2025/04/a.html">' in page
    assert "localhost" not in page


@RSYNC
def test_publishing_again_copies_what_has_changed_and_removes_what_is_gone(
    project: Project, tmp_path: Path
) -> None:
    project.article("cong-doan/2025/04/b.md", title="Bài hai", date="2025-04-23")
    before = publish(project, tmp_path / "www")
    assert publish(project, tmp_path / "www") == before
    project.article("cong-doan/2025/04/a.md", "Thân bài khác.", title="Bài một")
    (project.content / "cong-doan/2025/04/b.md").unlink()
    after = publish(project, tmp_path / "www", "--accept-lost")
    assert before.keys() - after.keys() >= {"2025/04/b.html", "luu-tru/2025/04/23/index.html"}
    kept = {path for path in after if after[path] == before.get(path)}
    assert "2025/04/a.html" not in kept
    assert {"theme/css/site.css", "robots.txt", "404.html"} & kept
    assert "Thân bài khác." in (tmp_path / "www/2025/04/a.html").read_text("utf-8")


@RSYNC
def test_publishing_for_show_copies_nothing(project: Project, tmp_path: Path) -> None:
    assert publish(project, tmp_path / "www", "--dry") == {}


@RSYNC
def test_errors_never_hold_back_a_takedown_from_the_server(
    project: Project, tmp_path: Path
) -> None:
    """Status 3 says that the site has changed, and copies it; 1 says that it has not."""
    target = tmp_path / "www"
    project.article("cong-doan/2025/04/b.md", title="Bài hai", date="2025-04-23")
    before = publish(project, target)
    project.article("cong-doan/2025/04/a.md", title=None)
    ran = project.run("newsroom", "publish", "-s", "publishconf.py", f"{target}/")
    assert ran.returncode == 1 and look(target) == before, told(ran)
    project.article("cong-doan/2025/04/b.md", status="draft")
    ran = project.run("newsroom", "publish", "-s", "publishconf.py", f"{target}/")
    assert ran.returncode == 3, told(ran)
    after = look(target)
    assert before.keys() - after.keys() >= {"2025/04/b.html"}
    assert "2025/04/a.html" in after
    assert "b.html" not in (target / "index.html").read_text("utf-8")


@RSYNC
def test_the_task_compares_what_was_published(project: Project, tmp_path: Path) -> None:
    publish(project, tmp_path / "www")
    assert project.run("invoke", "check-output").returncode == 0
    (project.root / "public/index.html").write_text("x", "utf-8")
    ran = project.run("invoke", "check-output")
    assert ran.returncode == 1 and "index.html: " in ran.stdout, told(ran)
