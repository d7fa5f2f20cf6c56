# SPDX-License-Identifier: AGPL-3.0-or-later
"""How an older state of an output folder comes back: by hand, by backups, by CI."""

from __future__ import annotations

import shutil
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
