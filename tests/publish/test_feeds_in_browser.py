# SPDX-License-Identifier: AGPL-3.0-or-later
"""A feed that is opened in a browser shows its text, styled, without XSLT."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from tests.site.browser import CHROMEDRIVER, CHROMIUM, FLAGS

from .specs import item, rich, write

pytestmark = pytest.mark.browser

STYLESHEET = Path(__file__).parents[2] / "theme/static/css/feed.css"


@pytest.fixture(scope="module")
def browser():
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(options, Service(CHROMEDRIVER))
    yield driver
    driver.quit()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        kind, body = self.server.files[self.path]
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    feed = write(item(), rich(1), stylesheet="/theme/css/feed.css?a=1&b=2")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.files = {
        "/rss/cong-doan.rss": ("application/xml; charset=utf-8", feed),
        "/theme/css/feed.css?a=1&b=2": ("text/css; charset=utf-8", STYLESHEET.read_bytes()),
    }
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


# What a person sees: elements that take up room, with text of their own.
SEEN = """
return [...document.querySelectorAll(arguments[0])].map(element => {
  const box = element.getBoundingClientRect();
  return [element.textContent, box.width * box.height > 0, getComputedStyle(element).display];
});
"""


def test_chromium_shows_the_feed_in_vietnamese(browser, site):
    browser.get(f"{site}/rss/cong-doan.rss")

    def seen(selector):
        return browser.execute_script(SEEN, selector)

    assert seen("channel > title") == [["Báo Lao động – Công đoàn", True, "block"]]
    assert seen("item > title") == [[item().title, True, "block"], [rich(1).title, True, "block"]]
    assert seen("item > description")[0] == [item().summary, True, "block"]
    assert not any(visible for _, visible, _ in seen("item > guid, item > category, channel > ttl"))
    # Chromium's own tree view for XML without a style would put this into the page.
    assert (
        browser.execute_script("return document.getElementById('webkit-xml-viewer-source-xml')")
        is None
    )
