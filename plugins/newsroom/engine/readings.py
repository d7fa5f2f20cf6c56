# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was read and is not arranged yet: kept in a file, for a build that is killed or has errors.

Arranging is one transaction, so an error in one file takes back all of it; and reading 60,000 files
takes minutes. What is read is therefore written down in portions, and a later build takes from
there what has the same bytes, unless reading itself has changed since.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

import msgspec

from newsroom.engine.facts import Facts
from newsroom.engine.ingest import ReadFile
from newsroom.store.sources import KnownFile

PORTION = 400
"""So many files are written down at once, and fewer are not worth it."""

_CHECK = 8  # bytes of a digest: the last record may have been cut off
_HEAD = _CHECK + 4


class _Portion(msgspec.Struct, frozen=True, array_like=True):
    """``stamp`` is that of reading; ``used`` the facts that reading had asked for."""

    stamp: str
    used: dict[str, str]
    taken: list[ReadFile]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Portion).decode


class Readings:
    """The readings in the file ``path`` that still hold, and those of this build.

    ``stamp`` is that of reading, ``facts`` those that it may ask for.
    """

    def __init__(self, path: Path, stamp: str, facts: Facts) -> None:
        self._path = path
        self._stamp = stamp
        self._facts = facts
        self._file: BinaryIO | None = None
        self._places: dict[str, tuple[KnownFile, int]] = {}
        self._kept: tuple[int, dict[str, ReadFile]] = (-1, {})
        self._waiting: list[ReadFile] = []
        self.used: set[str] = set()
        """The facts that what is kept was read by."""
        with suppress(OSError):
            self._load()

    def _load(self) -> None:
        with self._path.open("rb") as file:
            place = 0
            while (portion := _portion(file)) is not None:
                if portion.stamp != self._stamp or not self._holds(portion.used):
                    break
                self.used.update(portion.used)
                self._places.update({each.seen.path: (each.seen, place) for each in portion.taken})
                place = file.tell()
        os.truncate(self._path, place)

    def _holds(self, used: dict[str, str]) -> bool:
        return self._facts.digests(used) == used

    def known(self, paths: Iterable[str], known: dict[str, KnownFile]) -> dict[str, KnownFile]:
        """``known`` files, where something was read since: what that was."""
        found = {path: self._places[path][0] for path in paths if path in self._places}
        return known | found if found else known

    def take(self, taken: ReadFile) -> ReadFile:
        """What a file holds: as it was just read, or as it was written down."""
        if taken.unchanged:
            before = self._places.get(taken.seen.path)
            if before is None or before[0].digest != taken.seen.digest:
                return taken
            return msgspec.structs.replace(self._at(before[1])[taken.seen.path], seen=taken.seen)
        self.used.update(taken.used)
        # What is wrong is told again, in whatever language; other files are read in no time.
        if taken.made and not taken.problems:
            self._waiting.append(taken)
            if len(self._waiting) >= PORTION:
                self._write()
        return taken

    def _at(self, place: int) -> dict[str, ReadFile]:
        if self._kept[0] != place:
            with self._path.open("rb") as file:
                file.seek(place)
                portion = _portion(file)
            taken = portion.taken if portion else []
            self._kept = (place, {each.seen.path: each for each in taken})
        return self._kept[1]

    def _write(self) -> None:
        portion = _Portion(self._stamp, self._facts.digests(self.used), self._waiting)
        data = _encode(portion)
        with suppress(OSError):  # on a full disk it is read again
            if self._file is None:
                self._file = self._path.open("ab")
            self._file.write(_check(data) + len(data).to_bytes(4) + data)
            self._file.flush()
        self._waiting = []

    def close(self) -> None:
        """Keep what there is, for a later build."""
        if self._file is not None:
            self._write()
            self._file.close()
            self._file = None

    def forget(self) -> None:
        """All was arranged: the store has it."""
        self.close()
        self._places.clear()
        self._path.unlink(missing_ok=True)


def _portion(file: BinaryIO) -> _Portion | None:
    """The next portion of a file; None at its end, or if it was cut off or damaged."""
    head = file.read(_HEAD)
    data = file.read(int.from_bytes(head[_CHECK:])) if len(head) == _HEAD else b""
    if not data or _check(data) != head[:_CHECK]:
        return None
    return _decode(data)


def _check(data: bytes) -> bytes:
    return blake2b(data, digest_size=_CHECK).digest()
