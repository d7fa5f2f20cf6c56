"""A real nginx puts today's stories into the panels of an old article, without script."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup

from tests.portal import Portal

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(
    NGINX is None and os.environ.get("CI") != "true", reason="nginx is not installed"
)

# As root, nginx would work as a user who may not look into pytest's folders.
USER = "user root;" if os.geteuid() == 0 else ""

CONF = """
{user} daemon off; worker_processes 1; pid {root}/pid; error_log {root}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  types {{ text/html html inc; }}
  client_body_temp_path {root}/b; proxy_temp_path {root}/p; fastcgi_temp_path {root}/f;
  uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;
  server {{ listen 127.0.0.1:{port}; root {site}; ssi {ssi}; charset utf-8; }}
}}
"""


@pytest.fixture
def archive(portal: Portal) -> Portal:
    """Sixty leading articles, five a month: an old one knows nothing of the newest."""
    portal.write("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>')
    for number in range(60):
        month, day = 1 + number // 5, 1 + number % 5
        portal.article(
            f"doi-song/2024/{month:02}/bai-{number}.md",
            date=f"2024-{month:02}-{day:02}",
            summary="Sapo.",
            image="images/a.svg",
        )
    portal.build()
    return portal


@pytest.fixture(params=["on", "off"])
def address(request: pytest.FixtureRequest, archive: Portal, tmp_path: Path) -> Iterator[str]:
    """The old article's address on a server with SSI, and on one without."""
    root = tmp_path / "nginx"
    root.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    conf = root / "nginx.conf"
    conf.write_text(
        CONF.format(user=USER, root=root, port=port, site=archive.output, ssi=request.param)
    )
    server = subprocess.Popen([str(NGINX), "-c", str(conf)], stderr=subprocess.DEVNULL)
    _wait(port)
    yield f"http://127.0.0.1:{port}/2024/08/bai-35.html"
    server.terminate()
    server.wait(10)


def _wait(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx did not start")


def test_panels_are_todays_with_ssi_and_those_of_the_date_without(
    address: str, request: pytest.FixtureRequest
) -> None:
    with urlopen(address) as answer:
        page = BeautifulSoup(answer.read(), "lxml")
    newest = page.select_one(".more li a")["href"]
    if "on" in request.node.name.rpartition("[")[2]:
        assert newest == "/2024/12/bai-59.html"
    else:
        assert newest != "/2024/12/bai-59.html"
