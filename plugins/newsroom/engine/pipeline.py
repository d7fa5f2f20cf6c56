# SPDX-License-Identifier: AGPL-3.0-or-later
"""One build, from top to bottom: gather and check everything, then write."""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import msgspec

from newsroom.engine import collection, folder, interrupts, last_good
from newsroom.engine.attempts import Attempts
from newsroom.engine.build_report import BuildReport, Listener, Silent
from newsroom.engine.facts import Facts, differ, grown
from newsroom.engine.gather import Gather
from newsroom.engine.output import Output, is_temporary
from newsroom.engine.portal import Portal
from newsroom.engine.render import Renderer, Written, batch_size, prepare
from newsroom.engine.session import Session
from newsroom.engine.stamps import shape_stamps
from newsroom.engine.templates import catalogue, translations
from newsroom.engine.witness import Witness
from newsroom.engine.work import work_of
from newsroom.engine.workers import Workers
from newsroom.errors import (
    ChangedError,
    ContentError,
    NewsroomError,
    Problems,
    SettingsError,
    StoreError,
    ThemeError,
)
from newsroom.messages import _
from newsroom.settings import Settings
from newsroom.store import journal, pages, sources
from newsroom.store.database import (
    get_meta,
    get_metas,
    lock,
    set_meta,
    share,
    taken_back,
    transaction,
)
from newsroom.store.reads import ListNames
from newsroom.store.sources import THEME_PREFIX
from newsroom.warnings import told

_ATTEMPTS = 3  # while files change under a build; what one has done the next need not do

# What reading a damaged store raises; and SQLite's names of troubles that are the disk's.
DAMAGE = (sqlite3.DatabaseError, msgspec.DecodeError, zlib.error, UnicodeDecodeError)
_TROUBLE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_BUSY")
_CHUNK = 20_000


def build(
    portal: Portal,
    settings: Settings,
    now: int,
    *,
    listener: Listener | None = None,
    session: Session | None = None,
    faults: Sequence[str] = (),
) -> BuildReport:
    """Bring the output folder up to date with the content folder, at the moment ``now``.

    ``portal`` says what a site's content is. ``session`` is of the same settings, and stays open
    for the next build. ``faults`` are what is wrong with the settings, when ``settings`` are the
    last good ones.

    Raises:
        ContentError, ThemeError, SettingsError: something has to be mended. What could be done all
            the same was done, and is told by the error's ``report``.
        BusyError, StoreError, OutputError: see `newsroom.errors`.
    """
    started = time.monotonic()
    kept = session or Session(settings, portal)
    try:
        with lock(kept.path.with_suffix(".lock")), collection.rare_collection():
            report = _build(kept, now, listener or Silent(), tuple(faults))
    except NewsroomError as error:
        if isinstance(error.report, BuildReport):
            error.report.seconds = time.monotonic() - started
        raise
    finally:
        if session is None:
            kept.close()
    report.seconds = time.monotonic() - started
    return report


def _build(session: Session, now: int, listener: Listener, faults: tuple[str, ...]) -> BuildReport:
    report = BuildReport()
    for _attempt in range(_ATTEMPTS):
        try:
            return _attempted(session, now, listener, report, faults)
        except ChangedError as error:
            last = error
    raise last


def _attempted(
    session: Session, now: int, listener: Listener, report: BuildReport, faults: tuple[str, ...]
) -> BuildReport:
    try:
        return _Build(session, now, listener, report, faults).run()
    except (ContentError, ThemeError, SettingsError, ChangedError):
        raise  # the store is whole, and nothing else is wrong
    except DAMAGE as error:
        if getattr(error, "sqlite_errorname", "").startswith(_TROUBLE):
            session.close()
            message = _("The store {path} can't be written ({error}); is the disk full?")
            raise StoreError(message.format(path=session.path, error=error)) from error
        # A damaged store is only a lost cache.
        session.discard()
        return _Build(session, now, listener, report, faults).run()
    except BaseException:
        session.close()
        raise


class _Build:
    """One run; its methods stand in the order in which they happen."""

    def __init__(
        self,
        session: Session,
        now: int,
        listener: Listener,
        report: BuildReport,
        faults: tuple[str, ...] = (),
    ) -> None:
        self._session = session
        self._portal = session.portal
        self._settings = session.settings
        self._now = now
        self._listener = listener
        self._output = Output(self._settings.output)
        self._report = report
        self._changed: list[str] = []
        self._at_work = self._mending = False
        self._waiting: frozenset[str] = frozenset()
        self.changed: frozenset[str] = frozenset()
        """The sources that were looked into."""
        self._faults = faults
        self._tell_written = self._portal.written(self._settings)
        self._untold: list[str] = []

    def run(self) -> BuildReport:
        """The whole build."""
        witness = Witness(self._settings)
        self._output.prepare()
        self._db, reason = self._session.open()
        self._report.reason = reason or self._report.reason
        interrupted = bool(get_meta(self._db, "open"))
        self._at_work = self._mending = interrupted
        if not self._output.is_marked:
            self._output.mark(own=folder.is_known(self._db, self._output))
        later = partial(prepare, self._settings, self._portal.composing.theming)
        with Workers(self._settings.newsroom.workers, later) as workers:
            self._attempts = Attempts(self._session, self._db, self._now, self._faults)
            self._gather(workers)
            share(self._db)
            self._look_at_output(interrupted)
            if not self._attempts.theme or pages.is_rendered(self._db):
                self._render(workers)
        if self._at_work and (changed := witness.changed(self._db, self._session, self._changed)):
            message = _("{path} is being changed again and again; build again when it is whole.")
            raise ChangedError(message.format(path=changed))
        self._delete_obsolete()
        interrupts.check()
        return self._finish()

    def _begin(self) -> None:
        """From here on a build that ends badly leaves something to look after.

        Until one ends well: a build that only tells of errors has looked after nothing. Most
        builds never come here.
        """
        if not self._at_work:
            set_meta(self._db, "open", "1")
            self._at_work = True

    @contextmanager
    def rehearsing(self, again: Iterable[str]) -> Iterator[sqlite3.Connection]:
        """The open store, whose changes are taken back; these files are as if never seen."""
        self._db, _reason = self._session.open()
        with taken_back(self._db):
            sources.unknow(self._db, again)
            yield self._db

    def look(self, problems: Problems, workers: Workers) -> None:
        """Read, check and arrange, for a rehearsal: errors are only noted."""
        differences, data = self._session.look(problems)
        gather = Gather(
            self._session,
            self._db,
            differences,
            data,
            now=self._now,
            problems=problems,
            workers=workers,
        )
        self.changed = frozenset(differences.suspects)
        gather.run(self._listener.step)

    def _gather(self, workers: Workers) -> None:
        """Read, check, arrange, plan. With errors, without what has to wait."""
        attempts = self._attempts
        gather = attempts.run(self._listener, workers, self._plan, self._begin)
        self.changed = gather.saved
        report = self._report
        report.read += gather.read
        report.removed_sources += gather.removed
        report.warnings = told(attempts.warnings, self._settings.newsroom.warnings)
        self._waiting = gather.waiting
        if self._attempts.is_wrong:
            report.taken_down = tuple(sorted(set(gather.taken_down)))
            report.published = tuple(sorted(gather.published))
            report.held = tuple(sorted(gather.waiting))
        else:
            gather.done()

    def _plan(self, registries: Any, broken: bool) -> list[str]:
        """Kinds of pages whose shape has changed, or a fact that they show, are wholly dirty.

        One page of each is tried before: if the theme is wrong, what is told of it is returned,
        and nothing is marked. Neither is it when the theme is known to be ``broken``.
        """
        settings = self._settings
        say = translations(settings).gettext
        self._shown = self._portal.shown(self._db, settings, registries, say)
        self._facts = Facts(settings=settings, say=catalogue(settings), **self._shown)
        templates = settings.theme / "templates"
        shapes = shape_stamps(
            work_of(self._portal, settings), self._session.stamps, templates, self._facts
        )
        kept = get_metas(self._db)
        self._used = {kind: kept.get(f"used/{kind}", "") for kind in shapes}
        moved = kept.get("theme", "") != ""
        changed = {
            kind: stamp
            for kind, stamp in shapes.items()
            if moved or kept.get(f"shape/{kind}") != stamp or differ(self._used[kind], self._facts)
        }
        faults = [] if broken else self._try(changed)
        if broken or faults:
            return faults
        if moved:
            set_meta(self._db, "theme", "")
        for kind, stamp in changed.items():
            pages.mark(self._db, kind, "shape")
            set_meta(self._db, f"shape/{kind}", stamp)
            self._use(kind, "")  # whatever is rendered now tells again
        return faults

    def _try(self, kinds: Iterable[str]) -> list[str]:
        """What the theme can't show: tried on a page of each of these kinds."""
        tried = [page for kind in kinds if (page := pages.any_of(self._db, kind))]
        if not tried:
            return []
        renderer = Renderer(self._settings, self._portal.composing, self._shown, self._db)
        faults = []
        for page in tried:
            try:
                renderer.render(page)
            except ThemeError as error:
                faults.append(str(error))
        return faults

    def _use(self, kind: str, used: str) -> None:
        """Keep what a kind of page is known to use."""
        if self._used[kind] != used:
            self._used[kind] = used
            set_meta(self._db, f"used/{kind}", used)

    def _look_at_output(self, interrupted: bool) -> None:
        """Trust the manifest only while the output folder is the one that it tells of."""
        whole = folder.is_as_left(self._db, self._output, self._settings.retained)
        if not whole:
            self._begin()
            fresh = bool(self._report.reason) and self._output.was_empty
            folder.settle(self._db, self._output, self._settings.retained, fresh=fresh)
        others = folder.tell_others(self._db, self._settings)
        self._report.warnings += told(others, self._settings.newsroom.warnings)
        self._output.remove(pages.in_the_way(self._db))
        if interrupted and whole:
            self._output.remove([path for path in self._output.files() if is_temporary(path)])

    def _render(self, workers: Workers) -> None:
        total = pages.count_dirty(self._db)
        if not total:
            return
        self._begin()
        self._portal.prepare(self._db, self._settings, self._listener, interrupts.check)
        self._listener.phase("render", total)
        names, size = ListNames(self._db), batch_size(total)
        job = (self._settings, self._portal.composing, self._shown, self._session.path)
        with workers.pool(Renderer, job, "batch", items=total) as pool:
            if pool.shared and not workers.prepared:
                prepare(self._settings, self._portal.composing.theming)
            last = 0
            while chunk := pages.dirty(self._db, last, _CHUNK):
                last = chunk[-1].id
                # Whoever has saved a text looks at its own page first. Then pages of
                # one folder come together: they show the same records.
                chunk.sort(key=lambda page: (page.key not in self.changed, page.kind, page.save_as))
                batches = [chunk[at : at + size] for at in range(0, len(chunk), size)]
                for batch, results in zip(batches, pool.map(batches), strict=True):
                    self._record(names, batch, results)

    def _record(self, names: ListNames, batch: list[pages.PageRow], results: list[Written]) -> None:
        with transaction(self._db):
            done = [result.done for result in results if result.done is not None]
            pages.finish(self._db, names, done)
            # After a build that ended badly, what looks unchanged may be what that one has written.
            paths = zip(batch, results, strict=True)
            journal.note(
                self._db, [page.save_as for page, r in paths if r.replaced or self._mending]
            )
            for page, result in zip(batch, results, strict=True):
                if result.used:
                    self._use(page.kind, grown(self._used[page.kind], result.used, self._facts))
        self._report.rendered += len(done)
        saved = (page.save_as for page in batch if page.key in self.changed)
        self._report.unlisted += tuple(self._portal.unlisted(saved))
        self._attempts.theme += {result.fault for result in results if result.fault}
        for page, result in zip(batch, results, strict=True):
            source = THEME_PREFIX * (page.kind == "theme") + page.key
            if result.done is None and not result.fault and source not in self._waiting:
                self._changed.append(source)  # the copy of one that waits does so, too
            if result.replaced:
                self._report.written += 1
                self._listener.written(page.save_as)
                self._untold += self._tell_written(page.save_as)
        self._listener.step(len(results))

    def _delete_obsolete(self) -> None:
        """Remove the files of pages that are no more; after all others are in place."""
        obsolete = pages.obsolete(self._db)
        if obsolete:
            self._begin()
            self._remove(obsolete)
            with transaction(self._db):
                pages.deleted(self._db, obsolete)
                journal.note(self._db, obsolete)

    def _remove(self, paths: Iterable[str]) -> None:
        found = list(paths)
        self._output.remove(found)
        self._report.removed += len(found)

    def _finish(self) -> BuildReport:
        if self._report.rendered or self._report.removed:
            set_meta(self._db, "top", "/".join(sorted(pages.top_names(self._db))))
        numbers = self._portal.numbers(self._db, self._now)
        self._report.live, self._report.next_due = numbers.live, numbers.next_due
        if self._at_work:
            folder.leave(self._db, self._output)
            set_meta(self._db, "open", "")
        if self._attempts.is_wrong:
            raise self._attempts.error(self._report)
        last_good.keep(self._db, self._settings)
        self._session.done()
        if self._untold:
            error = SettingsError(*self._untold)
            error.report = self._report
            raise error
        return self._report


class Rehearsal(msgspec.Struct, frozen=True):
    """What a build would have found: ``changed`` are the files that it would have looked into."""

    problems: Problems
    connection: sqlite3.Connection
    changed: frozenset[str]


@contextmanager
def rehearse(session: Session, now: int, again: Iterable[str] = ()) -> Iterator[Rehearsal]:
    """A build up to the point where it would write; at the block's end all is taken back.

    ``session`` has a store open. The files ``again`` are read as if they were new. In the block the
    store is as the build would have left it, but for what has errors.
    """
    problems = Problems()
    build = _Build(session, now, Silent(), BuildReport())
    workers = session.settings.newsroom.workers
    with build.rehearsing(again) as connection, Workers(workers) as pool:
        build.look(problems, pool)
        yield Rehearsal(problems, connection, build.changed)
