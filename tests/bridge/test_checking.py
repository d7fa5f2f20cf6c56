# SPDX-License-Identifier: AGPL-3.0-or-later
"""``newsroom check`` and ``newsroom due`` as people, hooks and CI run them."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from tests.bridge.project import Project, numbers, told
from tests.portal import ROOT

FILE = "cong-doan/2025/04/b.md"
SHOWN = f"content/{FILE}"


@pytest.fixture
def faulty(project: Project) -> Project:
    """An error in line 1 and a warning further on."""
    project.article(FILE, "Một.\n\n[^x]: Chú thích.", title=None)
    return project


def test_people_see_what_a_build_would_tell(faulty: Project) -> None:
    ran = faulty.newsroom("check")
    assert ran.returncode == 1 and ran.stderr == "", told(ran)
    assert re.search(rf"^{SHOWN}:1: .*title", ran.stdout, re.MULTILINE)
    assert "lưu ý: " in ran.stdout and "[unused-footnote]" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "1 lỗi, 1 lưu ý."
    assert not faulty.output.exists()


def test_warnings_alone_end_well_unless_they_count(project: Project) -> None:
    project.article(FILE, "Một.\n\n[^x]: Chú thích.", date="2025-04-23")
    assert project.newsroom("check").returncode == 0
    assert project.newsroom("check", "--strict").returncode == 1
    project.article(FILE, "Một.", date="2025-04-23")
    sound = project.newsroom("check", "--strict")
    assert sound.returncode == 0 and sound.stdout == "Không có lỗi.\n"


def test_staged_files_with_and_without_a_store(faulty: Project) -> None:
    other = "content/cong-doan/2025/04/a.md"
    without = faulty.newsroom("check", other)
    assert without.returncode == 0 and "Chưa dựng" in without.stderr
    (faulty.content / FILE).unlink()
    faulty.newsroom("build")
    faulty.article(FILE, title=None)
    ran = faulty.newsroom("check", SHOWN)
    assert ran.returncode == 1 and "Chưa dựng" not in ran.stderr, told(ran)
    beside = faulty.newsroom("check", other)
    assert beside.returncode == 0 and "1 lỗi trong các tệp khác" in beside.stderr
    (faulty.content / FILE).unlink()
    assert numbers(faulty.newsroom("build")) == (0, 0, 0)


def test_json(faulty: Project) -> None:
    ran = faulty.newsroom("check", "--json")
    found = json.loads(ran.stdout)
    assert (found["errors"], found["warnings"], ran.returncode) == (1, 1, 1)
    error, warning = found["problems"]
    assert (error["file"], error["line"], error["severity"]) == (SHOWN, 1, "error")
    assert (warning["code"], warning["severity"]) == ("unused-footnote", "warning")


def test_github(faulty: Project) -> None:
    lines = faulty.newsroom("check", "--github").stdout.splitlines()
    assert lines[0].startswith(f"::error file={SHOWN},line=1::")
    assert re.match(rf"::warning file={SHOWN},line=\d+,title=unused-footnote::\S", lines[1])
    inner = faulty.newsroom("check", "--github", GITHUB_WORKSPACE=str(faulty.root.parent))
    assert f"file={faulty.root.name}/{SHOWN}," in inner.stdout


def test_github_is_sent_no_more_lines_than_there_are_problems(project: Project) -> None:
    """A line break or a percent sign in a message would be another command."""
    from newsroom.bridge.checking import _data, _property

    assert _data("100%\r\n::error::x") == "100%25\\r\\n::error::x"
    assert _property("a:b,c%") == "a%3Ab%2Cc%25"


def test_gitlab(faulty: Project) -> None:
    report = json.loads(faulty.newsroom("check", "--gitlab").stdout)
    assert [entry["severity"] for entry in report] == ["major", "minor"]
    assert report[0]["location"] == {"path": SHOWN, "lines": {"begin": 1}}
    assert all(entry["description"] and entry["check_name"] for entry in report)
    assert len({entry["fingerprint"] for entry in report}) == 2
    again = json.loads(faulty.newsroom("check", "--gitlab").stdout)
    assert again == report


def test_the_hook_runs_the_check() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert hook["entry"] == "newsroom check" and hook["require_serial"] is True
    assert re.match(hook["files"], SHOWN) and not re.match(hook["files"], "docs/x.md")


def test_due(project: Project) -> None:
    project.article("cong-doan/2027/01/c.md", title="Đón năm mới", date="2027-01-01 07:00")
    project.article("cong-doan/2027/01/d.md", title=None)
    ran = project.newsroom("due")
    assert ran.returncode == 0 and "newsroom check" in ran.stderr
    line = "  2027-01-01 07:00  content/cong-doan/2027/01/c.md  “Đón năm mới”"
    assert ran.stdout.splitlines() == ["Sắp đăng:", line]


ATTACK = "x\n::error::gia mao\x1b[2J\u202e"


def test_names_and_values_give_no_commands(project: Project) -> None:
    """Of files, pictures and fields, in every form and in builds."""
    project.article(f"cong-doan/2025/04/{ATTACK}.md", title=None)
    project.article(FILE, f"![a](/images/{ATTACK}.jpg)", district=f"q {ATTACK}", **{ATTACK: "x"})
    (project.content / f"images/{ATTACK}.jpg").write_bytes(b"no picture")
    runs = [project.newsroom("check", *form) for form in ((), ("--json",), ("--gitlab",))]
    runs += [project.newsroom("check", "--github"), project.newsroom("build")]
    runs += [project.newsroom("why", ATTACK), project.newsroom("check", f"--{ATTACK}")]
    runs += [project.newsroom("check", ATTACK), project.newsroom("due")]
    for ran in runs:
        lines = told(ran).splitlines()
        assert lines and all(line.isprintable() for line in lines), told(ran)
        assert not any(line.lstrip().startswith("::error::gia") for line in lines), told(ran)
    assert sum("gia mao" in told(ran) for ran in runs) >= 7


def test_output_alone_names_what_others_did_to_the_site(project: Project) -> None:
    conf = ("-s", "publishconf.py")
    none = project.newsroom("check", *conf, "--output")
    assert none.returncode == 1 and "Traceback" not in told(none), told(none)
    assert project.newsroom("build", *conf).returncode == 0
    sound = project.newsroom("check", *conf, "--output")
    assert (sound.returncode, sound.stdout) == (0, "Mọi tệp đều như lúc ghi ra.\n"), told(sound)
    (project.root / "public/index.html").write_text("x\n", "utf-8")
    ran = project.newsroom("check", *conf, "--output")
    assert ran.returncode == 1
    assert ran.stdout.startswith("index.html: ") and len(ran.stdout.splitlines()) == 1
    both = project.newsroom("check", *conf, "content/cong-doan/2025/04/a.md", "--output")
    assert "index.html: " in both.stdout and "Không có lỗi." in both.stdout


def test_output_with_a_folder_names_whose_store_is_asked(project: Project) -> None:
    assert project.newsroom("build", "-o", "elsewhere").returncode == 0
    there = project.newsroom("check", "-o", "elsewhere", "--output")
    assert there.returncode == 0, told(there)
    assert project.newsroom("check", "--output").returncode == 1
    files = project.newsroom("check", "--output", "elsewhere", "content/cong-doan/2025/04/a.md")
    assert files.returncode == 0 and "Chưa dựng" not in files.stderr, told(files)
