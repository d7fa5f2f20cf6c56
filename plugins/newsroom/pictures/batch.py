# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many pictures: what lacks of their renditions is made by whoever can, and kept as it comes.

Who makes them is any `concurrent.futures.Executor`: threads for a picture or two, processes for
more, another machine's. A task is a picture's bytes and recipes, its answer renditions' bytes,
so whoever works needs no folder of ours. A few tasks are out at a time, which bounds the memory.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import msgspec

from newsroom.blobs import blob_id
from newsroom.model import Refusal
from newsroom.pictures.decode import PictureError
from newsroom.pictures.make import make
from newsroom.pictures.recipe import Recipe, name
from newsroom.pictures.renditions import Renditions

_FEW = 4
"""Pictures that are made in threads: Pillow lets go of Python while it works, and processes take
half a second to start."""

_AHEAD = 2
"""Tasks for each worker that are out at a time: one at work, one waiting."""


class Job(msgspec.Struct, frozen=True):
    """What is wanted of a picture: its file, the digest (git's) of its bytes, and recipes."""

    source: Path
    digest: bytes
    recipes: tuple[Recipe, ...]
    most: int


class Failure(msgspec.Struct, frozen=True):
    """A picture of which nothing was made, and why."""

    source: Path
    refusal: Refusal


def render(data: bytes, recipes: tuple[Recipe, ...], most: int) -> list[bytes] | Refusal:
    """A task: renditions, or why there are none."""
    try:
        return make(data, recipes, most)
    except PictureError as error:
        return error.refusal


def lacking(jobs: Iterable[Job], kept: Renditions) -> list[Job]:
    """The jobs of which something was not made yet, with just that; of two copies once."""
    found: list[Job] = []
    known: set[str] = set()
    for job in jobs:
        names = {name(job.digest, each): each for each in job.recipes}
        recipes = tuple(r for own, r in names.items() if own not in known and not kept.has(own))
        known.update(names)
        if recipes:
            found.append(msgspec.structs.replace(job, recipes=recipes))
    return found


def make_all(
    jobs: Iterable[Job],
    kept: Renditions,
    executor: Executor,
    workers: int,
    step: Callable[[int], None],
) -> list[Failure]:
    """Have jobs done; each rendition is kept as soon as it is there.

    Whatever ends this early (a signal in ``step``, a full disk), what was made stays. A file whose
    bytes are others than those of its digest is left to whoever reads it anew.
    """
    waiting = iter(jobs)
    failures: list[Failure] = []
    out: dict[Future[list[bytes] | Refusal], Job] = {}
    while True:
        for job in islice(waiting, _AHEAD * workers - len(out)):
            data = _bytes_of(job)
            if data is None:
                step(len(job.recipes))
            else:
                out[executor.submit(render, data, job.recipes, job.most)] = job
        if not out:
            return failures
        done, _rest = wait(out, return_when=FIRST_COMPLETED)
        for future in done:
            job, made = out.pop(future), future.result()
            if isinstance(made, Refusal):
                failures.append(Failure(job.source, made))
            else:
                for recipe, data in zip(job.recipes, made, strict=True):
                    kept.put(name(job.digest, recipe), data)
            step(len(job.recipes))


def make_here(job: Job, kept: Renditions) -> None:
    """Do one job in this process, if its picture is what it was."""
    data = _bytes_of(job)
    made = render(data, job.recipes, job.most) if data is not None else []
    if not isinstance(made, Refusal):
        for recipe, rendition in zip(job.recipes, made, strict=False):
            kept.put(name(job.digest, recipe), rendition)


def _bytes_of(job: Job) -> bytes | None:
    try:
        data = job.source.read_bytes()
    except OSError:
        return None
    return data if blob_id(data) == job.digest else None


@contextmanager
def workers_for(jobs: int, workers: int) -> Iterator[Executor]:
    """Who does so many jobs on this machine; they are ended when the block is left early."""
    if jobs <= _FEW or workers == 1:
        with ThreadPoolExecutor(min(workers, max(jobs, 1))) as threads:
            yield threads
        return
    context = get_context("spawn")
    executor = ProcessPoolExecutor(min(workers, jobs), context, _heed_nobody)
    try:
        yield executor
    except BaseException:
        for process in list((executor._processes or {}).values()):
            process.kill()  # what it makes nobody would take
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def _heed_nobody() -> None:
    """A terminal's Ctrl-C reaches all processes; the one that waits for this one decides."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def split(jobs: Iterable[Job], workers: int) -> list[Job]:
    """The jobs; one that is alone is shared: decoding it twice is less than to encode it all."""
    found = list(jobs)
    if len(found) == 1 and workers > 1 and len(found[0].recipes) > 1:
        only = found[0]
        halves = only.recipes[::2], only.recipes[1::2]
        return [msgspec.structs.replace(only, recipes=half) for half in halves]
    return found
