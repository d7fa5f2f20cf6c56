# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader on a cheap phone downloads."""

from __future__ import annotations

import gzip

import pytest

from tests.site.demo import Demo
from tests.site.kinds import PAGES

SCRIPTS = 'script:not([type="application/ld+json"])'  # data for search engines: nothing runs


def test_every_article_is_light(demo: Demo) -> None:
    """HTML, styles and script of an article: 40 KB over the wire, 5 KB of script."""
    for path, page in demo.articles.items():
        assets = [demo.file_of(str(tag["href"])) for tag in page.select("link[rel=stylesheet]")]
        scripts = [demo.file_of(str(tag["src"])) for tag in page.select("script[src]")]
        parts = [demo.text(str(name)).encode() for name in (path, *assets, *scripts)]
        assert sum(len(gzip.compress(part)) for part in parts) <= 40 * 1024, path
        inline = sum(len(tag.get_text().encode()) for tag in page.select(SCRIPTS))
        loaded = sum((demo.root / str(name)).stat().st_size for name in scripts)
        assert inline + loaded <= 5 * 1024, path


@pytest.mark.parametrize("path", PAGES.values())
def test_every_kind_of_page_is_light(demo: Demo, path: str) -> None:
    assert len(gzip.compress(demo.text(path).encode())) <= 30 * 1024
