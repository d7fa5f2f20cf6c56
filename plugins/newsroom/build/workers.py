"""Worker processes, and their serial twin with the same interface.

A job is a class whose one instance lives in each process and whose method takes a batch. Workers
are spawned, not forked: the host runs a thread for its spinner, and forking beside a thread may
deadlock.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from types import ModuleType, TracebackType
from typing import Any

from newsroom.errors import WorkerError
from newsroom.messages import _

# Starting a worker costs about as much as this many items do.
WORTH_STARTING = 400
# Batches handed out ahead of the results: enough to keep workers busy, few enough to be forgotten.
_AHEAD = 4

_PR_SET_PDEATHSIG = 1

_call: Any = None


def _start(job: type, arguments: tuple[Any, ...], method: str) -> None:
    global _call  # noqa: PLW0603 - a worker process does one job in its life
    _die_with_parent()
    _call = getattr(job(*arguments), method)


def _die_with_parent() -> None:
    """End this process when the build is killed: it must not write into the next build's pages."""
    threading.Thread(target=_watch_parent, args=(os.getppid(),), daemon=True).start()
    with suppress(OSError, AttributeError):  # at once, where the system can (Linux, prctl(2))
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


def _start_now() -> None:
    """Nothing: to be asked for it, a process has to start."""


def _run(batch: Any) -> Any:
    return _call(batch)


@contextmanager
def _without_main() -> Iterator[None]:
    """Spawn processes that do not import the program again: all of Pelican, 0.2 s in each."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class Pool:
    """Maps a job's method over batches; ``items`` decides whether processes are worth it."""

    def __init__(
        self, job: type, arguments: tuple[Any, ...], method: str, *, workers: int, items: int
    ) -> None:
        self._job, self._arguments, self._method = job, arguments, method
        self._workers = 1 if items < WORTH_STARTING else workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None
        self._own: Any = None

    def __enter__(self) -> Pool:
        if self._workers > 1:
            self._pool = ProcessPoolExecutor(
                self._workers,
                mp_context=get_context("spawn"),
                initializer=_start,
                initargs=(self._job, self._arguments, self._method),
            )
            with _without_main():
                for _worker in range(self._workers):
                    self._pool.submit(_start_now)
        return self

    @property
    def shared(self) -> bool:
        """Whether worker processes do the job."""
        return self._pool is not None

    def map(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The method's results, in the order of the batches.

        Raises:
            WorkerError: a worker process died (killed for want of memory, most often).
        """
        if self._pool is None:
            yield from self._serial(batches)
            return
        try:
            yield from self._parallel(self._pool, batches)
        except BrokenProcessPool as error:
            message = _("A worker process died; is there enough memory? Build again to go on.")
            raise WorkerError(message) from error

    def _serial(self, batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            if self._own is None:
                self._own = self._job(*self._arguments)
            yield getattr(self._own, self._method)(batch)

    def _parallel(self, pool: ProcessPoolExecutor, batches: Iterable[Any]) -> Iterator[Any]:
        waiting: deque[Future[Any]] = deque()
        for batch in batches:
            with _without_main():  # if one has to be started after all
                waiting.append(pool.submit(_run, batch))
            if len(waiting) >= _AHEAD * self._workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        if hasattr(self._own, "close"):
            self._own.close()
