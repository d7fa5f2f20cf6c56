# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gathering with errors: taken back, and done again without what has to wait."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from newsroom.engine.build_report import BuildReport, Listener
from newsroom.engine.gather import Gather
from newsroom.engine.holding import NOTHING, Findings, Held, Holding, add
from newsroom.engine.scan import Differences, ScannedFile
from newsroom.engine.session import Session
from newsroom.engine.workers import Workers
from newsroom.errors import (
    ContentError,
    NewsroomError,
    Problem,
    Problems,
    SettingsError,
    ThemeError,
)
from newsroom.store.database import transaction

Plan = Callable[[Any, bool], list[str]]
"""Marks the pages whose shape has changed, unless the theme is known to be wrong (True); returns
what is wrong with the theme."""


class _AgainError(Exception):
    """Something has to wait: the files in error, or ``everything``."""

    def __init__(self, everything: bool) -> None:
        super().__init__()
        self.everything = everything


class Attempts:
    """Gathers, in one transaction in the end; what came of it are the attributes."""

    def __init__(
        self, session: Session, connection: sqlite3.Connection, now: int, faults: tuple[str, ...]
    ) -> None:
        self._session = session
        self._settings = session.settings
        self._db = connection
        self._now = now
        self._faults = faults
        self.theme: list[str] = []
        """What is wrong with the theme."""
        self.errors: list[Problem] = []
        """All errors of the tree as it is."""
        self.warnings: list[Problem] = []
        self.held: Held | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether anything has to be mended."""
        return bool(self.errors or self.theme or self._faults)

    def error(self, report: BuildReport) -> NewsroomError:
        """What has to be mended, with a ``report`` of what was done all the same."""
        faults = (*self._faults, *sorted(set(self.theme)))
        error: NewsroomError
        if self.errors:
            error, report.faults = ContentError(self.errors), faults
        elif self._faults:
            error = SettingsError(*faults)
        else:
            error = ThemeError(*faults)
        error.report = report
        return error

    def run(
        self, listener: Listener, workers: Workers, plan: Plan, begin: Callable[[], None]
    ) -> Gather:
        """Gather and plan; ``begin`` is called before the end if anything has changed.

        Raises:
            ContentError: there are errors, and no last good site.
        """
        problems = Problems()
        differences, data = self._session.look(problems)
        self.errors = problems.errors  # of the scan
        scanned = {problem.path for problem in self.errors}
        holding = Holding(self._db, self._settings, differences, scanned, self._session.portal.kept)
        before = Findings()
        while True:
            gather = self._gather(differences, data, problems, workers)
            listener.phase("read", gather.suspects)
            try:
                with transaction(self._db):
                    changes = self._db.total_changes
                    registries = gather.run(listener.step)
                    self._judge(gather, holding, problems)
                    self._plan(gather, registries, plan)
                    if self._db.total_changes > changes:
                        begin()
            except _AgainError as again:
                found = gather.found
                add(found, before)
                before = found
                self.held = holding.decide(found, self.held, everything=again.everything)
                if gather.is_first and (self.held.everything or self.held.registries):
                    raise ContentError(self.errors) from None
                problems = Problems()
            else:
                self.warnings = problems.warnings
                return gather

    def _gather(
        self,
        differences: Differences,
        data: dict[str, ScannedFile],
        problems: Problems,
        workers: Workers,
    ) -> Gather:
        return Gather(
            self._session,
            self._db,
            differences,
            data,
            now=self._now,
            problems=problems,
            workers=workers,
            held=self.held or NOTHING,
        )

    def _judge(self, gather: Gather, holding: Holding, problems: Problems) -> None:
        """Whether this attempt may stay.

        Raises:
            ContentError: it may not, and there is no last good site.
            _AgainError: it may not.
        """
        if self.held is None:
            self.errors = problems.errors
        gather.found.errors = {problem.path for problem in problems.errors}
        stop = bool(self._faults or self.theme or self._settings.newsroom.on_error == "stop")
        wrong = self.held is None and stop and (self.errors or self._faults)
        if not wrong and holding.is_enough(gather.found, self.held):
            return
        registries = gather.found.errors and not gather.arranged
        if gather.is_first and (stop or registries):
            raise ContentError(self.errors)
        raise _AgainError(stop)

    def _plan(self, gather: Gather, registries: Any, plan: Plan) -> None:
        known = bool(self.theme)
        faults = plan(registries, known)
        if not faults or known:
            return
        self.theme = faults
        if not gather.is_first:  # all that a first build has read stays read; nobody renders it
            raise _AgainError(True)
