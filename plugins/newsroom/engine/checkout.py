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
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from newsroom.engine.scan import ScannedFile
from newsroom.store.sources import KnownFile

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
_PLAIN = ("100644", "100755")  # files; not links, not submodules
_CHANGING = ("text", "eol", "crlf", "ident", "filter", "working-tree-encoding")


WORTH_ASKING = 200
"""Git takes as long to answer as it takes to open so many files."""


def unchanged(
    content: Path, suspects: Mapping[str, ScannedFile], known: Mapping[str, KnownFile]
) -> dict[str, KnownFile]:
    """Of many files that look different, those that git knows to hold what was read of them."""
    if len(known) < WORTH_ASKING:
        return {}
    names = {suspects[path].name or path: path for path in known}
    found = {}
    for name, blob in checked_out(content, names).items():
        path = names[name]
        file = suspects[path]
        if (blob, file.kind) == (known[path].digest, known[path].kind):
            found[path] = KnownFile(path, file.kind, file.size, file.state, blob)
    return found


def checked_out(content: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """The object ids of those of these paths, under the content folder, that git answers for."""
    with suppress(OSError, subprocess.SubprocessError, ValueError):
        if _is_plain(content):
            return _answers(content, set(paths))
    return {}


def _is_plain(content: Path) -> bool:
    """Whether the object ids are SHA-1, and line ends stay unless an attribute asks for others."""
    if _git(content, "rev-parse", "--show-object-format").strip() != b"sha1":
        return False
    found = _git(content, "config", "--get-regexp", r"^core\.autocrlf$", fails=1)
    return all(line.endswith(b" false") for line in found.splitlines())


def _answers(content: Path, paths: set[str]) -> dict[str, bytes]:
    listed = _start(content, "ls-files", "-z", "-v", "--stage")
    changed = _start(content, "diff-files", "-z", "--name-only", "--relative", "--no-ext-diff")
    attributes = _start(content, "check-attr", "-z", "--all", "--stdin")
    asked = os.fsencode("".join(f"{path}\0" for path in paths))
    fields = iter(os.fsdecode(_ended(attributes, asked)).split("\0"))
    found = dict(_plain_files(os.fsdecode(_ended(listed)), paths))
    for path in os.fsdecode(_ended(changed)).split("\0"):
        found.pop(path, None)
    for path, attribute, value in zip(fields, fields, fields, strict=False):
        if attribute in _CHANGING and value != "unset":
            found.pop(path, None)
    return found


def _plain_files(listed: str, paths: set[str]) -> Iterator[tuple[str, bytes]]:
    """Files that git looks at, with their object ids: "H 100644 <id> 0<tab>path" and a NUL."""
    for entry in listed.split("\0"):
        about, _tab, path = entry.partition("\t")
        if path in paths:
            tag, mode, name, stage = about.split(" ")
            if tag == "H" and stage == "0" and mode in _PLAIN:
                yield path, bytes.fromhex(name)


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
