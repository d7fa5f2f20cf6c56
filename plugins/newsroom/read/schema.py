# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one definition of the fields of articles and static pages.

The reader, the checks, the JSON Schema and the documentation are made from these tables; a field
is added here and nowhere else (and gets its place in ``newsroom.model.Entry``).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from newsroom.read import schema_forms
from newsroom.read.spec import Schema, Spec, ValueKind
from newsroom.taxonomies import Taxonomy

_PHOTO = Schema(
    (
        Spec("src", ValueKind.IMAGE, required=True, example="src: images/x.webp"),
        Spec("alt", ValueKind.LINE),
        Spec("caption", ValueKind.LINE),
        Spec("credit", ValueKind.LINE),
        Spec("focus", ValueKind.FOCUS, example="focus: trên trái"),
        Spec("lead", ValueKind.SWITCH),
        Spec("download", ValueKind.SWITCH),
    )
)
_SOURCE = Schema(
    (
        Spec("name", ValueKind.LINE, required=True, longest=100, example="name: TTXVN"),
        Spec("url", ValueKind.LINK),
    )
)
_ELSEWHERE = Schema(
    (
        Spec("title", ValueKind.LINE, required=True, longest=200, example="title: Tên bài"),
        Spec("url", ValueKind.LINK, required=True, example="url: https://www.vietnamplus.vn/…"),
    )
)
_CORRECTION = Schema(
    (
        Spec("date", ValueKind.DAY, required=True, example="date: 2025-04-23"),
        Spec("text", ValueKind.LINE, required=True, example="text: Số đúng là 120 suất quà."),
    )
)

ARTICLE = Schema(
    (
        Spec(
            "title",
            ValueKind.LINE,
            required=True,
            longest=200,
            called=("tiêu đề", "tựa đề", "tít", "headline", "name"),
            example="title: Trao 120 suất quà cho đoàn viên khó khăn",
            meaning="headline",
            meaning_vi="tiêu đề bài",
        ),
        Spec(
            "date",
            ValueKind.MOMENT,
            required=True,
            called=("ngày", "ngày đăng", "publishdate", "pubdate", "created"),
            example="date: 2025-04-22 09:15",
            meaning="when it is published; a time to come is waited for",
            meaning_vi="ngày giờ đăng; nếu ở tương lai thì đến giờ mới đăng",
        ),
        Spec(
            "author",
            ValueKind.NAMES,
            required=True,
            attribute="authors",
            pelican=("authors",),
            longest=100,
            parted=True,
            called=("tác giả", "bút danh", "byline", "creator", "by"),
            example="author: Minh Khôi",
            meaning="byline: one name or a list; pen names are fine",
            meaning_vi="tác giả: một tên hoặc danh sách; dùng bút danh được",
        ),
        Spec(
            "district",
            ValueKind.NAMES,
            required=True,
            attribute="units",
            longest=100,
            resolved=True,
            called=("địa bàn", "đơn vị", "quận", "phường", "xã", "unit", "location"),
            example="district: quận Đống Đa",
            meaning="unit of districts.yaml: name, alias or slug; toan-thanh-pho for city-wide",
            meaning_vi=(
                "địa bàn: tên gọi, hoặc mã không dấu (slug) trong districts.yaml, "
                "ví dụ quan-dong-da; toan-thanh-pho: cả thành phố"
            ),
        ),
        Spec(
            "kicker",
            ValueKind.LINE,
            longest=200,
            called=("dòng dẫn", "subtitle", "subheading", "eyebrow"),
            example='kicker: "Liên đoàn Lao động huyện Phú Xuyên:"',
            meaning="line above the headline",
            meaning_vi="dòng dẫn phía trên tiêu đề",
        ),
        Spec(
            "summary",
            ValueKind.LINE,
            called=("sapo", "tóm tắt", "description", "excerpt", "lead", "abstract"),
            example="summary: Sáng 22/4, 120 đoàn viên đã nhận quà.",
            meaning="the lead (sapo), one paragraph",
            meaning_vi="sapo, một đoạn",
        ),
        Spec(
            "dateline",
            ValueKind.LINE,
            longest=100,
            example="dateline: (LĐTĐ)",
            meaning="what the lead opens with; không: nothing, where the paper has a default",
            meaning_vi="chữ mở đầu sapo, thay cho chữ chung của báo; không: không có chữ nào",
        ),
        Spec(
            "tags",
            ValueKind.NAMES,
            longest=100,
            called=("chủ đề", "từ khóa", "thẻ", "tag", "keywords", "categories", "topics"),
            example="tags: [công đoàn, an toàn lao động]",
            meaning="tags: a list",
            meaning_vi="chủ đề: danh sách",
        ),
        Spec(
            "image",
            ValueKind.GROUP,
            parts=_PHOTO,
            short="src",
            absent=("none", "không"),
            called=("ảnh", "ảnh chính", "cover", "thumbnail", "featured_image", "images"),
            example="image: {src: images/trao-qua.webp, alt: Trao quà, credit: M.K}",
            meaning="lead photo: a path, or src, alt, caption, credit, focus (where to look: "
            "trên, dưới, trái, phải, giữa, or [0.4, 0.2]), lead: false (only in lists), "
            "download: true (the original may be fetched); none: no photo of the text either",
            meaning_vi="ảnh chính: đường dẫn, hoặc src, alt, caption (chú thích), "
            "credit (tác giả), "
            "focus (chỗ cần giữ khi cắt: trên, dưới, trái, phải, giữa, hoặc [0.4, 0.2]), "
            "lead: false (chỉ hiện trong danh sách), download: true (cho tải ảnh gốc); "
            "không: không lấy cả ảnh trong bài",
        ),
        Spec(
            "related",
            ValueKind.STORIES,
            parts=_ELSEWHERE,
            called=("bài liên quan", "liên quan", "related_posts"),
            example="related: [cong-doan/2021/03/mai-am.md]",
            meaning="hand-picked articles, always first among the related stories; "
            "title and url for one of another site",
            meaning_vi="bài liên quan chọn tay, luôn đứng đầu; bài ở trang khác thì ghi title "
            "(tên bài) và url (địa chỉ)",
        ),
        Spec(
            "in_lead",
            ValueKind.COUNT,
            called=("số bài dưới sapo", "inlead"),
            example="in_lead: 1",
            meaning="how many related titles stand under the lead; 0: none",
            meaning_vi="số bài liên quan đứng ngay dưới sapo; 0: không bài nào",
        ),
        Spec(
            "unrelated",
            ValueKind.SOURCES,
            example="unrelated: [cong-doan/2015/06/dai-hoi.md]",
            meaning="articles never to be shown as related to this one, nor this one to them",
            meaning_vi="bài không bao giờ hiện là liên quan với bài này, và ngược lại",
        ),
        Spec(
            "updated",
            ValueKind.MOMENT,
            pelican=("modified",),
            called=("cập nhật", "lastmod", "last_modified", "updated_at"),
            example="updated: 2025-04-23 08:00",
            meaning="when the text last changed",
            meaning_vi="lần sửa nội dung gần nhất",
        ),
        Spec(
            "expires",
            ValueKind.MOMENT,
            called=("gỡ bài", "hết hạn", "expirydate", "expiry", "unpublish"),
            example="expires: 2026-01-01",
            meaning="when the article is taken down",
            meaning_vi="thời điểm gỡ bài",
        ),
        Spec(
            "status",
            ValueKind.CHOICE,
            choices=("published", "draft", "withdrawn"),
            spoken=(
                *(("nháp", "draft"), ("bản nháp", "draft"), ("bài nháp", "draft")),
                *(("đăng", "published"), ("đã đăng", "published"), ("publish", "published")),
                *(("gỡ", "withdrawn"), ("gỡ bài", "withdrawn"), ("đã gỡ", "withdrawn")),
                *(("rút", "withdrawn"), ("rút bài", "withdrawn"), ("đã rút", "withdrawn")),
            ),
            called=("trạng thái", "draft", "state", "published"),
            example="status: draft",
            meaning="draft: not published yet; withdrawn: taken down, its address answers 410",
            meaning_vi="draft: chưa đăng; withdrawn: gỡ bài, địa chỉ của bài báo “đã gỡ” (410)",
        ),
        Spec(
            "corrections",
            ValueKind.GROUPS,
            parts=_CORRECTION,
            called=("đính chính", "correction"),
            example="corrections: [{date: 2025-04-23, text: Số đúng là 120 suất quà.}]",
            meaning="corrections, each with date and text",
            meaning_vi="đính chính, mỗi lần gồm date (ngày) và text (nội dung)",
        ),
        Spec(
            "source",
            ValueKind.GROUP,
            parts=_SOURCE,
            short="name",
            called=("nguồn", "canonical", "via"),
            example="source: {name: TTXVN, url: https://www.vietnamplus.vn/}",
            meaning="where the story was taken from: a name, or name and url",
            meaning_vi="nguồn: tên, hoặc name (tên) và url (địa chỉ)",
        ),
        Spec(
            "series",
            ValueKind.SLUG,
            attribute="dossier",
            called=("chuyên đề", "dossier"),
            example="series: dai-hoi-cong-doan",
            meaning="slug of a special dossier of series.yaml",
            meaning_vi="mã không dấu (slug) của chuyên đề trong series.yaml",
        ),
        Spec(
            "sponsored",
            ValueKind.SWITCH,
            called=("tài trợ", "quảng cáo", "pr", "advertorial"),
            example="sponsored: true",
            meaning="paid content: labelled, and on no editors' or related panel",
            meaning_vi="nội dung tài trợ: có nhãn, không vào khung chọn tay và bài liên quan",
        ),
        Spec(
            "aliases",
            ValueKind.OLD_URLS,
            called=("địa chỉ cũ", "redirect_from", "redirects", "redirect"),
            example="aliases: [/trao-qua-188017.html]",
            meaning="old addresses, the oldest first, redirected to this one",
            meaning_vi="các địa chỉ cũ, cũ nhất đứng đầu, được chuyển hướng về bài này",
        ),
        Spec(
            "url",
            ValueKind.URL,
            called=("địa chỉ", "permalink", "link"),
            example="url: /trao-120-suat-qua-188017.html",
            meaning="address, in place of the pattern's",
            meaning_vi="địa chỉ riêng, thay cho mẫu chung",
        ),
        Spec(
            "id",
            ValueKind.LINE,
            longest=200,
            called=("mã bài", "guid", "identifier", "uid", "post_id"),
            example="id: 188017",
            meaning="what feeds know the article by for ever; else its oldest old address, or its "
            "address",
            meaning_vi=(
                "mã cố định của bài trong kênh RSS, không bao giờ đổi; không ghi thì lấy địa chỉ "
                "cũ nhất, hoặc địa chỉ của bài"
            ),
        ),
    )
)

_ORDER = Spec(
    "order",
    ValueKind.NUMBER,
    example="order: 2",
    meaning="place in the menu",
    meaning_vi="thứ tự trong trình đơn",
)
_OF_PAGES = (
    *("title", "date", "author", "district", "summary", "image"),
    *("updated", "status", "aliases", "url"),
)

PAGE = Schema(
    (
        *(
            msgspec.structs.replace(spec, required=spec.name == "title")
            for spec in ARTICLE.specs
            if spec.name in _OF_PAGES
        ),
        _ORDER,
    )
)

KINDS = {"article": ARTICLE, "page": PAGE}


def hiding_words() -> tuple[str, ...]:
    """The words, as people write them, of the statuses that nobody may see; the longest first."""
    status = next(spec for spec in ARTICLE.specs if spec.name == "status")
    said = {**{choice: choice for choice in status.choices}, **dict(status.spoken)}
    hidden = [word for word, choice in said.items() if choice != "published"]
    return tuple(sorted(hidden, key=lambda word: (-len(word), word)))


@cache
def schema_of(kind: str, added: tuple[Taxonomy, ...] = ()) -> Schema:
    """The fields of an article or a page on a site that has added these taxonomies.

    Static pages are filed under nothing.
    """
    if kind != "article" or not added:
        return KINDS[kind]
    return Schema((*ARTICLE.specs, *map(_field_of, added)))


def _field_of(row: Taxonomy) -> Spec:
    sample = row.terms[0] if row.terms else "…"
    return Spec(
        row.field,
        ValueKind.NAMES,
        attribute=row.name,
        longest=100,
        choices=row.terms,
        example=f"{row.field}: {sample}",
        meaning=row.meaning or row.title,
        meaning_vi=row.meaning or row.title,
    )


def json_schema(kind: str = "article") -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the front matter of an article or a page."""
    return schema_forms.json_schema(KINDS[kind])


def markdown_table(lang: str, kind: str = "article") -> str:
    """Return the fields as a Markdown table for the documentation, in ``"vi"`` or ``"en"``."""
    return schema_forms.markdown_table(KINDS[kind], lang)
