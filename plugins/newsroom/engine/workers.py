# SPDX-License-Identifier: AGPL-3.0-or-later
"""Worker processes, and their serial twin with the same interface.

A job is a class whose one instance lives in each process and whose method takes a batch. The
processes of a build do one job after the other. They are spawned, not forked: the host runs a
thread for its spinner, and forking beside a thread may deadlock.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import active_children, get_context
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

from newsroom.engine import interrupts
from newsroom.engine.collection import collect_rarely
from newsroom.errors import WorkerError
from newsroom.messages import _
from newsroom.parallel import ahead, how_many

# Starting a worker costs about as much as this many items do.
WORTH_STARTING = 400
# Batches handed out ahead of the results: enough to keep workers busy, few enough to be forgotten.
_AHEAD = 4

# Seconds. A signal for all of a build's processes may have reached a worker before its build.
_WORD = 0.3

_PR_SET_PDEATHSIG = 1

_job: tuple[int, Any] = (0, None)
"""The job that this worker process does, and its number."""


def _die_with_parent() -> None:
    """End this process when the build is killed: it must not write into the next build's pages."""
    interrupts.only_the_parent_is_asked()
    collect_rarely()
    threading.Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()
    with suppress(OSError, AttributeError):  # at once, where the system can (Linux, prctl(2))
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


def _nothing() -> None:
    """Nothing, but a process has to start for it."""


def _know(_call: Callable[[], None]) -> None:
    """Nothing, but a process has to import what it is asked with."""


def _run(number: int, made: bytes, method: str, batch: Any) -> Any:
    """Do a batch of job ``number``; ``made`` is its class and arguments, for the first batch."""
    global _job  # noqa: PLW0603 - a worker process does one job at a time
    if _job[0] != number:
        _job = 0, None  # what the last job held is free before the next one is made
        job, arguments = pickle.loads(made)
        _job = number, job(*arguments)
    return getattr(_job[1], method)(batch)


@contextmanager
def _without_main() -> Iterator[None]:
    """Spawn processes that do not import the program again: all of Pelican, 0.2 s in each."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class _Batch:
    """A batch that is being done.

    It can't be taken back: the executor's own thread fails when a worker dies and what it was to
    do is cancelled (Python 3.11). What waits is dropped when the workers end.
    """

    def __init__(self, future: Future[Any]) -> None:
        self._future = future

    def result(self) -> Any:
        """What the batch gave, or raises what it raised; waits for it."""
        return self._future.result()

    def cancel(self) -> None:
        """Nothing."""


class Workers:
    """The worker processes of a build; they start when a job is worth it, and end with the build.

    ``count``: how many; 0 for one on each processor, 1 for none. ``later`` is what prepares their
    last job.
    """

    def __init__(self, count: int, later: Callable[[], None] | None = None) -> None:
        self.count = how_many(count)
        self.prepared = False
        """Whether one of them was asked to do what is for ``later``."""
        self._later = later
        self._jobs = 0
        self._executor: ProcessPoolExecutor | None = None
        self._processes: set[BaseProcess] = set()

    def __enter__(self) -> Workers:
        return self

    def pool(self, job: type, arguments: tuple[Any, ...], method: str, *, items: int) -> Pool:
        """Who does this job; ``items`` decides whether processes are worth it."""
        shared = self.count > 1 and items >= WORTH_STARTING
        return Pool(job, arguments, method, self if shared else None)

    def start(self) -> int:
        """Start the processes, unless they run; returns the number of the next job."""
        self._jobs += 1
        if self._executor is None:
            context = get_context("spawn")
            others = set(active_children())
            self._executor = ProcessPoolExecutor(self.count, context, _die_with_parent)
            with interrupts.held():
                self._ask_all(_nothing, _nothing)
                self._processes = set(active_children()) - others
        return self._jobs

    def submit(self, number: int, made: bytes, method: str, batch: Any) -> _Batch:
        """Have a batch done; see `_run`."""
        assert self._executor is not None
        with _without_main():  # if one has to be started after all
            return _Batch(self._executor.submit(_run, number, made, method, batch))

    def prepare(self) -> None:
        """Have one of them call ``later``, and the others import its module, if they run."""
        if self._executor is not None and self._later is not None:
            self.prepared = True
            self._ask_all(self._later, self._later)

    def _ask_all(self, first: Callable[[], None], imported: Callable[[], None]) -> None:
        assert self._executor is not None
        with suppress(BrokenProcessPool), _without_main():  # the next batch tells of it
            self._executor.submit(first)
            for _worker in range(1, self.count):
                self._executor.submit(_know, imported)

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is not None and not issubclass(kind, Exception):
            for process in self._processes:  # the build was asked to stop: nobody takes what comes
                process.kill()
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)


class Pool:
    """Maps a job's method over batches, in ``workers`` or, without them, in this process."""

    def __init__(
        self, job: type, arguments: tuple[Any, ...], method: str, workers: Workers | None
    ) -> None:
        self._job, self._arguments, self._method = job, arguments, method
        self._workers = workers
        self._number = 0
        self._own: Any = None

    def __enter__(self) -> Pool:
        if self._workers is not None:
            self._number = self._workers.start()
        return self

    @property
    def shared(self) -> bool:
        """Whether worker processes do the job."""
        return self._workers is not None

    def map(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The method's results, in the order of the batches.

        Raises:
            WorkerError: a worker process died (killed for want of memory, most often).
        """
        for result in self._serial(batches) if self._workers is None else self._parallel(batches):
            interrupts.check()
            yield result

    def _parallel(self, batches: Iterable[Any]) -> Iterator[Any]:
        assert self._workers is not None
        made = pickle.dumps((self._job, self._arguments))
        submit = partial(self._workers.submit, self._number, made, self._method)
        try:
            yield from ahead(submit, batches, _AHEAD * self._workers.count)
        except BrokenProcessPool as error:
            time.sleep(_WORD)
            message = _("A worker process died; is there enough memory? Build again to go on.")
            raise WorkerError(message) from error

    def _serial(self, batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            if self._own is None:
                self._own = self._job(*self._arguments)
            yield getattr(self._own, self._method)(batch)

    def __exit__(self, *_error: object) -> None:
        if hasattr(self._own, "close"):
            self._own.close()
