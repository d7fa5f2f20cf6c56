# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading source files: bytes → entries and digests, in worker processes when there are many."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from newsroom.blobs import FileTooLargeError, blob_id, read_file, state_of
from newsroom.engine.data_files import LARGEST, told_size
from newsroom.engine.facts import Facts, watched
from newsroom.engine.portal import Portal, Reading
from newsroom.engine.scan import ScannedFile
from newsroom.engine.workers import Workers
from newsroom.errors import Problem
from newsroom.messages import _
from newsroom.model import Refusal, StaticFile
from newsroom.settings import Settings
from newsroom.store.sources import (
    DATA,
    STATIC,
    STRAY,
    THEME,
    THEME_PREFIX,
    KnownFile,
    is_text,
)

_BATCH = 40
# Bytes. Twice what the longest readable text takes (`newsroom.read.markup.limits`), whatever its
# letters are: a larger file was put here by mistake, and is not worth its weight in memory.
_LARGEST = 16 << 20


class Task(msgspec.Struct, frozen=True):
    """A file to look into; ``known`` is the digest of the bytes that the store has read.

    ``name`` is its path on disk where that differs from ``path`` (see `newsroom.engine.scan`).
    """

    path: str
    kind: str
    known: bytes
    name: str = ""


class ReadFile(msgspec.Struct, frozen=True):
    """What a file held. ``unchanged``: the very bytes that the store has read.

    ``made`` is what the portal makes of a text; of one that can't be read it is what can be made
    out of it all the same, and ``readable`` is false.
    """

    seen: KnownFile
    unchanged: bool = False
    readable: bool = True
    made: bytes = b""
    static: StaticFile | None = None
    refused: Refusal | None = None
    """Why a static file is not published."""
    problems: tuple[Problem, ...] = ()
    used: tuple[str, ...] = ()
    """The facts that reading asked for (`newsroom.engine.facts`), where they were not told yet."""


class Ingest:
    """Reads files; one in each worker process."""

    def __init__(self, settings: Settings, reading: Callable[[Settings], Reading]) -> None:
        self._settings = settings
        self._used = {_OUTSIDE}
        self._told: set[str] = set()
        self._reading = reading(watched(settings, "settings", self._used, once=True))

    def batch(self, tasks: list[Task]) -> list[ReadFile]:
        """Read several files; with them goes which facts were asked for, once each."""
        taken = [self.take(task) for task in tasks]
        new = self._used - self._told
        if new and taken:
            self._told |= new
            taken[0] = msgspec.structs.replace(taken[0], used=tuple(sorted(new)))
        return taken

    def take(self, task: Task) -> ReadFile:
        """Read one file. A file that can't be read is a problem, not an exception."""
        path = self._locate(task)
        try:
            if task.kind in (STATIC, THEME):
                with path.open("rb") as file:
                    return self._look(task, file)
            stat, data = read_file(path, LARGEST if task.kind == DATA else _LARGEST)
        except FileTooLargeError as error:
            if task.kind == DATA:
                return _unread(task, told_size(error))
            message = _("The file has {size} MiB; a text has {limit} at most.")
            return _unread(task, message.format(size=error.size >> 20, limit=_LARGEST >> 20))
        except OSError as error:
            message = _("The file can't be read ({error}).")
            return _unread(task, message.format(error=error.strerror or error))
        # What was read counts, whatever the file was when it was scanned.
        state = state_of(stat, trusted=self._settings.newsroom.trust_ctime)
        seen = KnownFile(task.path, task.kind, len(data), state, blob_id(data))
        return self._parse(seen, data, task)

    def _parse(self, seen: KnownFile, data: bytes, task: Task) -> ReadFile:
        if seen.digest == task.known:
            return ReadFile(seen, unchanged=True)
        if is_text(task.kind):
            made, readable, problems = self._reading.read(task.path, task.kind, data)
            return ReadFile(seen, readable=readable, made=made, problems=problems)
        return ReadFile(seen)

    def _look(self, task: Task, file: BinaryIO) -> ReadFile:
        """Look into a file that is published as it is, without holding it."""
        stat = os.fstat(file.fileno())  # first, as in `read_file`
        look = self._reading.look(task.path, task.kind, file, task.known)
        state = state_of(stat, trusted=self._settings.newsroom.trust_ctime)
        seen = KnownFile(task.path, task.kind, stat.st_size, state, look.digest)
        if look.digest == task.known:
            return ReadFile(seen, unchanged=True)
        if look.refusal is not None:
            return ReadFile(seen, refused=look.refusal, problems=look.problems)
        name = task.path.removeprefix(THEME_PREFIX)
        size = look.size if task.kind == STATIC else seen.size
        about = (look.width, look.height, task.name, look.kind, look.facts)
        static = StaticFile(name, look.digest, size, *about)
        return ReadFile(seen, static=static, problems=look.problems)

    def _locate(self, task: Task) -> Path:
        if not task.path.startswith(THEME_PREFIX):
            return self._settings.content / (task.name or task.path)
        name = task.path.removeprefix(THEME_PREFIX)
        roots = [self._settings.theme / folder for folder in self._settings.theme_static]
        return next((r / name for r in reversed(roots) if (r / name).is_file()), roots[-1] / name)


_OUTSIDE = "outside"


def reading_facts(settings: Settings, portal: Portal) -> Facts:
    """The facts that reading may ask for: settings, and what it takes from files of other kinds."""
    return Facts(settings=settings, outside=portal.outside(settings))


def _unread(task: Task, message: str) -> ReadFile:
    """A file of which nothing is known but what is wrong with it."""
    seen = KnownFile(task.path, task.kind, -1, -1, b"")
    return ReadFile(seen, readable=False, problems=(Problem(task.path, 0, message),))


def read_files(  # noqa: PLR0917 - each is another thing
    settings: Settings,
    portal: Portal,
    suspects: Collection[str],
    found: dict[str, ScannedFile],
    seen: dict[str, KnownFile],
    workers: Workers,
) -> Iterator[ReadFile]:
    """Read the suspects, in their order.

    Before them come those that nobody reads, which are not opened.
    """
    unread = portal.tell_strays(settings, [p for p in suspects if found[p].kind == STRAY])
    for path, problems in unread.items():
        file = found[path]
        yield ReadFile(KnownFile(path, file.kind, file.size, file.state, b""), problems=problems)
    tasks = [
        Task(path, found[path].kind, _known(path, found, seen), found[path].name)
        for path in suspects
        if path not in unread
    ]
    batches = [tasks[start : start + _BATCH] for start in range(0, len(tasks), _BATCH)]
    with workers.pool(Ingest, (settings, portal.reading), "batch", items=len(tasks)) as pool:
        for results in pool.map(batches):
            yield from results


def _known(path: str, found: dict[str, ScannedFile], seen: dict[str, KnownFile]) -> bytes:
    known = seen.get(path)
    return known.digest if known and known.kind == found[path].kind else b""
