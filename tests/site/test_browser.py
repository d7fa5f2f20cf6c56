# SPDX-License-Identifier: AGPL-3.0-or-later
"""A reader's way through the site, in a real browser."""

from __future__ import annotations

import time

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.site.browser import Reader, fragments_may_pass
from tests.site.demo import Demo
from tests.site.kinds import ARTICLE, PAGES, kinds

pytestmark = pytest.mark.browser


def click(reader: Reader, selector: str) -> None:
    """Click what a selector finds, and wait for the page that this leads to."""
    before = reader.driver.current_url
    link = reader.driver.find_element(By.CSS_SELECTOR, selector)
    link.click()
    WebDriverWait(reader.driver, 10).until(lambda driver: driver.current_url != before)


def headline(reader: Reader) -> str:
    return reader.driver.find_element(By.CSS_SELECTOR, "main h1").text


def test_from_the_front_page_to_a_feed(reader: Reader) -> None:
    """Home, article, tag, list of feeds, a feed: by clicks alone, without a complaint."""
    reader.open("")
    title = reader.driver.find_element(By.CSS_SELECTOR, ".lead h2 a").text
    click(reader, ".lead h2 a")
    assert headline(reader) == title
    tag = reader.driver.find_element(By.CSS_SELECTOR, "a[rel=tag]").text
    click(reader, "a[rel=tag]")
    assert headline(reader).casefold() == tag.casefold()
    assert title in reader.driver.find_element(By.CSS_SELECTOR, "main .rows").text
    click(reader, 'footer a[href="/rss/"]')
    assert headline(reader)
    click(reader, 'a.rss[href="/rss/cong-doan.rss"]')
    assert reader.driver.current_url == f"{reader.origin}/rss/cong-doan.rss"
    assert "Công đoàn" in reader.run("return document.querySelector('channel > title').textContent")
    # XML names no icon, so a browser asks for /favicon.ico by itself.
    assert reader.complaints() == []
    assert [url for url in reader.requests() if not url.startswith(reader.origin)] == []


def test_no_page_complains_or_asks_elsewhere(demo: Demo, reader: Reader) -> None:
    for path in kinds(demo).values():
        reader.open(path)
        assert reader.complaints() == [], path
    foreign = [url for url in reader.requests() if not url.startswith((reader.origin, "data:"))]
    assert not foreign


def test_a_video_asks_youtube_only_when_clicked(demo: Demo, reader: Reader) -> None:
    reader.open(kinds(demo)["article with a video"])
    reader.run("window.scrollTo(0, document.body.scrollHeight)")
    assert not [url for url in reader.requests() if "youtu" in url or "ytimg" in url]
    facade = reader.driver.find_element(By.CSS_SELECTOR, "[data-embed=youtube]")
    name = facade.text
    reader.run("arguments[0].scrollIntoView({block: 'center'})", facade)
    facade.click()
    frame = reader.driver.find_element(By.CSS_SELECTOR, ".body iframe")
    assert str(frame.get_attribute("src")).startswith("https://www.youtube-nocookie.com/embed/")
    assert frame.get_attribute("title") == name
    assert reader.driver.current_url.startswith(reader.origin)
    assert reader.run("return document.activeElement === arguments[0]", frame)


def let_copy(reader: Reader) -> None:
    reader.command(
        "Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"]
    )


def test_the_address_of_a_feed_can_be_copied(reader: Reader) -> None:
    let_copy(reader)
    reader.open("rss/")
    button = reader.driver.find_element(By.CSS_SELECTOR, "[data-action=copy]")
    assert button.is_displayed() and button.accessible_name.startswith("Sao chép địa chỉ: ")
    button.click()
    WebDriverWait(reader.driver, 5).until(lambda _: button.text == "Đã sao chép")
    copied = reader.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    assert copied == "http://localhost:8000/rss/tin-moi.rss"


def test_the_link_can_be_copied(reader: Reader) -> None:
    let_copy(reader)
    reader.open(PAGES["home"])
    click(reader, ".lead h2 a")
    button = reader.driver.find_element(By.CSS_SELECTOR, "[data-action=copy]")
    button.click()
    WebDriverWait(reader.driver, 5).until(lambda _: button.text == "Đã sao chép liên kết")
    copied = reader.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    path = reader.driver.current_url.removeprefix(reader.origin)
    assert copied == f"http://localhost:8000{path}"
    WebDriverWait(reader.driver, 5).until(lambda _: button.text == "Sao chép liên kết")


def test_the_print_button_prints(reader: Reader) -> None:
    reader.open(ARTICLE)
    reader.run("window.print = () => { window.printed = true }")
    reader.driver.find_element(By.CSS_SELECTOR, "[data-action=print]").click()
    assert reader.run("return window.printed") is True


def test_the_theme_is_kept(reader: Reader) -> None:
    """Automatic, light, dark, and around; the choice holds on the next page."""
    reader.media(prefers_color_scheme="light")
    reader.open("")
    paper = "return getComputedStyle(document.body).backgroundColor"
    light = reader.run(paper)
    button = reader.driver.find_element(By.CSS_SELECTOR, "[data-action=theme]")
    names = [button.accessible_name]
    for _ in range(2):
        button.click()
        names.append(button.accessible_name)
    assert len(set(names)) == 3 and all(names)
    dark = reader.run(paper)
    assert dark != light
    reader.open("gioi-thieu.html")
    assert reader.run("return document.documentElement.dataset.theme") == "dark"
    assert reader.run(paper) == dark
    reader.driver.find_element(By.CSS_SELECTOR, "[data-action=theme]").click()
    assert reader.run(paper) == light


def test_the_system_decides_when_the_reader_does_not(reader: Reader) -> None:
    papers = set()
    for scheme in ("light", "dark"):
        reader.media(prefers_color_scheme=scheme)
        reader.open("")
        papers.add(reader.run("return getComputedStyle(document.body).backgroundColor"))
    assert len(papers) == 2


# ------------------------------------------------------------------------------ today's panels

STORIES = """
return [...document.querySelectorAll(arguments[0])].map(a => new URL(a.href).pathname)
"""
PANELS = ".in-lead a, .panel h3 a"
OLD = "di-xe-buyt-di-lam-nam-kinh-nghiem-812.html"
MORE = "manh/tin-khac/thu-do.inc"


SHIFTS = """
const done = arguments[0], shifts = [];
new PerformanceObserver((list) => shifts.push(...list.getEntries()))
  .observe({type: "layout-shift", buffered: true});
const told = ({value, sources}) => [value, ...sources.map(({node, previousRect, currentRect}) =>
  `${node?.outerHTML?.slice(0, 60)} ${previousRect.top} -> ${currentRect.top}`)];
setTimeout(() => done(shifts.map(told)), 200);
"""


@pytest.mark.parametrize("width", [360, 768, 1280, 1600])
def test_an_open_article_shows_todays_panels(demo: Demo, reader: Reader, width: int) -> None:
    """An article of 2012: the file keeps its time's panels, the open page gets today's."""
    before = [str(tag["href"]) for tag in demo.page(OLD).select(".recommended h3 a")]
    today = [str(tag["href"]) for tag in demo.fragments["manh/nen-xem.inc"].select("h3 a")]
    news = [str(tag["href"]) for tag in demo.fragments[MORE].select("h3 a")]
    reader.size(width)
    reader.open(OLD)
    WebDriverWait(reader.driver, 5).until(
        lambda _: reader.run(STORIES, ".recommended h3 a") != before
    )
    time.sleep(0.2)  # the other panel follows
    stories = reader.run(STORIES, PANELS)
    assert len(stories) == len(set(stories)) and f"/{OLD}" not in stories
    kept = reader.run(STORIES, ".in-lead a, .related h3 a")
    assert kept == [str(tag["href"]) for tag in demo.page(OLD).select(".in-lead a, .related h3 a")]
    picks = reader.run(STORIES, ".recommended h3 a")
    assert picks == [url for url in today if url not in kept][:7]
    more = reader.run(STORIES, ".more h3 a")
    size = len(demo.page(OLD).select(".more h3 a"))  # as many as stood there: nothing moves
    assert size >= 5
    assert more == [url for url in news if url not in {*kept, *picks, f"/{OLD}"}][:size]
    assert reader.driver.execute_async_script(SHIFTS) == []
    assert reader.complaints() == []


HIDE = """
document.addEventListener("readystatechange", () => {
  if (document.readyState !== "interactive") return;
  const titles = document.querySelector(".in-lead");
  titles.innerHTML = '<li><a href="ADDRESS">x</a></li>';
  titles.style.display = "none";
});
"""


def test_a_hidden_title_is_not_shown(demo: Demo, reader: Reader) -> None:
    """What CSS takes away above may stand in a panel below."""
    first = next(
        str(tag["href"])
        for tag in demo.fragments["manh/nen-xem.inc"].select("h3 a")
        if tag["href"] != f"/{OLD}"
    )
    reader.size(1280)
    source = HIDE.replace("ADDRESS", first)
    script = reader.command("Page.addScriptToEvaluateOnNewDocument", source=source)
    try:
        reader.open(OLD)
        WebDriverWait(reader.driver, 5).until(
            lambda _: first in reader.run(STORIES, ".recommended h3 a")
        )
    finally:
        reader.command("Page.removeScriptToEvaluateOnNewDocument", **script)


TITLES = "return [...document.querySelectorAll('.more h3')].map(title => title.textContent)"


def test_a_slow_answer_changes_nothing_before_the_readers_eyes(reader: Reader) -> None:
    """A panel that the reader has come to stays as it is, however late today's arrive."""
    reader.size(360)
    fragments_may_pass.clear()
    try:
        reader.open(OLD)
        reader.run("document.querySelector('.more').scrollIntoView()")
        before = reader.run(TITLES)
    finally:
        fragments_may_pass.set()
    time.sleep(1)
    assert reader.run(TITLES) == before, "a list was exchanged while it was in view"


# ------------------------------------------------------------------------------ without script


VISIBLE = """
return [...document.querySelectorAll(arguments[0])].filter(element => element.checkVisibility(
  {opacityProperty: true, visibilityProperty: true}) && element.getBoundingClientRect().height > 0
).map(element => element.textContent.trim().replace(/\\s+/g, " "))
"""


def test_without_script_everything_is_there(demo: Demo, reader: Reader) -> None:
    """All text and links that the file holds are visible, but for the buttons that need script."""
    reader.command("Emulation.setScriptExecutionDisabled", value=True)
    for path in ("index.html", kinds(demo)["article with a video"], "luu-tru/2025/05/index.html"):
        reader.open(path)
        own = demo.page(path).select("a[href]:not(.skip, .anchor)")
        assert len(reader.run(VISIBLE, "a[href]:not(.skip, .anchor)")) == len(own), path
        for selector in ("h1", "h2", "h3", "p:not(.print-only p)", "figcaption", "time"):
            whole = reader.run("return document.querySelectorAll(arguments[0]).length", selector)
            assert len(reader.run(VISIBLE, selector)) == whole, (path, selector)
        assert reader.run(VISIBLE, "button") == [], path


def test_without_script_links_work(reader: Reader) -> None:
    reader.command("Emulation.setScriptExecutionDisabled", value=True)
    reader.open("")
    click(reader, "nav.sections li:nth-child(2) a")
    assert headline(reader) == "Công đoàn"
    click(reader, "main .rows h2 a")
    assert reader.driver.find_element(By.CSS_SELECTOR, "article .body").is_displayed()
    click(reader, "nav.crumbs a")
    assert reader.driver.current_url == f"{reader.origin}/"


def test_an_old_address_leads_on_without_script(demo: Demo, reader: Reader) -> None:
    reader.command("Emulation.setScriptExecutionDisabled", value=True)
    old, new = next(iter(demo.redirects.items()))
    reader.open(old)
    WebDriverWait(reader.driver, 5).until(
        lambda driver: driver.current_url == f"{reader.origin}{new}"
    )


# ------------------------------------------------------------------------------------ keyboard

FOCUS = """
const box = document.activeElement.getBoundingClientRect();
// A card's link spreads over its card by ::after, and shows its focus there.
const rings = ["", "::after"].map(part => getComputedStyle(document.activeElement, part));
return {tag: document.activeElement.tagName, text: document.activeElement.textContent.trim(),
  outline: rings.some(ring => ring.outlineStyle !== "none" && parseFloat(ring.outlineWidth) >= 2),
  inside: box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.width > 0}
"""


def press(reader: Reader, *keys: str) -> None:
    reader.driver.switch_to.active_element.send_keys(*keys)


def test_the_first_key_leads_to_the_content(reader: Reader) -> None:
    reader.open(ARTICLE)
    press(reader, Keys.TAB)
    focus = reader.run(FOCUS)
    assert focus["text"] == "Đến nội dung chính"
    assert focus["inside"], "the skip link can't be seen when it has the focus"
    press(reader, Keys.ENTER)
    assert reader.run("return document.activeElement.id") == "main"
    press(reader, Keys.TAB)
    assert reader.run("return document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_can_be_seen(reader: Reader, scheme: str) -> None:
    reader.media(prefers_color_scheme=scheme)
    reader.open("")
    seen = set()
    for _ in range(16):
        press(reader, Keys.TAB)
        focus = reader.run(FOCUS)
        assert focus["outline"] and focus["inside"], focus
        seen.add(focus["text"])
    assert len(seen) > 12
