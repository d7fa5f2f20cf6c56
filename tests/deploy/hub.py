# SPDX-License-Identifier: AGPL-3.0-or-later
"""A WebSub hub, a subscriber and a server of files on this machine, by W3C WebSub.

The hub takes a subscription once the subscriber has confirmed it (§5.3); of a feed that it is told
of it fetches the bytes, and gives them to those that follow it, signed (§7.1).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

SECRET = "bí mật".encode()


class Hub:
    """What a hub has heard: ``told`` of feeds by their publisher; ``answer`` is the next one."""

    def __init__(self) -> None:
        self.url = ""
        self.told: list[str] = []
        self.answer = 204
        self.refused: set[str] = set()
        self._followers: dict[str, list[str]] = {}

    def post(self, asked: _Asked) -> int:
        fields = {name: values[-1] for name, values in parse_qs(asked.body.decode()).items()}
        topic = fields["hub.topic"]
        if fields["hub.mode"] == "subscribe":
            return self._subscribe(topic, fields["hub.callback"])
        assert fields["hub.mode"] == "publish" and fields["hub.url"] == topic
        if self.answer != 204 or topic in self.refused:
            return self.answer if self.answer != 204 else 404
        self.told.append(topic)
        self._distribute(topic)
        return 204

    def _subscribe(self, topic: str, callback: str) -> int:
        query = {"hub.mode": "subscribe", "hub.topic": topic, "hub.challenge": "đố"}
        with urlopen(f"{callback}?{urlencode(query)}", timeout=10) as reply:
            assert reply.read().decode() == "đố"
        self._followers.setdefault(topic, []).append(callback)
        return 202

    def _distribute(self, topic: str) -> None:
        with urlopen(topic, timeout=10) as reply:
            data, sort = reply.read(), reply.headers["Content-Type"]
        for callback in self._followers.get(topic, ()):
            signed = "sha256=" + hmac.new(SECRET, data, hashlib.sha256).hexdigest()
            links = f'<{self.url}>; rel="hub", <{topic}>; rel="self"'
            headers = {"Content-Type": sort, "Link": links, "X-Hub-Signature": signed}
            urlopen(Request(callback, data, headers), timeout=10).close()


class Subscriber:
    """A feed reader with an address of its own; ``received`` are feeds and their media types."""

    def __init__(self) -> None:
        self.url = ""
        self.wanted = ""
        self.received: list[tuple[str, bytes]] = []

    def follow(self, address: str) -> None:
        """Find the hub in a feed, and subscribe there to what the feed calls its own address."""
        with urlopen(address, timeout=10) as reply:
            data = reply.read().decode()
        links = dict(re.findall(r'"([^"]+)" rel="(self|hub)"', data)[::-1])
        named = {rel: url for url, rel in links.items()}
        self.wanted = named["self"]
        fields = {"hub.mode": "subscribe", "hub.topic": named["self"], "hub.callback": self.url}
        with urlopen(Request(named["hub"], urlencode(fields).encode()), timeout=10) as reply:
            assert reply.status == 202

    def get(self, asked: _Asked) -> bytes:
        query = parse_qs(urlsplit(asked.path).query)
        assert query["hub.topic"] == [self.wanted]
        return query["hub.challenge"][0].encode()

    def post(self, asked: _Asked) -> int:
        signed = "sha256=" + hmac.new(SECRET, asked.body, hashlib.sha256).hexdigest()
        assert hmac.compare_digest(signed, asked.headers["X-Hub-Signature"])
        assert f'<{self.wanted}>; rel="self"' in asked.headers["Link"]
        self.received.append((asked.headers["Content-Type"], asked.body))
        return 204


class _Asked(BaseHTTPRequestHandler):
    body = b""

    def __init__(self, who: Any, *arguments: Any) -> None:
        self._who = who
        super().__init__(*arguments)

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self._who.post(self)
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/khac")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        data = self._who.get(self)
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments: Any) -> None:
        pass


class _Files(SimpleHTTPRequestHandler):
    extensions_map: ClassVar = {".rss": "application/rss+xml", ".atom": "application/atom+xml"}

    def log_message(self, *_arguments: Any) -> None:
        pass


@contextmanager
def listening(handler: Any) -> Iterator[str]:
    """A server on this machine; its address, without a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def asked(who: Hub | Subscriber) -> Iterator[None]:
    """A hub or a subscriber that can be reached at its ``url``."""
    with listening(partial(_Asked, who)) as address:
        who.url = f"{address}/nghe"
        yield


def files(folder: Path) -> Any:
    """What serves a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return partial(_Files, directory=str(folder))
