# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is kept between the builds of one process: the open store, and where to look next.

A single build is a session's only one. Whoever watches (`newsroom.bridge.watch`) notes the files
that the kernel tells of, and each build then looks at their folders alone. Everything else that a
build needs is in the store, so a session may be dropped at any moment, and memory does not grow.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable

from newsroom.engine.checkout import take_for_known
from newsroom.engine.collection import no_collection
from newsroom.engine.facts import differ
from newsroom.engine.ingest import reading_facts
from newsroom.engine.portal import Portal
from newsroom.engine.scan import Differences, ScannedFile, compare, scan
from newsroom.engine.stamps import Stamps, stamps
from newsroom.engine.store_path import store_path
from newsroom.engine.work import work_of
from newsroom.errors import Problems
from newsroom.settings import Settings
from newsroom.store import sources
from newsroom.store.database import (
    data_version,
    discard,
    get_meta,
    is_kept,
    open_store,
    transaction,
)
from newsroom.store.private import keep_private
from newsroom.store.sources import THEME_PREFIX

_MANY = 500  # changes at once: a checkout, of which the kernel may have dropped some


class Session:
    """A site's store, open from one build to the next; builds hold the site's lock meanwhile."""

    def __init__(self, settings: Settings, portal: Portal) -> None:
        self.settings = settings
        self.portal = portal
        self.path = store_path(settings)
        self.stamps = Stamps()
        self._db: sqlite3.Connection | None = None
        self._mark: tuple[int, int, int] | None = None
        self._changes: set[str] | None = None  # None: anything may have changed
        self._linked: set[str] = set()

    # ------------------------------------------------------------------------- the store

    def open(self) -> tuple[sqlite3.Connection, str]:
        """The store, and why it was made anew (see `newsroom.store.database.open_store`).

        What another process did to it since the last build (a build of its own, or a store thrown
        away) is noticed: then everything is looked at again.

        Raises:
            StoreError: see `open_store` and `newsroom.store.private`.
        """
        fits = self._wanted()
        same = self._mark is not None and self._mark == self._look()
        if self._db is not None and same and fits(self._db):
            return self._db, ""
        self.close()
        self._db, reason = open_store(self.path, self.stamps.read, self.portal.tables, fits)
        return self._db, reason

    def is_kept(self) -> bool:
        """Whether a build would go on with the store as it is; none is made or thrown away."""
        fits = self._wanted()
        return is_kept(self.path, self.stamps.read, self.portal.tables, fits)

    def _wanted(self) -> Callable[[sqlite3.Connection], bool]:
        """Note the stamps as they are now; returns whether a store holds what is wanted besides."""
        keep_private(self.settings.cache)
        self.stamps = stamps(work_of(self.portal, self.settings), self.settings.cache)
        # The table of weights may have been frozen anew.
        facts = reading_facts(self.settings, self.portal)
        return lambda connection: not differ(get_meta(connection, "used/read"), facts)

    def _look(self) -> tuple[int, int, int] | None:
        """Which file the store is, and which state of it; None if that can't be told."""
        try:
            stat = self.path.stat()
            assert self._db is not None
            return stat.st_dev, stat.st_ino, data_version(self._db)
        except (OSError, sqlite3.Error):
            return None

    def close(self) -> None:
        """Let go of the store; the next build opens it and looks at everything."""
        if self._db is not None:
            self._db.close()
        self._db = self._mark = self._changes = None

    def discard(self) -> None:
        """Throw the store away: it is damaged."""
        self.close()
        discard(self.path)

    # ------------------------------------------------------------------------- the files

    def note(self, changes: Iterable[str]) -> None:
        """These files (absolute paths) have changed; the next build looks at their folders.

        They are looked at until a build has ended well: a fault is told again until it is mended.
        """
        if self._changes is not None:
            self._changes.update(changes)
            if len(self._changes) > _MANY:
                self._changes = None

    def doubt(self, paths: Iterable[str]) -> None:
        """These sources are not what was read of them: look into them, whatever their times are."""
        assert self._db is not None
        doubted = list(paths)
        with transaction(self._db):
            for seen in sources.find(self._db, doubted).values():
                name = seen.path.rpartition("/")[2]
                sources.settle_folders(self._db, {seen.path: (name, seen.kind, -1, -1)})
        root = self.settings.content
        self.note(str(root / path) for path in doubted if not path.startswith(THEME_PREFIX))

    def look(self, problems: Problems) -> tuple[Differences, dict[str, ScannedFile]]:
        """Scan: what differs from the store, and the registry files."""
        assert self._db is not None
        only = self._only(self._db)
        if only is None:
            known = sources.folders(self._db)
        else:
            always = (self.settings.data_folder, THEME_PREFIX)
            known = sources.some_folders(self._db, only, always)
        with no_collection():
            scanned = scan(self.settings, known, problems, self.portal.text_kind, only)
            found = compare(scanned, known)
            found = take_for_known(self._db, self.settings.content, scanned, found)
        self._linked = scanned.linked if only is None else self._linked | scanned.linked
        return found, scanned.data

    def _only(self, connection: sqlite3.Connection) -> set[str] | None:
        """The folders to look at; None when it takes a look at everything."""
        if self._changes is None:
            return None
        folders = set(self._linked)
        for path in self._changes:
            if path.startswith(f"{self.settings.theme}/"):
                continue  # the theme is looked at in any case
            folder = self._folder(connection, path)
            if folder is None:
                return None
            folders.add(folder)
        return folders

    def _folder(self, connection: sqlite3.Connection, path: str) -> str | None:
        """The folder of a file; None for what is or was a folder itself, or has an odd name."""
        root = f"{self.settings.content}/"
        inside = path.removeprefix(root)
        if inside == path or not path.isascii() or os.path.isdir(path):  # noqa: PTH112 - a string, for each saved file
            return None
        if sources.some_folders(connection, (), (f"{inside}/",)):
            return None
        return sources.folder_of(inside)

    def done(self) -> None:
        """A build has ended well: from here on, only changes have to be looked at."""
        assert self._db is not None
        self._db.execute("PRAGMA shrink_memory")  # or the pages written would stay, up to 64 MB
        self._mark = self._look()
        self._changes = set() if self._mark else None
