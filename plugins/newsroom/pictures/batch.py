# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many pictures: what lacks of their renditions is made by whoever can, and kept as it comes.

Who makes them is a crew (`newsroom.pictures.crew`): threads for a picture or two, processes for
more, a cluster for an archive. A task is some pictures' bytes and recipes, its answer renditions'
bytes, so whoever works needs no folder of ours. A few tasks are out at a time, which bounds the
memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path

import msgspec

from newsroom.blobs import blob_id
from newsroom.model import Refusal
from newsroom.pictures.crew import Crew
from newsroom.pictures.decode import PictureError
from newsroom.pictures.make import encoders, make
from newsroom.pictures.recipe import Recipe, name
from newsroom.pictures.renditions import Renditions

_AHEAD = 2
"""Tasks for each worker that are out at a time: one at work, one waiting."""

_MOST = 8
_LARGE = 8 << 20
"""Pictures of a task, and bytes of theirs: what it costs to hand one over is shared by so many."""

_SHARES = 8
"""Tasks for each worker at least, where there are enough pictures: the last ones end together."""

DIED = "died"
"""Why nothing was made: whoever was at work on it died, and again when it was alone."""


class Job(msgspec.Struct, frozen=True):
    """What is wanted of a picture: its file, the digest (git's) of its bytes, and recipes.

    ``shared`` is the file as a worker sees it that can read it itself; "" for one that is sent.
    """

    source: Path
    digest: bytes
    recipes: tuple[Recipe, ...]
    most: int
    shared: str = ""


class Failure(msgspec.Struct, frozen=True):
    """A picture of which nothing was made, and why."""

    source: Path
    refusal: Refusal


class Sent(msgspec.Struct, frozen=True):
    """A picture as a worker gets it: its bytes, or where to read them."""

    data: bytes
    path: str
    digest: bytes
    recipes: tuple[Recipe, ...]
    most: int


Answer = list[bytes] | Refusal | None
"""Renditions, or why there are none; None: the picture is not what it was."""


class OtherEncodersError(Exception):
    """Workers have other versions of encoders: theirs, and ours."""

    def __init__(self, theirs: str, ours: str) -> None:
        super().__init__(theirs, ours)
        self.theirs, self.ours = theirs, ours


def render(data: bytes, recipes: tuple[Recipe, ...], most: int) -> list[bytes] | Refusal:
    """One picture's renditions, or why there are none."""
    try:
        return make(data, recipes, most)
    except PictureError as error:
        return error.refusal


def work(pictures: list[Sent], encoder: str) -> list[Answer]:
    """A task, wherever it is done.

    Raises:
        OtherEncodersError: what is here would make other bytes than ``encoder`` does.
    """
    if encoders() != encoder:
        raise OtherEncodersError(encoders(), encoder)
    return [_answer(each) for each in pictures]


def _answer(sent: Sent) -> Answer:
    data: bytes | None = sent.data
    if sent.path:
        data = _read(Path(sent.path), sent.digest)
    return None if data is None else render(data, sent.recipes, sent.most)


def lacking(jobs: Iterable[Job], kept: Renditions, *, again: bool = False) -> list[Job]:
    """The jobs of which something was not made yet, with just that; of two copies once.

    ``again``: what another version of the encoders made counts as not made.
    """
    found: list[Job] = []
    known: set[str] = set()
    has = kept.has_new if again else kept.has
    for job in jobs:
        names = {name(job.digest, each): each for each in job.recipes}
        recipes = tuple(r for own, r in names.items() if own not in known and not has(own))
        known.update(names)
        if recipes:
            found.append(msgspec.structs.replace(job, recipes=recipes))
    return found


def make_all(
    jobs: Iterable[Job], kept: Renditions, crew: Crew, step: Callable[[int], None], size: int = 1
) -> list[Failure]:
    """Have jobs done, up to ``size`` in a task; each rendition is kept as soon as it is there.

    Whatever ends this early (a signal in ``step``, a full disk), what was made stays. A file whose
    bytes are others than those of its digest is left to whoever reads it anew. Of tasks at which a
    worker died each picture is made again, alone: so one that kills is known by name.

    Raises:
        OtherEncodersError: workers would make other bytes.
    """
    turn = _Turn(kept, crew, step)
    for job in turn.take(_batches(jobs, size, step), _AHEAD * crew.workers):
        if turn.take(_batches([job], 1, step), 1):
            turn.failures.append(Failure(job.source, Refusal(DIED)))
            step(len(job.recipes))
    return turn.failures


class _Turn:
    """Handing out tasks, and keeping what comes."""

    def __init__(self, kept: Renditions, crew: Crew, step: Callable[[int], None]) -> None:
        self._kept, self._crew, self._step = kept, crew, step
        self.failures: list[Failure] = []

    def take(self, batches: Iterator[list[tuple[Job, Sent]]], most: int) -> list[Job]:
        """Have tasks done, so many at a time; the jobs of those at which a worker died."""
        out: dict[Future[list[Answer]], list[Job]] = {}
        suspects: list[Job] = []
        while True:
            while len(out) < most and (batch := next(batches, None)) is not None:
                sent = [each for _job, each in batch]
                out[self._crew.submit(work, sent, self._kept.encoder)] = [job for job, _s in batch]
            if not out:
                return suspects
            done, _rest = wait(out, return_when=FIRST_COMPLETED)
            for future in done:
                own = out.pop(future)
                try:
                    answers = future.result()
                except self._crew.deaths:
                    suspects += own
                else:
                    self._keep(own, answers)

    def _keep(self, jobs: list[Job], answers: list[Answer]) -> None:
        for job, answer in zip(jobs, answers, strict=True):
            if isinstance(answer, Refusal):
                self.failures.append(Failure(job.source, answer))
            else:
                keep(job, answer, self._kept)
            self._step(len(job.recipes))


def keep(job: Job, made: list[bytes] | None, kept: Renditions) -> None:
    """Keep what was made of a picture; None: nothing, as it has changed."""
    for recipe, data in zip(job.recipes, made or (), strict=False):
        kept.put(name(job.digest, recipe), data)


def _batches(
    jobs: Iterable[Job], size: int, step: Callable[[int], None]
) -> Iterator[list[tuple[Job, Sent]]]:
    """Jobs with what is sent of them; a picture that has changed is none any more."""
    batch: list[tuple[Job, Sent]] = []
    for job in jobs:
        data = b"" if job.shared else _read(job.source, job.digest)
        if data is None:
            step(len(job.recipes))
            continue
        batch.append((job, Sent(data, job.shared, job.digest, job.recipes, job.most)))
        if len(batch) >= size or sum(len(sent.data) for _job, sent in batch) >= _LARGE:
            yield batch
            batch = []
    if batch:
        yield batch


def size_for(jobs: int, workers: int) -> int:
    """How many pictures a task has, of so many for so many workers."""
    return max(1, min(_MOST, jobs // (_SHARES * workers)))


def weight_of(job: Job) -> int:
    """The size of a job's picture in bytes; 0 when it has gone."""
    try:
        return job.source.stat().st_size
    except OSError:
        return 0


def make_here(job: Job, kept: Renditions) -> None:
    """Do one job in this process, if its picture is what it was."""
    data = _read(job.source, job.digest)
    made = None if data is None else render(data, job.recipes, job.most)
    if not isinstance(made, Refusal):
        keep(job, made, kept)


def _read(path: Path, digest: bytes) -> bytes | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data if blob_id(data) == digest else None


def split(jobs: Iterable[Job], workers: int) -> list[Job]:
    """The jobs; one that is alone is shared: decoding it twice is less than to encode it all."""
    found = list(jobs)
    if len(found) == 1 and workers > 1 and len(found[0].recipes) > 1:
        only = found[0]
        halves = only.recipes[::2], only.recipes[1::2]
        return [msgspec.structs.replace(only, recipes=half) for half in halves]
    return found
