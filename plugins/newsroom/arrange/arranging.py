# SPDX-License-Identifier: AGPL-3.0-or-later
"""One build's arranging: from what was read to articles, lists, pages, and what is wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol

from newsroom.arrange import registries as registry
from newsroom.arrange.anew import forget
from newsroom.arrange.articles import is_live
from newsroom.arrange.assets import put_asset, want_assets
from newsroom.arrange.banners import put_banners
from newsroom.arrange.broken import Broken
from newsroom.arrange.concerned import concerned
from newsroom.arrange.guesses import Guesses
from newsroom.arrange.links import Links
from newsroom.arrange.namespaces import SITE
from newsroom.arrange.picks import lost_pictures, put_picks
from newsroom.arrange.picture_hints import PictureHints
from newsroom.arrange.recent import put_recent
from newsroom.arrange.reference_check import ReferenceCheck
from newsroom.arrange.references import of_entry
from newsroom.arrange.statics import Statics, refusal_of
from newsroom.arrange.update import Claims, Update
from newsroom.errors import Problems
from newsroom.model import Article, Entry, Refusal, Registries, StaticFile
from newsroom.read.resolve import RegistryIndex
from newsroom.settings import Settings
from newsroom.store import articles, mentions, sources
from newsroom.store.owners import Owner
from newsroom.store.pages import Claim
from newsroom.store.records import rename_file
from newsroom.store.sources import STATIC, THEME, THEME_PREFIX, is_text
from newsroom.taxonomies import DOSSIER

if TYPE_CHECKING:
    from newsroom.read.registries import LoadedRegistries


class Tree(Protocol):
    """All source files as they are now."""

    def kind(self, path: str) -> str:
        """A file's kind, or "" when there is no such file."""

    def __iter__(self) -> Iterator[str]:
        """The paths of all."""


class Pages(Protocol):
    """Which pages exist; see `newsroom.pages.catalogue.Catalogue`."""

    @property
    def declared(self) -> list[str]:
        """The lists that have a page even when they are empty."""

    def differing(self, former: Any, /) -> list[str]:
        """The declared lists whose pages may be others than by the former registries."""

    def fixed(self) -> list[Claim]:
        """The pages that belong to no source and no list."""

    def of_terms(self, count: Callable[[str], int], /) -> dict[Owner, list[Claim]]:
        """Pages that there are by the number of terms, by their owner."""

    def of_list(self, name: str, count: int, /) -> list[Claim]:
        """The pages of a list when it has ``count`` items."""

    def of_source(self, entry: Entry, made: Article, live: bool, /) -> list[Claim]:
        """The pages of a source."""


class Arranging:
    """See `newsroom.engine.portal.Arranging`.

    ``removed`` are the files that are gone, with their kinds, ``taken`` those that are put, and
    ``waiting`` those that differ and are left out of this build. ``loaded`` are the registries if
    their files differ. ``first``: nothing was arranged before; ``stale``: all that was is to be
    forgotten.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        settings: Settings,
        problems: Problems,
        catalogue: Callable[[Settings, Registries], Pages],
        *,
        tree: Tree,
        removed: Mapping[str, str],
        taken: Collection[str],
        waiting: Collection[str],
        registries: Registries,
        loaded: LoadedRegistries | None,
        now: int,
        first: bool,
        stale: bool,
    ) -> None:
        self._db = connection
        self._settings = settings
        self._problems = problems
        self._catalogue_of = catalogue
        self._tree = tree
        self._removed = removed
        self._waiting = waiting
        self._registries = registries
        self._loaded = loaded
        self._now = now
        self._first = first
        self._stale = stale
        self._seen = articles.live_among(connection, () if first else (*taken, *removed))
        self._clock = self._forget() if stale else {}
        self._faulty = sources.faulty(connection)
        self._changed: set[str] = set()
        self.blamed: set[str] = set()
        self.dangling: set[str] = set()
        self.taken_down: list[str] = []
        self.published: list[str] = []
        self._catalogue = catalogue(settings, registries)
        self._update = self._make_update()
        self._guesses = Guesses(tree.kind, tree)
        refusal = partial(refusal_of, connection)
        self._references = ReferenceCheck(tree.kind, refusal, self._guesses, problems)
        self._statics = Statics(connection, settings, self._update)
        self._hints = PictureHints(connection, settings, problems)

    def _forget(self) -> dict[str, bool]:
        """Forget what was arranged; whom the clock changes, and whether readers could see it."""
        due = articles.due(self._db, self._now)
        seen = articles.live_among(self._db, due)
        forget(self._db)
        return {path: path in seen for path in due}

    def _make_update(self) -> Update:
        pages = self._catalogue
        update = Update(
            self._db,
            self._settings,
            index=RegistryIndex(self._registries),
            claims=Claims(pages.of_list, pages.of_source, pages.of_terms),
            now=self._now,
            problems=self._problems,
        )
        if self._loaded is not None:
            update.collisions.lines = self._loaded.lines
        return update

    # ------------------------------------------------------------------------------ sources

    def put(self, path: str, kind: str, made: bytes) -> None:
        """A text is new or was read again."""
        self._changed.add(path)
        entry = self._update.put(kind, articles.decode_packed(made))
        if path in self._seen and not is_live(entry, self._now):
            self.taken_down.append(path)
        self._references.check(path, of_entry(entry, self._update.own_site))
        self._hints.note(entry)

    def put_file(self, path: str, file: StaticFile | None, refusal: Refusal | None) -> None:
        """A file of the content folder may be published, or not."""
        self._statics.put(path, file, refusal)

    def put_asset(self, name: str, file: StaticFile) -> None:
        """A file of the theme is new or was read again."""
        put_asset(self._db, self._update, self._settings, name, file)

    def unreadable(self, path: str) -> None:
        """A text can't be used: what it said before is not to be judged."""
        self._update.remove(path)

    def drop(self, path: str, kind: str) -> None:
        """A file is no longer there, or no longer of this kind."""
        self._update.lists.touches.cause = path
        if is_text(kind):
            self._update.remove(path)
            if path in self._seen:
                self.taken_down.append(path)
        elif kind in (STATIC, THEME):
            self.taken_down.append(path)
        if kind == STATIC:
            self._statics.put(path)
        elif kind == THEME:
            name = path.removeprefix(THEME_PREFIX)
            put_asset(self._db, self._update, self._settings, name, None)

    def done_reading(self) -> None:
        """All that differs was put."""
        self._update.flush()
        lost = lost_pictures(self._db, self._tree.kind, self._removed, self._faulty)
        self._update.pictures.gone = lost | self._statics.refused

    def rename(self, path: str, name: str) -> None:
        """A file has another name on disk now; its address stays."""
        rename_file(self._db, path, name, self._update.lists.touches)

    # ----------------------------------------------------------------------------- settling

    def settle(self) -> None:
        """All was put and dropped: check it, and bring lists and pages in line."""
        update, loaded = self._update, self._loaded
        if loaded is not None:
            registry.put_references(self._db, self._settings, loaded, self._references)
        watched = self._check_mentions() | self._relying()
        declared: list[str] = []
        if loaded is not None or self._stale:
            declared = self._declared()
            update.want(SITE, self._catalogue.fixed())
            declared += self._put_registries()
        if self._stale:
            self._arrange_anew()
        self._reshape()
        self._hints.tell()
        self._follow_clock()
        put_picks(self._db, update, self._registries, self._settings.data_folder)
        update.lists.write()
        put_recent(self._db, self._now, update.lists.touches)
        self._statics.want(self._registries, self._catalogue.of_list, self._put_banners())
        update.settle(sorted(set(declared)))
        broken = Broken(
            self._db, self._settings, self._now, titles=update.titles, put=self._changed
        )
        released = broken.all_obsolete() if self._stale else update.released
        broken.settle(released, self._problems)
        self.blamed = update.collisions.blamed
        sources.set_faulty(self._db, self.dangling | watched)
        links = Links(self._db, self._settings, self._guesses, self._problems)
        if self._first or self._stale:
            links.check_all()
        else:
            links.check(self._changed, update.moved | update.old_moved, update.lost)

    def _check_mentions(self) -> set[str]:
        """Whoever mentions what is gone, or refused, is told, now that all that goes has gone.

        Returns who waits and did mention one: its file may become again what it was.
        """
        data = self._settings.data_folder if self._loaded is not None else ""
        waiting = set()
        gone = {*self._removed, *self._statics.targets_refused()}
        found = {each for path in gone for each in mentions.of_target(self._db, path)}
        found.update(each for path in self._faulty for each in mentions.of_source(self._db, path))
        for source, of_source in groupby(sorted(found), key=attrgetter("source")):
            if source in self._waiting:
                waiting.add(source)
            if source in self._changed or source in waiting or (data and source.startswith(data)):
                continue  # it was checked already, or is checked when it is taken
            before = len(self._problems)
            self._references.check(source, [mention.reference for mention in of_source])
            if len(self._problems) > before:
                self.dangling.add(source)
            row = articles.find(self._db, source)
            if row is not None and row.article and (row.entry.image or row.entry.body.photos):
                self._update.again(source)  # its photo has gone, or is back
        return waiting

    def _relying(self) -> set[str]:
        """Whoever mentions a file that is there, but of which this build leaves nothing behind.

        Nobody would notice if it went: it can't go from where it is not.
        """
        known = sources.find(self._db, self._waiting)
        unknown = [*(path for path in self._waiting if path not in known), *self._removed]
        return {
            mention.source
            for path in unknown
            if self._tree.kind(path)
            for mention in mentions.of_target(self._db, path)
        }

    # --------------------------------------------------------------------------- registries

    def _declared(self) -> list[str]:
        """Lists whose pages may be others by the registries than they were by those before."""
        if self._first or self._stale:
            return self._catalogue.declared
        former = self._catalogue_of(self._settings, registry.kept(self._db))
        return self._catalogue.differing(former)

    def _put_registries(self) -> list[str]:
        """Keep the registries; returns the lists of those whom their change concerns."""
        update, registries = self._update, self._registries
        update.lists.touches.cause = self._settings.newsroom.data_path
        former = None if self._first else registry.kept(self._db)
        cards = self._settings.newsroom.title_cards is not None
        lists = concerned(former, registries, cards=cards) if former else None
        self._statics.concern_pictures(former or registries, registries)
        registry.keep(self._db, registries)
        style = self._settings.newsroom.tone_style
        registry.record(self._db, registries, style, update.lists.touches)
        if self._first or self._stale:
            return []
        # Names may mean something else now: arrange those who use them again, reading none.
        everybody = articles.paths(self._db) if lists is None else articles.unlisted(self._db)
        named = self._naming(lists or [])
        for path in dict.fromkeys([*everybody, *named]):
            if path not in self._changed:
                update.again(path, if_other=path in named)
        return lists or []

    def _naming(self, lists: Iterable[str]) -> Collection[str]:
        """The articles on these lists."""
        update = self._update
        update.lists.write()
        numbers = [number for name in lists if (number := update.names.find(name)) is not None]
        return dict.fromkeys(articles.paths_on(self._db, numbers))

    def _arrange_anew(self) -> None:
        """Arrange all that was read and has not changed, from what the store has of it."""
        update = self._update
        for path in articles.paths(self._db):
            if path not in self._changed:
                entry = update.again(path)
                if entry is not None:
                    found = of_entry(entry, update.own_site)
                    mentions.replace(self._db, path, found)
                    self._references.check(path, found)
        want_assets(self._db, update, self._settings)
        self._statics.concern_all()

    def _put_banners(self) -> set[str]:
        """Have the banners of this moment stand in their slots; returns their pictures."""
        touches, zone = self._update.lists.touches, self._settings.zone
        touches.cause = f"{self._settings.data_folder}banners.yaml"
        shown, before = put_banners(self._db, self._registries.banners, self._now, zone, touches)
        self._statics.concern(shown ^ before)
        return shown

    def _reshape(self) -> None:
        """Whose picture is another one shows its renditions, whose addresses are others."""
        dossiers = {
            dossier.image: DOSSIER.list_name(dossier.slug) for dossier in self._registries.dossiers
        }
        put = self._statics.put_pictures
        showing = self._naming(dossiers[path] for path in sorted(put & dossiers.keys()))
        found = (mention for path in sorted(put) for mention in mentions.of_target(self._db, path))
        pictured = (it.source for it in found if it.reference.use in ("image", "picture"))
        for path in dict.fromkeys((*pictured, *showing)):
            if path not in self._changed:
                self._hints.note(self._update.again(path, if_other=True))

    def _follow_clock(self) -> None:
        for path in articles.due(self._db, self._now):  # none if all was arranged anew
            row = articles.find(self._db, path)
            self._update.again(path)
            if row is not None:
                self._clock[path] = row.live
        for path, live in self._clock.items():
            if path not in self._changed and path not in self._removed:
                (self.taken_down if live else self.published).append(path)
