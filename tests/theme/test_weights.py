# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader on a cheap phone downloads, and that the stylesheet and the markup agree."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from pathlib import Path

from tests.theme.articles import BODY
from tests.theme.examples import PAGES
from tests.theme.render import THEME, render

STATIC = THEME / "static"
CSS = (STATIC / "css/site.css").read_text("utf-8")
SEARCH = (STATIC / "css/search.css").read_text("utf-8")
JS = (STATIC / "js/site.js").read_bytes()

# Classes that nothing styles: they tell scripts, tests or readers of the markup what it is.
HOOKS = {"lead", "panel", "article", "story", "embed-title", "footnote-backref"}
# Classes of article bodies, from docs/theme.md.
BODY_CLASSES = set(re.findall(r'class="([a-z-]+)"', (THEME.parent / "docs/theme.md").read_text()))


PAPER = THEME / "templates/letters/bulletin.html"
"""What is printed, and its stylesheet: no page of the site."""


def classes_in_css(css: str = CSS + SEARCH) -> set[str]:
    bare = re.sub(r'/\*.*?\*/|"[^"]*"|@media[^{]*|url\([^)]*\)', "", css, flags=re.S)
    return set(re.findall(r"\.([a-z][\w-]*)", bare))


def classes_in_templates(paths: Iterable[Path] | None = None) -> set[str]:
    found: set[str] = set()
    for path in paths or set((THEME / "templates").rglob("*.html")) - {PAPER}:
        for names in re.findall(r'class="([^"]*)"', path.read_text("utf-8")):
            found |= set(re.sub(r"\{[%{].*?[%}]\}", " ", names).split())
    return found


def test_the_stylesheet_is_whole_and_light() -> None:
    bare = re.sub(r'/\*.*?\*/|"[^"]*"', "", CSS, flags=re.S)
    assert bare.count("{") == bare.count("}") and "/*" not in bare
    assert len(gzip.compress(CSS.encode())) <= 7 * 1024  # as it comes over the wire
    assert "@import" not in CSS and "//" not in re.sub(r"http://www.w3.org/2000/svg", "", CSS)


def test_every_class_of_the_markup_is_styled_or_a_hook() -> None:
    assert classes_in_templates() - classes_in_css() - HOOKS == set()


def test_what_is_printed_has_its_own_styles() -> None:
    printed = (THEME / "print/bulletin.css").read_text("utf-8")
    names = classes_in_templates([PAPER])
    assert (names - classes_in_css(printed), classes_in_css(printed) - names) == (set(), set())


def test_no_style_is_left_without_markup() -> None:
    assert classes_in_css() - classes_in_templates() - BODY_CLASSES <= {"footnote-ref"}


def test_every_variable_is_defined() -> None:
    assert set(re.findall(r"var\((--[\w-]+)", CSS)) <= set(re.findall(r"(--[\w-]+):", CSS))


def test_the_script_is_light() -> None:
    assert len(JS) <= 5 * 1024


def test_an_article_page_is_light() -> None:
    html = render("article")
    assert len(html.replace(str(BODY), "").encode()) <= 22 * 1024
    wire = sum(len(gzip.compress(part)) for part in (html.encode(), CSS.encode(), JS))
    assert wire <= 40 * 1024


def test_no_page_carries_runs_of_blank_lines() -> None:
    for name in PAGES:
        assert "\n\n\n" not in render(name), name
