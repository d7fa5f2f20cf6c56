# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom the preview answers: its own pages and people, no page of another site."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from newsroom.bridge.preview import application, own_hosts, reload_pages
from newsroom.bridge.watch import serve
from newsroom.errors import SettingsError
from tests.bridge.project import free_port

PAGE = b"<html><head></head><body>b\xe1\xba\xa3n nh\xc3\xa1p</body></html>"


class Served:
    """A preview at work on a folder."""

    def __init__(self, root: Path, port: int, loop: asyncio.AbstractEventLoop) -> None:
        self.root, self.port, self.loop = root, port, loop

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

    def connect(self, **headers: str) -> list[dict[str, Any]]:
        """Open a page's WebSocket, greet, and hear what is told until a reload."""

        async def talk() -> list[dict[str, Any]]:
            request = HTTPRequest(f"ws://127.0.0.1:{self.port}/livereload", headers=headers)
            peer = await websocket_connect(request)
            await peer.write_message(json.dumps({"command": "hello"}))
            heard = [json.loads(await peer.read_message() or "{}")]
            await peer.write_message(json.dumps({"command": "info", "url": "\x1b[2J"}))
            await peer.write_message(json.dumps({"command": "hello"}))
            heard.append(json.loads(await peer.read_message() or "{}"))  # so info was heard
            self.loop.call_soon_threadsafe(reload_pages)
            heard.append(json.loads(await peer.read_message() or "{}"))
            peer.close()
            return heard

        return asyncio.run(talk())


@contextmanager
def at_work(root: Path, host: str = "127.0.0.1") -> Iterator[Served]:
    port, ready, loops = free_port(), threading.Event(), []

    async def run() -> None:
        application(root, port, host).listen(port, host)
        loops.append((asyncio.get_running_loop(), stop := asyncio.Event()))
        ready.set()
        await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(10)
    try:
        yield Served(root, port, loops[0][0])
    finally:
        loops[0][0].call_soon_threadsafe(loops[0][1].set)
        thread.join(10)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("preview") / "site"
    (root / "ban-nhap").mkdir(parents=True)
    for name in ("index.html", "ban-nhap/a.html", ".newsroom"):
        (root / name).write_bytes(PAGE)
    (root.parent / "secret.txt").write_text("secret")
    (root / "out.txt").symlink_to(root.parent / "secret.txt")
    return root


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    with at_work(folder) as preview:
        yield preview


ADDRESSES = ("/", "/ban-nhap/a.html", "/livereload.js", "/livereload", "/khong-co.html")


@pytest.mark.parametrize("path", ADDRESSES)
def test_another_host_s_name_gets_nothing(served: Served, path: str) -> None:
    port = served.port
    for host in ("evil.example", f"evil.example:{port}", f"localhost.evil.example:{port}",
                 "localhost", f"127.0.0.1:{port + 1}", f"127.0.0.2:{port}", f"localhost:{port}x",
                 f"x@localhost:{port}", f"localhost:{port},evil.example"):  # fmt: skip
        status, answer = served.ask(f"GET {path}".encode(), host=host)
        assert status in {400, 403} and b"nh\xc3\xa1p" not in answer, host
    assert served.get(path, host=None) in {400, 403}


def test_its_own_names_are_answered(served: Served) -> None:
    for name in ("localhost", "LOCALHOST", "127.0.0.1", "[::1]"):
        assert served.get("/ban-nhap/a.html", host=f"{name}:{served.port}") == 200
    assert own_hosts("127.0.0.1", 80) >= {"localhost", "localhost:80"}


@pytest.mark.parametrize("path", ADDRESSES)
def test_pages_of_other_sites_get_nothing(served: Served, path: str) -> None:
    for origin in ("https://evil.example", f"http://evil.example:{served.port}", "null",
                   f"https://localhost:{served.port}", f"http://localhost:{served.port + 1}",
                   f"http://localhost:{served.port}.evil.example", ""):  # fmt: skip
        assert served.get(path, f"Origin: {origin}") == 403, origin
    own = f"Origin: http://localhost:{served.port}"
    assert served.get("/ban-nhap/a.html", own) == 200
    _status, answer = served.ask(b"GET /ban-nhap/a.html")
    assert b"Cross-Origin-Resource-Policy: same-origin" in answer
    assert b"Server:" not in answer


def test_no_request_changes_anything(served: Served) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        for path in (*ADDRESSES, "/forcereload"):
            asked = f"{method} {path}".encode()
            assert served.ask(asked, "Content-Length: 0")[0] in {404, 405}
    assert served.get("/forcereload") == served.get("/forcereload?path=/x") == 404


def test_pages_of_ours_are_told_to_load_again(served: Served) -> None:
    for headers in ({}, {"Origin": f"http://127.0.0.1:{served.port}"}):
        first, second, reload = served.connect(**headers)
        assert first["command"] == second["command"] == "hello"
        assert (reload["command"], reload["path"]) == ("reload", "*")
    for headers in ({"Origin": "https://evil.example"}, {"Host": f"evil.example:{served.port}"}):
        with pytest.raises(HTTPClientError) as refused:
            served.connect(**headers)
        assert refused.value.code == 403


@pytest.mark.parametrize("said", ["", "[]", "1", "{", '{"command": 1}', "[" * 4000, "x" * 5000])
def test_what_else_a_page_says_changes_nothing(
    served: Served, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def talk() -> None:
        peer = await websocket_connect(f"ws://127.0.0.1:{served.port}/livereload")
        await peer.write_message(said)
        peer.close()

    asyncio.run(talk())
    assert served.get("/") == 200
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def test_a_page_loads_the_script_of_its_own_server(served: Served) -> None:
    _status, answer = served.ask(b"GET /")
    assert f'<script src="/livereload.js?port={served.port}"></script></head>'.encode() in answer
    status, script = served.ask(b"GET /livereload.js")
    assert status == 200 and b"text/javascript" in script and b"LiveReload" in script


ODD = [
    b"/%00", b"/a%00.html", b"/ban-nhap/%00/", b"/%ff", b"/%c3%28", b"/%", b"/%zz",
    b"/" + b"x" * 300, b"/" + b"x/" * 3000, b"/" + b"%c3%a0" * 900, b"/..", b"/../secret.txt",
    b"/%2e%2e/secret.txt", b"/..%2fsecret.txt", b"/..%5csecret.txt", b"/ban-nhap/../../secret.txt",
    b"//etc/passwd", b"/%2fetc%2fpasswd", b"/.newsroom", b"/out.txt", b"//evil.example/..",
    b"/ban-nhap/a.html/", b"/ban-nhap/a.html/b", b"/%1b%5b2J", b"/%0d%0aX-Y: z", b"/\xff",
    b"/\xe1\xba\xa3.html", b"/" + b"y" * 70_000, b"*", b"http://evil.example/", b"/?%00", b"/#",
]  # fmt: skip


def assert_harmless(served: Served, status: int, answer: bytes) -> None:
    """No fault of the server, no secret, no place of this machine."""
    assert status < 500, answer
    assert b"secret" not in answer and b"root:" not in answer
    assert str(served.root.parent).encode() not in answer
    assert b"evil.example" not in answer.split(b"\r\n\r\n")[0]
    assert b"Traceback" not in answer


@pytest.mark.parametrize("path", ODD, ids=lambda path: ascii(path[:20]))
def test_odd_addresses(served: Served, path: bytes) -> None:
    try:
        status, answer = served.ask(b"GET " + path)
    except ConnectionError:  # longer than a request may be: it is cut
        status, answer = 0, b""
    assert_harmless(served, status, answer)
    assert served.get("/") == 200


_PIECES = st.sampled_from(
    [b"..", b".", b"%00", b"%2e", b"%2f", b"%5c", b"%ff", b"a", b"secret.txt"]
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(_PIECES | st.sampled_from([b"/", b"//", b"out.txt", b"%"]), max_size=8))
def test_any_address(served: Served, pieces: list[bytes]) -> None:
    assert_harmless(served, *served.ask(b"GET /" + b"".join(pieces)))


def test_all_addresses_of_this_machine_when_asked_to(folder: Path) -> None:
    with at_work(folder, "0.0.0.0") as served:
        for host in ("localhost", "127.0.0.1"):
            assert served.get("/", host=f"{host}:{served.port}") == 200
        for host in ("evil.example", "192.0.2.1", "0.0.0.0.evil.example"):
            assert served.get("/", host=f"{host}:{served.port}") == 403


@pytest.mark.parametrize("host", ["192.0.2.1", "khong-co.invalid", "a..b", "\x1b[2J"])
def test_an_address_of_another_machine_is_told(tmp_path: Path, host: str) -> None:
    with pytest.raises(SettingsError) as told:
        serve(tmp_path / "pelicanconf.py", free_port(), host=host)
    assert str(told.value).isprintable()


def test_only_this_machine_is_answered(served: Served) -> None:
    """Whatever other address this machine has, nobody listens there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            address = probe.getsockname()[0]
        except OSError:
            pytest.skip("this machine has no other address")
    with pytest.raises(OSError):
        socket.create_connection((address, served.port), timeout=5).close()
