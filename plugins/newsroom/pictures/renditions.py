# SPDX-License-Identifier: AGPL-3.0-or-later
"""The store of renditions: files by the name that `newsroom.pictures.recipe.name` gives them.

It lies under ``CACHE_PATH`` and is one for all output folders. A file appears under its name when
it is whole; two processes that make the same rendition make the same bytes, and either may come
last. Its time is made of its bytes, so whoever reads it sees whether it still holds them.

Each version of the encoders has a folder of its own (`newsroom.pictures.make.encoders`), so the
store knows by which version a rendition was made. What older ones made is as good as new: it is
made again only when somebody asks for that, and goes when the new one is in its place.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from stat import S_IMODE, S_IWUSR

import msgspec

from newsroom.blobs import read_file
from newsroom.pictures.make import encoders

FOLDER = "pictures"

_TEMPORARY = ".new-"


class Amount(msgspec.Struct, frozen=True):
    """So many files, of so many bytes together."""

    files: int
    size: int


_SHARD = re.compile(r"[0-9a-f]{2}")
"""Folders at the store's top in which renditions lay before encoders had theirs."""


class Renditions:
    """Those under a site's cache folder; ``encoder`` is whose renditions are put there."""

    def __init__(self, cache: Path, encoder: str = "", folder: str = FOLDER) -> None:
        self._root = cache / folder
        self._encoder = encoder

    @property
    def encoder(self) -> str:
        """The version of the encoders: this machine's, unless it was said."""
        return self._encoder or encoders()

    @cached_property
    def _folders(self) -> list[Path]:
        """Where to look, in this order: among several versions this one's come first.

        While there is one alone, nobody has to know which it is, and no encoder is loaded.
        """
        names = [path.name for path in self._root.glob("*") if path.is_dir()]
        found = sorted(name for name in names if not _SHARD.fullmatch(name))
        if len(found) > 1 and self.encoder in found:
            found.insert(0, found.pop(found.index(self.encoder)))
        older = [self._root] if len(found) < len(names) else []
        return [*(self._root / name for name in found), *older]

    def path(self, name: str) -> Path:
        """Where a rendition is, or would be."""
        for folder in self._folders:
            if (path := folder / name).exists():
                return path
        return self._root / self.encoder / name

    def has(self, name: str) -> bool:
        """Whether it was made, by any version."""
        return any((folder / name).exists() for folder in self._folders)

    def read(self, name: str) -> tuple[Path, bytes] | None:
        """A rendition's file and its bytes; None if it was not made, or is what others made of it.

        A disk may forget, and whoever writes to an output folder's file writes to the store's, if
        one is a link to the other (`seal`). A file goes that tells by its time that it held
        something else. One that was copied without its time tells nothing, and is believed.
        """
        path = self.path(name)
        try:
            stat, data = read_file(path)
        except OSError:
            return None
        told = not stat.st_mode & S_IWUSR or int(stat.st_mtime) in _SEALS
        if told and abs(int(stat.st_mtime) - _sealed(data)) > _COARSE:
            path.unlink(missing_ok=True)
            return None
        return path, data

    @staticmethod
    def seal(path: Path, data: bytes) -> None:
        """Before others link to a file: nobody is to write to it, as its time would be another."""
        mode = path.stat().st_mode
        if mode & S_IWUSR:
            _seal(path, data)
            path.chmod(S_IMODE(mode) & ~0o222)

    def has_new(self, name: str) -> bool:
        """Whether it was made by this version."""
        return (self._root / self.encoder / name).exists()

    def put(self, name: str, data: bytes) -> None:
        """Keep a rendition, in place of what another version made.

        Raises:
            OSError: it can't be written; nothing is left of it then.
        """
        path = self._root / self.encoder / name
        if not path.parent.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            self.__dict__.pop("_folders", None)
        temporary = path.with_name(f"{_TEMPORARY}{os.getpid()}-{path.name}")
        try:
            temporary.write_bytes(data)
            _seal(temporary, data)
            temporary.replace(path)
        except BaseException:  # a signal, too
            with suppress(OSError):
                temporary.unlink()
            raise
        for folder in self._folders:
            if (older := folder / name) != path:
                older.unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """All that are kept, each once."""
        found = {_name(path) for path in self._files() if not path.name.startswith(_TEMPORARY)}
        return iter(sorted(found))

    def kept(self) -> Amount:
        """How many there are."""
        sizes = [self.path(name).stat().st_size for name in self.names()]
        return Amount(len(sizes), sum(sizes))

    def prune(self, wanted: Collection[str]) -> Amount:
        """Remove what is not wanted, and what killed processes left; tells how much that was.

        Of what two versions have made the older goes, too: it was about to.
        """
        size = count = 0
        for path in [*self._files()]:
            if _name(path) not in wanted or path != self.path(_name(path)):
                size, count = size + path.stat().st_size, count + 1
                path.unlink(missing_ok=True)
        for folder in [*self._root.glob("*/*"), *self._root.glob("*")]:
            with suppress(OSError):
                folder.rmdir()
        self.__dict__.pop("_folders", None)
        return Amount(count, size)

    def _files(self) -> Iterator[Path]:
        for folder in self._folders:
            for shard in sorted(path for path in folder.glob("*") if _SHARD.fullmatch(path.name)):
                yield from sorted(shard.iterdir())


_SEALS = range(10**9, 10**9 + (1 << 29))
"""Seconds, of the years 2001 to 2018: there was no rendition then."""

_COARSE = 2
"""Seconds by which file systems of memory sticks (FAT) may change a time."""


def _seal(path: Path, data: bytes) -> None:
    """Have a file's time say what it holds, wherever the file goes with it."""
    os.utime(path, (_sealed(data), _sealed(data)))


def _sealed(data: bytes) -> int:
    return _SEALS[int.from_bytes(blake2b(data, digest_size=4).digest()) // 8]


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
