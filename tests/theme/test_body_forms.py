# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each form that a body may have looks as it is meant to, in a real browser and on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from selenium import webdriver

from tests.theme.render import THEME
from tests.theme.sizes import resize

pytestmark = pytest.mark.browser

PICTURE = (
    '<figure class="figure"><img src="/images/a.webp" width="1200" height="800" alt=""></figure>'
)
# For each form: what is put into a body, and what must differ there from a plain paragraph's (or
# from what is named): selector, property, and what it is compared with ("p" stands for itself).
FORMS: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "figure": (
        f"{PICTURE[:-9]}<figcaption>Chú thích</figcaption></figure>",
        [(".figure figcaption", "fontSize", "p"), (".figure figcaption", "color", "p")],
    ),
    "gallery": (
        f'<figure class="gallery"><div class="gallery-items">{PICTURE * 3}</div>'
        "<figcaption>Cả ba</figcaption></figure>",
        [(".gallery-items", "display", "p"), (".gallery > figcaption", "color", "p")],
    ),
    "info box": (
        '<aside class="box"><p class="box-title">Hộp</p><p>Chữ</p></aside>',
        [(".box", "backgroundColor", "p"), (".box-title", "fontWeight", ".box p + p")],
    ),
    "pull quote": (
        '<figure class="pull-quote"><blockquote><p>Lời</p></blockquote></figure>',
        [(".pull-quote p", "fontStyle", "p"), (".pull-quote", "borderTopWidth", "p")],
    ),
    "YouTube façade": (
        '<figure class="embed"><a class="embed-link" href="https://www.youtube.com/watch?v=a">'
        '<span class="embed-title">Tên</span></a></figure>',
        [(".embed-link", "backgroundColor", "p"), (".embed-link", "display", "p a")],
    ),
    "audio, video file": (
        '<figure class="media"><audio controls preload="none"></audio></figure>',
        [(".media audio", "display", "p a")],
    ),
    "table": (
        '<div class="table"><table><thead><tr><th>A</th></tr></thead>'
        "<tbody><tr><td>1</td></tr></tbody></table></div>",
        [(".table thead th", "backgroundColor", ".table td"), (".table", "overflowX", "p")],
    ),
    "footnotes": (
        '<p>Chữ<sup><a class="footnote-ref" href="#fn:1">1</a></sup></p>'
        '<section class="footnotes"><ol><li id="fn:1"><p>Chú</p></li></ol></section>',
        [(".footnotes", "fontSize", "p"), ("sup", "fontSize", "p"), ("sup", "lineHeight", "p")],
    ),
    "definition list": (
        "<dl><dt>Từ</dt><dd>Nghĩa</dd></dl>",
        [("dt", "fontWeight", "dd"), ("dd", "paddingLeft", "p")],
    ),
    "quotation": (
        "<blockquote><p>Lời</p></blockquote>",
        [("blockquote", "borderLeftWidth", "p"), ("blockquote", "color", "p")],
    ),
    "heading": (
        '<h2 id="a">Mục<a class="anchor" href="#a">#</a></h2>',
        [("h2", "fontSize", "p"), (".anchor", "opacity", "p a")],
    ),
    "link to a story not yet published": (
        '<p><a role="link" aria-disabled="true">Bài</a></p>',
        [("[aria-disabled]", "textDecorationLine", "p a[href]")],
    ),
    "external link": (
        '<p><a href="https://example.org/" rel="noopener">Nguồn</a></p>',
        [("a[rel=noopener]", "textDecorationLine", "p")],
    ),
}
PLAIN = '<p>Chữ <a href="/x.html">liên kết</a></p>'
VALUES = """
const [html, wanted] = arguments;
const body = document.querySelector(".body");
body.innerHTML = html;
return wanted.map(([selector, name, other]) =>
  [selector, other].map((it) => getComputedStyle(body.querySelector(it))[name]));
"""


def test_every_documented_form_has_its_question() -> None:
    text = (THEME.parent / "docs/theme.md").read_text("utf-8")
    table = text.partition("| form | markup |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| ([^|`-][^|]*) \|", table, re.M) == list(FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_differs_from_plain_text(
    browser: webdriver.Chrome,
    site: str,
    form: str,
) -> None:
    html, wanted = FORMS[form]
    resize(browser, 360)
    browser.get(f"{site}/article.html")
    found = browser.execute_script(VALUES, PLAIN + html, wanted)
    assert [
        question for question, (one, other) in zip(wanted, found, strict=True) if one == other
    ] == []


GAPS = """
const body = document.querySelector(".body");
body.innerHTML = arguments[0];
return [...body.querySelectorAll(arguments[1])].map((it) => {
  const {left, right, top} = it.getBoundingClientRect();
  return [left, right, top].map(Math.round);
});
"""


@pytest.mark.parametrize("count", [2, 3, 5, 7])
def test_a_gallery_has_no_holes(browser: webdriver.Chrome, site: str, count: int) -> None:
    resize(browser, 360)
    browser.get(f"{site}/article.html")
    html = f'<figure class="gallery"><div class="gallery-items">{PICTURE * count}</div></figure>'
    [(left, right, _top)] = browser.execute_script(GAPS, html, ".gallery-items")
    rows: dict[int, list[Any]] = {}
    for item in browser.execute_script(GAPS, html, ".gallery-items > figure"):
        rows.setdefault(item[2], []).append(item)
    assert len(rows) == (count + 1) // 2
    for row in rows.values():
        assert (row[0][0], row[-1][1]) == (left, right)


def test_captions_of_videos_are_printed(browser: webdriver.Chrome, site: str) -> None:
    """A reader of the print learns what there was to see."""
    browser.get(f"{site}/article.html")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        shown = (
            "return [...document.querySelectorAll(arguments[0])].map((it) => it.checkVisibility())"
        )
        assert set(browser.execute_script(shown, ".embed figcaption, .media figcaption")) == {True}
        assert set(browser.execute_script(shown, ".embed-link, .media audio")) == {False}
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_credit_without_a_caption_has_no_dash(browser: webdriver.Chrome, site: str) -> None:
    browser.get(f"{site}/article.html")
    dash = "return getComputedStyle(document.querySelector('.credit'), '::before').content"
    assert "—" in browser.execute_script(dash)
    browser.execute_script("document.querySelector('.caption').remove()")
    assert browser.execute_script(dash) == "none"
