# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cache folder belongs to one user: whoever can write there can have a build run code.

It holds compiled templates, which Jinja loads as Python loads its own compiled code, and stores
whose texts are published as they are. So it is made for its owner alone, and one that others own or
can write is refused before anything in it is read.
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from newsroom.errors import StoreError
from newsroom.messages import _

COMPILED = "templates"
"""The folder of compiled templates in a cache folder."""

_ALONE = 0o700


def make_private(folder: Path) -> None:
    """Make a cache folder (and those around it) if there is none; see `keep_private`.

    Raises:
        OSError: it can't be made.
        StoreError: others own it, or can write to it.
    """
    folder.mkdir(_ALONE, parents=True, exist_ok=True)
    keep_private(folder)


def keep_private(folder: Path) -> None:
    """Look whether a cache folder is ours alone to write; there may be none yet.

    One of ours that its group can write to was made under a umask of 002: it becomes ours alone,
    and compiled templates in it are forgotten, as somebody may have put them there.

    Raises:
        StoreError: others own it, or everybody can write to it.
    """
    for path in (folder, folder / COMPILED):
        try:
            found = path.stat()
        except OSError:
            continue  # whoever wants to write there tells why it can't be done
        _refuse(path, found)
        if found.st_mode & stat.S_IWGRP:
            _mend(folder, path)


def _refuse(path: Path, found: os.stat_result) -> None:
    if found.st_uid != os.geteuid():
        message = _(
            "The cache folder {path} belongs to another user, who could run code by it; "
            "remove it, or set CACHE_PATH to a folder of your own."
        )
        raise StoreError(message.format(path=path))
    if found.st_mode & stat.S_IWOTH:
        message = _(
            "Everybody can write to the cache folder {path}, and so run code by it; "
            "remove it, or set CACHE_PATH to a folder of your own."
        )
        raise StoreError(message.format(path=path))


def _mend(folder: Path, path: Path) -> None:
    with suppress(OSError):
        path.chmod(_ALONE)
    if path.stat().st_mode & stat.S_IWGRP:  # a file system without such modes
        message = _(
            "A group can write to the cache folder {path}, and that can't be changed here; "
            "set CACHE_PATH to a folder of your own."
        )
        raise StoreError(message.format(path=path))
    shutil.rmtree(folder / COMPILED, ignore_errors=True)
