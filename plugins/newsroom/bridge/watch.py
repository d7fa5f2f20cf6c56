# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing with the site open in a browser: a saved file shows by itself."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

from tornado.ioloop import IOLoop
from watchfiles import watch

from newsroom.arrange import addresses
from newsroom.bridge.board import BUILD, CODE, SETTINGS, Board, notes, notes_of
from newsroom.bridge.console import tell_previews, tell_problems, tell_report
from newsroom.bridge.drafts import drafts_page
from newsroom.bridge.portal import load_settings
from newsroom.bridge.preview import LOOPBACK, application, shown_host, tell_pages
from newsroom.bridge.restart import LoadedCode, begin_again
from newsroom.engine import clock
from newsroom.engine.build_report import BuildReport
from newsroom.errors import BusyError, ContentError, NewsroomError, Problem, SettingsError
from newsroom.messages import _, tell
from newsroom.newspaper import build, session_of
from newsroom.settings import Settings

_TICK = 500  # milliseconds between two looks at the clock and at the settings file


def serve(
    conf: Path,
    port: int = 8000,
    *,
    host: str = LOOPBACK,
    drafts: bool = True,
    output: Path | None = None,
) -> None:
    """Build, serve at http://localhost:port/, build again whenever a source is saved.

    Drafts are shown at ``/ban-nhap/``; the pages go to a folder of their own (or to ``output``),
    so that they never mix with what is published. Only this machine is answered, unless ``host`` is
    another of its addresses. Returns when interrupted.

    Raises:
        SettingsError: the port is taken, or is no port; the address is none of this machine's.
    """
    _try_port(host, port)

    def read() -> Settings:
        return preview_settings(conf, port, host=host, drafts=drafts, output=output)

    since, code = _changed(conf), LoadedCode(conf)
    settings = read()
    loop = IOLoop.current()
    board = Board(lambda: loop.add_callback(tell_pages, server))

    listed = (lambda: drafts_page(settings, clock.now())) if drafts else None
    server = application(settings.output, port, host, board=board, drafts=listed)
    first = Preview(settings, board)
    first.rebuild()
    first.close()
    job = partial(follow, conf, read, settings, board, since, code=code)
    threading.Thread(target=job, daemon=True).start()
    server.listen(port, host)
    message = _("The site is at {address}; Ctrl-C ends this.")
    tell(message.format(address=f"{settings.site_url}/"), flush=True)
    if drafts:
        message = _("Drafts and scheduled articles: {address}")
        tell(
            message.format(address=f"{settings.site_url}{addresses.to_url(addresses.PREVIEWS)}"),
            flush=True,
        )
    with suppress(KeyboardInterrupt):
        loop.start()


def _try_port(host: str, port: int) -> None:
    try:
        family, kind, _protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, OverflowError, UnicodeError) as error:
        message = _("{host} is no address of this machine ({error}); leave --host out.")
        raise SettingsError(message.format(host=host, error=error)) from error
    try:
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        message = _("Port {port} can't be used ({error}); choose another, e.g. --port 8001.")
        raise SettingsError(message.format(port=port, error=error)) from error


def follow(
    conf: Path,
    read: Callable[[], Settings],
    settings: Settings,
    board: Board,
    since: int,
    *,
    code: LoadedCode | None = None,
) -> None:
    """Build after each change, and when an article comes due; what shows is told by the ``board``.

    Changed settings are ``read`` again; while they are faulty the old ones stay. ``since`` is the
    time of the settings file before ``settings`` were read from it: it may be saved meanwhile.
    When the program's own ``code`` is saved, the command begins again.
    """
    while True:
        preview = Preview(settings, board)
        # The kernel tells of changes: looking at 100,000 files every second would not do.
        for changes in watch(
            settings.content,
            settings.theme,
            watch_filter=None,  # the scan knows what is a source
            debounce=100,
            step=20,
            rust_timeout=_TICK,
            yield_on_timeout=True,
        ):
            preview.turn({path for _change, path in changes})
            if code is not None and code.changed():
                _begin_again(code, preview, board)
            if _changed(conf) != since:
                since = _changed(conf)
                fresh = _read_again(read, board)
                if fresh is not None:
                    settings = fresh
                    break
        preview.close()


def _changed(conf: Path) -> int:
    try:
        return conf.stat().st_mtime_ns
    except OSError:
        return 0


def _begin_again(code: LoadedCode, preview: Preview, board: Board) -> None:
    """Have the command begun anew with the changed code, unless that can't be run."""
    fault = code.fault()
    if fault:
        line = _("The program can't begin again with its changed code: {fault}")
        line = line.format(fault=fault)
        tell(line, to=sys.stderr)
        board.put(CODE, notes([line]))
        return
    tell(_("The program's code has changed; it begins again."), flush=True)
    preview.close()
    begin_again()


def _read_again(read: Callable[[], Settings], board: Board) -> Settings | None:
    try:
        settings = read()
    except Exception as error:  # a settings file is a program: anything may happen in it
        kind = "" if isinstance(error, NewsroomError) else f"{type(error).__name__}: "
        tell(f"{kind}{error}", to=sys.stderr)
        board.put(SETTINGS, notes(f"{kind}{error}".splitlines()))
        return None
    board.put(SETTINGS, ())
    return settings


def preview_settings(
    conf: Path, port: int, *, host: str = LOOPBACK, drafts: bool, output: Path | None = None
) -> Settings:
    """The site's settings, for looking at it on this machine."""
    folder = output.resolve() if output else None
    name = shown_host(host)
    return load_settings(conf).for_preview(port, host=name, drafts=drafts, output=folder)


class Preview:
    """The site on this machine, built again and again; for one thread."""

    def __init__(self, settings: Settings, board: Board | None = None) -> None:
        self._settings = settings
        self._board = board or Board()
        self._session = session_of(settings)
        self._waiting = True  # what was saved before the watcher began is looked for, too
        self._due: int | None = None

    def close(self) -> None:
        """Let go of the store."""
        self._session.close()

    def turn(self, changes: set[str]) -> bool:
        """Build if anything has changed or has come due; True if a page or file is another now."""
        self._session.note(changes)
        due = self._due is not None and clock.now() >= self._due
        if not (changes or self._waiting or due):
            return False
        if due:
            self._due = None  # a fault is told once
        return self.rebuild()

    def rebuild(self) -> bool:
        """Build once and tell of it; a fault is told and the last good pages stay."""
        told, self._waiting = self._waiting, False
        try:
            report = build(self._settings, clock.now(), session=self._session)
        except ContentError as error:
            done = error.report if isinstance(error.report, BuildReport) else None
            tell_problems(error.problems, self._settings.content, done)
            self._due = done.next_due if done else self._due
            self._show(error.problems, done.faults if done else ())
            return self._changed(done)
        except BusyError as error:
            self._waiting = True  # until the other build has ended
            if not told:
                tell(*error.lines, to=sys.stderr)
            return False
        except NewsroomError as error:
            tell(*error.lines, to=sys.stderr)
            self._show((), error.lines)
            return self._changed(error.report if isinstance(error.report, BuildReport) else None)
        except Exception as error:
            # Whatever it is, the next saved file may mend it.
            tell(line := f"{type(error).__name__}: {error}", to=sys.stderr)
            self._show((), [line])
            return False
        self._due = report.next_due
        tell_problems(report.warnings, self._settings.content)
        self._show((), ())
        if report.read or report.removed_sources or report.rendered:
            tell_report(report, self._settings.zone)
        return self._changed(report)

    def _show(self, problems: Iterable[Problem], faults: Iterable[str]) -> None:
        """Have open pages show what is wrong."""
        errors, _warnings = notes_of(problems, self._settings.content.name)
        self._board.put(BUILD, (*errors, *notes(faults)))

    def _changed(self, report: BuildReport | None) -> bool:
        """Have open pages show what is odd, and loaded again if any file is another one now."""
        if report is None:
            return False
        tell_previews(report, self._settings.site_url)
        if report.warnings or report.read or report.removed_sources or report.rendered:
            _errors, warnings = notes_of(report.warnings, self._settings.content.name)
            self._board.warn(warnings)
        if report.changed:
            self._board.pages_changed()
        return report.changed
