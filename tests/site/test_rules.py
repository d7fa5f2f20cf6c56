# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules find what they are for: one faulty page for each."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from tests.site import rules
from tests.site.rules import RULES, Balance

FAULTY = {
    "one_headline": "<h1></h1>",
    "heading_levels": "<h1>A</h1><h3>B</h3>",
    "head": '<html lang="en">',
    "description": '<meta name="description" content=" ">',
    "canonical": '<link rel="canonical" href="http://localhost:8000/y.html">',
    "open_graph": '<meta property="og:image" content="/x.png">',
    "links_speak": '<a href="/"><img src="/x.png" alt=""></a>',
    "ids": '<p id="a">A</p><p id="a">B</p>',
    "pictures": '<li><img src="/x" width="1" height="1" alt="Tin"><h3><a href="/">tin</a></h3>',
    "no_targets": '<a href="/" target="_blank">A</a>',
    "no_handlers": '<p onclick="x()">A</p>',
    "nothing_foreign": '<iframe src="//www.youtube.com/embed/x"></iframe>',
    "outside_links": '<a href="https://example.org/">A</a>',
    "crumbs": "<main></main>",
    "times": '<time datetime="2025-04-22T09:15">A</time>',
    "nothing_empty": "<ul><li></li></ul>",
    "landmarks": "<nav>A</nav>",
}


def test_every_rule_has_its_faulty_page() -> None:
    assert FAULTY.keys() == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize("name", FAULTY)
def test_a_rule_finds_its_fault(name: str) -> None:
    assert list(getattr(rules, name)("x.html", BeautifulSoup(FAULTY[name], "lxml")))


@pytest.mark.parametrize("html", ["<p><b>A</p></b>", "<div>", "</div>", '<p id="a" id="b"></p>'])
def test_the_balance_tips(html: str) -> None:
    balance = Balance()
    balance.feed(html)
    balance.close()
    assert balance.faults
