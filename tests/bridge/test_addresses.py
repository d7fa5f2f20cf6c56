# SPDX-License-Identifier: AGPL-3.0-or-later
"""SITEURL with a path: every address of the site begins with it."""

from __future__ import annotations

import pytest

from tests.bridge.project import Project, told
from tests.site.demo import Demo, links

SITEURL = "https://x.org/bao"


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A site below /bao/, with pictures, a static page, an alias and numbered pages."""
    project = Project(tmp_path_factory.mktemp("below"))
    project.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\naliases: [/cu]\n---\nTòa soạn.\n")
    body = "![Ảnh](/images/chia-se.png)\n\n[Bài một]({filename}/cong-doan/2025/04/a.md#muc)"
    for number in range(1, 6):
        project.article(f"cong-doan/2025/05/bai-{number}.md", body, date=f"2025-05-0{number}",
                        image="images/chia-se.png", summary="Sapo.", tags=["an toàn"])  # fmt: skip
    project.article("cong-doan/2025/04/a.md", "## Mục", aliases=["/cu-188017.html"])
    conf = project.conf(SITEURL=SITEURL, DEFAULT_PAGINATION=2, NEWSROOM_FEED_FULL_TEXT=True)
    ran = project.pelican(conf=conf)
    assert ran.returncode == 0, told(ran)
    return Demo(project.output)


def test_every_address_begins_with_the_path(below: Demo) -> None:
    pages = below.pages | {path: below.page(path) for path in below.redirects}
    strangers = {
        f"{path}: {link.url}"
        for path, page in pages.items()
        for link in links(page)
        if not link.url.startswith(("/bao/", f"{SITEURL}/", "#", "https://www.", "https://x.com/"))
        and not link.url.startswith("mailto:")
    }
    assert len(pages) > 30 and not strangers


def test_every_address_leads_to_a_file(below: Demo) -> None:
    for path, page in below.pages.items():
        for link in links(page):
            url = link.url.removeprefix("https://x.org")
            if url.startswith("/bao/"):
                assert below.file_of(url.removeprefix("/bao")) in below.files, (path, url)


def test_redirects_lead_below_the_path(below: Demo) -> None:
    assert below.redirects == {
        "cu-188017.html": "/bao/2025/04/a.html",
        "cu/index.html": "/bao/gioi-thieu.html",
    }


@pytest.mark.parametrize(
    "name", ["rss/tin-moi.rss", "sitemap.xml", "robots.txt", "sitemap/site.xml"]
)
def test_absolute_addresses_carry_it_once(below: Demo, name: str) -> None:
    text = below.text(name)
    assert f"{SITEURL}/" in text and "/bao/bao" not in text
    assert text.count("https://x.org/") == text.count(f"{SITEURL}/")


def test_stylesheets_and_feeds_name_it(below: Demo) -> None:
    assert 'href="/bao/theme/css/feed.css"' in below.text("rss/tin-moi.rss")
    assert 'src="https://x.org/bao/images/chia-se.png"'.replace('"', "&quot;") in below.text(
        "rss/tin-moi.rss"
    ) or "https://x.org/bao/images/chia-se.png" in below.text("rss/tin-moi.rss")
