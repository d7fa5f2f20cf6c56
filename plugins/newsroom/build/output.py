"""The one door out: files of the output folder, replaced as a whole and only when they differ."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from newsroom.errors import OutputError
from newsroom.messages import _

MARKER = ".newsroom"
_TEMPORARY = ".newsroom-tmp"
_CHUNK = 1 << 20
_OWN = b"Made by the newsroom portal; files it does not know may be removed.\n"
_GUEST = b"The newsroom portal writes here beside other files, and removes only its own.\n"


def digest_of(data: bytes) -> bytes:
    """The digest that the manifest keeps of a file's bytes."""
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

    def write(self, save_as: str, data: bytes, known: bytes | None) -> tuple[bytes, bool]:
        """Put ``data`` at ``save_as``; returns its digest and whether the file was replaced.

        ``known`` is the digest of what this file holds by the manifest, None when there is none.

        Raises:
            OutputError: the file can't be written (disk full, no permission, a folder in its way).
        """
        digest = digest_of(data)
        path = self.root / save_as
        if self._holds(path, data, digest, known):
            return digest, False
        with self._replacing(path) as temporary:
            temporary.write_bytes(data)
        return digest, True

    def copy(self, save_as: str, source: Path, known: bytes | None) -> tuple[bytes, int, bool]:
        """Put a copy of ``source`` at ``save_as``: its digest, size, and whether it was replaced.

        Raises:
            OutputError: as `write`.
        """
        path = self.root / save_as
        digest, size = digest_of_file(source), source.stat().st_size
        if known == digest and path.is_file():
            return digest, size, False
        with self._replacing(path) as temporary:
            shutil.copyfile(source, temporary)
        return digest, size, True

    @staticmethod
    def _holds(path: Path, data: bytes, digest: bytes, known: bytes | None) -> bool:
        if known is not None:
            return known == digest and path.is_file()
        # A new store beside an old output folder: keep files (and their times) that are right.
        try:
            return path.stat().st_size == len(data) and path.read_bytes() == data
        except OSError:
            return False

    def _replacing(self, path: Path) -> _Replacing:
        return _Replacing(path)

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
                marker.write_bytes(_GUEST if any(self.root.iterdir()) else _OWN)
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


class _Replacing:
    """A temporary file beside ``path``, put in its place when the block ends well."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._temporary = path.with_name(f"{_TEMPORARY}-{os.getpid()}")

    def __enter__(self) -> Path:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _cannot(self._path, error) from error
        return self._temporary

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            if error is None:
                self._temporary.replace(self._path)
                return
        except OSError as problem:
            error = problem
        with suppress(OSError):
            self._temporary.unlink()
        if isinstance(error, OSError):
            raise _cannot(self._path, error) from error


def _cannot(path: Path, error: OSError) -> OutputError:
    message = _("{path} can't be written: {error}. Everything written so far is whole.")
    return OutputError(message.format(path=path, error=error.strerror or error))


def is_temporary(save_as: str) -> bool:
    """Whether a file is what a killed build left of a write."""
    return save_as.rpartition("/")[2].startswith(_TEMPORARY)
