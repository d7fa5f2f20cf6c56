# SPDX-License-Identifier: AGPL-3.0-or-later
"""The imprint, the day of issue, and paid content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from newsroom.imprint import is_issn
from tests.portal import Portal

IMPRINT = {
    "name": "Cổng thông tin Công đoàn",
    "agency": "Báo Thử",
    "governing_body": "LĐLĐ thành phố",
    "licence": "12/GP",
    "licence_date": "01/02/2026",
    "licence_issuer": "Sở A",
    "head": "Tổng Biên tập A",
    "address": "Số 1, phố B",
    "telephone": "024 3333 4444",
    "hotline": "+84 900 000 000",
    "fax": "024.3333",
    "email": "a@example.org",
    "issn": "1234-5679",
}


def lines(page: BeautifulSoup, where: str) -> list[str]:
    return [p.get_text() for p in page.select(f"{where} p:not([class])")]


def data(page: BeautifulSoup) -> list[dict[str, Any]]:
    script = page.select_one("script[type='application/ld+json']")
    assert script is not None
    nodes: list[dict[str, Any]] = json.loads(script.get_text())["@graph"]
    return nodes


def test_the_front_page_has_the_whole_imprint_and_all_pages_a_part(portal: Portal) -> None:
    portal.overrides |= {
        "NEWSROOM_IMPRINT": IMPRINT,
        "NEWSROOM_IMPRINT_EVERYWHERE": ("licence", "email"),
    }
    portal.article("cong-doan/a.md")
    portal.build()
    home = portal.page("index.html")
    assert lines(home, ".imprint-full") == [
        "Cổng thông tin Công đoàn",
        "Cơ quan báo chí: Báo Thử",
        "Cơ quan chủ quản: LĐLĐ thành phố",
        "Giấy phép: 12/GP, 01/02/2026, Sở A",
        "Chịu trách nhiệm nội dung: Tổng Biên tập A",
        "Địa chỉ: Số 1, phố B",
        "Điện thoại: 024 3333 4444",
        "Đường dây nóng: +84 900 000 000",
        "Fax: 024.3333",
        "Thư điện tử: a@example.org",
        "ISSN: 1234-5679",
    ]
    links = [a["href"] for a in home.select(".imprint-full a")]
    assert links == ["tel:02433334444", "tel:+84900000000", "mailto:a@example.org"]
    for path in ("index.html", "2025/04/a.html", "404.html"):
        assert lines(portal.page(path), ".footer .imprint")[:2] == [
            "Giấy phép: 12/GP, 01/02/2026, Sở A",
            "Thư điện tử: a@example.org",
        ]
    assert not portal.page("2025/04/a.html").select(".imprint-full")


def test_metadata_tell_the_imprint_and_the_day_of_issue(portal: Portal) -> None:
    portal.overrides["NEWSROOM_IMPRINT"] = IMPRINT
    portal.article("cong-doan/a.md", date="2025-04-22 09:15")
    portal.article("cong-doan/b.md", date="2025-04-21 09:15")
    portal.build()
    home = portal.page("index.html")
    paper, site = data(home)
    assert {name: paper[name] for name in ("telephone", "faxNumber", "email", "address")} == {
        "telephone": "024 3333 4444",
        "faxNumber": "024.3333",
        "email": "a@example.org",
        "address": "Số 1, phố B",
    }
    assert (site["issn"], site["dateModified"]) == ("1234-5679", "2025-04-22T09:15:00+07:00")
    assert home.select_one(".issued").get_text() == "Thứ Ba, 22/04/2025"  # type: ignore[union-attr]


def test_an_imprint_of_one_field_and_none(portal: Portal, tmp_path: Path) -> None:
    portal.article("cong-doan/a.md")
    portal.build()
    assert not portal.page("index.html").select(".imprint-full")
    portal.overrides["NEWSROOM_IMPRINT"] = {"head": "Tổng Biên tập A"}
    portal.build()
    assert lines(portal.page("index.html"), ".imprint-full") == [
        "Chịu trách nhiệm nội dung: Tổng Biên tập A"
    ]
    assert portal.tree() == portal.clean_tree(tmp_path)


@pytest.mark.parametrize(
    ("text", "valid"),
    [("1234-5679", True), ("2434-561X", True), ("1234-5678", False), ("1", False)],
)
def test_an_issn_has_a_check_digit(text: str, valid: bool) -> None:
    assert is_issn(text) is valid


LINKS = "[x](https://khac.example.org/) [y](/2025/04/b.html)"


def paid(site: Portal, *, sponsored: bool) -> None:
    """``a`` is paid for, ``b`` and ``c`` tell the same; editors pick all of them."""
    fields = {"tags": ["khám mắt", "xưởng gỗ"], "image": "images/a.svg", "summary": "Sapo."}
    site.write("images/a.svg", "<svg/>")
    site.write("data/slots.yaml", "nen-xem: [cong-doan/a.md]\ntrang-nhat: [cong-doan/a.md]\n")
    for name in "abc":
        own = {"sponsored": "true"} if name == "a" and sponsored else {}
        related = {"related": ["cong-doan/a.md"]} if name == "b" else {}
        title = f"Xưởng gỗ khám mắt {name}"
        site.article(f"cong-doan/{name}.md", LINKS, title=title, **fields, **own, **related)


def test_paid_content_is_labelled_and_kept_from_panels(portal: Portal, tmp_path: Path) -> None:
    for number, sponsored in enumerate((False, True, False, True)):
        paid(portal, sponsored=sponsored)
        portal.build()
        assert portal.tree() == portal.clean_tree(tmp_path / str(number))
    article = portal.page("2025/04/a.html")
    assert article.select_one(".kicker").get_text() == "Nội dung tài trợ"  # type: ignore[union-attr]
    assert [a["rel"] for a in article.select(".body a[rel]")] == [["sponsored", "noopener"]]
    assert not article.select(".in-lead, .related ul")
    assert data(article)[0]["@type"] == "AdvertiserContentArticle"
    told = "Nội dung tài trợ: Xưởng gỗ khám mắt a"
    other = portal.page("2025/04/b.html")
    assert [a.get_text() for a in other.select("a[href='/2025/04/a.html']")] == [told]
    assert other.select_one(".more a[href='/2025/04/a.html']")
    home = portal.page("index.html")
    assert not home.select(".lead a[href='/2025/04/a.html'], .rail-low a[href='/2025/04/a.html']")
    assert "/2025/04/a.html" not in (portal.output / "manh/nen-xem.inc").read_text("utf-8")
    assert f"<title>{told}</title>" in (portal.output / "rss/tin-moi.rss").read_text("utf-8")


def test_the_label_stands_with_a_kicker_and_without_one_that_is_too_long(portal: Portal) -> None:
    portal.article("cong-doan/a.md", sponsored="true", kicker="Ngân hàng B:")
    portal.article("cong-doan/b.md", sponsored="có", kicker="Dài " * 40)
    portal.article("cong-doan/c.md", sponsored="không")
    portal.build()
    kickers = [portal.page(f"2025/04/{name}.html").select_one(".kicker") for name in "abc"]
    assert [k and k.get_text() for k in kickers] == [
        "Nội dung tài trợ – Ngân hàng B:",
        "Nội dung tài trợ",
        None,
    ]
