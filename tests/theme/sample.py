# SPDX-License-Identifier: AGPL-3.0-or-later
"""Records for the examples, with odd data: long titles, no pictures, quotes, markup."""

from __future__ import annotations

from typing import Any

from newsroom.pages.views import (
    FeedFile,
    ImprintLine,
    Link,
    NavSection,
    Page,
    Picture,
    Site,
    Story,
    UnitView,
)

ADDRESS = "https://congdoan.example"
EVIL = '<script>alert("x")</script> & "kép" \'đơn\''
ASSETS = {
    "css/site.css": "/theme/css/site.css?v=1",
    "css/feed.css": "/theme/css/feed.css?v=1",
    "css/search.css": "/theme/css/search.css?v=1",
    "js/site.js": "/theme/js/site.js?v=1",
    "js/search.js": "/theme/js/search.js?v=1",
    "js/panels.js": "/theme/js/panels.js?v=1",
    "images/logo.svg": "/theme/images/logo.svg?v=1",
}

TITLES = (
    "Công đoàn Thủ đô mở đợt cao điểm chăm lo đời sống người lao động dịp hè",
    "Thêm 1.200 suất học bổng cho con công nhân khó khăn",
    "Ký thoả ước lao động tập thể nhóm: tiền ăn ca tăng lên 30.000 đồng mỗi suất",
    "“Bữa cơm Công đoàn” ấm tình người thợ giữa mùa nắng nóng",
    "Khám sức khoẻ miễn phí cho 5.000 nữ đoàn viên các khu công nghiệp và chế xuất, trong đó có "
    "nhiều người lần đầu được tầm soát ung thư vú và ung thư cổ tử cung ngay tại nơi làm việc",
    "Nhà ở xã hội: Mong một chỗ “an cư” để lạc nghiệp",
    "Hội thi thợ giỏi: Ễnh ương, ộp oạp và những ổ bi ồn ào ở xưởng cơ khí",
    "Xe buýt đêm",
    "Đối thoại định kỳ – cách gỡ vướng sớm nhất ở doanh nghiệp",
    "Tủ sách công nhân mở cửa cả tối thứ bảy và chủ nhật",
    "Giải bóng đá nữ công nhân khai mạc với 24 đội tham dự",
    f"Tiêu đề lạ: {EVIL}",
    "Hỗ trợ đoàn viên vay vốn không lãi để phát triển kinh tế gia đình",
    "An toàn lao động: Ba phút nhắc nhau đầu ca",
)
KICKERS = ("", "Liên đoàn Lao động huyện Phú Xuyên:", "", "Mùa hè của thợ", "")
SUMMARY = (
    "Từ tháng 5 đến hết tháng 7, các cấp công đoàn đồng loạt tổ chức thăm hỏi, tặng quà, khám "
    "sức khoẻ và đối thoại tại cơ sở; nơi nào đông công nhân, nơi ấy có cán bộ công đoàn."
)
PICTURES = (
    "cong-nhan", "lop-hoc", "thoa-uoc", "bat-tay", "nha-may", "nha-cong-nhan", "hoi-truong",
    "xe-buyt", "dai-hoi", "tu-sach", "san-bong", "loa", "von-vay", "bao-ho",
)  # fmt: skip

NAV = tuple(
    NavSection(
        slug=slug,
        title=title,
        url=f"/{slug}/",
        children=tuple(
            NavSection(slug=f"{slug}/{n}", title=child, url=f"/{slug}/{n}/")
            for n, child in enumerate(children)
        ),
    )
    for slug, title, children in (
        ("thoi-su", "Thời sự", ("Chính trị", "Hà Nội", "Quốc tế")),
        (
            "cong-doan",
            "Công đoàn",
            ("Hoạt động", "Phát triển đoàn viên", "Chăm lo đời sống", "Cán bộ công đoàn"),
        ),
        ("viec-lam", "Việc làm", ("Thị trường lao động", "Tiền lương & bảo hiểm")),
        ("phap-luat", "Pháp luật", ("Tư vấn", "An toàn lao động")),
        ("xa-hoi", "Xã hội", ("Đô thị", "Giáo dục", "Y tế")),
        ("van-hoa", "Văn hoá", ("Âm nhạc", "Sách")),
        ("the-thao", "Thể thao", ()),
        ("anh", "Ảnh & video", ()),
    )
)

IMPRINT = (
    ImprintLine("name", "", "Cổng thông tin Công đoàn Thủ đô (bản trình diễn)"),
    ImprintLine("head", "Chịu trách nhiệm nội dung", "Tổng Biên tập Nguyễn Văn A"),
    ImprintLine("telephone", "Điện thoại", "024 0000 0000", "tel:02400000000"),
    ImprintLine("email", "E-mail", "toasoan@example.org", "mailto:toasoan@example.org"),
)

SITE = Site(
    name="Công đoàn Thủ đô",
    tagline="Tiếng nói của đoàn viên, người lao động",
    publisher="Cơ quan của Liên đoàn Lao động thành phố (bản trình diễn)",
    rights="© Công đoàn Thủ đô. Ghi rõ nguồn “Công đoàn Thủ đô” khi phát hành lại thông tin.",
    language="vi",
    address=ADDRESS,
    home="/",
    sections=NAV,
    pages=(Link("Giới thiệu", "/gioi-thieu/"), Link("Liên hệ", "/lien-he/")),
    indexes={
        "year": Link("Lưu trữ", "/luu-tru/"),
        "tag": Link("Thẻ bài viết", "/the/"),
        "district": Link("Địa bàn", "/dia-ban/"),
        "author": Link("Tác giả", "/tac-gia/"),
        "corrections": Link("Đính chính", "/dinh-chinh/"),
    },
    feeds=Link("Kênh RSS", "/rss/"),
    main_feeds=(
        FeedFile("Công đoàn Thủ đô", "/rss/tin-moi.rss", "application/rss+xml", "RSS"),
        FeedFile("Công đoàn Thủ đô", "/rss/tin-moi.atom", "application/atom+xml", "Atom"),
    ),
    assets=ASSETS,
    imprint=IMPRINT,
    imprint_everywhere=IMPRINT[1:2],
)


def picture(number: int, **fields: str) -> Picture:
    """A drawn picture of the demo content; every seventh has no known size."""
    name = PICTURES[number % len(PICTURES)]
    width, height = (0, 0) if number % 7 == 6 else (1200, 800)
    return Picture(f"/images/minh-hoa/{name}.webp", width, height, **fields)


def story(number: int, *, image: bool | None = None) -> Story:
    """The numbered card; every fifth has no picture unless asked for one."""
    title = TITLES[number % len(TITLES)]
    section = NAV[number % len(NAV)]
    day, clock = f"{22 - number % 20:02}/04/2025", f"{17 - number % 10:02}:{number * 7 % 60:02}"
    has_image = number % 5 != 3 if image is None else image
    return Story(
        url=f"/2025/04/bai-{number}.html",
        title=title,
        kicker=KICKERS[number % len(KICKERS)],
        summary="" if number % 9 == 8 else SUMMARY,
        dateline="(CĐTĐ)" if number % 2 == 0 else "",
        iso=f"2025-04-{22 - number % 20:02}T{clock}:00+07:00",
        day=day,
        moment=f"{day} {clock}",
        section=Link(section.title, section.url),
        image=picture(number) if has_image else None,
    )


def stories(first: int, count: int) -> tuple[Story, ...]:
    return tuple(story(n) for n in range(first, first + count))


def page(kind: str, title: str, url: str, **fields: Any) -> Page:
    fields.setdefault("crumbs", (Link("Trang chủ", "/"), Link(title, "")))
    return Page(
        kind=kind,
        title=title,
        description=fields.pop("description", f"{title} – {SUMMARY}"),
        url=url,
        canonical=ADDRESS + url,
        **fields,
    )


def unit(name: str, validity: str = "", count: int = 12, url: str | None = None) -> UnitView:
    return UnitView(
        name, "/dia-ban/x/" if url is None else url, name.partition(" ")[0], validity, count
    )
