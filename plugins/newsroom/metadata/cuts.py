# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file with some stretches left out or replaced, read and written in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

import msgspec

MOST_PARTS = 100_000
"""Segments, chunks, blocks or boxes of a file: far more than any program writes."""

_ZEROS = bytes(1 << 16)


class BrokenError(Exception):
    """A file is not built as its format says, so nobody knows what is in it."""


class Cut(msgspec.Struct, frozen=True):
    """The bytes from ``start`` up to ``end`` make way for ``new``, followed by ``zeros`` zeros."""

    start: int
    end: int
    new: bytes = b""
    zeros: int = 0


class PartReader:
    """A file of so many bytes whose parts are walked through; counts them."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self.size = size
        self._left = MOST_PARTS

    def count(self) -> None:
        """One part more.

        Raises:
            BrokenError: there are too many.
        """
        self._left -= 1
        if self._left < 0:
            raise BrokenError

    def at(self, offset: int, length: int) -> bytes:
        """Just so many bytes.

        Raises:
            BrokenError: the file ends before.
        """
        data = self.upto(offset, length)
        if len(data) < length:
            raise BrokenError
        return data

    def upto(self, offset: int, length: int) -> bytes:
        """So many bytes, or fewer where the file ends."""
        self._file.seek(offset)
        return self._file.read(max(0, min(length, self.size - offset)))


def joined(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """The cuts in order, those that meet as one.

    Raises:
        BrokenError: two overlap.
    """
    found: list[Cut] = []
    for cut in sorted(cuts, key=lambda each: (each.start, each.end)):
        last = found[-1] if found else None
        if last is not None and cut.start < last.end:
            raise BrokenError
        if last is not None and cut.start == last.end and not (last.zeros or cut.zeros):
            found[-1] = Cut(last.start, cut.end, last.new + cut.new)
        else:
            found.append(cut)
    return tuple(found)


def length(size: int, cuts: Iterable[Cut]) -> int:
    """How many bytes a file of ``size`` bytes has without what is cut out."""
    return size + sum(len(cut.new) + cut.zeros - (cut.end - cut.start) for cut in cuts)


class Cutter:
    """Gives what stays of a file that is fed to it piece by piece, from its beginning."""

    def __init__(self, cuts: Sequence[Cut]) -> None:
        self._cuts = iter(cuts)
        self._next = next(self._cuts, None)
        self._at = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """What stays of the next bytes."""
        rest = memoryview(data)
        while (cut := self._next) is not None and cut.start < self._at + len(rest):
            keep = max(0, cut.start - self._at)
            yield bytes(rest[:keep])
            if self._at <= cut.start:
                yield from _new(cut)
            gone = min(cut.end - self._at, len(rest))
            rest, self._at = rest[gone:], self._at + gone
            if self._at < cut.end:
                return
            self._next = next(self._cuts, None)
        yield bytes(rest)
        self._at += len(rest)


def _new(cut: Cut) -> Iterator[bytes]:
    yield cut.new
    left = cut.zeros
    while left:
        yield _ZEROS[:left]
        left -= min(left, len(_ZEROS))
