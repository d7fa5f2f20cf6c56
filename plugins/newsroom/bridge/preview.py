# SPDX-License-Identifier: AGPL-3.0-or-later
"""The preview's server: drafts are seen by who writes them, and by no page of another site.

A page of any site can make its reader's browser ask this machine. What it must not get is an
answer that it can read. It could have its own name stand for 127.0.0.1 (DNS rebinding), so a
request names one of our hosts or is refused. Its browser tells its origin when it opens a
WebSocket, reads an answer or sends anything, so an origin is ours or is refused. From what it
embeds without either, its browser keeps it by ``Cross-Origin-Resource-Policy``.
"""

from __future__ import annotations

import ipaddress
import json
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import Application, HTTPError, OutputTransform, RequestHandler, StaticFileHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from newsroom.bridge.files import PreviewFiles

LOOPBACK = "127.0.0.1"
_HTTP, _OK = 80, 200
_OURS = ("localhost", LOOPBACK, "[::1]")
_HEAD_END = b"</head>"
_LONGEST = 4096  # bytes of a message by livereload.js; it sends its page's address


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
    root: Path, port: int, host: str = LOOPBACK, sent_by: type[StaticFileHandler] = PreviewFiles
) -> Application:
    """The server of a folder: its files, and what lets an open page load itself again."""
    guarded = type("Files", (_Guarded, sent_by), {})
    return Application(
        [
            (r"/livereload", _Reloads),
            (r"/livereload\.js", _Script),
            (r"/(.*)", guarded, {"path": str(root), "default_filename": "index.html"}),
        ],
        transforms=[_Injected],
        hosts=own_hosts(host, port),
        anywhere=_is_everywhere(host),
        port=port,
        websocket_max_message_size=_LONGEST,
    )


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
        address = str(self.request.connection.stream.socket.getsockname()[0])  # type: ignore[union-attr]
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


class _Script(_Guarded):
    """Gives the script of livereload, which asks `_Reloads`."""

    def get(self) -> None:
        """The file of the library."""
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.write((files("livereload") / "vendors/livereload.js").read_bytes())


class _Reloads(_Guarded, WebSocketHandler):
    """Tells open pages to load themselves again, by livereload's protocol; nobody else can."""

    waiting: ClassVar[set[_Reloads]] = set()

    def check_origin(self, origin: str) -> bool:
        """Whether a page of ours asks."""
        return self._is_own(origin)

    def on_message(self, message: str | bytes) -> None:
        """Answer a page's greeting; whatever else it says changes nothing."""
        try:
            said: Any = json.loads(message)
            command = said.get("command")
        except (ValueError, AttributeError, RecursionError):
            self.close()
            return
        if command == "hello":
            protocols = ["http://livereload.com/protocols/official-7"]
            self._send({"command": "hello", "protocols": protocols, "serverName": "newsroom"})
        elif command == "info":
            self.waiting.add(self)

    def reload(self) -> None:
        """Have the page loaded again, or but its style sheets."""
        self._send({"command": "reload", "path": "*", "liveCSS": True, "liveImg": True})

    def _send(self, message: dict[str, object]) -> None:
        try:
            self.write_message(json.dumps(message))
        except WebSocketClosedError:
            self.on_close()

    def on_close(self) -> None:
        """Nobody is there any more."""
        self.waiting.discard(self)


def reload_pages() -> None:
    """Have all open pages loaded again; to be called in the server's loop."""
    for page in list(_Reloads.waiting):
        page.reload()


class _Injected(OutputTransform):
    """Puts livereload's script into the head of pages."""

    def __init__(self, request: HTTPServerRequest) -> None:
        super().__init__(request)
        host = request.host.lower()
        port = host.rpartition(":")[2] if host.rpartition(":")[2].isdigit() else str(_HTTP)
        self._script = f'<script src="/livereload.js?port={port}"></script>'.encode()

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Add it to a page's first bytes, and its length to what was promised."""
        is_page = status_code == _OK and "html" in headers.get("Content-Type", "")
        if is_page and _HEAD_END in chunk:
            chunk = chunk.replace(_HEAD_END, self._script + _HEAD_END, 1)
            if "Content-Length" in headers:
                headers["Content-Length"] = str(int(headers["Content-Length"]) + len(self._script))
        return status_code, headers, chunk
