# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real nginx and Caddy on this machine, with the configuration that the portal writes."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from newsroom.deploy import caddy, nginx
from newsroom.deploy.moved import Moved
from newsroom.deploy.place import ServerPlace, place_of
from newsroom.settings import Settings

SERVERS = ("nginx", "caddy")

_NGINX = """
{user} daemon off; worker_processes 1; pid {root}/pid; error_log {root}/error.log;
events {{ worker_connections 64; }}
http {{
  access_log off;
  include /etc/nginx/mime.types; default_type application/octet-stream;
  client_body_temp_path {root}/b; proxy_temp_path {root}/p; fastcgi_temp_path {root}/f;
  uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;
  include {root}/site.conf;
}}
"""


class Answer(msgspec.Struct):
    """A server's answer: status, headers by their name in lower case, bytes."""

    status: int
    headers: dict[str, str]
    body: bytes


class Server:
    """A running server, asked by its own name whatever address it listens at."""

    def __init__(self, kind: str, place: ServerPlace) -> None:
        self.kind = kind
        self.place = place

    def get(self, path: str, *, secure: bool = True, **headers: str) -> Answer:
        """Ask for a path as it is written, not made proper first."""
        port = self.place.https_port if secure else self.place.http_port
        if secure:
            trusting = ssl._create_unverified_context()
            asked: http.client.HTTPConnection = http.client.HTTPSConnection(
                self.place.host, port, timeout=20, context=trusting
            )
        else:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        own = {"Host": f"{self.place.host}:{port}", "Accept-Encoding": "identity"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asked.request("GET", path, headers=own | named)
        reply = asked.getresponse()
        found = {name.lower(): value for name, value in reply.getheaders()}
        answer = Answer(reply.status, found, reply.read())
        asked.close()
        return answer


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody trusts, and its key."""
    chain, key = folder / "chain.pem", folder / "key.pem"
    _need("openssl")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command += ["-keyout", str(key), "-out", str(chain)]
    subprocess.run(command, check=True, capture_output=True)
    return chain, key


def _need(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if found is None and os.environ.get("CI") != "true":
        pytest.skip(f"{name} is not installed; tools/system-packages.sh installs it")
    assert found is not None, name
    return found


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    kind: str, settings: Settings, scratch: Path, root: Path, moved: Moved
) -> Iterator[Server]:
    """A server of ``kind`` that serves the folder ``root`` meanwhile."""
    scratch.mkdir()
    chain, key = certificate(scratch)
    place = place_of(settings, str(root), str(chain), str(key))
    place = msgspec.structs.replace(place, http_port=_port(), https_port=_port())
    command = {"nginx": _nginx, "caddy": _caddy}[kind](settings, place, moved, scratch)
    log = (scratch / "log").open("wb")
    environment = os.environ | {"HOME": str(scratch), "XDG_DATA_HOME": str(scratch)}
    process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        _wait(place.https_port, process, scratch / "log")
        yield Server(kind, place)
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _nginx(settings: Settings, place: ServerPlace, moved: Moved, scratch: Path) -> list[str]:
    # As root, nginx would work as a user who may not look into pytest's folders.
    user = "user root;" if os.geteuid() == 0 else ""
    (scratch / "site.conf").write_text(nginx.write(settings, place, moved), "utf-8")
    conf = scratch / "nginx.conf"
    conf.write_text(_NGINX.format(user=user, root=scratch))
    return [_need("nginx"), "-c", str(conf)]


def _caddy(settings: Settings, place: ServerPlace, moved: Moved, scratch: Path) -> list[str]:
    conf = scratch / "Caddyfile"
    options = f"{{\n\tadmin off\n\thttp_port {place.http_port}\n}}\n"
    conf.write_text(options + caddy.write(settings, place, moved), "utf-8")
    return [_need("caddy"), "run", "--adapter", "caddyfile", "--config", str(conf)]


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(400):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8", "replace"))
