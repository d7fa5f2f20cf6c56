# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one door out: files of the output folder, replaced as a whole and only when they differ.

Paths are plain text and calls are those of `os` where every page passes (hence PTH is silenced
there): making a `Path` is work of its own, once for each of 100,000 files.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from newsroom.errors import OutputError
from newsroom.messages import _

MARKER = ".newsroom"
_TEMPORARY = ".newsroom-tmp"
_CHUNK = 1 << 20
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_CLOEXEC
_OWN = b"Made by the newsroom portal; files it does not know may be removed.\n"
_GUEST = b"The newsroom portal writes here beside other files, and removes only its own.\n"


def digest_of(data: bytes) -> bytes:
    """The digest that the manifest keeps of a file's bytes (BLAKE2b, 16 bytes)."""
    return blake2b(data, digest_size=16).digest()


def digest_of_file(path: Path) -> bytes:
    """The same digest, of a file too large to hold."""
    digest = blake2b(digest_size=16)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.digest()


class Output:
    """An output folder.

    A file appears under its name only when it is whole (written beside it, then renamed), so a
    reader or a killed build never sees half of one.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        # Plain strings below: pathlib costs 0.1 ms a file, as much as writing it.
        self._root = str(root)
        self._temporary = f"{_TEMPORARY}-{os.getpid()}"
        self.was_empty = False
        """Whether `prepare` found nothing in it."""

    def write(self, save_as: str, data: bytes) -> bool:
        """Put ``data`` at ``save_as``; returns whether the file was replaced.

        The file itself is asked what it holds, not the manifest: a build that died may have
        replaced it. A file that is right keeps its time.

        Raises:
            OutputError: the file can't be written (disk full, no permission, a folder in its way).
        """
        path = f"{self._root}/{save_as}"
        if _holds(path, data):
            return False
        self._replace(path, lambda temporary: _fill(temporary, data))
        return True

    def copy(self, save_as: str, source: Path) -> tuple[int, bool]:
        """Put a copy of ``source`` at ``save_as``: its size, and whether it was replaced.

        Raises:
            OutputError: as `write`.
        """
        path = f"{self._root}/{save_as}"
        size = source.stat().st_size
        if _is_copy(Path(path), source):
            return size, False
        self._replace(path, lambda temporary: shutil.copyfile(source, temporary))
        return size, True

    def _replace(self, path: str, fill: Callable[[str], object]) -> None:
        """Put at ``path``, in one step, what ``fill`` writes into a temporary file beside it."""
        folder = path.rpartition("/")[0]
        temporary = f"{folder}/{self._temporary}"
        try:
            try:
                fill(temporary)
            except FileNotFoundError:  # cheaper than to look for each file's folder
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103
                fill(temporary)
            os.replace(temporary, path)  # noqa: PTH105
        except BaseException as error:  # a signal, too
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
            if isinstance(error, OSError):
                raise _cannot(path, error) from error
            raise

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files, and folders that this leaves empty."""
        for save_as in paths:
            path = self.root / save_as
            with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                path.unlink()
            self._prune(path.parent)

    def _prune(self, folder: Path) -> None:
        while folder != self.root and folder.is_relative_to(self.root):
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    def files(self) -> Iterator[str]:
        """Every file under the output folder, as ``save_as``; ours for housekeeping left out."""
        for folder, _folders, names in os.walk(self.root):
            prefix = os.path.relpath(folder, self.root)
            for name in names:
                path = name if prefix == "." else f"{prefix}/{name}"
                if path != MARKER:
                    yield path

    def names(self) -> set[str]:
        """The names in the folder itself."""
        try:
            return set(os.listdir(self._root))  # noqa: PTH208
        except OSError:
            return set()

    def is_ours(self) -> bool:
        """Whether the folder was made by us, so that we may remove what we don't know there."""
        try:
            return (self.root / MARKER).read_bytes() == _OWN
        except OSError:
            return False

    def prepare(self) -> None:
        """Make the folder; mark it as ours if it is new or empty, else as one we are guests in.

        Raises:
            OutputError: it can't be made or written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            marker = self.root / MARKER
            if not marker.exists():
                self.was_empty = not any(self.root.iterdir())
                marker.write_bytes(_OWN if self.was_empty else _GUEST)
        except OSError as error:
            raise _cannot(self.root, error) from error

    def identity(self) -> str:
        """Which folder this is: another after it was removed, or restored from a backup.

        The marker's change time tells: a folder made again may well get the old one's inode.
        """
        try:
            stat = (self.root / MARKER).stat()
        except OSError:
            return ""
        return f"{stat.st_dev}:{stat.st_ino}:{stat.st_ctime_ns}"


def _fill(path: str, data: bytes) -> None:
    """Write a file; without the buffers of Python's own files, which cost more than the rest."""
    file = os.open(path, _WRITE, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
    finally:
        os.close(file)


def _holds(path: str, data: bytes) -> bool:
    """Whether a file holds just ``data``."""
    try:
        file = os.open(path, _READ)
    except OSError:
        return False
    try:
        return os.fstat(file).st_size == len(data) and os.read(file, len(data)) == data
    except OSError:
        return False
    finally:
        os.close(file)


def _is_copy(path: Path, source: Path) -> bool:
    """Whether two files hold the same bytes."""
    try:
        if path.stat().st_size != source.stat().st_size:
            return False
        with path.open("rb") as own, source.open("rb") as other:
            while chunk := own.read(_CHUNK):
                if chunk != other.read(_CHUNK):
                    return False
    except OSError:
        return False
    return True


def _cannot(path: str | Path, error: OSError) -> OutputError:
    message = _("{path} can't be written: {error}. Everything written so far is whole.")
    return OutputError(message.format(path=path, error=error.strerror or error))


def is_temporary(save_as: str) -> bool:
    """Whether a file is what a killed build left of a write."""
    return save_as.rpartition("/")[2].startswith(_TEMPORARY)
