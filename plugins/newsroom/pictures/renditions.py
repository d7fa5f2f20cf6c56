# SPDX-License-Identifier: AGPL-3.0-or-later
"""The store of renditions: files by the name that `newsroom.pictures.recipe.name` gives them.

It lies under ``CACHE_PATH`` and is one for all output folders. A file appears under its name when
it is whole, so whatever is there is right; two processes that make the same rendition make the same
bytes, and either may come last.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

FOLDER = "pictures"

_TEMPORARY = ".new-"


class Amount(msgspec.Struct, frozen=True):
    """So many files, of so many bytes together."""

    files: int
    size: int


class Renditions:
    """Those under a site's cache folder."""

    def __init__(self, cache: Path) -> None:
        self._root = cache / FOLDER

    def path(self, name: str) -> Path:
        """Where a rendition is, or would be."""
        return self._root / name

    def has(self, name: str) -> bool:
        """Whether it was made."""
        return self.path(name).exists()

    def put(self, name: str, data: bytes) -> None:
        """Keep a rendition.

        Raises:
            OSError: it can't be written; nothing is left of it then.
        """
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{_TEMPORARY}{os.getpid()}-{path.name}")
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        except BaseException:  # a signal, too
            with suppress(OSError):
                temporary.unlink()
            raise

    def names(self) -> Iterator[str]:
        """All that are kept."""
        for path in sorted(self._root.glob("*/*")):
            if not path.name.startswith(_TEMPORARY):
                yield f"{path.parent.name}/{path.name}"

    def kept(self) -> Amount:
        """How many there are."""
        sizes = [self.path(name).stat().st_size for name in self.names()]
        return Amount(len(sizes), sum(sizes))

    def prune(self, wanted: Collection[str]) -> Amount:
        """Remove what is not wanted, and what killed processes left; tells how much that was."""
        size = count = 0
        for path in sorted(self._root.glob("*/*")):
            if f"{path.parent.name}/{path.name}" not in wanted:
                size, count = size + path.stat().st_size, count + 1
                path.unlink(missing_ok=True)
        for folder in self._root.glob("*"):
            with suppress(OSError):
                folder.rmdir()
        return Amount(count, size)
