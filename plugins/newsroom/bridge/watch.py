"""Writing with the site open in a browser: a saved file shows by itself."""

from __future__ import annotations

import socket
import sys
import threading
from pathlib import Path

import msgspec
from livereload import Server
from livereload.handlers import LiveReloadHandler
from tornado.ioloop import IOLoop
from watchfiles import watch

from newsroom.bridge.console import tell_problems, tell_report
from newsroom.bridge.portal import load_settings
from newsroom.build import clock
from newsroom.build.pipeline import build
from newsroom.errors import ContentError, NewsroomError, SettingsError
from newsroom.messages import _
from newsroom.settings import Settings


def serve(conf: Path, port: int = 8000, *, drafts: bool = True) -> None:
    """Build, serve at http://localhost:port/, build again whenever a source is saved.

    Drafts are shown at ``/ban-nhap/``; the pages go to a folder of their own, so that they never
    mix with what is published. Returns when interrupted.

    Raises:
        SettingsError: the port is taken, or is no port.
    """
    _try_port(port)
    settings = preview_settings(conf, port, drafts=drafts)
    rebuild(settings)
    server = Server()
    server.setHeader("Cache-Control", "no-store")
    loop = IOLoop.current()
    threading.Thread(target=_follow, args=(settings, loop), daemon=True).start()
    server.serve(root=str(settings.output), port=port, host="127.0.0.1", open_url_delay=None)


def _try_port(port: int) -> None:
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        message = _("Port {port} can't be used ({error}); choose another, e.g. --port 8001.")
        raise SettingsError(message.format(port=port, error=error)) from error


def _follow(settings: Settings, loop: IOLoop) -> None:
    """Build after each change; pages that are open in a browser are then loaded again."""
    # The kernel tells of changes: looking at 100,000 files every second would not do.
    for _changes in watch(settings.content, settings.theme, debounce=100, step=20):
        if rebuild(settings):
            loop.add_callback(_reload)


def _reload() -> None:
    message = {"command": "reload", "path": "*", "liveCSS": True, "liveImg": True}
    for waiter in list(LiveReloadHandler.waiters):
        waiter.send_message(message)


def preview_settings(conf: Path, port: int, *, drafts: bool) -> Settings:
    """The site's settings, for looking at it on this machine."""
    settings = load_settings(conf)
    return msgspec.structs.replace(
        settings,
        site_url=f"http://localhost:{port}",
        output=settings.cache / "preview",
        newsroom=msgspec.structs.replace(settings.newsroom, drafts=drafts),
    )


def rebuild(settings: Settings) -> bool:
    """Build once and tell of it; a fault is told and the last good pages stay."""
    try:
        report = build(settings, clock.now())
    except ContentError as error:
        tell_problems(error.problems, settings.content)
        return False
    except NewsroomError as error:
        print(error, file=sys.stderr)
        return False
    tell_problems(report.warnings, settings.content)
    tell_report(report, settings.zone)
    return True
