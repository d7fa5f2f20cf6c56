# SPDX-License-Identifier: AGPL-3.0-or-later
"""What pages tell machines of themselves: a table of kinds, types and fields, one test a cell."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import pytest

from newsroom.publish import jsonld
from tests.metadata.pictures import film
from tests.portal import ROOT, Portal

FOLDER = "cong-doan/2025/04"
SITE = "https://bao.example.org"
TITLE = 'Tựa </script>&"đậm"'
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"/>'
AUTHORS = """
    - slug: quang-nam
      name: Quang Nam
      full_name: Nguyễn Quang Nam
      bio: Phóng viên ảnh.
      photo: images/a.svg
    """
PAPER = {"name": "Báo Thử", "url": f"{SITE}/"}

# page → type → field → value; fields are those that Google documents for the type.
TABLE: dict[str, dict[str, dict[str, Any]]] = {
    "index.html": {
        "NewsMediaOrganization": {
            **PAPER,
            "logo": f"{SITE}/theme/images/logo.svg",
            "correctionsPolicy": f"{SITE}/dinh-chinh/",
            "parentOrganization": {"@type": "Organization", "name": "Liên đoàn"},
            "ethicsPolicy": f"{SITE}/dao-duc.html",
            "masthead": "https://lien-doan.vn/toa-soan",
        },
        "WebSite": {**PAPER, "inLanguage": "vi", "publisher": {"@id": f"{SITE}/#paper"}},
    },
    "2025/04/a.html": {
        "NewsArticle": {
            "headline": TITLE,
            "description": "Sapo.",
            "image": [f"{SITE}/images/a.svg"],
            "datePublished": "2025-04-22T09:15:00+07:00",
            "dateModified": "2025-04-23T08:00:00+07:00",
            "author": [
                {"@type": "Person", "name": "Minh Khôi", "url": f"{SITE}/tac-gia/minh-khoi/"},
                {"@type": "Person", "name": "Thu Hằng", "url": f"{SITE}/tac-gia/thu-hang/"},
            ],
            "mainEntityOfPage": f"{SITE}/2025/04/a.html",
            "articleSection": "Công đoàn",
            "keywords": ["an toàn"],
            "inLanguage": "vi",
        },
        "BreadcrumbList": {
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Trang chủ", "item": f"{SITE}/"},
                {"@type": "ListItem", "position": 2, "name": "Công đoàn",
                 "item": f"{SITE}/cong-doan/"},
                {"@type": "ListItem", "position": 3, "name": TITLE},
            ],
        },
    },
    "cong-doan/index.html": {
        "BreadcrumbList": {
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Trang chủ", "item": f"{SITE}/"},
                {"@type": "ListItem", "position": 2, "name": "Công đoàn"},
            ],
        },
        "ItemList": {
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": TITLE,
                 "url": f"{SITE}/2025/04/a.html"},
            ],
        },
    },
    "tac-gia/quang-nam/index.html": {
        "BreadcrumbList": {
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Trang chủ", "item": f"{SITE}/"},
                {"@type": "ListItem", "position": 2, "name": "Tác giả", "item": f"{SITE}/tac-gia/"},
                {"@type": "ListItem", "position": 3, "name": "Quang Nam"},
            ],
        },
        "ItemList": {
            "itemListElement": [
                {"@type": "ListItem", "position": 1, "name": "Hai video",
                 "url": f"{SITE}/2025/04/v.html"},
            ],
        },
        "ProfilePage": {
            "mainEntity": {
                "@type": "Person",
                "name": "Quang Nam",
                "url": f"{SITE}/tac-gia/quang-nam/",
                "alternateName": "Nguyễn Quang Nam",
                "description": "Phóng viên ảnh.",
                "image": f"{SITE}/images/a.svg",
            },
        },
    },
    "2025/04/v.html": {
        "NewsArticle": {"headline": "Hai video"},
        "BreadcrumbList": {},
        "VideoObject": {
            "name": "Phỏng vấn",
            "description": "Kể bằng hình.",
            "thumbnailUrl": ["https://i.ytimg.com/vi/dQw4w9WgXcQ/hqdefault.jpg"],
            "uploadDate": "2025-04-21T07:00:00+07:00",
            "embedUrl": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        },
    },
}  # fmt: skip
CELLS = [
    (page, kind, field) for page, kinds in TABLE.items() for kind in kinds for field in kinds[kind]
]


def fill(portal: Portal, **changes: Any) -> Portal:
    portal.overrides |= {
        "NEWSROOM_PUBLISHER": "Liên đoàn",
        "NEWSROOM_POLICIES": {
            "ethicsPolicy": "/dao-duc.html", "masthead": "https://lien-doan.vn/toa-soan",
        },
    } | changes  # fmt: skip
    portal.write("data/authors.yaml", AUTHORS)
    portal.article(
        "doi-song/2025/04/v.md", "![Phỏng vấn](https://youtu.be/dQw4w9WgXcQ)", title="Hai video",
        date="2025-04-21 07:00", author="Quang Nam", summary="Kể bằng hình.",
    )  # fmt: skip
    portal.write("images/a.svg", SVG)
    portal.article(
        f"{FOLDER}/a.md", title=TITLE, summary="Sapo.", author=["Minh Khôi", "Thu Hằng"],
        image={"src": "images/a.svg", "alt": "Ảnh"}, tags=["an toàn"], updated="2025-04-23 08:00",
    )  # fmt: skip
    portal.build()
    return portal


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    site = fill(Portal(tmp_path_factory.mktemp("site")))
    return cache(lambda page: graph(site, page))


def graph(portal: Portal, page: str) -> dict[str, Any]:
    """The nodes of a page by their types."""
    found = portal.page(page).select('script[type="application/ld+json"]')
    if not found:
        return {}
    (script,) = found
    made = json.loads(script.string or "")
    assert made["@context"] == "https://schema.org"
    return {node["@type"]: node for node in made["@graph"]}


@pytest.mark.parametrize(("page", "kind", "field"), CELLS)
def test_a_page_says_what_it_is(told: Any, page: str, kind: str, field: str) -> None:
    assert told(page)[kind][field] == TABLE[page][kind][field]


def test_a_page_says_nothing_else(told: Any) -> None:
    for page, kinds in TABLE.items():
        assert told(page).keys() == kinds.keys()
    assert told("2025/04/a.html")["NewsArticle"]["publisher"]["@type"] == "NewsMediaOrganization"


def test_every_page_says_what_the_document_has(portal: Portal) -> None:
    """The table of docs/feeds.md: page → types."""
    text = (ROOT / "docs/feeds.md").read_text("utf-8").partition("| page | types |")[2]
    rows = re.findall(
        r"^\| ([^|]+) \| ([A-Z][A-Za-z, ]+|none) \|$", text.partition("\n\n")[0], re.M
    )
    documented = {page: set(types.split(", ")) - {"none"} for page, types in rows}
    portal.write("pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\nTòa soạn.\n")
    portal.write("data/series.yaml", "- {slug: luat, name: Hiểu luật}\n")
    portal.article(
        "cong-doan/2025/04/t.md", date="2025-04-20", sponsored="true", series="luat",
        corrections=[{"date": "2025-05-01", "text": "Sửa."}],
    )  # fmt: skip
    fill(portal)
    assert documented.keys() == PLACES.keys()
    assert {name: set(graph(portal, path)) for name, path in PLACES.items()} == documented


PLACES = {
    "front page": "index.html",
    "article": "2025/04/a.html",
    "article that is paid for": "2025/04/t.html",
    "article with a video": "2025/04/v.html",
    "section": "cong-doan/index.html",
    "tag": "tag/an-toan/index.html",
    "unit": "dia-ban/quan-dong-da/index.html",
    "dossier": "chuyen-de/luat/index.html",
    "author": "tac-gia/quang-nam/index.html",
    "page of all tags": "tag/index.html",
    "page of all units": "dia-ban/index.html",
    "page of all authors": "tac-gia/index.html",
    "corrections": "dinh-chinh/index.html",
    "list of feeds": "rss/index.html",
    "static page": "gioi-thieu.html",
    "archive": "luu-tru/index.html",
    "day": "luu-tru/2025/04/22/index.html",
    "not found": "404.html",
}


def test_pages_that_nobody_shall_find_say_nothing(told: Any, portal: Portal) -> None:
    assert told("404.html") == {}
    assert graph(fill(portal, SITEURL=""), "2025/04/a.html") == {}


def test_addresses_have_the_path_of_the_site(portal: Portal) -> None:
    fill(portal, SITEURL=f"{SITE}/tin")
    story = graph(portal, "2025/04/a.html")["NewsArticle"]
    assert story["url"] == f"{SITE}/tin/2025/04/a.html"
    assert story["author"][0]["url"] == f"{SITE}/tin/tac-gia/minh-khoi/"
    assert story["image"] == [f"{SITE}/tin/images/a.svg"]
    assert story["publisher"]["url"] == f"{SITE}/tin/"


def test_links_that_are_shared_show_authors_and_the_picture_with_its_size(portal: Portal) -> None:
    page = fill(portal).page("2025/04/a.html")
    shared = {str(tag["property"]): tag["content"] for tag in page.select("meta[property]")}
    assert (shared["og:image:width"], shared["og:image:height"]) == ("640", "480")
    assert shared["og:image:alt"] == "Ảnh"
    authors = [tag["content"] for tag in page.select('meta[property="article:author"]')]
    assert authors == [f"{SITE}/tac-gia/minh-khoi/", f"{SITE}/tac-gia/thu-hang/"]


def test_an_own_video_has_its_file_and_a_still_picture(portal: Portal) -> None:
    portal.write("images/v.mp4", film())
    body = "![Lễ ra quân](/images/v.mp4)"
    portal.article(f"{FOLDER}/a.md", body, image={"src": "images/a.svg", "alt": "Ảnh"})
    portal.article(f"{FOLDER}/b.md", body)  # no picture at all, and Google wants one
    portal.write("images/a.svg", SVG)
    portal.build()
    video = graph(portal, "2025/04/a.html")["VideoObject"]
    assert video["contentUrl"] == f"{SITE}/images/v.mp4" and video["name"] == "Lễ ra quân"
    assert video["thumbnailUrl"] == [f"{SITE}/images/a.svg"] and "embedUrl" not in video
    assert "VideoObject" not in graph(portal, "2025/04/b.html")


def test_only_the_front_of_a_list_tells_its_stories(portal: Portal) -> None:
    for number in range(1, 18):
        portal.article(f"{FOLDER}/b{number:02}.md", date=f"2025-04-{number:02}")
    portal.build()
    front = graph(portal, "cong-doan/index.html")["ItemList"]["itemListElement"]
    shown = [a["href"] for a in portal.page("cong-doan/index.html").select("main h2 a, main h3 a")]
    assert [item["url"] for item in front] == [f"{SITE}{url}" for url in shown]
    assert [item["position"] for item in front] == list(range(1, len(front) + 1))
    assert graph(portal, "cong-doan/trang/1/index.html") == {}
    for path in ("dia-ban/quan-dong-da/index.html", "tac-gia/minh-khoi/index.html"):
        assert "ItemList" in graph(portal, path)


def test_numbered_pages_name_their_neighbours(portal: Portal) -> None:
    for number in range(1, 18):
        portal.article(f"{FOLDER}/b{number:02}.md", date=f"2025-04-{number:02}")
    portal.build()

    def links(path: str) -> dict[str, str]:
        found = portal.page(path).select("link[rel=prev], link[rel=next]")
        return {tag["rel"][0]: str(tag["href"]) for tag in found}

    assert links("cong-doan/index.html") == {"next": "/cong-doan/trang/2/"}
    assert links("cong-doan/trang/1/index.html") == {"prev": "/cong-doan/trang/2/"}


@pytest.mark.parametrize(
    "text", ["</script>", "<!--<script>", "]]>", "\ud800", "\x00\u2028", "x" * 5000]
)
def test_no_text_ends_the_element(text: str) -> None:
    made = jsonld.NewsArticle(text, text, text, "", "", "vi", text, keywords=(text,))
    by = jsonld.Paper(text, text, text, text, text, text)
    written = jsonld.write_graph(jsonld.story(made, by), jsonld.paper(by))
    assert "<" not in written and ">" not in written
    headline = json.loads(written)["@graph"][0]["headline"]
    assert headline == text.replace("\ud800", "?")
