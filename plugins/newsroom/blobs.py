# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file holds: its bytes with its state, in one look, and git's digest of them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_SIGNED = 2**63 - 1


def state_of(stat: os.stat_result, *, trusted: bool) -> int:
    """A file's times and its inode as one number: another number is a reason to open it.

    A program can give a file back its mtime, but not its ctime. Where the system makes that up, or
    inodes (some network mounts), they are not ``trusted``, and the mtime (ns) stands alone. As in
    git's index, whose ``core.trustctime`` means the same.
    """
    if not trusted:
        return stat.st_mtime_ns
    return (stat.st_mtime_ns ^ (stat.st_ctime_ns << 1) ^ (stat.st_ino << 24)) & _SIGNED


def blob_digest(size: int) -> hashlib._Hash:
    """A digest that is git's object id once it was fed a file of this size in bytes.

    That is the SHA-1 of "blob <size>\\0" and the bytes.
    """
    return hashlib.sha1(b"blob %d\x00" % size, usedforsecurity=False)


def blob_id(data: bytes) -> bytes:
    """Git's object id of a file with this content."""
    digest = blob_digest(len(data))
    digest.update(data)
    return digest.digest()


class FileTooLargeError(Exception):
    """A file has more bytes than a source may have; ``size`` tells how many."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def read_file(path: Path, most: int | None = None) -> tuple[os.stat_result, bytes]:
    """A source's state and its bytes, in one look: what is remembered is what was read.

    The state comes first: if the file is changed now, its time will tell the next build.

    Raises:
        FileTooLargeError: it has more than ``most`` bytes.
        OSError: it can't be read.
    """
    with path.open("rb") as file:
        stat = os.fstat(file.fileno())
        if most is not None and stat.st_size > most:
            raise FileTooLargeError(stat.st_size)
        return stat, file.read()
