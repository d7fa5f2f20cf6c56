# SPDX-License-Identifier: AGPL-3.0-or-later
"""The preview's server: drafts are seen by who writes them, and by no page of another site.

A page of any site can make its reader's browser ask this machine. What it must not get is an
answer that it can read. It could have its own name stand for 127.0.0.1 (DNS rebinding), so a
request names one of our hosts or is refused. Its browser tells its origin when it reads an answer
or sends anything, so an origin is ours or is refused. From what it embeds without either, its
browser keeps it by ``Cross-Origin-Resource-Policy``.

What is the preview's own lies under ``/.preview/``, where no file of a site can be.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Callable
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.iostream import StreamClosedError
from tornado.web import Application, HTTPError, OutputTransform, RequestHandler, StaticFileHandler

from newsroom.arrange import addresses
from newsroom.bridge.board import Board
from newsroom.bridge.drafts import page
from newsroom.bridge.preview_files import PreviewFiles
from newsroom.messages import _

LOOPBACK = "127.0.0.1"
_HTTP, _OK, _MISSING = 80, 200, 404
_OURS = ("localhost", LOOPBACK, "[::1]")
_HEAD_END = b"</head>"
_AGAIN = 1000  # milliseconds until a page asks again for a server that has gone
_TYPES = {"preview.js": "text/javascript", "preview.css": "text/css"}


def own_hosts(host: str, port: int) -> frozenset[str]:
    """What a request may name as its host: this machine's own names, and where it was opened."""
    names = {*_OURS, _bracketed(host).lower()}
    with_port = {f"{name}:{port}" for name in names}
    return frozenset(with_port | names if port == _HTTP else with_port)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def shown_host(host: str) -> str:
    """What a reader of this machine types for it: localhost, if that is answered."""
    if host == LOOPBACK or _is_everywhere(host):
        return "localhost"
    return _bracketed(host)


def application(
    root: Path,
    port: int,
    host: str = LOOPBACK,
    sent_by: type[StaticFileHandler] = PreviewFiles,
    *,
    board: Board | None = None,
    drafts: Callable[[], str] | None = None,
) -> Application:
    """The server of a folder: its files, and what open pages of it are told.

    ``drafts`` makes the page that lists drafts; without it there is none.
    """
    guarded = type("Files", (_Guarded, sent_by), {})
    told = board or Board()
    return Application(
        [
            (r"/\.preview/events", _Events),
            (r"/\.preview/(preview\.js|preview\.css)", _Own),
            *([(addresses.to_url(addresses.PREVIEWS), _Drafts)] if drafts else []),
            (r"/(.*)", guarded, {"path": str(root), "default_filename": "index.html"}),
        ],
        transforms=[_injecting(told)],
        hosts=own_hosts(host, port),
        anywhere=_is_everywhere(host),
        port=port,
        root=root,
        board=told,
        drafts=drafts,
        listening=set(),
    )


def tell_pages(server: Application) -> None:
    """Have all open pages told what the board says now; to be called in the server's loop."""
    for listener in server.settings["listening"]:
        listener.news.set()


def _is_everywhere(host: str) -> bool:
    """Whether this is the address that stands for all of a machine's."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


class _Guarded(RequestHandler):
    """Answers whoever asks one of our hosts, from one of our pages or from none."""

    def prepare(self) -> None:
        """Look who asks.

        Raises:
            HTTPError: 403, by another host's name or from another site's page.
        """
        origin = self.request.headers.get("Origin")
        if self.request.host.lower() not in self._hosts():
            raise HTTPError(403, "asked by the name of another host")
        if origin is not None and not self._is_own(origin):
            raise HTTPError(403, "asked by a page of another site")

    def _hosts(self) -> frozenset[str]:
        hosts: frozenset[str] = self.settings["hosts"]
        if not self.settings["anywhere"]:
            return hosts
        # Opened at all addresses: the one that this request has come to. Tornado's types leave open
        # whether a request has a connection; one that is being answered has.
        address = str(self.request.connection.stream.socket.getsockname()[0])  # type: ignore[union-attr]  # see above
        return hosts | own_hosts(address.partition("%")[0], self.settings["port"])

    def _is_own(self, origin: str) -> bool:
        scheme, _separator, host = origin.lower().partition("://")
        return scheme == "http" and host in self._hosts()

    def set_default_headers(self) -> None:
        """No page of another site gets to see it, as what it may be."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("X-Frame-Options", "SAMEORIGIN")
        self.clear_header("Server")

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """What is not there is told by the site's own page, which loads itself again once it is."""
        if status_code != _MISSING:
            super().write_error(status_code, **kwargs)
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        try:
            self.finish((self.settings["root"] / "404.html").read_bytes())
        except OSError:  # nothing is built yet
            told = _("Nothing is here.")
            self.finish(page(told, f"<h1>{told}</h1>"))


class _Own(_Guarded):
    """Gives the script and the style that the preview adds to pages."""

    def get(self, name: str) -> None:
        """One of the two files."""
        self.set_header("Content-Type", f"{_TYPES[name]}; charset=utf-8")
        self.write((files("newsroom.bridge") / "page" / name).read_bytes())


class _Drafts(_Guarded):
    """Lists drafts and scheduled articles."""

    async def get(self) -> None:
        """The page, made in a thread: a build may have the store."""
        text = await asyncio.get_running_loop().run_in_executor(None, self.settings["drafts"])
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(text)


class _Events(_Guarded):
    """Tells an open page what the board says, now and after each change (server-sent events)."""

    def initialize(self) -> None:
        """Nothing is heard yet."""
        self.news = asyncio.Event()
        self._gone = False

    async def get(self) -> None:
        """Tell until the page is closed."""
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        listening: set[_Events] = self.settings["listening"]
        listening.add(self)
        try:
            self.write(f"retry: {_AGAIN}\n")
            with suppress(StreamClosedError):
                while not self._gone:
                    self.news.clear()
                    self.write(f"data: {self.settings['board'].told()}\n\n")
                    await self.flush()
                    await self.news.wait()
        finally:
            listening.discard(self)

    def on_connection_close(self) -> None:
        """Nobody is there any more."""
        self._gone = True
        self.news.set()


def _injecting(board: Board) -> type[OutputTransform]:
    """The class of what is put into pages, each of which is as old as the board says."""

    class Injected(_Injected):
        def __init__(self, request: HTTPServerRequest) -> None:
            super().__init__(request, board.version)

    return Injected


class _Injected(OutputTransform):
    """Puts the preview's script into the head of pages."""

    def __init__(self, request: HTTPServerRequest, version: str) -> None:
        super().__init__(request)
        script = f'<script src="/.preview/preview.js" data-version="{version}" defer></script>'
        self._script = script.encode()

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Add it to a page's first bytes, and its length to what was promised."""
        is_page = status_code in {_OK, _MISSING} and "html" in headers.get("Content-Type", "")
        if is_page and _HEAD_END in chunk:
            chunk = chunk.replace(_HEAD_END, self._script + _HEAD_END, 1)
            if "Content-Length" in headers:
                headers["Content-Length"] = str(int(headers["Content-Length"]) + len(self._script))
        return status_code, headers, chunk
