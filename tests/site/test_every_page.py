# SPDX-License-Identifier: AGPL-3.0-or-later
"""The golden structure: what holds on every page of the demo site."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest

from tests.site.demo import SITE, Demo
from tests.site.rules import RULES, Balance, Rule, told, words

TEXTS = (".html", ".inc", ".rss", ".xml", ".txt", ".css", ".js", ".svg")


def test_the_site_is_there(demo: Demo) -> None:
    assert len(demo.pages) > 300 and len(demo.articles) > 40
    assert {"index.html", "404.html", "rss/index.html", "dinh-chinh/index.html"} <= demo.files


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_page(demo: Demo, rule: Rule) -> None:
    faults = [f"{path}: {fault}" for path, page in demo.pages.items() for fault in rule(path, page)]
    assert not faults, told(faults)


def test_every_element_is_closed(demo: Demo) -> None:
    faults = []
    for path in demo.named(".html"):
        balance = Balance()
        balance.feed(demo.text(path))
        balance.close()
        faults += [f"{path}: {fault}" for fault in balance.faults[:3]]
    assert not faults, told(faults)


def test_titles_are_unlike_each_other(demo: Demo) -> None:
    """On search engines' pages and in a browser's tabs a title must tell one page from another."""
    titles = Counter(words(page.title).casefold() for page in demo.pages.values())
    twins = {title: count for title, count in titles.items() if count > 1}
    assert not twins


def test_descriptions_are_unlike_each_other(demo: Demo) -> None:
    """Of a list's numbered pages, search engines are shown the front only."""
    fronts = [page for page in demo.pages.values() if not page.select('meta[name="robots"]')]
    said = Counter(page.select_one('meta[name="description"]')["content"] for page in fronts)
    assert {text: count for text, count in said.items() if count > 1} == {}


def test_articles_have_headlines_unlike_each_other(demo: Demo) -> None:
    headlines = Counter(words(page.h1) for page in demo.articles.values())
    assert headlines.most_common(1)[0][1] == 1


def test_vietnamese_is_in_normal_form_c(demo: Demo) -> None:
    faults = []
    for path in demo.files:
        if path.endswith(TEXTS):
            text = demo.text(path)
            faults += [] if unicodedata.is_normalized("NFC", text) else [path]
            faults += [f"{path}: lost letter"] if "\ufffd" in text else []
        assert unicodedata.is_normalized("NFC", path)
    assert not faults, told(faults)


LEAKS = re.compile(r"\bNone\b|\bundefined\b|\{\{|\}\}|\{%|\{#|\{(filename|static|attach|author)\}")


def test_nothing_leaks_from_the_machine(demo: Demo) -> None:
    """No Python, no template, no unfilled address, no path of the machine that built it."""
    faults = []
    for path in demo.files:
        if not path.endswith((".html", ".inc", ".rss", ".xml")):
            continue
        text = demo.text(path)
        faults += [f"{path}: {match[0]}" for match in LEAKS.finditer(text)]
        faults += [f"{path}: {demo.root}"] if str(demo.root) in text else []
    assert not faults, told(faults)


@pytest.mark.parametrize("sign", ["&amp;amp;", "&amp;lt;", "&amp;quot;", "&amp;#"])
def test_nothing_is_escaped_twice(demo: Demo, sign: str) -> None:
    assert [path for path in demo.named(".html") if sign in demo.text(path)] == []


def test_pages_are_marked_in_the_navigation(demo: Demo) -> None:
    """A section and what stands below it marks its section, and nothing else does."""
    for path, page in demo.articles.items():
        marked = page.select("nav.sections [aria-current]")
        crumb = page.select("nav.crumbs a")[1]
        assert [tag["href"] for tag in marked] == [crumb["href"]], path


def test_robots(demo: Demo) -> None:
    lines = demo.text("robots.txt").splitlines()
    assert lines[:2] == ["User-agent: *", "Allow: /"]
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
