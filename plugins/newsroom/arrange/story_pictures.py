# SPDX-License-Identifier: AGPL-3.0-or-later
"""The picture of a story: the editor's, else the first photo of its text, else its dossier's."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

import msgspec

from newsroom.arrange.renditions import file_at, shaped
from newsroom.model import Dossier, Entry, Photo, StaticFile
from newsroom.pictures.recipe import GRAPHIC, PHOTO
from newsroom.settings import Settings
from newsroom.taxonomies import DOSSIER

OF_BODY, OF_SERIES = "body", DOSSIER.name
"""Where the picture of a story comes from that no editor chose: its text, its dossier."""

_LEAST = 600
"""Pixels of the width of what may stand for a story without an editor's having said so."""

_LONGEST = 2
"""Times that its longer side may have its shorter one: neither a banner nor a column."""


class StoryPictures:
    """Finds the pictures of stories; ``gone`` are files that are no more, though some have them."""

    def __init__(self, connection: sqlite3.Connection, settings: Settings) -> None:
        self._db = connection
        self._on = settings.newsroom.pictures
        self.gone: Collection[str] = frozenset()

    def of(self, entry: Entry, dossier: Dossier | None = None) -> Photo | None:
        """The picture of a story of this dossier, with its shape where it has renditions.

        Without renditions there is none but the editor's.
        """
        own = entry.image
        if own is not None and own.src not in self.gone:
            twice = any(photo.src == own.src and photo.lead for photo in entry.body.photos)
            own = msgspec.structs.replace(own, lead=False) if twice else own
            return shaped(self._db, own) if self._on else own
        if entry.bare or not self._on:
            return None
        for photo in entry.body.photos:
            if photo.src not in self.gone and self._fits(file_at(self._db, photo.src)):
                found = msgspec.structs.replace(photo, lead=False, origin=OF_BODY)
                return shaped(self._db, found)
        if dossier is not None and (file := file_at(self._db, dossier.image)) and file.kind:
            return shaped(self._db, Photo(dossier.image, lead=False, origin=OF_SERIES))
        return None

    @staticmethod
    def _fits(file: StaticFile | None) -> bool:
        if file is None or file.kind not in (PHOTO, GRAPHIC) or file.width < _LEAST:
            return False
        shorter, longer = sorted((file.width, file.height))
        return longer <= _LONGEST * shorter
