# SPDX-License-Identifier: AGPL-3.0-or-later
"""The programs in ``tools/`` and the tasks: what they make is what the repository holds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tasks
import yaml
from babel.messages.pofile import read_po
from invoke import MockContext, Result
from tools import catalogues, districts

from newsroom.errors import Problems
from newsroom.read.registries import load_registries
from newsroom.text.slug import slugify
from tests.conftest import SLOW
from tests.portal import ROOT

CONTENT = ROOT / "content"

# ------------------------------------------------------------------------------ catalogues


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one message, a theme with another, and no catalogues yet."""
    package, templates = tmp_path / "package", tmp_path / "templates"
    (package / "pages").mkdir(parents=True)
    templates.mkdir()
    (package / "x.py").write_text('_("a wrong {name}")\n')
    (package / "rows.py").write_text("")
    (package / "pages" / "y.py").write_text('say("Page %d")\n')
    (templates / "z.html").write_text(
        '{{ _("Home") }}{{ ngettext("%(num)s day", "%(num)s days", 3) }}'
    )
    for name, value in {
        "ROOT": tmp_path,
        "PACKAGE": package,
        "PAGES": package / "pages",
        "TAXONOMIES": package / "rows.py",
        "TEMPLATES": templates,
        "NEWSROOM": tmp_path / "newsroom.po",
        "THEME": tmp_path / "theme.po",
    }.items():
        monkeypatch.setattr(catalogues, name, value)
    return tmp_path


def test_catalogues_are_made_and_ask_for_translations(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert catalogues.main([]) == 1
    told = capsys.readouterr().out
    assert "updated: newsroom.po" in told
    assert "newsroom.po: no translation: a wrong {name}" in told
    assert {message.id for message in _entries(small / "theme.po")} == {
        "Page %d",
        "Home",
        ("%(num)s day", "%(num)s days"),
    }


def test_catalogues_keep_translations_and_drop_what_is_unused(small: Path) -> None:
    catalogues.main([])
    _translate(small / "newsroom.po", "a wrong {name}", "sai {name}")
    (small / "package" / "x.py").write_text('_("a wrong {name}")\n_("new")\n')
    (small / "templates" / "z.html").write_text("{{ _('Home') }}")
    assert catalogues.main(["--check"]) == 1
    catalogues.main([])
    found = {message.id: message.string for message in _entries(small / "newsroom.po")}
    assert found == {"a wrong {name}": "sai {name}", "new": ""}
    assert {message.id for message in _entries(small / "theme.po")} == {"Page %d", "Home"}


def test_catalogues_are_content_when_all_is_done(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small / "templates" / "z.html").write_text("")
    catalogues.main([])
    _translate(small / "newsroom.po", "a wrong {name}", "sai {name}")
    _translate(small / "theme.po", "Page %d", "Trang %d")
    assert catalogues.main([]) == 0
    before = {path: path.read_bytes() for path in small.glob("*.?o")}
    capsys.readouterr()
    assert catalogues.main(["--check"]) == 0
    assert capsys.readouterr().out == ""
    assert {path: path.read_bytes() for path in small.glob("*.?o")} == before


def _entries(path: Path) -> list[Any]:
    with path.open("rb") as file:
        return [message for message in read_po(file, locale="vi") if message.id]


def _translate(path: Path, message: str, translation: str) -> None:
    text = path.read_text("utf-8")
    pair = f'msgid "{message}"\nmsgstr ""'
    assert pair in text
    path.write_text(text.replace(pair, f'msgid "{message}"\nmsgstr "{translation}"'), "utf-8")


# ------------------------------------------------------------------------------- districts

UNITS = {
    "districts": [
        {"name": "Đống Đa", "kind": "quận", "valid_to": "2025-06-30", "successors": ["1", "2"]},
    ],
    "units": [
        {
            "code": "1",
            "name": "Đống Đa",
            "kind": "phường",
            "valid_from": "2025-07-01",
            "predecessor_districts": ["Quận Đống Đa"],
        },
        {
            "code": "2",
            "name": "Yên Hoà",
            "kind": "phường",
            "valid_from": "2025-07-01",
            "predecessor_districts": ["quận Đống Đa"],
        },
    ],
}


def test_districts_make_a_registry_without_faults() -> None:
    data = yaml.safe_dump(districts.registry(UNITS), allow_unicode=True, sort_keys=False)
    problems = Problems()
    files = {"districts.yaml": data.encode(), "sections.yaml": b"- {slug: a, name: A}\n"}
    loaded = load_registries(files, problems)
    assert list(problems) == []
    city, old, ward, other = loaded.registries.units
    assert (city.slug, old.slug, ward.slug) == ("toan-thanh-pho", "quan-dong-da", "phuong-dong-da")
    assert old.successors == (ward.slug, other.slug)
    assert ward.predecessors == other.predecessors == (old.slug,)
    assert "LĐLĐ quận Đống Đa" in old.aliases
    assert other.name == "Phường Yên Hòa" and "Phường Yên Hoà" in other.aliases


def test_slugs_of_units_are_those_of_the_site() -> None:
    units = yaml.safe_load((CONTENT / "data" / "districts.yaml").read_text("utf-8"))
    dated = [unit for unit in units if "valid_from" in unit or "valid_to" in unit]
    assert len(dated) == 30 + 126 + 2  # Từ Liêm and Hà Tây ended earlier
    for unit in dated:
        assert unit["slug"] == slugify(unit["name"]) == districts.ascii_slug(unit["name"])


# -------------------------------------------------------------------------------- pictures


@pytest.fixture
def illustrations(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    import illustrations

    return illustrations


def test_every_picture_is_drawn_and_light(illustrations: Any) -> None:
    drawn = {path for path, _draw in illustrations.all_drawings().values()}
    kept = {path for path in (CONTENT / "images").rglob("*") if path.is_file()}
    assert kept == drawn
    heavy = [path.name for path in kept if path.stat().st_size > illustrations.HEAVIEST]
    assert heavy == []


def test_unknown_pictures_are_refused(
    illustrations: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert illustrations.main(["khong-co"]) == 2
    assert "khong-co" in capsys.readouterr().out


def test_the_tune_is_the_one_that_is_kept(illustrations: Any, tmp_path: Path) -> None:
    from pictures import tune

    tune.write(tmp_path / "x.wav")
    assert (tmp_path / "x.wav").read_bytes() == (CONTENT / "audio" / "nhac-hieu.wav").read_bytes()


# ------------------------------------------------------------------------- scripts and tasks


@pytest.mark.parametrize(
    ("shell", "script"), [("sh", "tools/system-packages.sh"), ("bash", ".ci/run")]
)
def test_scripts_are_well_formed(shell: str, script: str) -> None:
    subprocess.run([shell, "-n", ROOT / script], check=True)


def test_tasks_find_the_package_without_help() -> None:
    """``invoke`` runs without PYTHONPATH, and ``new`` and ``serve`` need the package."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-c", "import tasks, newsroom.bridge.scaffold"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_tasks_of_editors_are_listed_in_their_language() -> None:
    environment = os.environ | {"LANGUAGE": "vi"}
    command = [sys.executable, "-m", "invoke", "--list"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    listed = done.stdout.decode()
    assert "Dựng trang theo các bài hiện có." in listed
    assert not [text for text in tasks.TOLD.values() if text in listed]


def commands(task: Any, *arguments: Any, **options: Any) -> list[str]:
    """The commands that a task runs."""
    context = MockContext(run=Result(), repeat=True)
    task(context, *arguments, **options)
    return [call.args[0] for call in context.run.call_args_list]


def test_a_quick_run_leaves_out_what_is_slow() -> None:
    (quick,) = commands(tasks.test, quick=True)
    assert "'not slow and not browser'" in quick
    (whole,) = commands(tasks.test, only="panels or lists", path="tests/pages")
    assert (
        "--durations=20" in whole and "-k 'panels or lists'" in whole and " tests/pages " in whole
    )
    assert not [name for name in SLOW if not (ROOT / "tests" / name).exists()]


def test_checks_are_those_of_a_reviewer() -> None:
    found = " ; ".join(commands(tasks.check, tests=False))
    assert all(word in found for word in ("ruff check", "ruff format --check", "mypy --strict"))
    assert "pytest" not in found
