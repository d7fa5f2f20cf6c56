# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who makes renditions: threads, processes of this machine, or a cluster of Dask's.

Each is a standard `concurrent.futures.Executor` with two things more: how many work at a time, and
what it says when a worker died.
"""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_FEW = 4
_SMALL = 1 << 20
"""So many pictures, or pictures of so many bytes in all, are made in threads: Pillow lets go of
Python while it works, and each process takes half a second to start."""

_PATIENCE = 10
"""Seconds until a cluster counts as not there."""


class NoClusterError(Exception):
    """No cluster answers, or what speaks to one is not installed."""


class Crew:
    """So many ``workers`` behind an executor, and how to get new ones when it is broken.

    ``deaths`` are the exceptions by which an executor tells that a worker died at its task.
    """

    def __init__(
        self,
        workers: int,
        start: Callable[[], Executor],
        deaths: tuple[type[BaseException], ...] = (BrokenExecutor,),
    ) -> None:
        self.workers = workers
        self.deaths = deaths
        self._start = start
        self._executor = start()

    def submit(self, task: Callable[P, R], /, *args: P.args, **more: P.kwargs) -> Future[R]:
        """Have something done; a broken executor is replaced first."""
        try:
            return self._executor.submit(task, *args, **more)
        except BrokenExecutor:
            self._executor.shutdown(wait=False)
            self._executor = self._start()
            return self._executor.submit(task, *args, **more)

    def close(self) -> None:
        """Wait for all, and send them home."""
        self._executor.shutdown()

    def stop(self) -> None:
        """Send all home at once: what they make nobody would take."""
        for process in list((getattr(self._executor, "_processes", None) or {}).values()):
            process.kill()
        self._executor.shutdown(wait=False)


@contextmanager
def crew_for(jobs: int, weight: int, workers: int) -> Iterator[Crew]:
    """Who does so many jobs, on pictures of ``weight`` bytes in all, on this machine.

    They are ended when the block is left early.
    """
    if jobs <= _FEW or weight <= _SMALL or workers == 1:
        with at_work(Crew(min(workers, max(jobs, 1)), lambda: ThreadPoolExecutor(workers))) as own:
            yield own
        return
    count, context = min(workers, jobs), get_context("spawn")
    crew = Crew(count, lambda: ProcessPoolExecutor(count, context, _heed_nobody))
    with at_work(crew) as own:
        yield own


@contextmanager
def at_work(crew: Crew) -> Iterator[Crew]:
    """A crew, until the block's end."""
    try:
        yield crew
    except BaseException:
        crew.stop()
        raise
    crew.close()


def _heed_nobody() -> None:
    """A terminal's Ctrl-C reaches all processes; the one that waits for this one decides."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def cluster_at(address: str) -> Iterator[Crew]:
    """The workers of the Dask scheduler at ``address``, such as ``tcp://10.0.0.5:8786``.

    A worker that dies is no matter: its tasks go to another one, three times. Nothing is done
    here, and nothing of this machine is read there.

    Raises:
        NoClusterError: there is none, or it has no worker.
    """
    try:
        from distributed import Client, KilledWorker  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise NoClusterError("distributed") from error
    # A batch is as large as pictures are; Dask would rather be told of where they lie.
    warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
    connect: Any = Client  # it has no types
    with _answering(address), connect(address, timeout=_PATIENCE, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=_PATIENCE)
        workers = sum(client.nthreads().values())
        crew = Crew(workers, lambda: client.get_executor(pure=False), (KilledWorker,))
        with at_work(crew) as own:
            yield own


@contextmanager
def _answering(address: str) -> Iterator[None]:
    """One error for a scheduler that is not there, and for one that has gone."""
    try:
        yield
    except (CancelledError, TimeoutError, ConnectionError, ValueError) as error:
        raise NoClusterError(address) from error
    except OSError as error:
        if error.errno is None:  # Dask's own, of a connection; others are of files
            raise NoClusterError(address) from error
        raise
