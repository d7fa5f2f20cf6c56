"""Gathering: what has changed is read, checked and arranged, all in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from newsroom.arrange.check import References
from newsroom.arrange.memberships import PICKS
from newsroom.arrange.relating import load_weights
from newsroom.arrange.update import Claims, Update
from newsroom.build import registry
from newsroom.build.ingest import Taken, read_files
from newsroom.build.scan import ARTICLE, DATA, PAGE, STATIC, THEME, THEME_PREFIX, Found, compare
from newsroom.errors import Problems
from newsroom.model import Registries, StaticFile
from newsroom.pages.catalogue import Catalogue
from newsroom.read.resolve import Index
from newsroom.settings import Settings
from newsroom.store import articles, sources
from newsroom.store.pages import Claim
from newsroom.store.records import put_record

if TYPE_CHECKING:
    from newsroom.read.registries import LoadedRegistries

SITE = "//site"
"""The owner of pages that belong to no source and no list."""


class Gather:
    """What one build reads; see the module's text. `run` is called once, in a transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        settings: Settings,
        found: Mapping[str, Found],
        now: int,
        problems: Problems,
    ) -> None:
        self._db = connection
        self._settings = settings
        self._found = dict(found)
        self._now = now
        self._problems = problems
        self._seen = sources.load(connection)
        self._differences = compare(self._found, self._seen)
        self._changed: set[str] = set()
        self.suspects = len(self._differences.suspects)
        self.removed = len(self._differences.removed)
        self.read = 0

    def run(self, step: Callable[[int], None]) -> Registries:
        """Read what differs and bring the store up to date; returns the registries."""
        data = self._data_changed()
        loaded = registry.load(self._settings, self._found, self._problems) if data else None
        if not self._seen:
            load_weights(self._settings, self._problems)  # a damaged table is told once
        if self._problems.errors:
            # Names can't be judged by broken registries: only read, to tell everything at once.
            self._only_read(step)
            return Registries()
        registries = loaded.registries if loaded else registry.kept(self._db)
        self._arrange(registries, loaded, step)
        return registries

    def _data_changed(self) -> bool:
        """Whether a registry file differs, was removed, or none was ever read."""
        names = {*self._differences.suspects, *self._differences.removed}
        sorts = {(self._found.get(name) or self._seen[name]).sort for name in names}
        return DATA in sorts or not self._seen

    def _only_read(self, step: Callable[[int], None]) -> None:
        for taken in read_files(
            self._settings, self._differences.suspects, self._found, self._seen
        ):
            self._problems.extend(taken.problems)
            step(1)

    def _arrange(
        self, registries: Registries, loaded: LoadedRegistries | None, step: Callable[[int], None]
    ) -> None:
        catalogue = Catalogue(self._settings, registries)
        update = Update(
            self._db,
            self._settings,
            index=Index(registries),
            claims=Claims(catalogue.of_list, catalogue.of_source),
            now=self._now,
            problems=self._problems,
        )
        references = References(self._sort, self._found, self._problems)
        self._read(update, references, step)
        self._forget(update, references)
        if loaded is not None or self.removed:
            # What a registry names may have gone without the registry changing.
            present = loaded or registry.load(self._settings, self._found, self._problems)
            registry.check_files(self._settings, present, self._found, self._problems)
        declared: set[str] = set()
        if loaded is not None:
            declared = {*catalogue.declared, *self._formerly_declared()}
            update.want(SITE, catalogue.fixed())
            self._put_registries(update, registries)
        self._follow_clock(update)
        self._put_picks(update, registries)
        update.settle(sorted(declared))

    def _formerly_declared(self) -> list[str]:
        """Lists that had a page by the registries before: some may have lost it."""
        if not self._seen:
            return []
        return Catalogue(self._settings, registry.kept(self._db)).declared

    def _sort(self, path: str) -> str:
        found = self._found.get(path)
        return found.sort if found else ""

    # ------------------------------------------------------------------------------ sources

    def _read(self, update: Update, references: References, step: Callable[[int], None]) -> None:
        for taken in read_files(
            self._settings, self._differences.suspects, self._found, self._seen
        ):
            self._problems.extend(taken.problems)
            sources.put(self._db, [taken.seen])
            if not taken.unchanged:
                self.read += 1
                self._take(taken, update, references)
            step(1)

    def _take(self, taken: Taken, update: Update, references: References) -> None:
        path, sort = taken.seen.path, taken.seen.sort
        if taken.entry is not None:
            self._changed.add(path)
            references.check(taken.entry)
            update.put(sort, taken.entry, taken.signature)
        elif taken.static is not None and sort in (STATIC, THEME):
            self._put_static(update, path, sort, taken.static)

    def _put_static(self, update: Update, path: str, sort: str, file: StaticFile) -> None:
        value = msgspec.msgpack.encode(file)
        update.lists.touches.cause = path
        put_record(self._db, sort, file.path, value, update.lists.touches)
        save_as = f"theme/{file.path}" if sort == THEME else file.path
        update.want(path, [Claim(sort, file.path, save_as)])

    def _forget(self, update: Update, references: References) -> None:
        for path in self._differences.removed:
            sort = self._seen[path].sort
            update.lists.touches.cause = path
            if sort in (ARTICLE, PAGE):
                update.remove(path)
            elif sort in (STATIC, THEME):
                name = path.removeprefix(THEME_PREFIX)
                put_record(self._db, sort, name, None, update.lists.touches)
                update.want(path, [])
            for source in articles.mentioning(self._db, path):
                row = None if source in self._changed else articles.find(self._db, source)
                if row is not None:
                    references.check(row.entry)
        sources.forget(self._db, self._differences.removed)

    # --------------------------------------------------------------------------- registries

    def _put_registries(self, update: Update, registries: Registries) -> None:
        first = not self._seen
        update.lists.touches.cause = self._settings.newsroom.data_path
        registry.keep(self._db, registries)
        registry.record(self._db, registries, update.lists.touches)
        if first:
            return
        # Names may mean something else now: arrange all articles again, without reading any.
        for path in articles.paths(self._db):
            if path not in self._changed:
                update.again(path)

    def _follow_clock(self, update: Update) -> None:
        for path in articles.due(self._db, self._now):
            update.again(path)

    def _put_picks(self, update: Update, registries: Registries) -> None:
        """The editors' *Nên xem* as a dated list, for windows on article pages."""
        wanted = {}
        for path in registries.slots.get("nen-xem", ()):
            row = articles.find(self._db, path)
            if row is not None and row.live and row.article:
                wanted[row.article.card.key] = row.id
        update.lists.touches.cause = f"{self._settings.newsroom.data_path}/slots.yaml"
        current = update.lists.items(PICKS)
        for own, level in update.changed.items():
            if own in current:
                update.lists.touches.add(PICKS, own, level)
        for key in current.keys() - wanted.keys():
            update.lists.take(PICKS, key)
        for key in wanted.keys() - current.keys():
            update.lists.put(PICKS, key, wanted[key])
