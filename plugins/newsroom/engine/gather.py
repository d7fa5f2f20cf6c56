# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gathering: what has changed is read, checked and arranged, all in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from newsroom.arrange import registries as registry
from newsroom.arrange.anew import forget
from newsroom.arrange.check import References
from newsroom.arrange.concerned import concerned
from newsroom.arrange.guesses import Guesses
from newsroom.arrange.links import Links
from newsroom.arrange.namespaces import SITE
from newsroom.arrange.picks import lost_pictures, put_picks
from newsroom.arrange.references import of_entry
from newsroom.arrange.related_lists import check_weights
from newsroom.arrange.statics import Statics, refusal_of
from newsroom.arrange.update import Claims, Update
from newsroom.engine.assets import put_asset, want_assets
from newsroom.engine.checkout import unchanged
from newsroom.engine.data_files import read_data
from newsroom.engine.facts import Facts, differ, grown, watched
from newsroom.engine.holding import NOTHING, Findings, Held
from newsroom.engine.ingest import Taken, read_files, reading_facts
from newsroom.engine.readings import Readings
from newsroom.engine.scan import (
    Differences,
    Found,
    files_first,
)
from newsroom.engine.stamps import Stamps
from newsroom.engine.store_path import store_path
from newsroom.engine.tree import Tree
from newsroom.engine.workers import Workers
from newsroom.errors import Problems
from newsroom.model import Registries
from newsroom.pages.catalogue import Catalogue
from newsroom.read.resolve import Index
from newsroom.settings import Settings
from newsroom.store import articles, mentions, sources
from newsroom.store.database import get_meta, set_meta
from newsroom.store.records import rename_file
from newsroom.store.sources import ARTICLE, DATA, PAGE, STATIC, STRAY, THEME, THEME_PREFIX

if TYPE_CHECKING:
    from newsroom.read.registries import LoadedRegistries

_MANY = 500  # files are remembered at once


class Gather:
    """What one build reads; see the module's text. `run` is called once, in a transaction.

    With ``held`` it leaves out what waits (see `newsroom.engine.holding`). Files are judged by the
    whole tree all the same: whoever mentions a file that waits mentions one that is there.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        settings: Settings,
        differences: Differences,
        data: dict[str, Found],
        *,
        stamps: Stamps,
        now: int,
        problems: Problems,
        workers: Workers,
        held: Held = NOTHING,
    ) -> None:
        self._db = connection
        self._settings = settings
        self._used: set[str] = set()
        self._arranging = watched(settings, "settings", self._used, once=True)
        self._stamps = stamps
        self._readings: Readings | None = None
        self._workers = workers
        self._tree = Tree(connection, differences)
        self._suspects = differences.suspects.keys()
        self._held = held
        self._differences = differences = held.apply(differences)
        self._data = data
        self._now = now
        self._problems = problems
        self.is_first = not registry.is_kept(connection)
        self._stale = not self.is_first and self._is_stale()
        self._known: dict[str, sources.Seen] = {}
        self._registries: dict[str, sources.Seen] = {}
        self._changed: set[str] = set()
        self._seen: dict[str, sources.File | None] = dict.fromkeys(differences.removed)
        self._unkept: list[sources.Seen] = []
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
        return frozenset(path for path in held if self._tree.sort(path) != STRAY)

    def run(self, step: Callable[[int], None]) -> Registries:
        """Read what differs and bring the store up to date; returns the registries."""
        data = self._data_changed() or self._stale
        loaded = self._load() if data else None
        if self.is_first:
            suspects = self._differences.suspects.values()
            count = sum(file.sort == ARTICLE for file in suspects)
            check_weights(self._settings, count, self._problems)
        if self._problems.errors:
            # Names can't be judged by broken registries: only read, to tell everything at once.
            self._only_read(step)
            return Registries()
        registries = loaded.registries if loaded else registry.kept(self._db)
        self._faulty = sources.faulty(self._db)
        due = articles.due(self._db, self._now)
        if data or self._differences or self._faulty or due or self._stale:
            self._arrange(registries, loaded, step)
            self.arranged = True
            self._keep("used/arrange", self._used)
            set_meta(self._db, "stamp/arrange", self._stamps.arrange)
        return registries

    def _is_stale(self) -> bool:
        """Whether what arranging made is out of date, whatever has changed in the sources."""
        if get_meta(self._db, "stamp/arrange") != self._stamps.arrange:
            return True
        return differ(get_meta(self._db, "used/arrange"), Facts(settings=self._settings))

    def _keep(self, name: str, used: set[str]) -> None:
        """Keep which facts were asked for, with what they were."""
        kept = get_meta(self._db, name)
        now = grown(kept, used, reading_facts(self._settings))
        if now != kept:
            set_meta(self._db, name, now)

    def _load(self) -> LoadedRegistries | None:
        """The registries as they are now; None if their bytes are those that are kept."""
        files, self._registries = read_data(self._settings, self._data, self._problems)
        loaded = registry.load(self._settings, files, self._problems)
        if self.is_first or self._stale or DATA in self._differences.removed.values():
            return loaded
        return None if sources.are_known(self._db, self._registries) else loaded

    def _data_changed(self) -> bool:
        """Whether a registry file differs, was removed, or none was ever read."""
        if self._held.registries:
            return False
        found = {file.sort for file in self._differences.suspects.values()}
        return self.is_first or DATA in found or DATA in self._differences.removed.values()

    def _taken(self) -> Iterator[Taken]:
        """What the files that differ hold."""
        suspects = files_first(self._differences.suspects)
        self._known = {} if self.is_first else sources.find(self._db, suspects)
        answered = unchanged(self._settings.content, suspects, self._known)
        yield from (Taken(seen, unchanged=True) for seen in answered.values())
        others = [p for p in suspects if p not in self._registries and p not in answered]
        yield from self._read_or_kept(others)
        # Registries were read, once: what is remembered of them are the very bytes that count.
        for path, seen in self._registries.items():
            before = self._known.get(path, seen if path not in suspects else None)
            yield Taken(seen, unchanged=before is not None and before.digest == seen.digest)

    def _read_or_kept(self, paths: list[str]) -> Iterator[Taken]:
        """What these files hold, as a build that was stopped has kept it, or read now."""
        suspects = self._differences.suspects
        path = store_path(self._settings).with_suffix(".reading")
        facts = reading_facts(self._settings)
        self._readings = readings = Readings(path, self._stamps.read, facts)
        known = readings.known(suspects, self._known)
        try:
            for taken in read_files(
                self._settings, paths, suspects, known, self._workers, packed=True
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
            self._glance(taken)
            step(1)

    def _glance(self, taken: Taken) -> None:
        if not self.is_first:  # which has nothing to hold
            self.found.look_at(taken, self._settings, self._now)

    def _arrange(
        self, registries: Registries, loaded: LoadedRegistries | None, step: Callable[[int], None]
    ) -> None:
        if self._stale:
            forget(self._db)
            set_meta(self._db, "used/arrange", "")  # it is told again, with what it is now
        catalogue = Catalogue(self._arranging, registries)
        update = Update(
            self._db,
            self._arranging,
            index=Index(registries),
            claims=Claims(catalogue.of_list, catalogue.of_source, catalogue.of_terms),
            now=self._now,
            problems=self._problems,
        )
        if loaded is not None:
            update.collisions.lines = loaded.lines
        sort, guesses = self._tree.sort, Guesses(self._tree.sort, self._tree)
        references = References(sort, partial(refusal_of, self._db), guesses, self._problems)
        self._statics = Statics(self._db, self._arranging, update)
        self._read(update, references, step)
        self._workers.prepare()  # they have nothing else to do while this process arranges
        self._forget(update)
        if loaded is not None:
            registry.put_references(self._db, self._arranging, loaded, references)
        read = "" if loaded is None else self._settings.data_folder
        watched = self._check_mentions(update, references, read)
        declared: list[str] = []
        if loaded is not None or self._stale:
            declared = self._declared(catalogue)
            update.want(SITE, catalogue.fixed())
            declared += self._put_registries(update, registries)
        if self._stale:
            self._arrange_anew(update, references)
        self._follow_clock(update)
        put_picks(self._db, update, registries, self._settings.data_folder)
        self._statics.want(registries, catalogue.of_list)
        update.settle(sorted(set(declared)))
        self.found.blamed = update.collisions.blamed
        sources.set_faulty(self._db, self.found.dangling | watched)
        links = Links(self._db, self._settings, guesses, self._problems)
        if self.is_first or self._stale:
            links.check_all()
        else:
            links.check(self._changed, update.moved | update.old_moved, update.lost)

    def _declared(self, catalogue: Catalogue) -> list[str]:
        """Lists whose pages may be others by the registries than they were by those before."""
        if self.is_first or self._stale:
            return catalogue.declared
        return catalogue.differing(Catalogue(self._arranging, registry.kept(self._db)))

    # ------------------------------------------------------------------------------ sources

    def _read(self, update: Update, references: References, step: Callable[[int], None]) -> None:
        for taken in self._taken():
            self._problems.extend(taken.problems)
            self._remember(taken.seen, taken.unchanged)
            self._glance(taken)
            if not taken.readable:
                update.remove(taken.seen.path)  # what it said before is not to be judged
            elif not taken.unchanged:
                self.read += taken.seen.sort != STRAY
                self._take(taken, update, references)
            step(1)
        sources.put(self._db, self._unkept)
        update.flush()
        lost = lost_pictures(self._db, self._tree.sort, self._differences.removed, self._faulty)
        update.gone = lost | self._statics.refused
        if self._readings is not None:
            self._keep("used/read", self._readings.used)

    def _remember(self, seen: sources.Seen, unchanged: bool) -> None:
        if not unchanged:  # else only its folder has something new to tell
            self._unkept.append(seen)
        if len(self._unkept) >= _MANY:
            sources.put(self._db, self._unkept)
            self._unkept.clear()
        name = seen.path.rpartition("/")[2]
        self._seen[seen.path] = (name, seen.sort, seen.size, seen.state)

    def _take(self, taken: Taken, update: Update, references: References) -> None:
        path, sort = taken.seen.path, taken.seen.sort
        before = self._known.get(path)
        if before is not None and before.sort != sort:  # by other settings it is another thing
            self._drop(update, path, before.sort)
        if taken.packed is not None:
            self._changed.add(path)
            entry = update.put(sort, taken.packed, taken.signature)
            references.check(path, of_entry(entry, update.home))
        elif sort == STATIC:
            self._statics.put(path, taken.static, taken.refused)
        elif taken.static is not None and sort == THEME:
            put_asset(self._db, update, taken.static.path, taken.static)

    def _drop(self, update: Update, path: str, sort: str) -> None:
        """A file is no longer there, or no longer of this sort."""
        update.lists.touches.cause = path
        if sort in (ARTICLE, PAGE):
            if update.remove(path):
                self.taken_down.append(path)
        elif sort in (STATIC, THEME):
            self.taken_down.append(path)
        if sort == STATIC:
            self._statics.put(path)
        elif sort == THEME:
            put_asset(self._db, update, path.removeprefix(THEME_PREFIX), None)

    def _forget(self, update: Update) -> None:
        for path, sort in self._differences.removed.items():
            self._drop(update, path, sort)
        for path, name in self._held.moved.items():
            rename_file(self._db, path, name, update.lists.touches)
        sources.forget(self._db, self._differences.removed)
        sources.settle_folders(self._db, self._seen)

    def _check_mentions(self, update: Update, references: References, read: str) -> set[str]:
        """Whoever mentions what is gone, or refused, is told, now that all that goes has gone.

        ``read`` is the folder of the registries, if they were read. Returns who waits and did
        mention one: its file may become again what it was.
        """
        waiting = set()
        gone = {*self._differences.removed, *self._statics.targets_refused()}
        found = {each for path in gone for each in mentions.of_target(self._db, path)}
        found.update(each for path in self._faulty for each in mentions.of_source(self._db, path))
        for source, of_source in groupby(sorted(found), key=attrgetter("source")):
            if source in self._held.waiting:
                waiting.add(source)
            if source in self._changed or source in waiting or (read and source.startswith(read)):
                continue  # it was checked already, or is checked when it is taken
            before = len(self._problems)
            references.check(source, [mention.reference for mention in of_source])
            if len(self._problems) > before:
                self.found.dangling.add(source)
            row = articles.find(self._db, source)
            if row is not None and row.entry.image and row.article:
                update.again(source)  # its photo has gone, or is back
        return waiting

    # --------------------------------------------------------------------------- registries

    def _put_registries(self, update: Update, registries: Registries) -> list[str]:
        """Keep the registries; returns the lists of those whom their change concerns."""
        update.lists.touches.cause = self._settings.newsroom.data_path
        former = None if self.is_first else registry.kept(self._db)
        lists = concerned(former, registries) if former else None
        self._statics.concern_pictures(former or registries, registries)
        registry.keep(self._db, registries)
        registry.record(self._db, registries, update.lists.touches)
        if self.is_first or self._stale:
            return []
        # Names may mean something else now: arrange those who use them again, reading none.
        everybody = articles.paths(self._db) if lists is None else articles.unlisted(self._db)
        named = self._naming(update, lists or [])
        for path in dict.fromkeys([*everybody, *named]):
            if path not in self._changed:
                update.again(path, if_other=path in named)
        return lists or []

    def _naming(self, update: Update, lists: Iterable[str]) -> Collection[str]:
        """The articles on these lists."""
        update.lists.write()
        numbers = [number for name in lists if (number := update.names.find(name)) is not None]
        return dict.fromkeys(articles.paths_on(self._db, numbers))

    def _arrange_anew(self, update: Update, references: References) -> None:
        """Arrange all that was read and has not changed, from what the store has of it."""
        for path in articles.paths(self._db):
            if path not in self._changed:
                entry = update.again(path)
                if entry is not None:
                    found = of_entry(entry, update.home)
                    mentions.replace(self._db, path, found)
                    references.check(path, found)
        want_assets(self._db, update)
        self._statics.concern_all()

    def _follow_clock(self, update: Update) -> None:
        for path in articles.due(self._db, self._now):
            row = articles.find(self._db, path)
            update.again(path)
            if row is not None:
                (self.taken_down if row.live else self.published).append(path)
