# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a build asks of the kernel: a build of a site under strace, call by call."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.portal import NOW, ROOT, Portal

_CALLS = "%file,write,pwrite64,writev,ftruncate,fallocate,fsync,fdatasync,getdents64,fchmod,fchown"
_BUILD = """
import sys
sys.path[:0] = [{plugins!r}, {root!r}]
import msgspec
from newsroom.newspaper import build
from newsroom.settings import Settings
decoder = msgspec.json.Decoder(Settings, dec_hook=lambda kind, value: kind(value))
build(decoder.decode({settings!r}), {now})
"""
_CALL = re.compile(r"^(?:\[pid +\d+\] |\d+ +)?(\w+)\((.*)$")
_WRITES = {
    "creat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
    "link", "linkat", "symlink", "symlinkat", "truncate", "ftruncate", "fallocate", "write",
    "pwrite64", "writev", "chmod", "fchmod", "fchmodat", "chown", "fchown", "fchownat", "utimensat",
}  # fmt: skip


class Call(msgspec.Struct, frozen=True):
    """A system call: its name, and its arguments with the paths of files."""

    name: str
    arguments: str

    @property
    def changes(self) -> bool:
        """Whether it changes a file, a folder or their state."""
        if re.search(r"\) += -1 E\w+", self.arguments):
            return False  # refused, as making a folder that is there
        if self.name in ("open", "openat"):
            return bool(re.search(r"O_WRONLY|O_RDWR|O_CREAT", self.arguments))
        return self.name in _WRITES


def need_strace() -> None:
    """Leave the test out where strace is missing or not allowed; never under CI."""
    program = shutil.which("strace")
    works = program and subprocess.run(
        [program, "-o", os.devnull, "true"], capture_output=True, check=False
    )
    if not works or works.returncode:
        assert os.environ.get("CI") != "true", "strace is missing: see tools/system-packages.sh"
        pytest.skip("needs strace (see tools/system-packages.sh)")


def traced_build(site: Portal, log: Path) -> list[Call]:
    """The calls of a build of the site in a process of its own."""
    encoded = msgspec.json.encode(site.settings, enc_hook=str)
    code = _BUILD.format(
        plugins=str(ROOT / "plugins"), root=str(ROOT), settings=encoded, now=site.now or NOW
    )
    command = ["strace", "-f", "-y", "-s", "4096", "-e", f"trace={_CALLS}", "-o", str(log)]
    # Byte code is compiled elsewhere; a build that writes it would write into the package.
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([*command, sys.executable, "-c", code], check=True, env=environment)
    lines = log.read_text("utf-8", "replace").splitlines()
    found = [match for line in lines if (match := _CALL.match(line))]
    return [Call(match[1], match[2]) for match in found]


def touching(calls: list[Call], folder: Path) -> list[Call]:
    """The calls that name the folder or anything in it."""
    return [call for call in calls if str(folder) in call.arguments]
