# SPDX-License-Identifier: AGPL-3.0-or-later
"""What names of files, values and errors hold is text in the preview's own parts, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from newsroom.bridge.board import BUILD, CODE, SETTINGS, notes, notes_of
from newsroom.bridge.drafts import drafts_page
from newsroom.errors import Problem
from newsroom.messages import escaped
from tests.bridge.served import at_work
from tests.portal import Portal
from tests.site.browser import start

pytestmark = pytest.mark.browser

BAD = (
    "<img src=x onerror=\"window.zq='1'\">",
    "<script>window.zq=1</script>",
    "\"' onmouseover='window.zq=1' autofocus onfocus=\"window.zq=1",
    "]]></code><svg onload=window.zq=1>",
    "javascript:window.zq=1",
    "&lt;script&gt;window.zq=1&lt;/script&gt;",
    "a\u2028data: {}\u2029b",
    'a\n\ndata: {"version": "x"}\r\n\r\nb',
    "a\x00\x1b[2J\x07\x9b\u202eb\u200bc\udcff",
    "${window.zq=1} {{7*7}} $& %s",
)
UNSEEN = "\x00\x1b\x07\x9b\u2028\u2029\u202e\u200b\n\r"
LOOK = """
const root = document.querySelector("newsroom-preview")?.shadowRoot ?? document.body;
const all = [...root.querySelectorAll("*")];
return {
  zq: window.zq ?? null,
  text: [...root.querySelectorAll(".note")].map((e) => e.textContent),
  tags: [...new Set(all.map((e) => e.localName))].sort(),
  attributes: [...new Set(all.flatMap((e) => [...e.attributes]).map((a) => a.name))].sort(),
};
"""
TAGS = {"a", "button", "code", "details", "div", "h1", "h2", "li", "link", "main", "ol", "script",
        "section", "span", "strong", "summary", "time"}  # fmt: skip
ATTRIBUTES = {"class", "datetime", "href", "rel", "role", "type"}


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    found = start()
    yield found
    found.quit()


def test_errors_warnings_and_their_places_are_text(
    browser: webdriver.Chrome, tmp_path: Path
) -> None:
    page = "<!doctype html><html><head><title>x</title></head><body><p>Bài</p></body></html>"
    (tmp_path / "a.html").write_text(page, "utf-8")
    problems = [Problem(f"{bad}.md", 3, f"“{bad}” không đọc được") for bad in BAD]
    errors, warnings = notes_of(problems, "content")
    with at_work(tmp_path) as served:
        browser.get(f"http://127.0.0.1:{served.port}/a.html")
        served.board.put(BUILD, errors)
        served.board.put(SETTINGS, notes(BAD))
        served.board.put(CODE, notes(BAD))
        served.board.warn([*errors, *warnings])
        wait = WebDriverWait(browser, 20)
        whole = 4 * len(BAD)
        wait.until(lambda _: len(browser.execute_script(LOOK)["text"]) == whole)
        found = browser.execute_script(LOOK)
    _hold(found)
    assert "script" not in found["tags"]
    for bad in BAD:
        assert sum(escaped(bad) in text for text in found["text"]) == 4


def test_the_list_of_drafts_is_text(
    browser: webdriver.Chrome, tmp_path: Path, portal: Portal
) -> None:
    names = [bad.replace("/", "⁄").replace("\x00", "").replace("\udcff", "") for bad in BAD]
    for name in names:
        title = f"Tựa {name}" if name.isprintable() else "Tựa"
        portal.article(f"cong-doan/2025/04/{name}.md", title=title, status="draft")
    portal.build()
    with at_work(tmp_path, drafts=lambda: drafts_page(portal.settings, portal.now)) as served:
        browser.get(f"http://127.0.0.1:{served.port}/ban-nhap/")
        found = browser.execute_script(LOOK)
    _hold(found)
    assert len(found["text"]) == len(names)
    for name in names:
        assert sum(f"{escaped(name)}.md" in text for text in found["text"]) == 1


def _hold(found: dict[str, Any]) -> None:
    assert found["zq"] is None
    assert set(found["tags"]) <= TAGS
    assert set(found["attributes"]) <= ATTRIBUTES
    whole = "".join(found["text"])
    assert not [sign for sign in UNSEEN if sign in whole]
