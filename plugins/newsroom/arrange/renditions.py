# SPDX-License-Identifier: AGPL-3.0-or-later
"""Renditions among the pages: which there are of a file, and making those that are dirty."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Protocol

import msgspec

from newsroom.arrange.headline_cards import TITLE_CARD
from newsroom.arrange.references import Use, read_use
from newsroom.blobs import blob_id
from newsroom.errors import ClusterError, OutputError, WorkerError
from newsroom.messages import _
from newsroom.model import Copy, Photo, StaticFile
from newsroom.parallel import how_many
from newsroom.pictures.batch import (
    DIED,
    Failure,
    Job,
    OtherEncodersError,
    lacking,
    make_all,
    make_here,
    size_for,
    split,
    weight_of,
)
from newsroom.pictures.crew import Crew, NoClusterError, cluster_at, crew_for
from newsroom.pictures.plan import FOLDER as RENDITIONS
from newsroom.pictures.plan import place, plain, recipes, shape_of
from newsroom.pictures.recipe import Recipe, focus_of, name
from newsroom.pictures.renditions import FOLDER, Renditions
from newsroom.read.uploads import ending
from newsroom.settings import Settings
from newsroom.store import mentions, pages
from newsroom.store.pages import Claim
from newsroom.store.records import STATIC, get

RENDITION = "rendition"
"""The kind of page that a rendition is."""


class RenditionListener(Protocol):
    """Hears how much is to be made, and how much is."""

    def phase(self, name: str, total: int) -> None:
        """So many steps begin."""

    def step(self, count: int) -> None:
        """So many are done."""


def shaped(connection: sqlite3.Connection, photo: Photo) -> Photo:
    """A picture as readers get it: with its shape, if there are renditions of it."""
    file = file_at(connection, photo.src)
    return msgspec.structs.replace(photo, shape=shape_of(file, photo.focus)) if file else photo


def claims(
    connection: sqlite3.Connection, settings: Settings, path: str, *, people: bool
) -> list[Claim]:
    """The renditions of a file; ``people``: it is an author's picture, too.

    Its own address is among them, unless that has the original: when an article says that it may
    be fetched, and of what has no rendition in its own format.
    """
    file = file_at(connection, path) if settings.newsroom.pictures else None
    if file is None or not file.kind:
        return []
    uses = [read_use(said) for said in mentions.said_of(connection, path)] or [Use()]
    shapes = (shape_of(file, focus) for focus in {use.focus for use in uses})
    files = {
        place(shape, recipe)
        for shape in shapes
        if shape
        for recipe in recipes(shape, settings.slots, people=people)
    }
    if recipe_of(file, settings, path) and not any(use.download for use in uses):
        files.add(path)
    return [Claim(RENDITION, path, save_as) for save_as in sorted(files)]


def file_at(connection: sqlite3.Connection, path: str) -> StaticFile | None:
    """A file of the content folder, if it is published when something shows it."""
    data = get(connection, STATIC, path)
    return None if data is None else msgspec.msgpack.decode(data, type=StaticFile)


def recipe_of(file: StaticFile, settings: Settings, save_as: str) -> Recipe | None:
    """How a rendition is made, by its file in the output."""
    shape = shape_of(file, focus_of(save_as))
    if shape is None:
        return None
    if save_as == file.path:
        return plain(shape, ending(save_as), settings.slots)
    found = recipes(shape, settings.slots, people=True)
    return next((each for each in found if place(shape, each) == save_as), None)


class Cluster(msgspec.Struct, frozen=True):
    """The workers of a scheduler at an address, and where they see the content folder.

    "": they don't, so pictures are sent to them.
    """

    address: str
    content: str = ""


def jobs(
    connection: sqlite3.Connection,
    settings: Settings,
    rows: Iterable[tuple[str, str]],
    *,
    again: bool = False,
) -> list[Job]:
    """What is to be made for these pages, by source and file of the output, of which it lacks.

    ``again``: and what another version of the encoders has made.
    """
    wanted: dict[str, list[str]] = {}
    for path, save_as in rows:
        wanted.setdefault(path, []).append(save_as)
    found = []
    for path, files in wanted.items():
        file = file_at(connection, path)
        if file is not None:
            made = (recipe_of(file, settings, save_as) for save_as in files)
            source = settings.content / (file.name or path)
            most = settings.newsroom.largest_pixels * 1_000_000
            found.append(Job(source, file.digest, tuple(filter(None, made)), most))
    again = again or settings.newsroom.pictures_again
    return lacking(found, Renditions(settings.cache), again=again)


def kept_rendition(settings: Settings, file: StaticFile, claim: Claim) -> Copy | None:
    """What a rendition's page is a copy of; what the store of renditions lacks is made first.

    None if it can't be made.
    """
    recipe = recipe_of(file, settings, claim.save_as)
    if recipe is None:
        return None
    source = settings.content / (file.name or claim.key)
    kept, own = Renditions(settings.cache), name(file.digest, recipe)
    has = kept.has_new if settings.newsroom.pictures_again else kept.has
    found = kept.read(own) if has(own) else None
    if found is None:
        most = settings.newsroom.largest_pixels * 1_000_000
        make_here(Job(source, file.digest, (recipe,), most), kept)
        found = kept.read(own)
    return _copy(*found, link=settings.newsroom.picture_links) if found else None


def _copy(path: Path, data: bytes, *, link: bool) -> Copy:
    """A page that has a rendition's bytes, and where the file system can, its very blocks."""
    if link:
        with suppress(OSError):
            Renditions.seal(path, data)
            return Copy(path, blob_id(data), share="link")
    return Copy(path, blob_id(data), share="clone")


def names(connection: sqlite3.Connection, settings: Settings) -> Iterator[str]:
    """What all pages of a store need of the store of renditions."""
    for path, save_as in pages.of_kind(connection, RENDITION):
        file = file_at(connection, path)
        recipe = recipe_of(file, settings, save_as) if file else None
        if file and recipe:
            yield name(file.digest, recipe)
    for _path, save_as in pages.of_kind(connection, TITLE_CARD):
        yield save_as.removeprefix(RENDITIONS)


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
        message = _("{path} can't be written: {error}. Everything written so far is whole.")
        folder = settings.cache / FOLDER
        told = message.format(path=folder, error=error.strerror or error)
        raise OutputError(told) from error


def _tell_died(failures: list[Failure], settings: Settings) -> None:
    message = _(
        "{path}: whoever made its renditions died, and again when this picture was alone; there "
        "may be too little memory. Save it smaller, or as JPEG."
    )
    died = [failure.source for failure in failures if failure.refusal.reason == DIED]
    lines = [message.format(path=path.relative_to(settings.content)) for path in sorted(set(died))]
    if lines:
        raise WorkerError(*lines)
