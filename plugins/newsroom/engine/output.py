# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one door out: files of the output folder, replaced as a whole and only when they differ.

Paths are plain text and calls are those of `os` where every page passes (hence PTH is silenced
there): making a `Path` is work of its own, once for each of 100,000 files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, TypeVar

from newsroom.blobs import blob_digest
from newsroom.engine.sharing import share
from newsroom.errors import cannot_write
from newsroom.model import Copy

T = TypeVar("T")

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


def digest_of_file(path: str) -> bytes:
    """The same digest, of a file of any size; b"" if it can't be read."""
    digest = blake2b(digest_size=16)
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a string, as everywhere here
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return b""
    return digest.digest()


class Placed(NamedTuple):
    """A file in its place: size in bytes, the manifest's digest, mtime (ns), whether it is new."""

    size: int
    digest: bytes
    mtime: int
    replaced: bool


class _ChangedError(Exception):
    """A file is not what it was when it was read."""


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
        self.is_marked = True
        """Whether the folder tells whose it is; see `mark`."""

    def write(self, save_as: str, data: bytes) -> Placed:
        """Put ``data`` at ``save_as``.

        The file itself is asked what it holds, not the manifest: a build that died may have
        replaced it. A file that is right keeps its time.

        Raises:
            OutputError: the file can't be written (disk full, no permission, a folder in its way).
        """
        path = f"{self._root}/{save_as}"
        mtime = _holds(path, data)
        replaced = mtime is None
        if mtime is None:
            mtime = self._replace(path, lambda temporary: _fill(temporary, data))
        return Placed(len(data), digest_of(data), mtime, replaced)

    def copy(self, save_as: str, wanted: Copy) -> Placed | None:
        """Put a copy of a file at ``save_as``; None if it does not hold what it is to hold.

        Its digest (git's) is that of the bytes that the store knows. A file that was changed
        since, or goes, is left for the build that reads it anew: its size and its digest may
        stand in pages.

        Raises:
            OutputError: as `write`.
        """
        path = f"{self._root}/{save_as}"
        try:
            same = _is_copy(path, wanted)
            if same is not None:
                return same
            return self._replace(path, lambda temporary: _copy(temporary, wanted))
        except _ChangedError:
            return None

    def _replace(self, path: str, fill: Callable[[str], T]) -> T:
        """Put at ``path``, in one step, what ``fill`` writes into a temporary file beside it."""
        folder = path.rpartition("/")[0]
        temporary = f"{folder}/{self._temporary}"
        try:
            try:
                filled = fill(temporary)
            except FileNotFoundError:  # cheaper than to look for each file's folder
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - a string: see above
                filled = fill(temporary)
            os.replace(temporary, path)  # noqa: PTH105 - likewise
        except BaseException as error:  # a signal, too
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108 - likewise
            if isinstance(error, OSError):
                raise cannot_write(path, error) from error
            raise
        return filled

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
        return (path for path, _stat in self.look())

    def look(self) -> Iterator[tuple[str, os.stat_result]]:
        """The same files with their states; links to folders are nobody's business."""
        waiting = [("", self._root)]
        while waiting:
            prefix, folder = waiting.pop()
            try:
                entries = [*os.scandir(folder)]
            except OSError:
                continue  # it went just now
            for entry in entries:
                path = prefix + entry.name
                with suppress(FileNotFoundError):
                    if entry.is_dir():
                        if not entry.is_symlink():
                            waiting.append((f"{path}/", entry.path))
                    elif path != MARKER:
                        yield path, entry.stat(follow_symlinks=False)

    def names(self) -> set[str]:
        """The names in the folder itself."""
        try:
            return set(os.listdir(self._root))  # noqa: PTH208 - their names are all that is wanted
        except OSError:
            return set()

    def is_ours(self) -> bool:
        """Whether the folder was made by us, so that we may remove what we don't know there."""
        try:
            return (self.root / MARKER).read_bytes() == _OWN
        except OSError:
            return False

    def prepare(self) -> None:
        """Make the folder; mark it as ours if it is new or empty.

        Raises:
            OutputError: it can't be made or written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self.is_marked = (self.root / MARKER).exists()
            if not self.is_marked:
                self.was_empty = not any(self.root.iterdir())
        except OSError as error:
            raise cannot_write(self.root, error) from error
        if self.was_empty:
            self.mark(own=True)

    def mark(self, *, own: bool) -> None:
        """Write down that the folder is ours, or that we are guests in it.

        Raises:
            OutputError: it can't be written.
        """
        try:
            (self.root / MARKER).write_bytes(_OWN if own else _GUEST)
        except OSError as error:
            raise cannot_write(self.root, error) from error
        self.is_marked = True

    def age(self) -> None:
        """Give the folder the time of now.

        Whatever brings back an older state of it then brings back another time.
        """
        with suppress(OSError):  # a folder that was lost just now is missed by the next build
            os.utime(self.root)

    def identity(self) -> str:
        """Which folder this is, in which state: another after it was removed or restored.

        The marker's change time tells: a folder made again may well get the old one's inode. The
        folder's own times tell of an older state that left the marker alone (see `age`), and of
        whatever came or went at its top.
        """
        try:
            marker, root = (self.root / MARKER).stat(), self.root.stat()
        except OSError:
            return ""
        which = (marker.st_dev, marker.st_ino, marker.st_ctime_ns)
        return ":".join(map(str, (*which, root.st_mtime_ns, root.st_ctime_ns)))


def _fill(path: str, data: bytes) -> int:
    """Write a file, return its mtime; without Python's buffers, which cost more than the rest."""
    file = os.open(path, _WRITE, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        return os.fstat(file).st_mtime_ns
    finally:
        os.close(file)


def _holds(path: str, data: bytes) -> int | None:
    """A file's mtime if it holds just ``data``."""
    try:
        file = os.open(path, _READ)
    except OSError:
        return None
    try:
        stat = os.fstat(file)
        same = stat.st_size == len(data) and os.read(file, len(data)) == data
        return stat.st_mtime_ns if same else None
    except OSError:
        return None
    finally:
        os.close(file)


@contextmanager
def _reading(wanted: Copy) -> Iterator[Iterator[bytes]]:
    """What is published of a source, in pieces.

    At the block's end it is a fault if the source's bytes are not those known. What is cut out was
    found in a look before, so the file must not have been written to since.
    """
    from newsroom.metadata.cuts import Cutter  # noqa: PLC0415 - few builds copy anything

    try:
        with wanted.source.open("rb") as file:
            before = os.fstat(file.fileno())
            digest = blob_digest(before.st_size)
            name = wanted.source.name
            cutter = Cutter(wanted.cuts(file, before.st_size, name) if wanted.cuts else ())
            file.seek(0)

            def pieces() -> Iterator[bytes]:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    yield from cutter.feed(chunk)

            yield pieces()
            after = os.fstat(file.fileno())
    except OSError as error:
        if error.filename == str(wanted.source):
            raise _ChangedError from error
        raise
    if digest.digest() != wanted.digest or after.st_mtime_ns != before.st_mtime_ns:
        raise _ChangedError


def _is_copy(path: str, wanted: Copy) -> Placed | None:
    """The file at ``path``, if it is the source's copy already."""
    try:
        own = open(path, "rb")  # noqa: PTH123, SIM115 - a string, as everywhere here
    except OSError:
        return None
    with own, _reading(wanted) as pieces:
        digest, same = blake2b(digest_size=16), True
        for chunk in pieces:
            digest.update(chunk)
            same = same and own.read(len(chunk)) == chunk
        same = same and not own.read(1)
        stat = os.fstat(own.fileno())
    return Placed(stat.st_size, digest.digest(), stat.st_mtime_ns, False) if same else None


def _copy(path: str, wanted: Copy) -> Placed:
    """Copy what is published of the source to ``path``."""
    digest, size = blake2b(digest_size=16), 0
    there = bool(wanted.share) and share(wanted.source, path, wanted.share)
    mode = "rb" if there else "wb"
    with _reading(wanted) as pieces, open(path, mode) as file:  # noqa: PTH123 - see above
        for chunk in pieces:
            digest.update(chunk)
            size += len(chunk) if there else file.write(chunk)
        file.flush()
        mtime = os.fstat(file.fileno()).st_mtime_ns
    return Placed(size, digest.digest(), mtime, True)


def is_temporary(save_as: str) -> bool:
    """Whether a file is what a killed build left of a write."""
    return save_as.rpartition("/")[2].startswith(_TEMPORARY)
