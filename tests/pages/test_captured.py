# SPDX-License-Identifier: AGPL-3.0-or-later
"""Five pages of a union paper, 2015 to 2025, rebuilt in our own words.

Each of their elements is where docs/features.md says.

Each page has what its model had: a print view with its caption, a piece with boxed aims and three
photos, one with a kicker and a bare source line, a round-up of several units, a report of figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from tests.portal import ROOT, Portal

FOLDER = "cong-doan/phat-trien-doan-vien"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"/>'
PHOTO = {"src": "images/a.svg", "alt": "Hội trường", "caption": "Ngày hội", "credit": "Ảnh: An"}
AIMS = f"""
Quận mới lập, việc nhiều.

## Cán bộ đi trước

![Lớp học](/images/b.svg "Lớp tập huấn đầu năm")

![Hội nghị](/images/b.svg "Hội nghị") ![Trao nhà](/images/b.svg "Trao nhà")

!!! hộp "Chỉ tiêu phấn đấu"
    1. Lập thêm công đoàn.
    2. Mở lớp cho cán bộ.

!!! hộp "Tin liên quan"
    [Phú Xuyên](/{FOLDER}/2020/06/phu-xuyen.md)

> Phải xuống tận nơi.

!!! trích-dẫn "Chủ tịch quận"
    Làm thật.

Hỏi
:   Đáp.

![Nhạc](/audio/a.mp3)

https://www.youtube.com/watch?v=aqz-KE-bpKQ
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    portal = Portal(
        tmp_path_factory.mktemp("captured"),
        NEWSROOM_RIGHTS="Ghi rõ nguồn khi phát hành lại.",
        STATIC_PATHS=["images", "audio"],
    )
    portal.write("images/a.svg", SVG)
    portal.write("images/b.svg", SVG.replace("60", "61"))
    portal.write("audio/a.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 40)
    portal.write("data/series.yaml", "- slug: doan-vien\n  name: Đoàn viên\n")
    portal.write("data/slots.yaml", f"nen-xem: [{FOLDER}/2025/04/bac-tu-liem.md]\n")
    campaign = {"tags": ["phát triển đoàn viên"], "summary": "Vận động đoàn viên ở cơ sở."}
    portal.article(
        f"{FOLDER}/2015/10/nam-tu-liem.md", AIMS, date="2015-10-20 07:45", author="Mai Lan",
        title="Đổi cách làm công đoàn", kicker="Đại hội Công đoàn quận lần thứ I",
        image=PHOTO, series="doan-vien", source={"name": "LĐLĐ quận", "url": "https://x.example/"},
        corrections=[{"date": "2015-10-21", "text": "Số đúng là 145."}], **campaign,
    )  # fmt: skip
    portal.article(
        f"{FOLDER}/2020/06/phu-xuyen.md", "Nửa năm, vận động đoàn viên chậm lại.",
        date="2020-06-28 15:33", author="K.Hoa", title="Vận động đoàn viên giữa mùa dịch",
        kicker="Liên đoàn Lao động huyện Phú Xuyên:", dateline="(CĐTĐ)", image=PHOTO,
        related=[f"{FOLDER}/{name}.md" for name in
                 ("2021/03/dong-da", "2021/12/kinh-nghiem", "2025/04/bac-tu-liem")],
        aliases=["/van-dong-109412.html"], **campaign,
    )  # fmt: skip
    portal.article(
        f"{FOLDER}/2021/03/dong-da.md", "Quận vận động đoàn viên ở cơ sở.", date="2021-03-09 14:20",
        title="Vận động đoàn viên ở cơ sở là chính", image=PHOTO, **campaign,
    )  # fmt: skip
    portal.article(
        f"{FOLDER}/2021/12/kinh-nghiem.md", "Ba nơi vận động đoàn viên.", date="2021-12-27 08:00",
        title="Kinh nghiệm vận động đoàn viên", author=["Thu Hằng", "Minh Khôi"], **campaign,
    )  # fmt: skip
    portal.article(
        f"{FOLDER}/2025/04/bac-tu-liem.md", "Quý đầu năm, quận vận động đoàn viên.",
        title="Vận động đoàn viên trong quý đầu", author="Lê An", image=PHOTO,
        url="/van-dong-doan-vien-188017.html", updated="2025-04-23 08:00", **campaign,
    )  # fmt: skip
    for number in range(24):
        day = date(2021, 4, 1) - timedelta(days=number)
        portal.article(
            f"{FOLDER}/{day:%Y/%m}/tin-{number:02}.md", f"Chuyện {number}.", date=f"{day} 08:00",
            title=f"Tin {number}", summary="Sapo.", image="images/a.svg",
        )  # fmt: skip
    portal.article("doi-song/2030/01/hen.md", "Chờ.", date="2030-01-01")
    portal.article("doi-song/2025/01/nhap.md", "Nháp.", status="draft")
    portal.build()
    return portal


class Look:
    """The five pages, and whatever else is asked for."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.aims = portal.page("2015/10/nam-tu-liem.html")
        self.phu_xuyen = portal.page("2020/06/phu-xuyen.html")
        self.dong_da = portal.page("2021/03/dong-da.html")
        self.several = portal.page("2021/12/kinh-nghiem.html")
        self.quarter = portal.page("van-dong-doan-vien-188017.html")
        self.five = [self.aims, self.phu_xuyen, self.dong_da, self.several, self.quarter]

    def file(self, path: str) -> str:
        return (self.portal.output / path).read_text("utf-8")


def text(page: BeautifulSoup, selector: str) -> str:
    """What stands there, in one line."""
    found = page.select_one(selector)
    assert isinstance(found, Tag), selector
    return " ".join(found.get_text().split())


def urls(page: BeautifulSoup, selector: str) -> list[str]:
    return [str(link["href"]) for link in page.select(selector)]


def in_order(page: BeautifulSoup, *selectors: str) -> bool:
    """Whether the first match of each stands behind that of the one before it."""
    everything = list(page.descendants)
    places = [next(i for i, one in enumerate(everything) if one is page.select_one(s))
              for s in selectors]  # fmt: skip
    return places == sorted(places)


def no_story_twice(look: Look) -> bool:
    panels = ".in-lead a, .related h3 a, .recommended h3 a, .more h3 a"
    return all(
        len(set(found)) == len(found) for found in (urls(page, panels) for page in look.five)
    )


Check = Callable[[Look], Any]
ARTICLE: dict[str, Check] = {
    "logo": lambda look: all("logo" in str(page.select_one("header img, header svg, .brand"))
                             for page in look.five),
    'date "28/06/2020 15:33"': lambda look: (
        text(look.phu_xuyen, ".article-time time") == "Chủ nhật, 28/06/2020 15:33 (GMT+7)"
        and look.phu_xuyen.select_one("time")["datetime"] == "2020-06-28T15:33:00+07:00"  # type: ignore[index]
        and "Cập nhật" in text(look.quarter, ".article-time")
    ),
    "kicker above the headline": lambda look: (
        text(look.phu_xuyen, ".kicker") == "Liên đoàn Lao động huyện Phú Xuyên:"
        and in_order(look.phu_xuyen, ".kicker", "h1") and not look.dong_da.select(".kicker")
    ),
    "headline": lambda look: all(len(page.select("h1")) == 1 for page in look.five),
    'sapo, with or without "(LĐTĐ)"': lambda look: (
        text(look.phu_xuyen, ".article-sapo") == "(CĐTĐ) Vận động đoàn viên ở cơ sở."
        and text(look.dong_da, ".article-sapo") == "Vận động đoàn viên ở cơ sở."
    ),
    "three titles under the sapo": lambda look: (
        urls(look.phu_xuyen, ".in-lead a")
        == ["/2021/03/dong-da.html", "/2021/12/kinh-nghiem.html", "/van-dong-doan-vien-188017.html"]
        and in_order(look.phu_xuyen, ".article-sapo", ".in-lead", ".lead-figure", ".body")
        and not look.phu_xuyen.select(".in-lead img")
    ),
    "lead photo with caption": lambda look: (
        text(look.aims, ".lead-figure figcaption") == "Ngày hội Ảnh: An"
        and look.aims.select_one(".lead-figure img")["alt"] == "Hội trường"  # type: ignore[index]
    ),
    "captions without description": lambda look: all(
        image.has_attr("alt") for page in look.five for image in page.select("img")
    ),
    "photos in the text with captions": lambda look: (
        text(look.aims, ".body > .figure figcaption") == "Lớp tập huấn đầu năm"
        and [caption.get_text() for caption in look.aims.select(".gallery figcaption")]
        == ["Hội nghị", "Trao nhà"]
    ),
    "sub-heads": lambda look: look.aims.select_one(".body h2#can-bo-di-truoc .anchor"),
    'boxed, numbered list ("chỉ tiêu phấn đấu")': lambda look: (
        text(look.aims, ".box .box-title") == "Chỉ tiêu phấn đấu"
        and len(look.aims.select(".box ol > li")) == 2
    ),
    "quoted statements": lambda look: (
        text(look.aims, ".body > blockquote") == "Phải xuống tận nơi."
        and text(look.aims, ".pull-quote figcaption") == "Chủ tịch quận"
    ),
    "byline at the end, pen name or full name": lambda look: (
        text(look.phu_xuyen, ".byline") == "K.Hoa"
        and urls(look.several, ".byline a") == ["/tac-gia/thu-hang/", "/tac-gia/minh-khoi/"]
        and in_order(look.several, ".body", ".byline")
    ),
    '"Nguồn :" even when empty': lambda look: (
        text(look.aims, ".source") == "Nguồn: LĐLĐ quận" and not look.phu_xuyen.select(".source")
    ),
    '"Có thể bạn quan tâm", by script': lambda look: (
        text(look.dong_da, ".related h2") == "Có thể bạn quan tâm"
        and look.dong_da.select(".related h3 a")
    ),
    '"Ý kiến bạn đọc", by script': lambda look: not any(
        "Ý kiến bạn đọc" in page.get_text() or page.select("form, textarea") for page in look.five
    ),
    '"Nên xem", seven stories': lambda look: (
        text(look.dong_da, ".recommended h2") == "Nên xem"
        and len(look.dong_da.select(".recommended h3")) == 7
        and "/van-dong-doan-vien-188017.html" in look.file("manh/nen-xem.inc")
    ),
    '"Tin khác", ten stories of the same form': lambda look: (
        text(look.dong_da, ".more h2") == "Tin khác" and len(look.dong_da.select(".more h3")) == 10
    ),
    "three of ten stories repeated between panels": no_story_twice,
    "a thumbnail's description that repeats the title": lambda look: all(
        image["alt"] == "" for page in look.five for image in page.select("img.thumb")
    ),
    '"Xem thêm"': lambda look: (
        urls(look.dong_da, ".recommended .onward a") == ["/"]
        and urls(look.dong_da, ".more .onward a") == [f"/{FOLDER}/"]
    ),
    '"Phiên bản di động"': lambda look: all(
        page.select("meta[name=viewport]") and not page.select("link[rel=alternate][media]")
        for page in look.five
    ),
    "panels that are always today's": lambda look: all(
        (look.portal.output / str(panel["data-fragment"]).lstrip("/")).exists()
        for page in look.five for panel in page.select("[data-fragment]")
    ) and look.dong_da.select("script[src*=panels]"),
    'print view: address, "In bài viết", rights line': lambda look: (
        text(look.quarter, ".print-only") == "Đường dẫn bài viết: "
        "https://bao.example.org/van-dong-doan-vien-188017.html Ghi rõ nguồn khi phát hành lại."
        and text(look.quarter, "[data-action=print]") == "In bài viết"
    ),
    "address with a number, `/slug-188017.html`": lambda look: (
        "url=/2020/06/phu-xuyen.html" in look.file("van-dong-109412.html")
    ),
    "sharing by third-party scripts": lambda look: all(
        str(script.get("src", "/")).startswith("/") for page in look.five
        for script in page.select("script")
    ) and len(look.quarter.select(".share li")) == 6,
}  # fmt: skip
REST: dict[str, Check] = {
    "section list: thumbnail, title, sapo; 16 a page": lambda look: (
        look.portal.page(f"{FOLDER}/index.html").select(".row .thumb")
        and look.portal.page(f"{FOLDER}/index.html").select(".row h2 + .sapo")
    ),
    "paging that shifts with every new story": lambda look: urls(
        look.portal.page(f"{FOLDER}/trang/1/index.html"), ".rows h2 a"
    )[-1] == "/2015/10/nam-tu-liem.html",
    "sections and sub-sections, `/lao-dong/viec-lam`": lambda look: (
        f"/{FOLDER}/" in urls(look.portal.page("cong-doan/index.html"), "main a")
    ),
    "related box inside the text": lambda look: (
        urls(look.aims, ".box a") == ["/2020/06/phu-xuyen.html"]
    ),
    "picture addresses with `?rt=<time>`": lambda look: all(
        "?" not in str(image["src"]) for page in look.five for image in page.select("img")
    ),
    "feeds": lambda look: urls(
        look.portal.page(f"{FOLDER}/index.html"), "link[rel=alternate][type='application/rss+xml']"
    ),
    'place of a story, "location-stamp"': lambda look: text(look.phu_xuyen, ".article-sapo b"),
    "district of a story": lambda look: (
        urls(look.dong_da, ".facts a")[0] == "/dia-ban/quan-dong-da/"
    ),
    "tags": lambda look: urls(look.dong_da, "a[rel=tag]") == ["/tag/phat-trien-doan-vien/"],
    "questions and answers": lambda look: text(look.aims, ".body dl dd") == "Đáp.",
    "sound of an article": lambda look: look.aims.select("audio[preload=none]"),
    "video": lambda look: look.aims.select(".embed a") and not look.aims.select("iframe"),
    "picture for sharing": lambda look: look.aims.select("meta[property='og:image']"),
    "`news_keywords`": lambda look: look.aims.select("meta[property='article:tag']"),
    "author pages": lambda look: (
        text(look.portal.page("tac-gia/k-hoa/index.html"), "h1") == "K.Hoa"
    ),
    "corrections": lambda look: (
        "Số đúng là 145." in look.file("dinh-chinh/index.html")
        and "145" in text(look.aims, ".corrections")
    ),
    "special dossiers": lambda look: urls(look.aims, ".facts .series") == ["/chuyen-de/doan-vien/"],
    "archive": lambda look: look.portal.page("luu-tru/2015/10/index.html").select(".calendar"),
    "scheduled, expiring and withdrawn articles (410)": lambda look: (
        not [path for path in look.portal.tree() if "hen" in Path(path).name]
    ),
    "drafts": lambda look: not [path for path in look.portal.tree() if "nhap" in path],
    "dark mode": lambda look: look.aims.select("header .theme-icon"),
    "sitemaps of pages, pictures and news, robots.txt, canonical links, Open Graph": lambda look: (
        {"sitemap.xml", "robots.txt"} <= set(look.portal.tree())
        and all(page.select("link[rel=canonical]") for page in look.five)
    ),
}  # fmt: skip


def rows(part: str) -> list[str]:
    """What the table of a part of docs/features.md lists."""
    whole = (ROOT / "docs/features.md").read_text("utf-8")
    return re.findall(
        r"^\| ([^|]+) \|", whole.partition(f"## {part}\n")[2].partition("\n## ")[0], re.M
    )


@pytest.fixture(scope="module")
def look(site: Portal) -> Look:
    return Look(site)


def test_each_element_of_the_article_page_has_its_check() -> None:
    assert rows("The article page")[1:] == list(ARTICLE)
    assert set(REST) <= set(rows("Lists and the rest of the site"))


@pytest.mark.parametrize("element", [*ARTICLE, *REST])
def test_it_is_where_the_document_says(look: Look, element: str) -> None:
    assert (ARTICLE | REST)[element](look)
