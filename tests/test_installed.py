# SPDX-License-Identifier: AGPL-3.0-or-later
"""A wheel in an environment of its own builds a paper in an empty folder; nothing of a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.portal import NOW, ROOT

pytestmark = pytest.mark.skipif(
    find_spec("hatchling") is None and os.environ.get("CI") != "true",
    reason="the build backend is not installed (see requirements.txt)",
)

Ran = subprocess.CompletedProcess[str]
ARTICLE = """---
title: {title}
date: 2025-04-22 09:15
author: Thu Hằng
district: Toàn thành phố
---

Nội dung.
"""


def ran(*command: str | Path, cwd: Path, **environment: str) -> Ran:
    """Run a program to its end, without our surroundings' Python path and language."""
    kept = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "LANG", "PYTHONHOME"}}
    kept |= {"SOURCE_DATE_EPOCH": str(NOW), "NO_COLOR": "1", "COLUMNS": "100", **environment}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )


def done(*command: str | Path, cwd: Path, **environment: str) -> Ran:
    result = ran(*command, cwd=cwd, **environment)
    assert result.returncode == 0, result.stdout + result.stderr
    return result


PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout's wheel, built by this environment's own backend."""
    folder = tmp_path_factory.mktemp("wheel")
    offline = ("--no-index", "--no-deps", "--no-build-isolation")
    done(*PIP, "wheel", *offline, "-w", folder, ROOT, cwd=folder, SOURCE_DATE_EPOCH=str(NOW))
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a new environment with the wheel, and our libraries beside it."""
    root = tmp_path_factory.mktemp("environment")
    done(sys.executable, "-m", "venv", "--without-pip", root, cwd=root)
    paths = {"base": str(root), "platbase": str(root)}
    site = Path(sysconfig.get_path("purelib", "venv", vars=paths))
    # A folder named here is searched for packages; what is installed there by reference is not.
    (site / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n", "utf-8")
    python = root / "bin" / "python"
    done(*PIP, f"--python={python}", "install", "--no-index", "--no-deps", wheel, cwd=root)
    return root / "bin"


@pytest.fixture(scope="module")
def paper(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper of two articles, started in an empty folder and built by the installed command."""
    root = tmp_path_factory.mktemp("paper")
    done(programs / "newsroom", "init", cwd=root)
    for name in ("mot", "hai"):
        article = root / "content/tin-tuc/2025/04" / f"{name}.md"
        article.parent.mkdir(parents=True, exist_ok=True)
        article.write_text(ARTICLE.format(title=f"Bài {name}"), "utf-8")
    done(programs / "newsroom", "build", cwd=root)
    return root


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"newsroom"}
    held = {name.removeprefix("newsroom/") for name in names}
    for folder in ("plugins/newsroom", "theme"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                name = path.relative_to(ROOT).as_posix()
                name = name.replace("theme/", "_theme/", 1) if folder == "theme" else name
                assert name.removeprefix("plugins/newsroom/") in held, name
    assert {"py.typed", "locale/vi/LC_MESSAGES/newsroom.mo"} <= held


def test_a_paper_is_built_in_an_empty_folder(programs: Path, paper: Path) -> None:
    page = (paper / "output/2025/04/mot.html").read_text("utf-8")
    assert "Bài mot" in page and "Bài hai" in page
    assert (paper / "output/theme/css/site.css").is_file()
    again = done(programs / "newsroom", "build", cwd=paper)
    assert "dựng 0 trang, ghi 0 tệp, xóa 0 tệp" in again.stdout
    code = "import newsroom; print(newsroom.__file__, newsroom.theme())"
    for place in done(programs / "python", "-c", code, cwd=paper).stdout.split():
        assert Path(place).is_relative_to(programs.parent), place


def test_pelican_builds_the_same(programs: Path, paper: Path) -> None:
    """``PLUGINS = ["newsroom"]`` is found by its import path: the settings name no other."""
    assert "sys.path" not in (paper / "pelicanconf.py").read_text("utf-8")
    result = done(
        programs / "python", "-m", "pelican", "content", "-s", "pelicanconf.py", cwd=paper
    )
    assert "dựng 0 trang" in result.stdout


def test_another_output_folder_and_other_settings(programs: Path, paper: Path) -> None:
    done(programs / "newsroom", "build", "-s", "publishconf.py", "-o", "elsewhere", cwd=paper)
    page = (paper / "elsewhere/2025/04/mot.html").read_text("utf-8")
    assert 'href="https://example.org/2025/04/mot.html"' in page
    why = done(programs / "newsroom", "why", "2025/04/mot.html", "-o", "elsewhere",
               "-s", "publishconf.py", cwd=paper)  # fmt: skip
    assert why.stdout.startswith("2025/04/mot.html\n")


def test_help_is_vietnamese(programs: Path, paper: Path) -> None:
    text = done(programs / "newsroom", "--help", cwd=paper).stdout
    assert text.startswith("cách dùng: newsroom ")
    assert "usage" not in text and "Dựng" in text
    assert "newsroom 0." in done(programs / "newsroom", "--version", cwd=paper).stdout


def test_a_folder_without_a_paper_is_told(programs: Path, tmp_path: Path) -> None:
    result = ran(programs / "newsroom", "build", cwd=tmp_path)
    assert result.returncode == 1 and "Traceback" not in result.stderr
    assert "pelicanconf.py" in result.stderr and len(result.stderr.splitlines()) == 1


def test_an_editable_install_uses_the_checkout(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As ``make site`` makes it: code and theme stay where they are."""
    offline = ("--no-index", "--no-deps", "--no-build-isolation")
    done(*PIP, "install", *offline, f"--target={tmp_path}", "-e", ROOT, cwd=tmp_path)
    (listed,) = tmp_path.glob("*.pth")
    assert listed.read_text("utf-8").strip() == str(ROOT / "plugins")
    assert not (tmp_path / "newsroom").exists()
