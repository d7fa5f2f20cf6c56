# SPDX-License-Identifier: AGPL-3.0-or-later
"""One page of each kind, for tests that look at pages with a browser."""

from __future__ import annotations

from functools import cache

from tests.site.demo import Demo

ARTICLE = "bac-tu-liem-lay-phat-trien-doan-vien-lam-trong-tam-188017.html"

PAGES = {
    "home": "index.html",
    "section": "cong-doan/index.html",
    "district": "dia-ban/quan-dong-da/index.html",
    "districts": "dia-ban/index.html",
    "tags": "tag/index.html",
    "authors": "tac-gia/index.html",
    "series": "chuyen-de/thang-cong-nhan-2025/index.html",
    "month": "luu-tru/2025/05/index.html",
    "archive": "luu-tru/index.html",
    "corrections": "dinh-chinh/index.html",
    "feeds": "rss/index.html",
    "static": "gioi-thieu.html",
    "404": "404.html",
}


def richest(demo: Demo, sign: str) -> str:
    """The article with the most of what a sign in its HTML stands for."""
    articles = (path for path in demo.named(".html") if "article:published_time" in demo.text(path))
    return max(articles, key=lambda path: demo.text(path).count(sign))


@cache
def kinds(demo: Demo) -> dict[str, str]:
    """One page of each kind, and the articles that try a theme most."""
    return PAGES | {
        "article": ARTICLE,
        "article with a video": richest(demo, 'data-embed="'),
        "article with tables": richest(demo, "<td"),
        "article with a gallery": richest(demo, 'class="gallery"'),
        "article with footnotes": richest(demo, 'href="#fn'),
    }
