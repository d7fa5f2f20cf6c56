# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever reads the demo is known to its own server alone, until they click on a video."""

from __future__ import annotations

import pytest

from tests.site.browser import Reader
from tests.site.demo import Demo
from tests.site.kinds import PAGES, kinds

KINDS = (*PAGES, "article", "article with a video", "article with tables", "article with footnotes")


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_nobody_else(kind: str, reader: Reader, demo: Demo) -> None:
    """Also when it is read to its end, with its panels and menus open."""
    reader.requests()
    reader.open(kinds(demo)[kind])
    reader.run("document.querySelectorAll('details').forEach(one => one.open = true)")
    reader.run("scrollTo(0, document.body ? document.body.scrollHeight : 0)")
    reader.driver.execute_async_script("setTimeout(arguments[0], 300)")
    asked = [url for url in reader.requests() if not url.startswith(("data:", "chrome", "about:"))]
    assert asked, "nothing was asked for: the test sees nothing"
    assert [url for url in asked if not url.startswith(f"{reader.origin}/")] == []


@pytest.mark.browser
def test_a_video_is_asked_for_by_a_click(reader: Reader, demo: Demo) -> None:
    reader.requests()
    reader.open(kinds(demo)["article with a video"])
    reader.run("document.querySelector('a[data-embed]').click()")
    reader.driver.execute_async_script("setTimeout(arguments[0], 300)")
    foreign = [url for url in reader.requests() if not url.startswith((reader.origin, "data:"))]
    assert foreign and all(u.startswith("https://www.youtube-nocookie.com/") for u in foreign)
