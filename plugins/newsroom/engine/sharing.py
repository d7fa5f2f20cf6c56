# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that are one with others on the disk, where the file system can."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

CLONE, LINK = "clone", "link"


def share(source: Path, target: str, how: str) -> bool:
    """Make ``target`` what ``source`` is; False where that can't be done.

    A `CLONE` shares its blocks until one of them is written to (btrfs, XFS, NFS; elsewhere the
    kernel copies them, which is a copy like any other), a `LINK` is the same file.

    Raises:
        OSError: there is no folder for it, or no room.
    """
    return _linked(source, target) if how == LINK else _cloned(source, target)


def _linked(source: Path, target: str) -> bool:
    with suppress(FileNotFoundError):
        os.unlink(target)  # noqa: PTH108 - plain text, as in `newsroom.engine.output`
    try:
        os.link(source, target)
    except FileNotFoundError:
        if source.exists():
            raise  # its folder is not there
        return False
    except OSError:  # another disk, too many links, or none at all
        return False
    return True


def _cloned(source: Path, target: str) -> bool:
    try:
        given = source.open("rb")
    except OSError:
        return False  # whoever copies it says so
    with given, open(target, "wb") as file:  # noqa: PTH123 - likewise
        rest = os.fstat(given.fileno()).st_size
        while rest > 0:
            try:
                done = os.copy_file_range(given.fileno(), file.fileno(), rest)
            except OSError as error:
                if error.errno in _FULL:
                    raise
                return False
            if done == 0:
                return False
            rest -= done
    return True


_FULL = frozenset((errno.ENOSPC, errno.EDQUOT))  # a copy would fare no better
