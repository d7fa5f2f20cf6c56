# SPDX-License-Identifier: AGPL-3.0-or-later
"""Renditions among the pages: which there are of a file, and what each is a copy of."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from newsroom.arrange.headline_cards import TITLE_CARD
from newsroom.arrange.references import Use, read_use
from newsroom.blobs import blob_id
from newsroom.errors import cannot_write
from newsroom.model import Copy, Photo, StaticFile
from newsroom.pictures.batch import Job, lacking, make_here
from newsroom.pictures.heif import own_address
from newsroom.pictures.plan import FOLDER as RENDITIONS
from newsroom.pictures.plan import place, plain, recipes, shape_of
from newsroom.pictures.recipe import Recipe, focus_of, name
from newsroom.pictures.renditions import Renditions
from newsroom.read.uploads import ending
from newsroom.settings import Settings
from newsroom.store import mentions, pages
from newsroom.store.pages import Claim
from newsroom.store.records import STATIC, get, keys

RENDITION = "rendition"
"""The kind of page that a rendition is."""


def shaped(connection: sqlite3.Connection, photo: Photo) -> Photo:
    """A picture as readers get it: with its shape, if there are renditions of it."""
    file = file_at(connection, photo.src)
    return msgspec.structs.replace(photo, shape=shape_of(file, photo.focus)) if file else photo


def claims(
    connection: sqlite3.Connection, settings: Settings, path: str, *, people: bool
) -> list[Claim]:
    """The renditions of a file; ``people``: it is an author's picture, too.

    Its own address is among them, unless that has the original: when an article says that it may
    be fetched, and of what has no rendition in its own format. The original of what is not shown
    under its own name (`newsroom.pictures.heif`) is then beside them.
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
    own, fetched = own_address(path), any(use.download for use in uses)
    if recipe_of(file, settings, own) and not (fetched and own == path):
        files.add(own)
    found = [Claim(RENDITION, path, save_as) for save_as in sorted(files)]
    return [*found, Claim(STATIC, path, path)] if fetched and own != path else found


def file_at(connection: sqlite3.Connection, path: str) -> StaticFile | None:
    """A file of the content folder, if it is published when something shows it."""
    data = get(connection, STATIC, path)
    return None if data is None else msgspec.msgpack.decode(data, type=StaticFile)


def recipe_of(file: StaticFile, settings: Settings, save_as: str) -> Recipe | None:
    """How a rendition is made, by its file in the output."""
    shape = shape_of(file, focus_of(save_as))
    if shape is None:
        return None
    if save_as == own_address(file.path):
        return plain(shape, ending(save_as), settings.slots)
    found = recipes(shape, settings.slots, people=True)
    return next((each for each in found if place(shape, each) == save_as), None)


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

    Raises:
        OutputError: there is no room to keep it.
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
        try:
            make_here(Job(source, file.digest, (recipe,), most), kept)
        except OSError as error:
            raise cannot_write(kept.path(own), error) from error
        found = kept.read(own)
    return _copy(*found, link=settings.newsroom.picture_links) if found else None


def _copy(path: Path, data: bytes, *, link: bool) -> Copy:
    """A page that has a rendition's bytes, and where the file system can, its very blocks."""
    if link:
        with suppress(OSError):
            Renditions.seal(path, data)
            return Copy(path, blob_id(data), share="link")
    return Copy(path, blob_id(data), share="clone")


def digests(connection: sqlite3.Connection) -> Iterator[bytes]:
    """Those of all pictures of which there are renditions, once something shows them."""
    for path in keys(connection, STATIC):
        if (file := file_at(connection, path)) and file.kind:
            yield file.digest


def names(connection: sqlite3.Connection, settings: Settings) -> Iterator[str]:
    """What all pages of a store need of the store of renditions."""
    for path, save_as in pages.of_kind(connection, RENDITION):
        file = file_at(connection, path)
        recipe = recipe_of(file, settings, save_as) if file else None
        if file and recipe:
            yield name(file.digest, recipe)
    for _path, save_as in pages.of_kind(connection, TITLE_CARD):
        yield save_as.removeprefix(RENDITIONS)
