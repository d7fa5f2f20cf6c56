# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a build would say of the sources as they are, with nothing written."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from newsroom.arrange import registries
from newsroom.arrange.statics import unused
from newsroom.engine.pipeline import DAMAGE, Rehearsal, rehearse
from newsroom.engine.session import Session
from newsroom.errors import ERROR, WARNING, Problem, SettingsError
from newsroom.messages import _
from newsroom.newspaper import session_of
from newsroom.settings import Settings
from newsroom.store.database import lock
from newsroom.text.normalise import nfc
from newsroom.warnings import told


class Checked(msgspec.Struct, frozen=True):
    """What a check has found: ``problems`` to be told, with paths as in `Problem`.

    ``elsewhere`` counts the errors of other files that have changed and that nobody asked for.
    ``by_store`` is whether a store saved reading everything.
    """

    problems: tuple[Problem, ...]
    elsewhere: int
    by_store: bool

    @property
    def errors(self) -> int:
        """How many of the problems are errors."""
        return sum(problem.severity == ERROR for problem in self.problems)


def check(sites: Sequence[Settings], now: int, files: Iterable[Path] = ()) -> Checked:
    """Everything that a build would say of ``files`` (of all, if none are named).

    Beside their own errors and warnings, those errors are told that they cause in files that have
    not changed. Without files everything is read; with some, and a store of one of the ``sites``
    (one paper with different outputs), what has changed and these.

    Raises:
        SettingsError: a file is not there.
        BusyError: a build is at work on the store.
    """
    given = list(files)
    names = {name for path in given for name in _names(sites[0], path)}
    if given and not names:
        return Checked((), 0, by_store=True)
    with rehearsed(sites if names else (), sites[0], now, names) as (rehearsal, by_store):
        found = [*rehearsal.problems.errors, *rehearsal.problems.warnings]
        useless = list(_useless(rehearsal, sites[0], names))
        changed = rehearsal.changed - names
    wanted = [p for p in found if not names or _is_wanted(p, names, changed)]
    elsewhere = sum(p.severity == ERROR for p in found) - sum(p.severity == ERROR for p in wanted)
    switches = {"file-without-use": True, **sites[0].newsroom.warnings}  # off in builds alone
    return Checked(told([*wanted, *useless], switches), elsewhere, by_store)


def _useless(rehearsal: Rehearsal, site: Settings, names: Collection[str]) -> Iterator[Problem]:
    """Files that nothing refers to, when all sources could be judged."""
    if rehearsal.problems.errors or not registries.is_kept(rehearsal.connection):
        return
    for path in unused(rehearsal.connection, site, registries.kept(rehearsal.connection)):
        if not names or path in names:
            message = _(
                "Nothing refers to this file, so it is not published; delete it, or name it in "
                "NEWSROOM_STATIC_ALWAYS."
            )
            yield Problem(path, 0, message, WARNING, code="file-without-use")


def _is_wanted(problem: Problem, names: Collection[str], changed: Collection[str]) -> bool:
    if problem.path in names:
        return True
    return problem.severity == ERROR and problem.path not in changed


def _names(settings: Settings, given: Path) -> Iterator[str]:
    """The sources that a path names: a file, or all in a folder; none outside the content."""
    if not os.path.lexists(given):
        raise SettingsError(_("{path} does not exist.").format(path=given))
    files = [given]
    if given.is_dir():
        files = [Path(at, name) for at, _folders, names in os.walk(given) for name in names]
    for path in files:
        real = path.parent.resolve() / path.name  # a linked file has the name of the link
        if real.is_relative_to(settings.content):
            yield nfc(real.relative_to(settings.content).as_posix())


@contextmanager
def rehearsed(
    sites: Iterable[Settings], site: Settings, now: int, again: Collection[str] = ()
) -> Iterator[tuple[Rehearsal, bool]]:
    """A build up to the point where it would write, by the first store that any of ``sites`` has.

    ``again``: these sources are read though the store knows them. Without a store all of ``site``
    is read, by one that is thrown away. Yields what was found, and whether it was by a store.

    Raises:
        BusyError: a build is at work on the store.
    """
    for settings in sites:
        session = session_of(settings)
        if not session.path.exists():
            continue
        with ExitStack() as stack:
            stack.enter_context(lock(session.path.with_suffix(".lock")))
            stack.callback(session.close)
            if (found := _by_store(stack, session, now, again)) is not None:
                yield found, True
                return
    with TemporaryDirectory() as folder, ExitStack() as stack:
        session = session_of(site)
        session.path = Path(folder) / "store.sqlite"
        stack.callback(session.close)
        yield stack.enter_context(rehearse(session, now)), False


def _by_store(
    stack: ExitStack, session: Session, now: int, again: Collection[str]
) -> Rehearsal | None:
    try:
        return stack.enter_context(rehearse(session, now, again)) if session.is_kept() else None
    except DAMAGE:
        return None  # a build would make it anew
