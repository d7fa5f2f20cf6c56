# SPDX-License-Identifier: AGPL-3.0-or-later
"""The preview sends a file whole, whatever a build does to it meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from pathlib import Path

import pytest
from tornado.web import StaticFileHandler

from newsroom.bridge.preview import LOOPBACK, application
from newsroom.bridge.preview_files import PreviewFiles
from newsroom.engine.output import Output
from tests.bridge.project import free_port

LONG = b"<html><head></head><body>" + b"long " * 40_000 + b"</body></html>"  # several chunks
SHORT = LONG[:-36] + LONG[-14:]  # 22 bytes less
Step = Callable[[], object]


@pytest.fixture
def site(tmp_path: Path) -> Output:
    """A folder as builds write it."""
    output = Output(tmp_path)
    output.write("a.html", LONG)
    output.write("folder/index.html", b"index")
    output.write("empty.txt", b"")
    return output


@contextmanager
def served(
    site: Output, kind: type[StaticFileHandler] = PreviewFiles, between: Step | None = None
) -> Iterator[Callable[..., tuple[HTTPResponse, bytes]]]:
    """The preview's server at work; ``between`` is done once a file is found and not yet sent."""

    class Files(kind):  # type: ignore[valid-type, misc] # which one, the test says
        def set_extra_headers(self, path: str) -> None:
            if between:
                between()

    port, ready, loops = free_port(), threading.Event(), []

    async def run() -> None:
        application(site.root, port, sent_by=Files).listen(port, LOOPBACK)
        loops.append((asyncio.get_running_loop(), stop := asyncio.Event()))
        ready.set()
        await stop.wait()

    def get(path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=names)
        answer = connection.getresponse()
        return answer, answer.read()

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(10)
    try:
        yield get
    finally:
        loop, stop = loops[0]
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)


def without_script(body: bytes) -> bytes:
    """What the preview has put into the head is none of the file's."""
    return body[: body.index(b"<script")] + body[body.index(b"</head>") :]


@pytest.mark.parametrize(("before", "after"), [(LONG, SHORT), (SHORT, LONG)])
def test_a_file_replaced_while_it_is_sent_is_sent_as_it_was(
    site: Output, before: bytes, after: bytes
) -> None:
    site.write("a.html", before)
    with served(site, between=lambda: site.write("a.html", after)) as get:
        assert without_script(get("/a.html")[1]) == before
        assert without_script(get("/a.html")[1]) == after


def test_the_library_sends_it_cut_short(site: Output) -> None:
    """Why there is a handler of ours: once this fails, there need not be."""
    with (
        served(site, StaticFileHandler, lambda: site.write("a.html", SHORT)) as get,
        pytest.raises(IncompleteRead) as cut,
    ):
        get("/a.html")
    assert cut.value.expected == 22


def test_a_file_removed_while_it_is_sent_is_sent(site: Output) -> None:
    with served(site, between=lambda: site.remove(["a.html"])) as get:
        assert without_script(get("/a.html")[1]) == LONG
        assert get("/a.html")[0].status == 404


def test_a_file_removed_before_it_is_opened_is_not_found(
    site: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = StaticFileHandler.validate_absolute_path

    def found_and_lost(self: StaticFileHandler, root: str, path: str) -> str | None:
        found = find(self, root, path)
        site.remove(["a.html"])
        return found

    monkeypatch.setattr(StaticFileHandler, "validate_absolute_path", found_and_lost)
    with served(site) as get:
        assert get("/a.html")[0].status == 404


def test_no_answer_can_be_stale(site: Output) -> None:
    """Two builds within a second: no condition that a browser may put hides the second one."""
    with served(site) as get:
        answer, _body = get("/a.html")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["ETag"] is answer.headers["Last-Modified"] is None
        site.write("a.html", SHORT)
        future = "Fri, 01 Jan 2100 00:00:00 GMT"
        for asked in ({"If_None_Match": "*"}, {"If_Modified_Since": future}):
            answer, body = get("/a.html", **asked)
            assert (answer.status, without_script(body)) == (200, SHORT)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("0-9", 0, 10), ("100000-", 100_000, None), ("-7", -7, None), ("9-999999", 9, None)],
)
def test_a_part_is_that_part(site: Output, asked: str, start: int, end: int | None) -> None:
    """Sound and video are asked for in parts."""
    site.write("a.mp3", LONG)
    with served(site, between=lambda: site.write("a.mp3", SHORT)) as get:
        answer, body = get("/a.mp3", Range=f"bytes={asked}")
        assert (answer.status, body) == (206, LONG[start:end])


def test_what_else_is_asked_for(site: Output) -> None:
    with served(site) as get:
        assert get("/folder/")[1] == b"index"
        answer, body = get("/folder")
        assert (answer.status, answer.headers["Location"]) == (301, "/folder/")
        answer, body = get("/empty.txt", If_None_Match="*")
        assert (answer.status, body) == (200, b"")
        answer, body = get("/a.html", "HEAD")
        assert (answer.status, body) == (200, b"")
        assert int(answer.headers["Content-Length"]) == len(LONG)
        assert get("/khong-co.html")[0].status == 404
        assert get("/../conftest.py")[0].status == 403
