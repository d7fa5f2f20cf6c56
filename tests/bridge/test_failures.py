# SPDX-License-Identifier: AGPL-3.0-or-later
"""A failing build tells all that is wrong, ends with 1, and leaves the last good site."""

from __future__ import annotations

import pytest

from tests.bridge.project import Project, look, numbers, told


def spoil(project: Project) -> None:
    """Four faults in three files; a fourth file is sound, and new."""
    project.article("cong-doan/2025/04/b.md", title=None, district="Đống Đaa")
    project.article("cong-doan/2025/04/c.md", date="2025-02-30")
    project.article("doi-song/2025/04/d.md", "[Chết]({filename}/cong-doan/2025/04/khong-co.md)")
    project.article("doi-song/2025/04/e.md", title="Bài mới")


FAULTS = (
    "content/cong-doan/2025/04/b.md:1: ",
    "content/cong-doan/2025/04/b.md:4: ",
    "content/cong-doan/2025/04/c.md:3: ",
    "content/doi-song/2025/04/d.md:8: ",
)


def test_all_errors_are_told_and_nothing_is_written(project: Project) -> None:
    assert project.pelican().returncode == 0
    before = look(project.output)
    spoil(project)
    ran = project.pelican()
    assert ran.returncode == 1
    lines = ran.stderr.splitlines()
    for fault in FAULTS:
        assert any(line.startswith(fault) for line in lines), (fault, ran.stderr)
    assert len([line for line in lines if line.startswith("content/")]) == 4
    assert "Quận Đống Đa" in ran.stderr or "quan-dong-da" in ran.stderr  # the guess
    assert "Done" not in ran.stdout and "Traceback" not in told(ran)
    assert look(project.output) == before
    # Mended, the same build goes on where it would have gone.
    for name in ("cong-doan/2025/04/b.md", "cong-doan/2025/04/c.md", "doi-song/2025/04/d.md"):
        (project.content / name).unlink()
    ran = project.pelican()
    assert ran.returncode == 0
    assert (project.output / "2025/04/e.html").is_file()


def test_a_first_build_with_errors_leaves_no_site(project: Project) -> None:
    spoil(project)
    ran = project.pelican()
    assert ran.returncode == 1
    assert not [path for path in look(project.output) if path != ".newsroom"]


def test_a_broken_registry_is_told_by_file_and_line(project: Project) -> None:
    project.write("data/sections.yaml", "- slug: cong-doan\n  nam: Công đoàn\n")
    ran = project.pelican()
    assert ran.returncode == 1 and "Traceback" not in told(ran)
    assert "content/data/sections.yaml:" in ran.stderr and "name" in ran.stderr


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"NEWSROOM_TAGLIN": "x"}, ["NEWSROOM_TAGLIN", "NEWSROOM_TAGLINE"]),
        ({"NEWSROOM_WORKERS": "two", "TIMEZONE": "Asia/Hanoi", "ARTICLE_URL": "{slugg}.html"},
         ["NEWSROOM_WORKERS phải là số nguyên", "Asia/Hanoi", "slugg"]),
        ({"NEWSROM_TAGLINE": "x", "SITEURL": "congdoan.vn", "NEWSROOM_IMAGE": "images/khong.png",
          "MARKDOWN": {"extensions": ["khong_co"]}, "STATIC_PATHS": "images"},
         ["NEWSROOM_TAGLINE", "https://congdoan.vn", "images/khong.png", "khong_co", "STATIC_PA"]),
        ({"THEME": "khong-co"}, ["THEME: không có thư mục khong-co."]),
    ],
    ids=["a guess", "all at once", "whatever it is", "no theme"],
)  # fmt: skip
def test_wrong_settings_end_the_run(
    project: Project, settings: dict[str, str], words: list[str]
) -> None:
    ran = project.pelican(conf=project.conf(**settings))
    assert ran.returncode == 1 and "Traceback" not in told(ran)
    assert all(word in ran.stderr for word in words), ran.stderr
    assert not project.output.exists()


def test_wrong_settings_keep_no_story(project: Project) -> None:
    """What has to go goes by the last good ones, which its lists are shown by, too."""
    b, c = ("cong-doan/2025/04/b.md", "cong-doan/2025/04/c.md")
    project.article(b, title="Bài hai", date="2025-04-23")
    project.article(c, title="Bài ba", date="2025-04-24")
    assert project.pelican().returncode == 0
    before = look(project.output)
    project.article(b, title="Bài hai", date="2025-04-23", status="draft")
    project.article(c, title="Tựa khác", date="2025-04-24")
    wrong = project.conf(NEWSROOM_FEED_ITEMS="nhiều")
    ran = project.pelican(conf=wrong)
    assert ran.returncode == 3 and "NEWSROOM_FEED_ITEMS" in ran.stderr, told(ran)
    after = look(project.output)
    assert "2025/04/b.html" in before and "2025/04/b.html" not in after
    feed = (project.output / "rss/tin-moi.rss").read_text("utf-8")
    assert "2025/04/b.html" not in feed and "Bài ba" in feed and "Tựa khác" not in feed
    assert "Bài ba" in (project.output / "2025/04/c.html").read_text("utf-8")
    assert project.pelican(conf=wrong).returncode == 1  # nothing more has to go
    assert project.pelican().returncode == 0
    assert "Tựa khác" in (project.output / "rss/tin-moi.rss").read_text("utf-8")


def test_a_setting_without_effect_and_an_example_are_told(project: Project) -> None:
    ran = project.pelican(
        conf=project.conf(MENUITEMS=[("a", "/")], SITEURL="https://x.example.org")
    )
    assert ran.returncode == 0, told(ran)
    assert [line.partition(":")[0] for line in ran.stderr.splitlines()] == ["lưu ý"] * 2
    assert "MENUITEMS" in ran.stderr and "https://x.example.org" in ran.stderr


def test_an_address_without_a_scheme_removes_nothing(built: Project) -> None:
    before = look(built.output)
    ran = built.pelican(conf=built.conf(SITEURL="congdoan.vn"))
    assert ran.returncode == 1 and look(built.output) == before


def test_from_another_folder_it_works_or_says_why_not(built: Project) -> None:
    conf = str(built.root / "pelicanconf.py")
    ran = built.run("pelican", "-s", conf, cwd=built.root / "theme")
    assert ran.returncode == 0 and numbers(ran) == (0, 0, 0), told(ran)
    ran = built.run("pelican", "content", "-s", conf, cwd=built.root / "plugins")
    assert ran.returncode == 1 and "Traceback" not in told(ran)
    assert "hãy" in ran.stderr.lower() and "pelicanconf.py" in ran.stderr


def test_a_wrong_template_ends_the_run_and_names_its_line(project: Project) -> None:
    theme = project.own_theme()
    template = theme / "templates/tags.html"
    template.write_text(template.read_text("utf-8").replace("<h1>", "<h1>{{ page.titel }}"))
    ran = project.pelican("-t", str(theme))
    assert ran.returncode != 0
    assert "titel" in told(ran) and "tags.html" in told(ran)


# ----------------------------------------------------------------------------------- plugins

PLUGINS = {
    "absent": None,
    "unimportable": "import no_such_module\n\ndef register():\n    pass\n",
    "raising": "def register():\n    raise RuntimeError('not today')\n",
    "unregistered": "x = 1\n",
}


@pytest.mark.parametrize("name", PLUGINS)
def test_a_plugin_that_cannot_work_ends_the_run(project: Project, name: str) -> None:
    text = PLUGINS[name]
    if text is not None:
        project.plugin(name, text)
    ran = project.pelican(conf=project.with_plugins(name))
    assert ran.returncode != 0, told(ran)
    assert name in ran.stderr and "Done" not in ran.stdout
    assert not project.output.exists()


WITNESS = """
from pathlib import Path
from pelican import signals

def note(path, context):
    assert Path(path).is_file() and context["SITENAME"]
    with open("written.txt", "a", encoding="utf-8") as file:
        file.write(path + "\\n")

def register():
    signals.content_written.connect(note)
"""


def test_other_plugins_hear_of_every_file_once(project: Project) -> None:
    """``content_written`` is what deployment and image plugins wait for."""
    project.plugin("witness", WITNESS)
    conf = project.with_plugins("witness")
    log = project.root / "written.txt"
    assert project.pelican(conf=conf).returncode == 0
    files = {str(project.output / path) for path in look(project.output) if path != ".newsroom"}
    heard = log.read_text("utf-8").splitlines()
    assert len(heard) == len(set(heard)) and set(heard) == files
    log.write_text("")
    same = {"title": "Bài một", "tags": ["an toàn"], "summary": "Sapo."}
    project.article("cong-doan/2025/04/a.md", "Sửa thân bài.", **same)
    assert project.pelican(conf=conf).returncode == 0
    assert log.read_text("utf-8").splitlines() == [str(project.output / "2025/04/a.html")]


# --------------------------------------------------------------------------- two builds at once

SLOW = """
import time
from pathlib import Path
from pelican import signals

def wait(path, context):
    Path("writing").touch()
    end = time.monotonic() + 60
    while not Path("go").exists() and time.monotonic() < end:
        time.sleep(0.05)

def register():
    signals.content_written.connect(wait)
"""


def test_of_two_builds_at_once_one_waits_its_turn(project: Project) -> None:
    project.plugin("slow", SLOW)
    conf = project.with_plugins("slow")
    with project.running("pelican", "content", "-s", conf) as first:
        first.wait_for((project.root / "writing").exists)
        second = project.pelican(conf=conf)
        (project.root / "go").touch()
        assert second.returncode == 1 and "Traceback" not in told(second)
        assert f"({first.process.pid})" in second.stderr or str(first.process.pid) in second.stderr
        assert len(second.stderr.splitlines()) == 1
        first.process.wait(60)
        assert first.process.returncode == 0, first.said
    assert numbers(project.pelican(conf=conf)) == (0, 0, 0)
