"""One build, from top to bottom: gather and check everything, then write."""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from newsroom.arrange.related.tables import TABLES as RELATED_TABLES
from newsroom.build import registry
from newsroom.build.gather import Gather
from newsroom.build.output import Output, is_temporary
from newsroom.build.render import Renderer, Result
from newsroom.build.report import Listener, Report, Silent
from newsroom.build.scan import scan
from newsroom.build.stamps import content_stamp, shape_stamps
from newsroom.build.templates import translations
from newsroom.build.workers import Pool
from newsroom.errors import ContentError, Problems, StoreError
from newsroom.messages import _
from newsroom.model import Registries
from newsroom.pages.site import make_site
from newsroom.pages.views import Site
from newsroom.settings import Settings
from newsroom.store import articles, pages
from newsroom.store.database import discard, get_meta, lock, open_store, set_meta, transaction
from newsroom.store.reads import ListNames

_BATCH = 40

# What reading a damaged store raises; and SQLite's names of troubles that are the disk's.
_DAMAGE = (sqlite3.DatabaseError, msgspec.DecodeError, zlib.error, UnicodeDecodeError)
_TROUBLE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_BUSY")
_CHUNK = 4000


def build(settings: Settings, now: int, listener: Listener | None = None) -> Report:
    """Bring the output folder up to date with the content folder, at the moment ``now``.

    Raises:
        ContentError: sources have errors; nothing was written.
        BusyError, StoreError, OutputError: see `newsroom.errors`.
    """
    started = time.monotonic()
    store = registry.store_path(settings)
    with lock(store.with_suffix(".lock")):
        try:
            report = _Build(settings, now, listener or Silent(), store).run()
        except _DAMAGE as error:
            if getattr(error, "sqlite_errorname", "").startswith(_TROUBLE):
                message = _("The store {path} can't be written ({error}); is the disk full?")
                raise StoreError(message.format(path=store, error=error)) from error
            # A damaged store is only a lost cache.
            discard(store)
            report = _Build(settings, now, listener or Silent(), store).run()
    report.seconds = time.monotonic() - started
    return report


class _Build:
    """One run; its methods stand in the order in which they happen."""

    def __init__(self, settings: Settings, now: int, listener: Listener, store: Path) -> None:
        self._settings = settings
        self._now = now
        self._listener = listener
        self._store = store
        self._output = Output(settings.output)
        self._report = Report()

    def run(self) -> Report:
        """The whole build."""
        problems = Problems()
        found = scan(self._settings, problems)
        self._output.prepare()
        self._db, self._report.reason = open_store(
            self._store, content_stamp(self._settings), RELATED_TABLES
        )
        try:
            interrupted = bool(get_meta(self._db, "open"))
            set_meta(self._db, "open", "1")
            gather = Gather(self._db, self._settings, found, self._now, problems)
            with transaction(self._db):
                registries = self._gather(gather, problems)
                site = self._plan(registries)
            self._look_at_output(interrupted)
            self._render(site, registries)
            self._bury()
            return self._finish()
        finally:
            self._close()

    def _gather(self, gather: Gather, problems: Problems) -> Registries:
        """Read, check, arrange. Any error: the transaction is taken back."""
        self._listener.phase("read", gather.suspects)
        registries = gather.run(self._listener.step)
        if problems.errors:
            raise ContentError(problems.errors)
        self._report.read = gather.read
        self._report.removed_sources = gather.removed
        self._report.warnings = tuple(problems.warnings)
        return registries

    def _plan(self, registries: Registries) -> Site:
        """Kinds of pages whose shape has changed are dirty as a whole."""
        site = self._site(registries)
        for kind, stamp in shape_stamps(self._settings, site, _fed(registries)).items():
            name = f"shape/{kind}"
            if get_meta(self._db, name) != stamp:
                pages.mark(self._db, kind, "shape")
                set_meta(self._db, name, stamp)
        return site

    def _site(self, registries: Registries) -> Site:
        assets = pages.keys(self._db, "theme")
        say = translations(self._settings).gettext
        cards = registry.static_pages(self._db)
        return make_site(self._settings, registries, cards, assets, say)

    def _look_at_output(self, interrupted: bool) -> None:
        """Trust the manifest only while the output folder is the one that it tells of."""
        identity = self._output.identity()
        expected = set(get_meta(self._db, "top").split("/")) - {""}
        whole = get_meta(self._db, "output") == identity and expected <= self._output.names()
        if not whole and not self._report.reason:
            pages.mark_missing(self._db, self._output.root)
        self._output.remove(pages.in_the_way(self._db))
        set_meta(self._db, "output", identity)
        if interrupted:
            self._output.remove([path for path in self._output.files() if is_temporary(path)])

    def _render(self, site: Site, registries: Registries) -> None:
        total = pages.count_dirty(self._db)
        if not total:
            return
        self._listener.phase("render", total)
        names = ListNames(self._db)
        job = (self._settings, site, _fed(registries), self._store)
        workers = self._settings.newsroom.workers
        with Pool(Renderer, job, "batch", workers=workers, items=total) as pool:
            last = 0
            while chunk := pages.dirty(self._db, last, _CHUNK):
                last = chunk[-1].id
                batches = [chunk[at : at + _BATCH] for at in range(0, len(chunk), _BATCH)]
                for batch, results in zip(batches, pool.map(batches), strict=True):
                    self._record(names, batch, results)

    def _record(self, names: ListNames, batch: list[pages.PageRow], results: list[Result]) -> None:
        with transaction(self._db):
            pages.finish(self._db, names, [result.done for result in results])
        self._report.rendered += len(results)
        for page, result in zip(batch, results, strict=True):
            if result.replaced:
                self._report.written += 1
                self._listener.written(page.save_as)
        self._listener.step(len(results))

    def _bury(self) -> None:
        """Remove the files of pages that are no more; after all others are in place."""
        doomed = pages.doomed(self._db)
        self._remove(doomed)
        with transaction(self._db):
            pages.buried(self._db, doomed)
        if self._report.reason and self._output.is_ours():
            self._remove(self._strangers())

    def _strangers(self) -> list[str]:
        """Files that a store before this one wrote; only looked for when the store is new."""
        known = {save_as for save_as, _digest, _size in pages.manifest(self._db)}
        retained = self._settings.retained
        return [
            path
            for path in self._output.files()
            if path not in known and not any(part in retained for part in path.split("/"))
        ]

    def _remove(self, paths: Iterable[str]) -> None:
        found = list(paths)
        self._output.remove(found)
        self._report.removed += len(found)

    def _finish(self) -> Report:
        if self._report.rendered or self._report.removed:
            set_meta(self._db, "top", "/".join(sorted(pages.top_names(self._db))))
        self._report.articles = articles.count_live(self._db, "article")
        self._report.pages = articles.count_live(self._db, "page")
        self._report.next_due = articles.next_due(self._db, self._now)
        return self._report

    def _close(self) -> None:
        try:
            set_meta(self._db, "open", "")
        finally:
            self._db.close()


def _fed(registries: Registries) -> tuple[str, ...]:
    return tuple(section.slug for section in registries.sections if section.feed)
