# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real Chromium on the built site, served from this machine."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

CHROMIUM, CHROMEDRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # tests ask nobody else
)


fragments_may_pass = threading.Event()
"""Cleared, the server keeps back today's panels: a slow network, as long as a test wants it."""
fragments_may_pass.set()


class _Quiet(SimpleHTTPRequestHandler):
    # As docs and servers' examples have it: feeds are XML in UTF-8, or browsers show raw text.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".rss": "application/xml; charset=utf-8",
        ".webp": "image/webp",
    }

    def do_GET(self) -> None:
        """Answer, when it may."""
        if self.path.endswith(".inc"):
            fragments_may_pass.wait(30)
        super().do_GET()

    def log_message(self, *_arguments: object) -> None:
        """Nothing."""


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The origin ("http://127.0.0.1:50123") at which a folder is served meanwhile."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def start(*flags: str) -> webdriver.Chrome:
    """A new Chromium; without one the test is skipped, but never in CI."""
    lost = [path for path in (CHROMIUM, CHROMEDRIVER) if not Path(path).exists()]
    if lost and os.environ.get("CI") != "true":
        pytest.skip(f"{' and '.join(lost)} missing; tools/system-packages.sh installs them")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, *flags):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    return webdriver.Chrome(options, Service(CHROMEDRIVER))


class Reader:
    """A reader at the site: a browser, and the origin of the pages."""

    def __init__(self, driver: webdriver.Chrome, origin: str) -> None:
        self.driver = driver
        self.origin = origin

    def open(self, path: str) -> None:
        """Go to a page of the site and wait until it is loaded."""
        self.driver.get(f"{self.origin}/{path}")

    def run(self, script: str, *arguments: Any) -> Any:
        """The value that a script returns in the page."""
        return self.driver.execute_script(script, *arguments)

    def command(self, name: str, **arguments: Any) -> Any:
        """A command of Chromium's DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, arguments)

    def size(self, width: int, height: int = 800) -> None:
        """Make the page so large, in CSS pixels (a window can't be narrower than 500)."""
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height,
                     deviceScaleFactor=1, mobile=width < 768)  # fmt: skip

    def media(self, medium: str = "", **features: str) -> None:
        """Pretend to be a printer (``"print"``), or prefer what the features name."""
        pairs = [{"name": name.replace("_", "-"), "value": v} for name, v in features.items()]
        self.command("Emulation.setEmulatedMedia", media=medium, features=pairs)

    def requests(self) -> list[str]:
        """The addresses asked for since the last call."""
        events = (json.loads(e["message"])["message"] for e in self.driver.get_log("performance"))
        asked = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return [params["request"]["url"] for params in asked]

    def complaints(self) -> list[str]:
        """What the console has shown since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def forget(self) -> None:
        """Back to how a new reader comes: no choices kept, no emulation, empty logs."""
        self.command("Emulation.setScriptExecutionDisabled", value=False)
        self.command("Emulation.clearDeviceMetricsOverride")
        self.media()
        self.command("Network.clearBrowserCache")
        self.open("robots.txt")
        self.run("localStorage.clear()")
        self.requests()
        self.complaints()
