# SPDX-License-Identifier: AGPL-3.0-or-later
"""An example of every page, some of them in several states."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from markupsafe import Markup

from newsroom.pages.views import (
    ArticleView,
    BannerView,
    Byline,
    CalendarDay,
    Corrected,
    FeedFile,
    FeedGroup,
    FeedLink,
    Latest,
    Link,
    Month,
    Pager,
    Panels,
    Picture,
    SectionBlock,
    Story,
    TermGroup,
    TermLink,
    UnitEra,
    UnitGroup,
    UnitStories,
    Year,
)
from tests.theme.articles import (
    ARTICLE,
    BARE_ARTICLE,
    ODD_ARTICLE,
)
from tests.theme.sample import (
    ADDRESS,
    EVIL,
    NAV,
    SITE,
    SUMMARY,
    TITLES,
    page,
    picture,
    stories,
    story,
    unit,
)


def _weeks(
    year: int, month: int, shown: date | None = None
) -> tuple[tuple[CalendarDay | None, ...], ...]:
    def cell(day: date) -> CalendarDay | None:
        if day.month != month:
            return None
        count = day.day * 7 % 13
        url = f"/{day:%Y/%m/%d}/" if count else ""
        return CalendarDay(day, url, count, shown=day == shown)

    rows = calendar.Calendar().monthdatescalendar(year, month)
    return tuple(tuple(cell(day) for day in row) for row in rows)


APRIL = Month("Tháng 4/2025", "Tháng 4", "/2025/04/", 184, _weeks(2025, 4))
APRIL_22 = Month("Tháng 4/2025", "Tháng 4", "/2025/04/", 0, _weeks(2025, 4, date(2025, 4, 22))[3:4])
YEARS = tuple(
    Year(
        f"Năm {year}",
        f"/{year}/",
        1840,
        tuple(
            Month(
                f"Tháng {month}/{year}",
                f"Tháng {month}",
                f"/{year}/{month:02}/" if month < limit else "",
                150,
            )
            for month in range(1, 13)
        ),
    )
    for year, limit in ((2026, 5), (2025, 13), (2024, 13))
)
PAGER = Pager(12, Link("Trang 13", "/cong-doan/13/"), Link("Trang 11", "/cong-doan/11/"),
              Link("Trang mới nhất", "/cong-doan/"))  # fmt: skip
FRONT_PAGER = Pager(0, None, Link("Trang 12", "/cong-doan/12/"), None)
FEEDS = (
    FeedFile("Công đoàn - Tin mới", "/rss/cong-doan.rss", "application/rss+xml", "RSS"),
    FeedFile("Công đoàn - Tin mới", "/rss/cong-doan.atom", "application/atom+xml", "Atom"),
)
WARDS = tuple(
    unit(f"Phường {name}", count=n % 23)
    for n, name in enumerate(
        ("Ba Đình", "Bạch Mai", "Bồ Đề", "Cầu Giấy", "Chương Mỹ", "Cửa Nam", "Dương Nội", "Đại Mỗ",
         "Định Công", "Đống Đa", "Giảng Võ", "Hà Đông", "Hai Bà Trưng", "Hoàn Kiếm", "Hồng Hà")
    )
)  # fmt: skip
DISTRICTS = tuple(
    unit(f"Quận {name}", "đến 30/06/2025", n * 17)
    for n, name in enumerate(("Ba Đình", "Bắc Từ Liêm", "Cầu Giấy", "Hai Bà Trưng"))
)
TAG_GROUPS = tuple(
    TermGroup(letter, tuple(TermLink(f"{letter.lower()}{word}", "/the/x/", n * 3 + 1)
                            for n, word in enumerate(words)))
    for letter, words in (
        ("A", ("n toàn lao động", "n sinh")),
        ("B", ("ảo hiểm xã hội", "ữa cơm Công đoàn", "ình đẳng giới", "ếp ăn ca")),
        ("C", ("hăm lo đời sống", "ông đoàn cơ sở", "on công nhân", "huyển đổi số")),
        ("Đ", ("ối thoại", "ại hội", "iện ảnh")),
        ("T", ("hoả ước lao động tập thể", "iền lương tối thiểu vùng và những điều cần biết")),
        ("#", (EVIL,)),
    )
)  # fmt: skip
AUTHORS = (
    Byline("Phương Linh", "/tac-gia/phuong-linh/", "Nguyễn Phương Linh",
           "Phóng viên ban Công đoàn, viết về việc làm và tiền lương.",
           Picture("/images/tac-gia/ha-phuong.webp", 400, 400, "Chân dung Phương Linh"), 214),
    Byline("K.Tiến", "/tac-gia/k-tien/", count=1),
    Byline(EVIL, ""),
)  # fmt: skip
LEAD = Story(**{**{f: getattr(story(0), f) for f in Story.__struct_fields__}, "dateline": "(CĐTĐ)"})


def _list(heading: str, url: str, **fields: Any) -> dict[str, Any]:
    return {
        "page": page(fields.pop("kind"), heading, url, section="cong-doan", feeds=FEEDS),
        "heading": heading,
        "stories": stories(1, 20),
        "pager": FRONT_PAGER,
    } | fields


def latest(first: int, count: int) -> tuple[Latest, ...]:
    """Stories of which every third is of an older year than the newest."""
    return tuple(
        Latest(each, each.moment[-5:], each.day[:5], "" if place % 3 else "2024")
        for place, each in enumerate(stories(first, count))
    )


def _article(article: ArticleView, panels: Panels, **fields: Any) -> dict[str, Any]:
    crumbs = (
        Link("Trang chủ", "/"),
        Link("Công đoàn", "/cong-doan/"),
        Link("Chăm lo đời sống", "/cong-doan/2/"),
        Link(article.title, ""),
    )
    return {
        "page": page(
            "article", article.title, "/2025/04/bai-0.html", section="cong-doan", crumbs=crumbs,
            published=article.iso, updated=article.updated_iso, description=article.summary,
            tags=tuple(tag.title for tag in article.tags), feeds=FEEDS, **fields,
        ),
        "article": article,
        "panels": panels,
    }  # fmt: skip


CONG_DOAN = Link("Công đoàn", "/cong-doan/")
HOME_PAGE = page("home", SITE.name, "/", crumbs=(), image=f"{ADDRESS}/chia-se.png")
ONWARD = (Link("Công đoàn", "/cong-doan/"), Link("Quận Đống Đa", "/dia-ban/quan-dong-da/"))
FEW_RELATED = Panels(related=stories(4, 1), onward=ONWARD)
ALL_PANELS = Panels(stories(1, 3), stories(4, 5), stories(9, 7), stories(16, 10))

BANNERS = (
    BannerView("Quỹ trợ vốn", "https://quy.example.org/?a=1&b=2", picture(1, alt="Vay vốn")),
    BannerView(EVIL, "https://a.example/", picture(6, alt=EVIL)),
)

# name of the example → (template, variables)
PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "home": ("home.html", {
        "page": HOME_PAGE, "lead": LEAD, "secondary": stories(1, 4), "latest": latest(5, 10),
        "recommended": stories(15, 7), "issued": "Thứ Ba, 22/04/2025",
        "blocks": tuple(SectionBlock(s, stories(30 + 5 * n, 5)) for n, s in enumerate(NAV[:7])),
        "banners": BANNERS,
    }),
    "home-empty": ("home.html", {
        "page": HOME_PAGE, "lead": None, "secondary": (), "latest": (), "recommended": (),
        "issued": "", "blocks": (), "banners": (),
    }),
    "home-small": ("home.html", {
        "page": HOME_PAGE, "lead": story(3), "secondary": stories(4, 1), "latest": latest(5, 1),
        "recommended": stories(8, 1), "issued": "Thứ Ba, 22/04/2025",
        "blocks": (SectionBlock(NAV[6], stories(13, 1)),), "banners": (),
    }),
    "section": ("section.html", _list("Công đoàn", "/cong-doan/", kind="section",
        section=CONG_DOAN, description="Hoạt động của các cấp công đoàn.", children=NAV[1].children,
        banners=BANNERS)),
    "section-numbered": ("section.html", _list("Công đoàn", "/cong-doan/12/", kind="section",
        section=CONG_DOAN, description="", children=(), pager=PAGER, banners=())),
    "section-empty": ("section.html", _list("Ảnh & video", "/anh/", kind="section",
        section=Link("Ảnh & video", "/anh/"), description="",
        children=(), pager=None, stories=(), banners=())),
    "section-one": ("section.html", _list("Ảnh & video", "/anh/", kind="section",
        section=Link("Ảnh & video", "/anh/"), description="",
        children=(), pager=None, stories=stories(3, 1), banners=())),
    "tag": ("tag.html", _list("chăm lo đời sống", "/the/a/", kind="tag", count=214)),
    "district": ("district.html", _list("Phường Ba Đình", "/dia-ban/x/", kind="district",
        unit=unit("Phường Ba Đình", "từ 01/07/2025"), predecessors=DISTRICTS[:3], successors=(),
        near=())),
    "district-new": ("district.html", _list("Phường Ba Đình", "/dia-ban/y/", kind="district",
        unit=unit("Phường Ba Đình", "từ 01/07/2025"), predecessors=DISTRICTS[:1], successors=(),
        stories=(), pager=None, near=(UnitStories(DISTRICTS[0], stories(0, 3)),))),
    "author": ("author.html", _list("Phương Linh", "/tac-gia/phuong-linh/", kind="author",
        author=AUTHORS[0])),
    "author-bare": ("author.html", _list("K.Tiến", "/tac-gia/k-tien/", kind="author",
        author=AUTHORS[1], stories=stories(3, 1), pager=None)),
    "series": ("series.html", _list("Tháng Công nhân 2025", "/chuyen-de/x/", kind="series",
        description=SUMMARY, image=picture(4, alt="Xưởng", caption="Nhà máy", credit="Toà soạn"))),
    "archive": ("archive.html", {"page": page("archive", "Lưu trữ", "/luu-tru/"), "years": YEARS}),
    "year": ("year.html", {"page": page("year", "Năm 2025", "/2025/"), "year": YEARS[1],
        "newer": Link("Năm 2026", "/2026/"), "older": Link("Năm 2024", "/2024/")}),
    "month": ("month.html", _list("Tháng 4/2025", "/2025/04/", kind="month", month=APRIL,
        newer=Link("Tháng 5/2025", "/2025/05/"), older=Link("Tháng 3/2025", "/2025/03/"))),
    "day": ("day.html", {"page": page("day", "Thứ Ba, 22/04/2025", "/2025/04/22/"),
        "heading": "Thứ Ba, 22/04/2025", "month": APRIL_22, "stories": stories(1, 6),
        "newer": Link("23/04/2025", "/2025/04/23/"), "older": None}),
    "tags": ("tags.html", {"page": page("tags", "Thẻ bài viết", "/the/"), "groups": TAG_GROUPS}),
    "authors": ("authors.html", {"page": page("authors", "Tác giả", "/tac-gia/"),
        "authors": AUTHORS}),
    "districts": ("districts.html", {"page": page("districts", "Địa bàn", "/dia-ban/"),
        "city": (unit("Toàn thành phố"),),
        "eras": (
            UnitEra("current", "Hiện nay",
                (UnitGroup("Phường", WARDS), UnitGroup("Xã", (unit("Xã Phú Xuyên"),)))),
            UnitEra("sector", "Công đoàn ngành", (UnitGroup("", (unit("Công đoàn ngành Y tế"),)),)),
            UnitEra("until-2025-06-30", "Đến hết 30/06/2025", (UnitGroup("Quận", DISTRICTS),)),
        )}),
    "corrections": ("corrections.html", {"page": page("corrections", "Đính chính", "/dinh-chinh/"),
        "corrected": tuple(Corrected(s, ARTICLE.corrections * 2) for s in stories(9, 4)),
        "pager": None}),
    "feeds": ("feeds.html", {"page": page("feeds", "Kênh RSS", "/rss/"), "groups": (
        FeedGroup("Chuyên mục", tuple(FeedLink(s.title, s.url, FEEDS) for s in NAV)),
        FeedGroup("Địa bàn", (FeedLink("Quận Ba Đình", "", FEEDS[:1]),))),
        "opml": "/rss/feeds.opml", "origin": ADDRESS}),
    "article": ("article.html", _article(ARTICLE, ALL_PANELS, image=f"{ADDRESS}/images/a.webp")),
    "article-bare": ("article.html", _article(BARE_ARTICLE, Panels())),
    "article-odd": ("article.html", _article(ODD_ARTICLE, FEW_RELATED)),
    "page": ("page.html", {"page": page("page", "Giới thiệu", "/gioi-thieu/"),
        "heading": "Giới thiệu", "summary": "", "body": Markup("<p>Về chúng tôi.</p>")}),
    "404": ("404.html", {"page": page("404", "Không tìm thấy trang", "/404.html", indexed=False),
        "stories": stories(1, 6)}),
    "search": ("search.html", {"page": page("search", "Tìm kiếm", "/tim-kiem/", indexed=False),
        "about": "{}", "outside": "https://duckduckgo.com/?q=site%3Abao.example.org"}),
    "redirect": ("redirect.html", {"page": page("redirect", TITLES[0], "/cu.html", indexed=False),
        "target": Link(TITLES[0], "/2025/04/bai-0.html?a=1&b=2")}),
}  # fmt: skip
