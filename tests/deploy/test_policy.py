# SPDX-License-Identifier: AGPL-3.0-or-later
"""The content security policy: every kind of page is loaded under it, in a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from selenium import webdriver

from newsroom.deploy.moved import Moved
from newsroom.deploy.policy import inline_scripts, page_policy
from newsroom.errors import ThemeError
from tests.deploy.servers import Server, running
from tests.portal import ROOT, Portal
from tests.site.browser import start
from tests.site.conftest import demo as demo  # noqa: PLC0414 - the fixture, for this folder too
from tests.site.demo import Demo
from tests.site.kinds import PAGES, kinds


@pytest.fixture(scope="module")
def server(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    base = tmp_path_factory.mktemp("policy")
    settings = Portal(base, SITEURL="https://localhost", STATIC_PATHS=["images", "audio"]).settings
    with running("nginx", settings, base / "nginx", demo.root, Moved()) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    driver = start("--ignore-certificate-errors", "--host-resolver-rules=MAP localhost 127.0.0.1")
    yield driver
    driver.quit()


KINDS = (*PAGES, "article", "article with a video", "article with tables", "article with footnotes")


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_a_page_breaks_its_policy(
    kind: str, server: Server, browser: webdriver.Chrome, demo: Demo
) -> None:
    browser.get(f"{server.place.origin}/{kinds(demo)[kind]}")
    browser.execute_script("scrollTo(0, document.body.scrollHeight)")
    if kind == "article with a video":  # the frame comes when a reader asks for it
        browser.execute_script("document.querySelector('a[data-embed]').click()")
        assert browser.execute_script("return document.querySelectorAll('iframe').length") == 1
    browser.execute_async_script("setTimeout(arguments[0], 300)")
    told = [entry["message"] for entry in browser.get_log("browser")]
    assert not [text for text in told if "Content Security Policy" in text]


@pytest.mark.browser
def test_the_box_of_search_may_be_sent(browser: webdriver.Chrome, tmp_path: Path) -> None:
    """To the site itself, where it has a search; else no form may be sent anywhere."""
    site = Portal(
        tmp_path, SITEURL="https://localhost", NEWSROOM_SEARCH=True, STATIC_PATHS=["images"]
    )
    site.article("cong-doan/a.md", title="Công đoàn")
    site.build()
    with running("nginx", site.settings, tmp_path / "nginx", site.output, Moved()) as server:
        browser.get(f"{server.place.origin}/")
        browser.execute_script(
            "const find = document.querySelector('.find');"
            "find.elements.q.value = 'cong doan'; find.submit();"
        )
        browser.execute_async_script("setTimeout(arguments[0], 500)")
        assert browser.current_url.endswith("/tim-kiem/?q=cong+doan")
        assert len(browser.find_elements("css selector", ".search-list h2")) == 1
        told = [entry["message"] for entry in browser.get_log("browser")]
    assert not [text for text in told if "Content Security Policy" in text]
    closed = msgspec.structs.replace(site.settings.newsroom, search=False)
    assert "form-action 'none'" in page_policy(
        msgspec.structs.replace(site.settings, newsroom=closed)
    )


@pytest.mark.browser
def test_an_injected_script_does_not_run(server: Server, browser: webdriver.Chrome) -> None:
    browser.get(f"{server.place.origin}/")
    browser.execute_script(
        "const s = document.createElement('img'); s.setAttribute('onerror', 'window.ran = 1');"
        "s.src = '/khong-co.png'; document.body.append(s);"
    )
    browser.execute_async_script("setTimeout(arguments[0], 300)")
    assert browser.execute_script("return window.ran") is None


def test_the_inline_script_is_allowed_by_what_it_is_now(portal: Portal, tmp_path: Path) -> None:
    before = page_policy(portal.settings)
    assert len(inline_scripts(portal.settings.theme)) == 1
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    frame = tmp_path / "theme/templates/partials/frame.html"
    frame.write_text(frame.read_text("utf-8").replace("try{", "try{ "), "utf-8")
    other = msgspec.structs.replace(portal.settings, theme=tmp_path / "theme")
    assert page_policy(other) != before


def test_a_script_that_differs_between_pages_is_refused(portal: Portal, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    page = tmp_path / "theme/templates/page.html"
    page.write_text("<script>let x = {{ heading }}</script>", "utf-8")
    other = msgspec.structs.replace(portal.settings, theme=tmp_path / "theme")
    with pytest.raises(ThemeError, match=r"page\.html"):
        page_policy(other)
