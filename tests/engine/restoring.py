# SPDX-License-Identifier: AGPL-3.0-or-later
"""How an older state of an output folder comes back: by hand, by backups, by CI; fresh clones."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path


def replace(backup: Path, output: Path) -> None:
    """The folder is removed, and the backup put in its place."""
    shutil.rmtree(output)
    shutil.copytree(backup, output)


def put_over(backup: Path, output: Path) -> None:
    """``cp -a backup/. output/``"""
    shutil.copytree(backup, output, dirs_exist_ok=True)


def synchronise(backup: Path, output: Path) -> None:
    """``rsync -a backup/ output/``: what has the same size and time stays, the marker as well."""
    for path in sorted(backup.rglob("*"), reverse=True):
        own = output / path.relative_to(backup)
        if path.is_dir():
            own.mkdir(parents=True, exist_ok=True)
        elif not own.exists() or _state(own) != _state(path):
            own.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, own)
    for path in [backup, *backup.rglob("*")]:
        if path.is_dir():
            shutil.copystat(path, output / path.relative_to(backup))


def _state(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def without_times(backup: Path, output: Path) -> None:
    """``cp -r``: everything is of now."""
    shutil.rmtree(output)
    shutil.copytree(backup, output, copy_function=shutil.copyfile)


def clone(content: Path) -> None:
    """The content folder is committed, and a fresh clone of it put in its place."""
    git(content, "init", "-q")
    git(content, "add", "-A")
    git(content, "commit", "-qm", "x", "--allow-empty")
    with tempfile.TemporaryDirectory(dir=content.parent) as scratch:
        origin = Path(scratch) / "origin"
        shutil.move(content, origin)
        git(content.parent, "clone", "-q", str(origin), str(content))


def git(folder: Path, *arguments: str) -> None:
    """Run git as somebody, where clones of local folders are allowed."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    options = (*who, "-c", "protocol.file.allow=always")
    subprocess.run(["git", *options, *arguments], cwd=folder, check=True, capture_output=True)
