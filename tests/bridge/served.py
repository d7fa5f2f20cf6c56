# SPDX-License-Identifier: AGPL-3.0-or-later
"""A preview's server at work on a folder, in a thread of the test."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from newsroom.bridge.board import Board
from newsroom.bridge.preview import application, tell_pages
from tests.bridge.project import free_port

DRAFTS = "<html><head></head><body>danh sách bản nháp</body></html>"


class Served:
    """A preview at work on a folder."""

    def __init__(self, root: Path, port: int, loop: asyncio.AbstractEventLoop) -> None:
        self.root, self.port, self.loop = root, port, loop
        self.board = Board()

    def ask(self, line: bytes, *headers: str, host: str | None = "") -> tuple[int, bytes]:
        """Send a request as it is; the answer's status (0: none) and all its bytes."""
        named = f"Host: {host or f'localhost:{self.port}'}\r\n" if host is not None else ""
        rest = "".join(f"{header}\r\n" for header in (*headers, "Connection: close"))
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as peer:
            peer.sendall(line + b" HTTP/1.1\r\n" + f"{named}{rest}\r\n".encode("latin-1"))
            answer = b""
            while piece := peer.recv(1 << 16):
                answer += piece
        return (int(answer.split(b" ", 2)[1]) if answer else 0), answer

    def get(self, path: str, *headers: str, host: str | None = "") -> int:
        """The status of an address."""
        return self.ask(f"GET {path}".encode(), *headers, host=host)[0]

    @contextmanager
    def listening(self, **headers: str) -> Iterator[Iterator[dict[str, Any]]]:
        """What an open page is told, one after the other."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/.preview/events", headers=headers)
        answer = connection.getresponse()
        assert (answer.status, answer.headers.get_content_type()) == (200, "text/event-stream")
        lines = (line.decode() for line in iter(answer.readline, b""))
        try:
            yield (json.loads(line[6:]) for line in lines if line.startswith("data: "))
        finally:
            answer.close()
            connection.close()


@contextmanager
def at_work(
    root: Path, host: str = "127.0.0.1", drafts: Callable[[], str] = lambda: DRAFTS
) -> Iterator[Served]:
    port, ready, found = free_port(), threading.Event(), []

    async def run() -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        served = Served(root, port, loop)
        served.board = Board(lambda: loop.call_soon_threadsafe(tell_pages, server) and None)
        server = application(root, port, host, board=served.board, drafts=drafts)
        server.listen(port, host)
        found.append((served, stop))
        ready.set()
        await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(10)
    served, stop = found[0]
    try:
        yield served
    finally:
        served.loop.call_soon_threadsafe(stop.set)
        thread.join(10)
