# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gathering: what has changed is read, checked and arranged, all in one transaction."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from newsroom.engine.data_files import read_data
from newsroom.engine.facts import Facts, differ, grown, watched
from newsroom.engine.holding import NOTHING, Findings, Held
from newsroom.engine.ingest import ReadFile, read_files, reading_facts
from newsroom.engine.portal import Arranging, Loaded, Portal
from newsroom.engine.readings import Readings
from newsroom.engine.scan import Differences, ScannedFile, files_first
from newsroom.engine.stamps import Stamps
from newsroom.engine.store_path import store_path
from newsroom.engine.tree import Tree
from newsroom.engine.workers import Workers
from newsroom.errors import Problems
from newsroom.settings import Settings
from newsroom.store import sources
from newsroom.store.database import get_meta, set_meta
from newsroom.store.sources import DATA, STATIC, STRAY, THEME

_MANY = 500  # files are remembered at once
_STAMP = "stamp/arrange"


class SiteInputs(Protocol):
    """What is built (`newsroom.engine.session.Session`)."""

    portal: Portal
    settings: Settings
    stamps: Stamps


class Gather:
    """What one build reads; see the module's text. `run` is called once, in a transaction.

    With ``held`` it leaves out what waits (see `newsroom.engine.holding`). Files are judged by the
    whole tree all the same: whoever mentions a file that waits mentions one that is there.
    """

    def __init__(
        self,
        site: SiteInputs,
        connection: sqlite3.Connection,
        differences: Differences,
        data: dict[str, ScannedFile],
        *,
        now: int,
        problems: Problems,
        workers: Workers,
        held: Held = NOTHING,
    ) -> None:
        self._db = connection
        self._portal = site.portal
        self._settings = site.settings
        self._stamps = site.stamps
        self._readings: Readings | None = None
        self._workers = workers
        self._tree = Tree(connection, differences)
        self._suspects = differences.suspects.keys()
        self._held = held
        self._differences = differences = held.apply(differences)
        self._data = data
        self._now = now
        self._problems = problems
        self.is_first = not get_meta(connection, _STAMP)
        self._stale = not self.is_first and self._is_stale()
        self._known: dict[str, sources.KnownFile] = {}
        self._data_seen: dict[str, sources.KnownFile] = {}
        self._seen: dict[str, sources.File | None] = dict.fromkeys(differences.removed)
        self._unkept: list[sources.KnownFile] = []
        self.arranged = False  # files can't be judged by broken registries
        self.suspects = len(differences.suspects)
        self.removed = len(differences.removed)
        self.read = 0
        self.found = Findings()
        self.taken_down: list[str] = []
        """The sources that readers could see, and can see no more."""
        self.published: list[str] = []  # by the clock

    @property
    def saved(self) -> frozenset[str]:
        """The files that are taken."""
        return frozenset(self._differences.suspects)

    @property
    def waiting(self) -> frozenset[str]:
        """The files that differ and wait."""
        held = (self._held.waiting & self._suspects) | self._held.hidden.keys()
        return frozenset(path for path in held if self._tree.kind(path) != STRAY)

    def run(self, step: Callable[[int], None]) -> Any:
        """Read what differs and bring the store up to date; returns the registries."""
        data = self._data_changed() or self._stale
        # Registries that wait are those that are kept, whatever else makes all be arranged anew.
        loaded = self._load() if data and not self._held.registries else None
        suspects = self._differences.suspects
        if self.is_first:
            counts = Counter(file.kind for file in suspects.values())
            self._portal.check_size(self._settings, counts, self._problems)
        self._known = {} if self.is_first else sources.find(self._db, suspects)
        if self._problems.errors:
            # Names can't be judged by broken registries: only read, to tell everything at once.
            self._only_read(step)
            return self._portal.nothing()
        registries = self._portal.registries(self._db, loaded)
        faulty = sources.faulty(self._db)
        due = self._portal.is_due(self._db, self._now)
        if data or self._differences or faulty or due:
            self._arrange(registries, loaded, step)
            self.arranged = True
            set_meta(self._db, _STAMP, self._stamps.arrange)
        return registries

    def _is_stale(self) -> bool:
        """Whether what arranging made is out of date, whatever has changed in the sources."""
        if get_meta(self._db, _STAMP) != self._stamps.arrange:
            return True
        return differ(get_meta(self._db, "used/arrange"), Facts(settings=self._settings))

    def _keep(self, name: str, used: set[str]) -> None:
        """Keep which facts were asked for, with what they were."""
        kept = get_meta(self._db, name)
        now = grown(kept, used, reading_facts(self._settings, self._portal))
        if now != kept:
            set_meta(self._db, name, now)

    def _load(self) -> Loaded | None:
        """The registries as they are now; None if their bytes are those that are kept."""
        files, self._data_seen = read_data(self._settings, self._data, self._problems)
        loaded = self._portal.load(self._settings, files, self._problems)
        if self.is_first or self._stale or DATA in self._differences.removed.values():
            return loaded
        return None if sources.are_known(self._db, self._data_seen) else loaded

    def _data_changed(self) -> bool:
        """Whether a registry file differs, was removed, or none was ever read."""
        if self._held.registries:
            return False
        found = {file.kind for file in self._differences.suspects.values()}
        return self.is_first or DATA in found or DATA in self._differences.removed.values()

    # -------------------------------------------------------------------------------- reading

    def _taken(self) -> Iterator[ReadFile]:
        """What the files that differ hold."""
        suspects = files_first(self._differences.suspects)
        yield from self._read_or_kept([p for p in suspects if p not in self._data_seen])
        # Registries were read, once: what is remembered of them are the very bytes that count.
        for path, seen in self._data_seen.items():
            before = self._known.get(path, seen if path not in suspects else None)
            yield ReadFile(seen, unchanged=before is not None and before.digest == seen.digest)

    def _read_or_kept(self, paths: list[str]) -> Iterator[ReadFile]:
        """What these files hold, as a build that was stopped has kept it, or read now."""
        suspects = self._differences.suspects
        path = store_path(self._settings).with_suffix(".reading")
        facts = reading_facts(self._settings, self._portal)
        self._readings = readings = Readings(path, self._stamps.read, facts)
        known = readings.known(suspects, self._known)
        try:
            for taken in read_files(
                self._settings, self._portal, paths, suspects, known, self._workers
            ):
                yield readings.take(taken)
        finally:
            readings.close()

    def done(self) -> None:
        """All that was read is in the store."""
        if self._readings is not None:
            self._readings.forget()

    def _only_read(self, step: Callable[[int], None]) -> None:
        for taken in self._taken():
            self._problems.extend(taken.problems)
            self._look_at(taken)
            step(1)

    def _look_at(self, taken: ReadFile) -> None:
        """Note what deciding asks about a file that differs; a first build has nothing to hold."""
        if self.is_first or taken.unchanged:
            return
        path = taken.seen.path
        if taken.made:
            look = self._portal.glance(taken.made, taken.seen.kind, self._settings, self._now)
            self.found.glances[path] = look
        elif taken.static is not None:
            self.found.statics[taken.seen.digest] = taken.static.name or path

    # ------------------------------------------------------------------------------ arranging

    def _arrange(self, registries: Any, loaded: Loaded | None, step: Callable[[int], None]) -> None:
        used: set[str] = set()
        if self._stale:
            set_meta(self._db, "used/arrange", "")  # it is told again, with what it is now
        arranging = self._portal.arranging(
            self._db,
            watched(self._settings, "settings", used, once=True),
            self._problems,
            self._portal.catalogue,
            tree=self._tree,
            removed=self._differences.removed,
            taken=self._differences.suspects.keys(),
            waiting=self._held.waiting,
            registries=registries,
            loaded=loaded,
            now=self._now,
            first=self.is_first,
            stale=self._stale,
        )
        self._read(arranging, step)
        self._workers.prepare()  # they have nothing else to do while this process arranges
        self._drop(arranging)
        arranging.settle()
        self.found.blamed, self.found.dangling = arranging.blamed, arranging.dangling
        self.taken_down, self.published = arranging.taken_down, arranging.published
        self._keep("used/arrange", used)

    def _read(self, arranging: Arranging, step: Callable[[int], None]) -> None:
        for taken in self._taken():
            self._problems.extend(taken.problems)
            self._remember(taken.seen, taken.unchanged)
            self._look_at(taken)
            if not taken.readable:
                arranging.unreadable(taken.seen.path)
            elif not taken.unchanged:
                self.read += taken.seen.kind != STRAY
                self._take(taken, arranging)
            step(1)
        sources.put(self._db, self._unkept)
        arranging.done_reading()
        if self._readings is not None:
            self._keep("used/read", self._readings.used)

    def _remember(self, seen: sources.KnownFile, unchanged: bool) -> None:
        if not unchanged:  # else only its folder has something new to tell
            self._unkept.append(seen)
        if len(self._unkept) >= _MANY:
            sources.put(self._db, self._unkept)
            self._unkept.clear()
        name = seen.path.rpartition("/")[2]
        self._seen[seen.path] = (name, seen.kind, seen.size, seen.state)

    def _take(self, taken: ReadFile, arranging: Arranging) -> None:
        path, kind = taken.seen.path, taken.seen.kind
        before = self._known.get(path)
        if before is not None and before.kind != kind:  # by other settings it is another thing
            arranging.drop(path, before.kind)
        if taken.made:
            arranging.put(path, kind, taken.made)
        elif kind == STATIC:
            arranging.put_file(path, taken.static, taken.refused)
        elif taken.static is not None and kind == THEME:
            arranging.put_asset(taken.static.path, taken.static)

    def _drop(self, arranging: Arranging) -> None:
        for path, kind in self._differences.removed.items():
            arranging.drop(path, kind)
        for path, name in self._held.moved.items():
            arranging.rename(path, name)
        sources.forget(self._db, self._differences.removed)
        sources.settle_folders(self._db, self._seen)
