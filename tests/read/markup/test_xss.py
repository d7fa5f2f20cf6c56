# SPDX-License-Identifier: AGPL-3.0-or-later
"""No known attack survives in a body."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.read.markup.cases import render
from tests.read.markup.xss import VECTORS, harm

_PAGE = """<!doctype html><meta charset="utf-8"><title>x</title><script>
window.harm = [];
for (const name of ["alert", "confirm", "prompt", "msgbox"])
  window[name] = () => { window.harm.push(name); };
addEventListener("securitypolicyviolation", event => window.harm.push(event.violatedDirective));
</script><body>%s</body>"""

# What the browser made of the bodies: elements, handlers and schemes, by its own parser.
_LOOK = """
const found = [...window.harm];
const made = document.querySelectorAll("body *");
for (const node of made) {
  if (node.matches("script, style, iframe, object, embed, form, input, button, svg, math, base, "
      + "meta, link, template, select, textarea, frame, frameset, portal"))
    found.push(node.outerHTML);
  for (const name of node.getAttributeNames())
    if (name.startsWith("on") || name === "style" || name === "srcdoc") found.push(name);
  const scheme = node.protocol || "https:";
  if (!["https:", "http:", "mailto:", "tel:", "file:"].includes(scheme)) found.push(node.href);
}
return JSON.stringify([found, made.length]);
"""


def test_corpus_is_large() -> None:
    assert len(VECTORS) >= 180
    assert len(set(VECTORS)) == len(VECTORS)


def test_harm_is_seen() -> None:
    assert harm("<p onclick=x>") == ["p onclick"]
    assert harm("<script>x</script>") == ["<script>"]
    assert harm('<a href=" java\tscript:x" class="x">x</a>') == ["class x", "href=javascript:x"]


@pytest.mark.parametrize("vector", VECTORS)
def test_vector_is_harmless(vector: str) -> None:
    body, _ = render(vector)
    assert harm(body.html) == []


@pytest.mark.parametrize("before", ["> ", "- ", "!!! hộp\n    ", "<div>", "**", "| a |\n|---|\n| "])
def test_vectors_are_harmless_inside_other_blocks(before: str) -> None:
    for vector in VECTORS:
        body, _ = render(before + vector)
        assert harm(body.html) == [], vector


@pytest.mark.browser
def test_nothing_runs_in_a_browser(tmp_path: Path) -> None:
    bodies = "\n".join(f"<div>{render(vector)[0].html}</div>" for vector in VECTORS)
    raw = "<div><img src=x onerror=alert(1)><svg onload=alert(1)></svg></div>"
    found, elements = _look(tmp_path, bodies)
    assert found == []
    assert elements > len(VECTORS)
    # The trap works: of the raw text, the browser does run something.
    assert "alert" in _look(tmp_path, raw)[0]


def _look(folder: Path, html: str) -> tuple[list[str], int]:
    from selenium import webdriver

    page = folder / "page.html"
    page.write_text(_PAGE % html, encoding="utf-8")
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in ("headless=new", "no-sandbox", "disable-gpu", "no-first-run", "disable-sync"):
        options.add_argument(f"--{flag}")
    options.add_argument("--disable-background-networking")
    options.add_argument("--disable-component-update")
    # Pictures of the vectors' made-up hosts are not to be asked for.
    options.add_argument("--host-resolver-rules=MAP * ~NOTFOUND")
    browser = webdriver.Chrome(options, webdriver.ChromeService("/usr/bin/chromedriver"))
    try:
        browser.get(page.as_uri())
        _open_everything(browser)
        found, elements = json.loads(str(browser.execute_script(_LOOK)))
    finally:
        browser.quit()
    return found, elements


def _open_everything(browser: object) -> None:
    """Do what a reader's mouse and keyboard do, without leaving the page."""
    browser.execute_async_script(  # type: ignore[attr-defined]
        """
        const done = arguments[0];
        document.addEventListener("click", event => {
          if (!/^javascript:/i.test(event.target.href || "")) event.preventDefault();
        }, true);
        for (const node of document.querySelectorAll("body *")) {
          for (const name of ["mouseover", "focus", "toggle", "animationstart", "error"])
            node.dispatchEvent(new Event(name, {bubbles: false}));
          if (node.click) node.click();
        }
        setTimeout(done, 300);
        """
    )
