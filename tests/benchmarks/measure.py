# SPDX-License-Identifier: AGPL-3.0-or-later
"""Running a command to its end, and what it cost: time, processor, memory of all processes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Thread

_EVERY = 0.05  # seconds between two looks at the memory
_KB = 1024


@dataclass(frozen=True, slots=True)
class Usage:
    """What a command cost.

    ``wall`` and ``cpu`` are seconds (``cpu``: user and system, of all its processes), memory is in
    MiB. ``largest`` is the largest process's peak by the kernel's count; ``together`` the highest
    sum of resident memory over all processes, looked at twenty times a second; ``private`` the
    same without file pages, which processes share with each other and with the page cache.
    """

    wall: float
    cpu: float
    largest: float
    together: float
    private: float
    status: int
    timed_out: bool
    output: str

    @property
    def failed(self) -> bool:
        """Whether the command did not end well."""
        return self.timed_out or self.status != 0


def run(
    command: Sequence[str], folder: Path, timeout: float, environment: Mapping[str, str]
) -> Usage:
    """Run a command in a folder, for ``timeout`` seconds at most; its whole group dies then."""
    with TemporaryFile() as output:
        started = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        watch = _Watch(process.pid, started + timeout)
        watch.start()
        # wait4 counts the processor time of this command only, with all that it waited for.
        try:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.monotonic() - started
        finally:
            watch.stop()
            process.returncode = 0  # reaped here; Popen need not look for it
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    return Usage(
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        largest=usage.ru_maxrss / _KB,
        together=watch.together / _KB,
        private=watch.private / _KB,
        status=os.waitstatus_to_exitcode(status),
        timed_out=watch.timed_out,
        output=text,
    )


def weigh(folder: Path) -> tuple[int, int, int]:
    """How many files and folders are in a folder, and the files' bytes."""
    files = folders = size = 0
    for path, inner, names in os.walk(folder):
        folders += len(inner)
        files += len(names)
        size += sum(Path(path, name).stat().st_size for name in names)
    return files, folders, size


class _Watch(Thread):
    """Looks at the memory of a process and its descendants; ends them all at the deadline."""

    def __init__(self, pid: int, deadline: float) -> None:
        super().__init__(daemon=True)
        self._pid, self._deadline = pid, deadline
        self._done = Event()
        self.together = self.private = 0
        self.timed_out = False

    def run(self) -> None:
        while not self._done.wait(_EVERY):
            sizes = [_memory(pid) for pid in _family(self._pid)]
            self.together = max(self.together, sum(size for size, _ in sizes))
            self.private = max(self.private, sum(private for _, private in sizes))
            if time.monotonic() > self._deadline and not self.timed_out:
                self.timed_out = True
                _kill(self._pid)

    def stop(self) -> None:
        """The command is over, or we are interrupted: nothing of it may stay."""
        self._done.set()
        self.join()
        _kill(self._pid)


def _kill(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def _family(pid: int) -> Iterator[int]:
    """A process and its descendants."""
    yield pid
    for task in _listed(Path(f"/proc/{pid}/task")):
        for child in _text(Path(f"/proc/{pid}/task/{task}/children")).split():
            yield from _family(int(child))


def _memory(pid: int) -> tuple[int, int]:
    """Resident and anonymous memory of a process in KiB."""
    found = {"VmRSS": 0, "RssAnon": 0}
    for line in _text(Path(f"/proc/{pid}/status")).splitlines():
        name, _, value = line.partition(":")
        if name in found:
            found[name] = int(value.split()[0])
    return found["VmRSS"], found["RssAnon"]


def _listed(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace")
    except OSError:
        return ""
