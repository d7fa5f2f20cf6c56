# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages in a real browser: nothing overflows, and the extras work and stay extras."""

from __future__ import annotations

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.theme.examples import PAGES
from tests.theme.sizes import resize

pytestmark = pytest.mark.browser

SHOWN = [name for name in PAGES if name != "redirect"]


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_no_page_scrolls_sideways(browser: webdriver.Chrome, site: str, width: int) -> None:
    resize(browser, width)
    wide = {}
    for name in SHOWN:
        browser.get(f"{site}/{name}.html")
        shown = browser.execute_script("return document.documentElement.scrollWidth")
        if shown > width:
            wide[name] = shown
    assert wide == {}


def test_titles_have_room_for_stacked_diacritics(browser: webdriver.Chrome, site: str) -> None:
    resize(browser, 360)
    browser.get(f"{site}/home.html")
    ratios = browser.execute_script(
        "return [...document.querySelectorAll('h1, h2, h3')].map(getComputedStyle)"
        ".map(style => parseFloat(style.lineHeight) / parseFloat(style.fontSize))"
    )
    assert min(ratios) >= 1.2


def test_targets_are_large_enough_for_a_finger(browser: webdriver.Chrome, site: str) -> None:
    resize(browser, 360)
    browser.get(f"{site}/article.html")
    small = browser.execute_script(
        "return [...document.querySelectorAll('.masthead a, .masthead button, .crumbs a,"
        " .in-lead a, .facts a, .share a, .share button, .footer a')]"
        ".filter(e => e.offsetParent && e.getBoundingClientRect().height < 24)"
        ".map(e => e.textContent)"
    )
    assert small == []


def test_nothing_moves_while_pictures_load(browser: webdriver.Chrome, site: str) -> None:
    resize(browser, 360)
    for name in ("home", "article", "section"):
        browser.get(f"{site}/{name}.html")
        shift = browser.execute_async_script(
            "const done = arguments[0]; let sum = 0;"
            "new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))"
            ".observe({type: 'layout-shift', buffered: true});"
            "document.querySelectorAll('img').forEach(i => i.loading = 'eager');"
            "setTimeout(() => done(sum), 600);"
        )
        assert shift < 0.01, name


def test_the_theme_is_chosen_and_remembered(browser: webdriver.Chrome, site: str) -> None:
    resize(browser, 1280)
    browser.get(f"{site}/article.html")

    def background() -> str:
        return str(browser.execute_script("return getComputedStyle(document.body).backgroundColor"))

    button = browser.find_element(By.CSS_SELECTOR, '[data-action="theme"]')
    assert button.accessible_name == "Giao diện: theo thiết bị"
    button.click()
    light = background()
    button.click()
    assert button.accessible_name == "Giao diện: tối" and background() != light
    dark = background()
    browser.refresh()
    assert background() == dark
    browser.execute_script("localStorage.clear()")


def test_a_video_is_fetched_only_when_asked_for(browser: webdriver.Chrome, site: str) -> None:
    resize(browser, 1280)
    browser.get(f"{site}/article.html")
    assert browser.find_elements(By.TAG_NAME, "iframe") == []
    # The frame is only looked at, never loaded: a test asks nothing of other people's servers.
    browser.execute_cdp_cmd("Network.enable", {})
    browser.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*youtube*"]})
    browser.execute_script("document.querySelector('.embed-link').click()")
    frame = browser.find_element(By.TAG_NAME, "iframe")
    source = str(frame.get_attribute("src"))
    assert source == "https://www.youtube-nocookie.com/embed/abc?autoplay=1"
    assert frame.get_attribute("title") == "Ngày hội “Cảm ơn người lao động”"


def test_columns_of_tables_are_aligned(browser: webdriver.Chrome, site: str) -> None:
    browser.get(f"{site}/article.html")
    style = "const s = getComputedStyle(document.querySelector(arguments[0]));"
    style += "return [s.textAlign, s.fontVariantNumeric]"
    assert browser.execute_script(style, ".table td:not([class])") == ["left", "normal"]
    right, figures = browser.execute_script(style, ".table td.right")
    assert right.endswith("right") and figures == "tabular-nums"


def test_buttons_appear_only_with_script(browser: webdriver.Chrome, site: str) -> None:
    def shown() -> int:
        browser.get(f"{site}/article.html")
        return sum(b.is_displayed() for b in browser.find_elements(By.TAG_NAME, "button"))

    resize(browser, 1280)
    assert shown() >= 3
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        assert shown() == 0
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_text_with_nothing_beside_it_stands_in_the_middle(
    browser: webdriver.Chrome, site: str
) -> None:
    resize(browser, 1280)
    gaps = (
        "const grid = document.querySelector('.article-grid').getBoundingClientRect();"
        "const text = document.querySelector('article').getBoundingClientRect();"
        "return [text.left, innerWidth - text.right, grid.width].map(Math.round)"
    )
    browser.get(f"{site}/article-bare.html")
    left, right, _ = browser.execute_script(gaps)
    assert abs(left - right) <= 20  # a scroll bar
    browser.get(f"{site}/article.html")
    left, right, _ = browser.execute_script(gaps)
    assert right - left > 200
