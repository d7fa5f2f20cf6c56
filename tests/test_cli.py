# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command ``newsroom``: what it offers, how it ends, and that it starts lightly."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from newsroom import cli
from tests.bridge.project import Project, numbers, told
from tests.portal import ROOT


@pytest.fixture
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("project"))


def commands() -> dict[str, argparse.ArgumentParser]:
    """The commands and their parsers."""
    found = [a for a in cli.parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(found[0].choices)


def texts(parser: argparse.ArgumentParser) -> Iterator[str]:
    """What a parser says in its help."""
    yield from filter(None, (parser.description, *(action.help for action in parser._actions)))


def test_the_commands_that_there_are() -> None:
    wanted = {"init", "build", "serve", "new", "why", "publish"}
    assert commands().keys() >= wanted | {"related", "why-related", "related-freeze"}


@pytest.mark.parametrize("name", sorted(commands()))
def test_help_has_no_english_left(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    there = commands()[name].format_help()
    parts = list(texts(commands()[name]))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    for text in texts(commands()[name]):
        assert text not in parts, text
    assert not re.search(r"\b(usage|options|show|exit|the|of)\b", there)


@pytest.mark.parametrize("name", sorted(commands().keys() - {"init"}))
def test_every_command_takes_settings_and_output(name: str) -> None:
    options = {option for a in commands()[name]._actions for option in a.option_strings}
    assert {"-s", "--settings", "-o", "--output"} <= options


def test_the_command_line_brings_in_nothing_heavy() -> None:
    """Worker processes import it again, and a build is measured from its process's start."""
    code = "import sys, newsroom.cli as c; c.parser(); print(*sorted(sys.modules))"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "plugins")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"pelican", "jinja2", "markdown", "sqlite3", "rich", "yaml", "numpy"}
    assert not {name for name in loaded if name.startswith(("newsroom.engine", "newsroom.bridge"))}


def test_build_why_and_related_work_on_one_store(project: Project) -> None:
    project.article("cong-doan/2025/04/b.md", "Bài một.", title="Bài một nữa", tags=["an toàn"])
    ran = project.newsroom("build")
    assert ran.returncode == 0 and ran.stderr == "", told(ran)
    assert "Processed" not in ran.stdout
    rendered = numbers(ran)[0]
    assert numbers(project.newsroom("build")) == (0, 0, 0)
    assert numbers(project.pelican()) == (0, 0, 0)
    assert numbers(project.newsroom("build", "--fresh"))[0] == rendered
    assert project.newsroom("build", "--json").stdout.startswith('{"articles":2,')
    page = "cong-doan/2025/04/a.md"
    assert project.newsroom("why", page).stdout.startswith("2025/04/a.html\n")
    assert "Bài một" in project.newsroom("related", page).stdout
    assert "×" in project.newsroom("why-related", page, "cong-doan/2025/04/b.md").stdout


@pytest.mark.parametrize(
    "command", [["newsroom.cli", "build"], ["pelican", "content", "-s", "pelicanconf.py"]]
)
def test_a_build_warns_of_nothing(project: Project, command: list[str]) -> None:
    """Python's own warnings are errors, in worker processes, too."""
    project.article("cong-doan/2025/04/b.md", "**Đậm**\n\n|a|b|\n|-|-|\n|1|2|\n")
    for number in range(80):
        date = f"2025-03-{number // 24 + 1:02} {number % 24:02}:00"
        project.article(f"doi-song/2025/03/b{number}.md", "*Nghiêng*.", date=date)
    conf = project.root / "pelicanconf.py"
    more = (
        "\nfrom newsroom.engine import workers\nworkers.WORTH_STARTING = 10\nNEWSROOM_WORKERS = 2\n"
    )
    conf.write_text(conf.read_text("utf-8") + more, "utf-8")
    ran = project.run("python", "-m", *command, PYTHONWARNINGS="error")
    assert ran.returncode == 0 and ran.stderr == "", told(ran)
    assert numbers(ran)[0] > 80


def test_settings_and_output_by_options(project: Project) -> None:
    conf = project.conf(SITENAME="Báo Mới")
    ran = project.newsroom("build", "-s", conf, "-o", "elsewhere")
    assert ran.returncode == 0, told(ran)
    assert not project.output.exists()
    assert "<title>Báo Mới" in (project.root / "elsewhere/index.html").read_text("utf-8")
    assert project.newsroom("why", "index.html").returncode == 1
    there = project.newsroom("why", "index.html", "-s", conf, "-o", "elsewhere")
    assert there.returncode == 0, told(there)


def test_faults_in_articles_end_with_1_and_are_told(project: Project) -> None:
    project.article("cong-doan/2025/04/a.md", title=None)
    ran = project.newsroom("build")
    assert ran.returncode == 1 and "Traceback" not in told(ran)
    assert "content/cong-doan/2025/04/a.md:1:" in ran.stderr
    freeze = project.newsroom("related-freeze")
    assert freeze.returncode == 1 and "content/cong-doan/2025/04/a.md:1:" in freeze.stderr


@pytest.mark.parametrize(
    ("text", "told_of"),
    [("SITENAME = ", "SyntaxError"), ("import no_such_module", "no_such_module"), (None, "-s")],
)
def test_settings_that_cannot_be_used_are_told(
    project: Project, text: str | None, told_of: str
) -> None:
    if text is not None:
        (project.root / "conf.py").write_text(text)
    for command in (["build"], ["serve"], ["why", "index.html"]):
        ran = project.newsroom(*command, "-s", "conf.py")
        assert ran.returncode == 1 and "Traceback" not in told(ran), told(ran)
        assert "conf.py" in ran.stderr and told_of in ran.stderr


def test_init_touches_nothing_that_is_there(project: Project) -> None:
    before = (project.root / "pelicanconf.py").read_bytes()
    ran = project.newsroom("init")
    assert ran.returncode == 1 and "pelicanconf.py" in ran.stderr
    assert (project.root / "pelicanconf.py").read_bytes() == before
    assert project.newsroom("init", "another").returncode == 0
    assert numbers(project.newsroom("build", "-s", "another/pelicanconf.py"))[0] > 5


def test_adopting_makes_the_output_folder_the_site_s(project: Project) -> None:
    old = project.output / "2019/cu.html"
    old.parent.mkdir(parents=True)
    old.write_text("Bài đã gỡ.", "utf-8")
    for _turn in range(2):
        ran = project.newsroom("build")
        assert ran.returncode == 0 and "2019/cu.html" in ran.stderr, told(ran)
        assert "[foreign-files]" in ran.stderr and "--adopt" in ran.stderr
    ran = project.newsroom("build", "--adopt")
    assert ran.returncode == 0 and ran.stderr == "" and not old.exists(), told(ran)
    ran = project.newsroom("build", "--adopt", "-o", ".")
    assert ran.returncode == 1 and "Traceback" not in told(ran)
    assert (project.root / "content").exists()


@pytest.mark.parametrize(
    ("given", "option"),
    [
        ("pictures prune --again", "--again"),
        ("pictures prune --cluster tcp://10.0.0.5:8786", "--cluster"),
        ("pictures prune --shared /mnt/paper", "--shared"),
        ("check --output --strict", "--strict"),
        ("check --json --output", "--json"),
        ("check --output --github", "--github"),
        ("check --output --gitlab", "--gitlab"),
        ("server-config headers --root /srv/x", "--root"),
        ("server-config redirects --certificate a --key b", "--certificate"),
        ("server-config nginx --certificate a", "--certificate"),
        ("server-config caddy --key a", "--key"),
    ],
)
def test_no_option_is_dropped_in_silence(
    given: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(given.split())
    assert ended.value.code == 2
    assert f"lỗi: {option}: " in capsys.readouterr().err


@pytest.mark.parametrize(
    "given",
    [
        "pictures make --again --cluster a --shared b",
        "check --strict --output -- a.md",
        "check --output public --strict",
        "server-config nginx --root a --certificate b --key c",
        "server-config headers",
    ],
)
def test_options_that_count_are_taken(given: str) -> None:
    assert cli.parser().parse_args(given.split()).command
