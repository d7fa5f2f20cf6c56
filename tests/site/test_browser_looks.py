# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page looks like, measured: widths, shifts, contrast, print, and weight."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.site.browser import Reader
from tests.site.demo import Demo
from tests.site.kinds import ARTICLE, kinds
from tests.site.rules import words

pytestmark = pytest.mark.browser

WIDTHS = (320, 360, 768, 1280, 1440)

OVERFLOW = """
const wide = document.documentElement.clientWidth;
const out = [...document.querySelectorAll("body *")].filter(element => {
  const box = element.getBoundingClientRect();
  return box.width && box.right > wide + 1 && !element.closest(".table, .vh, .gallery, nav, pre");
});
return [document.scrollingElement.scrollWidth - wide,
  out.slice(0, 5).map(element => element.outerHTML.slice(0, 120))];
"""


def test_no_page_scrolls_sideways(demo: Demo, reader: Reader) -> None:
    """A table or the row of sections may scroll within itself; the page never does."""
    faults = []
    for name, path in kinds(demo).items():
        reader.size(WIDTHS[0])
        reader.open(path)
        for width in WIDTHS:
            reader.size(width)
            beyond, elements = reader.run(OVERFLOW)
            if beyond > 0 or elements:
                faults.append(f"{name} at {width}: {beyond} px too wide, {elements}")
    assert not faults, "\n".join(faults)


SHIFTS = """
const done = arguments[0];
let total = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) total += entry.value;
})).observe({type: "layout-shift", buffered: true});
const bottom = () => window.scrollTo(0, document.body.scrollHeight);
// Not in the frame in which lists are swapped: what nobody has seen elsewhere has not moved, but is
// counted where a page jumps in that same frame.
const awaited = [...document.querySelectorAll("[data-fragment]")]
  .map(list => new URL(list.dataset.fragment, location).href);
const come = () => performance.getEntriesByType("resource").map(entry => entry.name);
const begin = () => awaited.every(name => come().includes(name))
  ? setTimeout(() => { bottom(); setTimeout(() => done(total), 400) }, 150)
  : requestAnimationFrame(begin);
requestAnimationFrame(begin);
"""


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_a_page_loads(demo: Demo, reader: Reader, width: int) -> None:
    reader.size(width)
    for name in ("home", "article", "article with a gallery"):
        reader.open(kinds(demo)[name])
        # Below what Lighthouse shows (0.001): a hair's breadth of rounding, if anything.
        assert reader.driver.execute_async_script(SHIFTS) < 0.001, name


# Every visible text with its own colour and the first opaque background behind it.
COLOURS = """
const seen = new Map();
for (const element of document.querySelectorAll("body *")) {
  const own = [...element.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  if (!own || !element.checkVisibility() || element.closest("svg, .vh, .skip, [aria-disabled]"))
    continue;
  const style = getComputedStyle(element);
  let behind = element, background = "rgba(0, 0, 0, 0)";
  while (behind && /rgba\\(.*, 0\\)$/.test(background)) {
    background = getComputedStyle(behind).backgroundColor;
    if (getComputedStyle(behind).backgroundImage !== "none") background = "picture";
    behind = behind.parentElement;
  }
  const large = parseFloat(style.fontSize) >= 24 ||
    (parseFloat(style.fontSize) >= 18.66 && parseInt(style.fontWeight) >= 700);
  const key = [style.color, background, large].join("|");
  if (!seen.has(key)) seen.set(key, element.outerHTML.slice(0, 100));
}
return [...seen];
"""


def luminance(colour: str) -> float:
    """The relative luminance of "rgb(1, 2, 3)" (WCAG 2.2)."""
    parts = [int(float(part)) / 255 for part in re.findall(r"[\d.]+", colour)[:3]]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_the_tests_own_contrast() -> None:
    assert round(contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)"), 1) == 21
    assert round(contrast("rgb(118, 118, 118)", "rgb(255, 255, 255)"), 2) == 4.54


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out(demo: Demo, reader: Reader, scheme: str) -> None:
    reader.media(prefers_color_scheme=scheme)
    faults = []
    for name, path in kinds(demo).items():
        reader.open(path)
        found = reader.run(COLOURS)
        assert found
        for key, element in found:
            colour, background, large = key.split("|")
            needed = 3 if large == "true" else 4.5
            if background != "picture" and contrast(colour, background) < needed:
                ratio = contrast(colour, background)
                faults.append(f"{name}: {ratio:.2f} {colour} on {background}: {element}")
    assert not faults, "\n".join(faults)


def test_the_body_stands_out_in_the_dark(reader: Reader) -> None:
    reader.media(prefers_color_scheme="dark")
    reader.open(ARTICLE)
    colour, background = reader.run(
        "return [getComputedStyle(document.querySelector('.body p')).color,"
        " getComputedStyle(document.body).backgroundColor]"
    )
    assert luminance(background) < 0.05 and contrast(colour, background) >= 7


@pytest.mark.parametrize("width", [320, 1280])
def test_controls_are_large_enough_to_touch(demo: Demo, reader: Reader, width: int) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24 CSS pixels, but for links within a line of text."""
    reader.size(width)
    reader.open(kinds(demo)["article"])
    small = reader.run("""
      return [...document.querySelectorAll("button, .tools a, .share a, nav.sections a, .tags a")]
        .filter(element => element.checkVisibility())
        .map(element => [element.textContent.trim(), element.getBoundingClientRect()])
        .filter(([, box]) => box.height < 24 || box.width < 24).map(([text]) => text)""")
    assert small == []


# --------------------------------------------------------------------------------------- print

# The texts on the paper: of every element that has text of its own and takes up room.
PRINTED = """
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const found = [];
while (walker.nextNode()) {
  const text = walker.currentNode.data.trim().replace(/\\s+/g, " ");
  const range = document.createRange();
  range.selectNode(walker.currentNode);
  const box = range.getBoundingClientRect();
  const parent = walker.currentNode.parentElement;
  if (text && parent.checkVisibility() && box.width > 1 && box.height > 1) found.push([text,
    parent.closest(".brand, .article-head, .lead-figure, .body, .corrections, .byline, .source, " +
      ".print-only")?.className ?? parent.outerHTML.slice(0, 100)]);
}
return found;
"""
ON_PAPER = {"brand", "article-head", "lead-figure", "body", "corrections", "byline", "source"}


def printed(reader: Reader) -> list[Any]:
    reader.media("print")
    found: list[Any] = reader.run(PRINTED)
    return found


def test_print_gives_the_article_its_address_date_and_rights(demo: Demo, reader: Reader) -> None:
    for name in ("article", "article with a video", "article with tables"):
        path = kinds(demo)[name]
        reader.open(path)
        found = printed(reader)
        foreign = [(text, place) for text, place in found if place not in ON_PAPER | {"print-only"}]
        assert not foreign, name
        page = demo.page(path)
        text = " ".join(text for text, _ in found)
        assert words(page.h1) in text and words(page.select_one(".article-time > time")) in text
        assert f"Đường dẫn bài viết: http://localhost:8000/{path}" in text
        assert words(page.select(".print-only p")[1]) in text
        for paragraph in page.select(".body > p"):
            assert words(paragraph)[:40].split(" ")[0] in text
        for story in page.select(".in-lead a, .panel h3 a"):
            assert words(story) not in text.replace(words(page.select_one(".body")), ""), name


def test_no_control_is_printed(demo: Demo, reader: Reader) -> None:
    reader.open(kinds(demo)["article with a video"])
    reader.media("print")
    shown = "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility())"
    for selector in ("button", "nav", ".share", ".panel", "iframe", "audio", "footer.footer"):
        assert reader.run(f"{shown}.length", selector) == 0, selector


def test_paper_is_white_in_the_dark_too(reader: Reader) -> None:
    reader.open(ARTICLE)
    reader.run("localStorage.theme = 'dark'")
    for choice in ("dark", "auto"):
        reader.run("localStorage.theme = arguments[0]", choice)
        reader.open(ARTICLE)
        reader.media("print", prefers_color_scheme="dark")
        ink, paper = reader.run(
            "return [getComputedStyle(document.querySelector('.body p')).color,"
            " getComputedStyle(document.body).backgroundColor]"
        )
        assert luminance(ink) < 0.05, choice
        assert luminance(paper) > 0.9 or paper == "rgba(0, 0, 0, 0)", choice


def test_the_section_that_one_reads_is_in_sight_on_a_phone(demo: Demo, reader: Reader) -> None:
    reader.size(360)
    last = [str(link["href"]) for link in demo.page("index.html").select(".sections a")][-1]
    reader.open(f"{last.strip('/')}/")
    left, right = reader.run(
        "const box = document.querySelector('.sections [aria-current]').getBoundingClientRect();"
        " return [box.left, box.right]"
    )
    assert 0 <= left < right <= 360
    assert reader.run("return [scrollX, scrollY]") == [0, 0]


def test_the_focus_is_never_under_the_letters(demo: Demo, reader: Reader) -> None:
    """WCAG 2.2, 2.4.11: who goes back by Shift+Tab sees where the focus is."""
    reader.size(360)
    reader.open("tag/")
    hidden = reader.run("""
        scrollTo(0, document.body.scrollHeight);
        const bar = document.querySelector(".letters");
        return [...document.querySelectorAll(".group a")].reverse().filter((link) => {
          link.focus();
          return link.getBoundingClientRect().top < bar.getBoundingClientRect().bottom;
        }).map((link) => link.textContent);
    """)
    assert hidden == []


def test_states_are_seen_in_forced_colours(reader: Reader) -> None:
    """No background and no transparent border is left to tell by."""
    reader.media(forced_colors="active")
    reader.open("cong-doan/")
    one, others = reader.run("""
        const line = (link) => getComputedStyle(link).textDecorationLine;
        const links = [...document.querySelectorAll(".sections a")];
        return [links.filter((it) => it.ariaCurrent).map(line),
                [...new Set(links.filter((it) => !it.ariaCurrent).map(line))]];
    """)
    assert (one, others) == (["underline"], ["none"])


def test_no_line_ends_with_a_dot_between_section_and_date(reader: Reader) -> None:
    reader.size(320)
    reader.open("")
    assert (
        reader.run("""
        return [...document.querySelectorAll(".meta")].map((it) => it.firstChild.textContent)
          .filter((text) => text.includes("·"));
    """)
        == []
    )


TONES = """
return [...document.querySelectorAll("img")].map((image) => [
  image.dataset.tone || "", getComputedStyle(image).backgroundColor, image.getAttribute("style")]);
"""


def test_a_photos_colour_stands_in_its_place(reader: Reader) -> None:
    """Under the strict policy of pages: no script, no inline style, no picture within the page."""
    reader.size(360)
    reader.open(ARTICLE)
    tones = reader.run(TONES)
    shown = [(tone, colour) for tone, colour, _style in tones if tone]
    assert shown and all(style is None for _tone, _colour, style in tones)
    for tone, colour in shown:
        parts = ", ".join(str(17 * int(digit, 16)) for digit in tone[1:])
        assert colour == f"rgb({parts})"
