# SPDX-License-Identifier: AGPL-3.0-or-later
"""Having renditions made that lack: who does it, and how it is told when nobody can."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import PurePosixPath
from typing import Protocol

import msgspec

from newsroom.arrange.renditions import RENDITION, jobs
from newsroom.errors import ClusterError, WorkerError, cannot_write
from newsroom.messages import _
from newsroom.parallel import how_many
from newsroom.pictures.batch import (
    DIED,
    Failure,
    Job,
    OtherEncodersError,
    make_all,
    size_for,
    split,
    weight_of,
)
from newsroom.pictures.crew import Crew, NoClusterError, cluster_at, crew_for
from newsroom.pictures.renditions import FOLDER, Renditions
from newsroom.settings import Settings
from newsroom.store import pages


class RenditionListener(Protocol):
    """Hears how much is to be made, and how much is."""

    def phase(self, name: str, total: int) -> None:
        """So many steps begin."""

    def step(self, count: int) -> None:
        """So many are done."""


class Cluster(msgspec.Struct, frozen=True):
    """The workers of a scheduler at an address, and where they see the content folder.

    "": they don't, so pictures are sent to them.
    """

    address: str
    content: str = ""


def prepare(
    connection: sqlite3.Connection,
    settings: Settings,
    listener: RenditionListener,
    check: Callable[[], None],
) -> None:
    """Make the renditions that dirty pages need; see `newsroom.engine.portal.Portal`."""

    def step(count: int) -> None:
        check()
        listener.step(count)

    rows = pages.of_kind(connection, RENDITION, dirty=True)
    begin = partial(listener.phase, "pictures")
    make_lacking(settings, jobs(connection, settings, rows), begin, step)


def make_lacking(
    settings: Settings,
    found: list[Job],
    begin: Callable[[int], None],
    step: Callable[[int], None],
    cluster: Cluster | None = None,
) -> None:
    """Make what lacks, and keep it.

    Raises:
        OutputError: the store of renditions can't be written.
        WorkerError: whoever was at work on a picture died, twice.
        ClusterError: there is no such cluster, it went, or it would make other bytes.
    """
    if not found:
        return
    begin(sum(len(job.recipes) for job in found))
    workers = how_many(settings.newsroom.workers)
    shared = _seen(found, settings, cluster) if cluster else split(found, workers)
    with _told(settings), _crew(cluster, shared, workers) as crew:
        size = size_for(len(shared), crew.workers)
        failures = make_all(shared, Renditions(settings.cache), crew, step, size)
    _tell_died(failures, settings)


def _crew(cluster: Cluster | None, jobs: list[Job], workers: int) -> AbstractContextManager[Crew]:
    if cluster:
        return cluster_at(cluster.address)
    return crew_for(len(jobs), sum(map(weight_of, jobs)), workers)


def _seen(found: list[Job], settings: Settings, cluster: Cluster) -> list[Job]:
    """Jobs with the files as workers see them, if they do."""
    if not cluster.content:
        return found
    root = PurePosixPath(cluster.content)
    places = ((job, job.source.relative_to(settings.content)) for job in found)
    return [msgspec.structs.replace(job, shared=str(root / path)) for job, path in places]


@contextmanager
def _told(settings: Settings) -> Iterator[None]:
    """What can go wrong while renditions are made, in the editor's language."""
    try:
        yield
    except NoClusterError as error:
        if str(error) == "distributed":
            message = _("Dask is not installed here; pip install newsroom-portal[cluster].")
            raise ClusterError(message) from error
        message = _(
            "The cluster {address} does not answer, or has no workers; start dask scheduler and "
            "dask worker, and run this again: what was made is kept."
        )
        raise ClusterError(message.format(address=error)) from error
    except OtherEncodersError as error:
        message = _(
            "A worker would make other bytes than this machine ({theirs}; here: {ours}); install "
            "the same version of Pillow there."
        )
        raise ClusterError(message.format(theirs=error.theirs, ours=error.ours)) from error
    except OSError as error:
        raise cannot_write(settings.cache / FOLDER, error) from error


def _tell_died(failures: list[Failure], settings: Settings) -> None:
    message = _(
        "{path}: whoever made its renditions died, and again when this picture was alone; there "
        "may be too little memory. Save it smaller, or as JPEG."
    )
    died = [failure.source for failure in failures if failure.refusal.reason == DIED]
    lines = [message.format(path=path.relative_to(settings.content)) for path in sorted(set(died))]
    if lines:
        raise WorkerError(*lines)
