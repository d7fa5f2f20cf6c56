# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom the preview answers: its own pages and people, no page of another site."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.bridge.board import BUILD, Note
from newsroom.bridge.preview import own_hosts
from newsroom.bridge.watch import serve
from newsroom.errors import SettingsError
from tests.bridge.project import free_port
from tests.bridge.served import Served, at_work

PAGE = b"<html><head></head><body>b\xe1\xba\xa3n nh\xc3\xa1p</body></html>"


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


ADDRESSES = ("/", "/ban-nhap/a.html", "/ban-nhap/", "/.preview/preview.js", "/.preview/events",
             "/khong-co.html")  # fmt: skip


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


def test_open_pages_are_told_what_changes(served: Served) -> None:
    with served.listening(Origin=f"http://127.0.0.1:{served.port}") as heard:
        first = next(heard)
        assert (first["errors"], first["version"]) == ([], served.board.version)
        served.board.put(BUILD, [Note("content/a.md:3", "<script>alert(1)</script>\n\u202e")])
        second = next(heard)
        assert second["errors"][0]["place"] == "content/a.md:3"
        assert (second["version"], second["errorsTitle"][:6]) == (first["version"], "Có 1 l")
        served.board.put(BUILD, ())
        assert next(heard)["errors"] == []
        served.board.pages_changed()
        assert next(heard)["version"] == served.board.version != first["version"]


def test_what_has_not_changed_is_not_told_again(served: Served) -> None:
    with served.listening() as heard:
        next(heard)
        served.board.put(BUILD, ())
        served.board.warn(())
        served.board.warn([Note("", "lạ")])
        assert [note["text"] for note in next(heard)["warnings"]] == ["lạ"]
        served.board.warn(())


def test_whoever_goes_is_forgotten(served: Served) -> None:
    for _turn in range(3):
        with served.listening() as heard:
            next(heard)
    served.board.pages_changed()
    assert served.get("/") == 200


def test_a_page_loads_the_script_of_its_own_server(served: Served) -> None:
    version = served.board.version
    script = f'<script src="/.preview/preview.js" data-version="{version}" defer></script></head>'
    for path in (b"/", b"/ban-nhap/", b"/khong-co.html"):
        assert script.encode() in served.ask(b"GET " + path)[1], path
    for name, kind in (("js", b"text/javascript"), ("css", b"text/css")):
        status, answer = served.ask(f"GET /.preview/preview.{name}".encode())
        assert status == 200 and kind in answer and b"SPDX" in answer
    assert served.get("/.preview/") == served.get("/.preview/board.py") == 404


def test_the_site_s_own_page_tells_what_is_missing(tmp_path: Path) -> None:
    with at_work(tmp_path) as served:
        assert "không có gì".encode() in served.ask(b"GET /a.html")[1]
        (tmp_path / "404.html").write_bytes(PAGE)
        status, answer = served.ask(b"GET /a.html")
        assert status == 404 and b"nh\xc3\xa1p" in answer


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
