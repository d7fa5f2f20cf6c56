# SPDX-License-Identifier: AGPL-3.0-or-later
"""What git knows of the content folder: which files are just as they were checked out.

A fresh clone gives every file a new inode and new times, and a store that was brought along knows
none of them. But git has written them itself and noted their states in its index, beside their
object ids, which are our digests. It answers for files that it has not changed on the way (line
ends, encodings, filters) and does look at (no ``assume-unchanged``, no ``skip-worktree``); all
others are opened, and so is everything where there is no git, where the clone is somebody else's
or has other object ids (SHA-256).
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from pathlib import Path

from newsroom.engine.scan import Differences, Scanned
from newsroom.store import sources
from newsroom.store.database import transaction

# The index may not be trusted less than we trust a file's state; and nothing of ours is a hook.
_STRICT = (
    *("-c", "core.trustctime=true", "-c", "core.checkStat=default", "-c", "core.ignoreStat=false"),
    *(
        "-c",
        "core.fsmonitor=false",
        "-c",
        "core.untrackedCache=false",
        "-c",
        "core.quotePath=false",
    ),
)
_PLAIN = ("H 100644", "H 100755")  # files that it looks at; not links, not submodules
_ABOUT = len("H 100644 ") + 40 + len(" 0\t")
_CHANGING = ("text", "eol", "crlf", "ident", "filter", "working-tree-encoding")


WORTH_ASKING = 200
"""Git takes as long to answer as it takes to open so many files."""


def take_for_known(
    connection: sqlite3.Connection, content: Path, scanned: Scanned, found: Differences
) -> Differences:
    """The differences without the files that git knows to hold what was read of them.

    Their new states are remembered. In a fresh clone that is nearly all of them, and nothing else
    is asked of one or done for it: neither is it opened, nor has it a row of its own to be written.
    """
    if len(found.suspects) < WORTH_ASKING or not sources.is_any_known(connection):
        return found
    blobs = checked_out(content)
    for path, name in scanned.names.items():
        if name in blobs:
            blobs[path] = blobs.pop(name)
    held = sources.holding(connection, blobs)
    taken = {path for path, file in found.suspects.items() if held.get(path) == file.kind}
    if not taken:
        return found
    with nullcontext() if connection.in_transaction else transaction(connection):
        for folder, files in scanned.folders.items():
            sources.settle_folder(connection, folder, [f for f in files if folder + f[0] in taken])
    suspects = {path: file for path, file in found.suspects.items() if path not in taken}
    return Differences(suspects, found.removed)


def checked_out(content: Path) -> dict[str, bytes]:
    """The object ids of all files in the content folder that git answers for."""
    with suppress(OSError, subprocess.SubprocessError, ValueError):
        if _is_plain(content):
            return _answers(content)
    return {}


def _is_plain(content: Path) -> bool:
    """Whether the object ids are SHA-1, and line ends stay unless an attribute asks for others."""
    if _git(content, "rev-parse", "--show-object-format").strip() != b"sha1":
        return False
    found = _git(content, "config", "--get-regexp", r"^core\.autocrlf$", fails=1)
    return all(line.endswith(b" false") for line in found.splitlines())


def _answers(content: Path) -> dict[str, bytes]:
    listed = _start(content, "ls-files", "-z", "-v", "--stage")
    changed = _start(content, "diff-files", "-z", "--name-only", "--relative", "--no-ext-diff")
    found = dict(_plain_files(os.fsdecode(_ended(listed))))
    attributes = _start(content, "check-attr", "-z", "--all", "--stdin")
    asked = os.fsencode("".join(f"{path}\0" for path in found))
    fields = iter(os.fsdecode(_ended(attributes, asked)).split("\0"))
    for path in os.fsdecode(_ended(changed)).split("\0"):
        found.pop(path, None)
    for path, attribute, value in zip(fields, fields, fields, strict=False):
        if attribute in _CHANGING and value != "unset":
            found.pop(path, None)
    return found


def _plain_files(listed: str) -> Iterator[tuple[str, bytes]]:
    """Files that git looks at, with their object ids: "H 100644 <id> 0<tab>path" and a NUL."""
    for entry in listed.split("\0"):
        about, path = entry[:_ABOUT], entry[_ABOUT:]
        if about[:8] in _PLAIN and about[49:] == " 0\t":
            yield path, bytes.fromhex(about[9:49])


def _git(content: Path, *arguments: str, given: bytes = b"", fails: int = 0) -> bytes:
    """What git says; ``fails`` is an exit status that is no failure."""
    return _ended(_start(content, *arguments), given, fails)


def _start(content: Path, *arguments: str) -> subprocess.Popen[bytes]:
    # Whoever builds from a hook has variables that name another repository's index.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.Popen(
        ["git", *_STRICT, *arguments],
        cwd=content,
        env=kept | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _ended(process: subprocess.Popen[bytes], given: bytes = b"", fails: int = 0) -> bytes:
    try:
        output, _error = process.communicate(given)
    except BaseException:
        process.kill()
        raise
    if process.returncode not in (0, fails):
        raise subprocess.SubprocessError
    return output
