"""Worker processes, and their serial twin with the same interface.

A job is a class whose one instance lives in each process and whose method takes a batch. Workers
are spawned, not forked: the host runs a thread for its spinner, and forking beside a thread may
deadlock.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.pool import Pool as ProcessPool
from types import TracebackType
from typing import Any

# Starting a worker costs about as much as this many items do.
WORTH_STARTING = 400

_job: Any = None
_method = ""


def _start(job: type, arguments: tuple[Any, ...], method: str) -> None:
    global _job, _method
    _job, _method = job(*arguments), method


def _run(batch: Any) -> Any:
    return getattr(_job, _method)(batch)


class Pool:
    """Maps a job's method over batches; ``items`` decides whether processes are worth it."""

    def __init__(
        self, job: type, arguments: tuple[Any, ...], method: str, workers: int, items: int
    ) -> None:
        self._job, self._arguments, self._method = job, arguments, method
        self._workers = 1 if items < WORTH_STARTING else workers or os.cpu_count() or 1
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Pool:
        if self._workers > 1:
            self._pool = get_context("spawn").Pool(
                self._workers, _start, (self._job, self._arguments, self._method)
            )
        return self

    def map(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The method's results, in the order of the batches."""
        if self._pool is not None:
            yield from self._pool.imap(_run, batches)
            return
        call = None
        for batch in batches:
            call = call or getattr(self._job(*self._arguments), self._method)
            yield call(batch)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.terminate()
            self._pool.join()
