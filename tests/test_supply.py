# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where everything comes from: versions, hashes, wheels, licences, and no rights of others."""

from __future__ import annotations

import os
import re
import subprocess
from importlib.metadata import PackageNotFoundError, files, metadata
from pathlib import Path

import pytest

from tests.portal import ROOT

LOCKS = (
    "requirements.txt",
    "requirements-bulletin.txt",
    "requirements-cluster.txt",
    "requirements-heic.txt",
    "requirements-test.txt",
    "requirements-build.txt",
)

# What may be combined with AGPL-3.0-or-later: by its SPDX name, or the words that older
# distributions have instead.
PERMISSIVE = {
    "MIT", "MIT License", "BSD", "BSD License", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Zlib",
    "CC0-1.0", "Apache-2.0", "Apache Software License", "PSF-2.0", "Public Domain", "ISC",
    "MIT-CMU", "MIT-0",
}  # fmt: skip
COPYLEFT = {
    "MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)", "LGPL-3.0-or-later",
    "GNU Lesser General Public License v3 or later (LGPLv3+)", "GPL-2.0-or-later",
    "GNU General Public License v2 or later (GPLv2+)", "AGPL-3.0-or-later",
    "GNU Affero General Public License v3 or later (AGPLv3+)",
}  # fmt: skip
ALLOWED = PERMISSIVE | COPYLEFT
# Of several licences one may be chosen, but these two say all in one list.
CHOSEN = {
    "docutils": {"Public Domain", "BSD License"},  # the GPL is for an Emacs mode, not shipped
    "pyphen": {"GNU General Public License v2 or later (GPLv2+)"},  # or LGPL, or MPL 1.1
}

# What says nothing of its licence but by the file that comes with it: what that begins to grant.
READ = {"resvg-py": ("MIT", "Permission is hereby granted, free of charge, to any person")}

ONLY_ELSEWHERE = {"colorama", "pywin32", "win-unicode-console", "brotlicffi"}  # Windows, PyPy


def locked(lock: str) -> dict[str, str]:
    """The distributions of a lock, and the text of each: version, marker, hashes."""
    text = (ROOT / lock).read_text("utf-8")
    parts = re.split(r"^(?=[A-Za-z0-9])", re.sub(r"^ *#.*\n", "", text, flags=re.M), flags=re.M)
    return {re.split(r"[=\[ ;]", part)[0].lower(): part for part in parts if part.strip()}


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_has_a_version_and_a_hash(lock: str) -> None:
    found = locked(lock)
    assert found
    for name, text in found.items():
        assert re.match(r"[\w.\[\]-]+==[\w.!+]+[ ;]", text), name
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", text), name
        assert " @ " not in text and "://" not in text, name


def test_pip_is_among_them_and_a_build_needs_nothing_else() -> None:
    assert set(locked("requirements-build.txt")) == {"pip", "setuptools"}
    assert {"hatchling", "editables"} <= set(locked("requirements.txt"))
    assert set(locked("requirements.txt")) < set(locked("requirements-bulletin.txt"))
    assert set(locked("requirements.txt")) < set(locked("requirements-cluster.txt"))
    assert set(locked("requirements.txt")) < set(locked("requirements-heic.txt"))


@pytest.mark.parametrize("target", ["site", "test"])
def test_make_installs_what_is_locked_and_builds_one_library(target: str, tmp_path: Path) -> None:
    """All that would be run in a new checkout: read from make itself."""
    command = ["make", "-n", "-B", target, f"VENV={tmp_path}/venv"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    installs = [line for line in told.splitlines() if " install " in line and "pip" in line]
    assert len(installs) == 3
    for line in installs:
        editable = "--no-build-isolation --no-deps -e ." in line
        assert editable or {"--require-hashes", "--only-binary"} <= set(line.split()), line
        assert re.findall(r"--no-binary (\S+)", line) in ([], ["feedgen"])
        assert ("--no-binary" not in line) or "--no-build-isolation" in line
    assert "-r requirements-build.txt" in installs[0]
    assert "sudo" not in told and "curl" not in told


def licences(name: str) -> set[str]:
    """What a distribution says of its licence."""
    about = metadata(name)
    if name in READ:
        licence, words = READ[name]
        texts = [f.read_text() for f in files(name) or () if f.name == "LICENSE"]
        return {licence} if any(words in " ".join(text.split()) for text in texts) else set()
    if expression := about.get("License-Expression"):
        return set(re.split(r" (?:AND|OR) |[()]", expression)) - {""}
    classifiers = [c for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    found = {c.rpartition(" :: ")[2] for c in classifiers} - {"OSI Approved"}
    return found or {(about.get("License") or "").split("\n")[0]}


def test_licences_of_everything_shipped() -> None:
    wrong, absent = {}, set()
    extras = [locked(f"requirements-{extra}.txt") for extra in ("bulletin", "cluster", "heic")]
    for name in set().union(*extras):  # each holds what requirements.txt does
        try:
            found = licences(name)
        except PackageNotFoundError:
            absent.add(name)
            continue
        if not (CHOSEN.get(name, found) and CHOSEN.get(name, found) <= found & ALLOWED):
            wrong[name] = found
    assert wrong == {}
    if os.environ.get("CI") != "true":
        absent -= {"pillow-heif"}  # whoever has no such photos may do without
    assert absent <= ONLY_ELSEWHERE


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with none of the programs; who calls another user's rights is noted."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("apt-get", "sudo", "su", "doas", "pkexec"):
        program(folder, name, f'echo "{name} $*" >>"{tmp_path}/called"')
    return tmp_path


def program(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def needed(machine: Path, user: int, **environment: str) -> tuple[int, str, str]:
    """Exit status, what is told, and what was called."""
    program(machine / "bin", "id", f"echo {user}")
    ran = subprocess.run(
        ["/bin/sh", str(ROOT / "tools/system-packages.sh")],
        env={"PATH": str(machine / "bin"), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    called = machine / "called"
    return ran.returncode, ran.stdout + ran.stderr, called.read_text() if called.exists() else ""


def test_without_rights_one_line_is_printed_and_the_tests_are_named(machine: Path) -> None:
    status, told, called = needed(machine, 1000)
    assert (status, called) == (0, "")
    (line,) = re.findall(r"^ *apt-get install (.*)$", told, re.M)
    packages = [word for word in line.split() if not word.startswith("-")]
    assert {"chromium", "chromium-driver", "strace", "rsync", "caddy", "openssl"} <= set(packages)
    for package in packages:
        (tests,) = re.findall(rf"^ *{package}: (.*)$", told, re.M)
        for path in re.findall(r"tests/[\w/.]+\w", tests):
            assert (ROOT / path).exists(), path
    assert needed(machine, 1000, CI="true")[0] == 1


def test_root_installs_them(machine: Path) -> None:
    status, told, called = needed(machine, 0)
    assert status == 0 and "sudo" not in told
    update, install = called.splitlines()
    assert update.startswith("apt-get update") and " chromium " in install
    assert "Left out" in told  # this apt-get installs nothing


def test_nothing_asks_for_another_user_s_rights() -> None:
    ours = [ROOT / "Makefile", ROOT / "tasks.py", *(ROOT / "tools").glob("*.sh")]
    for path in ours:
        lines = path.read_text("utf-8").splitlines()
        code = [line for line in lines if not line.lstrip().startswith("#")]
        assert not re.search(r"\b(sudo|doas|pkexec)\b", "\n".join(code)), path
    assert os.access(ROOT / "SECURITY.md", os.R_OK)
