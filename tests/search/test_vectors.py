# SPDX-License-Identifier: AGPL-3.0-or-later
"""Both readers of the index, Python's and the browser's, answer alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

from newsroom.search.index import SearchIndex
from newsroom.search.telex import put_together
from newsroom.search.terms import folded, number, words
from tests.portal import ROOT, Portal
from tests.search.sample import VECTORS, make
from tests.site.browser import served, start

SCRIPT = ROOT / "theme" / "static" / "js" / "search.js"


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    return make(tmp_path_factory.mktemp("search"), SITEURL="")


@pytest.fixture(scope="module")
def browser(portal: Portal) -> Iterator[webdriver.Chrome]:
    driver = start()
    with served(portal.output) as origin:
        driver.get(f"{origin}/404.html")
        driver.execute_script(SCRIPT.read_text("utf-8"))
        yield driver
    driver.quit()


def test_words_and_numbers() -> None:
    assert {text: words(text) for text in VECTORS["words"]} == VECTORS["words"]
    assert {text: folded(text) for text in VECTORS["folds"]} == VECTORS["folds"]
    assert {term: number(term) for term in VECTORS["numbers"]} == VECTORS["numbers"]
    telex = {text: " ".join(put_together(text.split())) for text in VECTORS["telex"]}
    assert telex == VECTORS["telex"]


@pytest.mark.browser
def test_the_browser_cuts_folds_and_counts_alike(browser: webdriver.Chrome) -> None:
    for function, name in (("words", "words"), ("fold", "folds"), ("crc", "numbers")):
        for text, wanted in VECTORS[name].items():
            made = browser.execute_script(f"return newsroomSearch.{function}(arguments[0])", text)
            assert made == wanted, text


@pytest.mark.browser
def test_the_browser_puts_telex_together_alike(browser: webdriver.Chrome) -> None:
    for text, wanted in VECTORS["telex"].items():
        script = "return newsroomSearch.together(arguments[0])"
        assert browser.execute_script(script, text.split()) == wanted.split()


@pytest.mark.browser
def test_the_browser_finds_the_same_in_the_same_order(
    portal: Portal, browser: webdriver.Chrome
) -> None:
    folder: Path = portal.output / "tim-kiem"
    index = SearchIndex(lambda name: (folder / name).read_bytes())
    for text in VECTORS["questions"]:
        own = [(hit.place, round(hit.score, 6)) for hit in index.answer(text).hits]
        assert own or len(text) < 2, text
        made: dict[str, Any] = browser.execute_async_script(
            "const done = arguments[1];"
            "const index = new newsroomSearch.Index('/tim-kiem/');"
            "index.open().then(() => index.answer(arguments[0]))"
            ".then(({hits, lost}) => done({hits, lost}), (error) => done({error: `${error}`}));",
            text,
        )
        assert made.get("error") is None
        assert made["lost"] == []
        assert [(hit["place"], round(hit["score"], 6)) for hit in made["hits"]] == own, text
