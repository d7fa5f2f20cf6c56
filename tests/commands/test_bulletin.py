# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bulletins to print: two to four pages, whatever the week was, the same bytes each time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from newsroom.commands import bulletin
from newsroom.commands.bulletin import write_bulletin
from newsroom.commands.letters import LetterError
from newsroom.pages import bulletins
from newsroom.pages.bulletins import FILLS, paragraphs
from newsroom.pages.letters import Period
from newsroom.publish.qr import qr_code
from tests.pictures import photos
from tests.portal import NOW, ROOT, Portal

try:
    from newsroom.publish import paper
except OSError:  # no Pango
    paper = None  # type: ignore[assignment]  # a module, or none

pytestmark = pytest.mark.skipif(
    paper is None and os.environ.get("CI") != "true", reason="needs Pango"
)

WEEK = Period.of_week(2025, 17)  # from 21 to 27 April

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftoppm") is None and os.environ.get("CI") != "true", reason="needs poppler"
)

SAPO = "Công đoàn cơ sở ký thỏa ước mới, người lao động có thêm ba ngày nghỉ và bữa ca đủ chất. "
TEXT = "\n\n".join(
    f"Đoạn {number}: các tổ công đoàn đã gặp gỡ người lao động ở từng xưởng, nghe họ nói về "
    "bữa ăn ca, về tiền thưởng, về chỗ gửi con; điều gì làm được thì làm ngay trong tuần."
    for number in range(8)
)


def story(portal: Portal, number: int, body: str = TEXT, **fields: Any) -> None:
    section = ("cong-doan", "doi-song", "cong-doan/phat-trien-doan-vien")[number % 3]
    fields = {
        "title": f"Bài thứ {number}: người lao động quận Đống Đa có thỏa ước mới",
        "date": f"2025-04-{21 + number % 7} {number // 7 % 24:02}:15",
        "summary": SAPO,
    } | fields
    portal.article(f"{section}/2025/04/bai-{number}.md", body, **fields)


def week_of(portal: Portal, count: int, body: str = TEXT) -> Portal:
    portal.write("images/a.jpg", photos.phone(1200, 800))
    for number in range(count):
        photo = {} if number else {"image": {"src": "images/a.jpg", "alt": "Ảnh"}}
        story(portal, number, body, **photo)
    portal.build()
    return portal


def printed(portal: Portal, period: Period = WEEK, **about: str) -> tuple[Path, int]:
    """The file, and its number of pages as the command tells it."""
    told = write_bulletin(portal.settings, NOW, period, portal.root / "in", **about)
    pages = [int(found[1]) for line in told if (found := re.fullmatch(r"(\d+) trang", line))]
    return Path(told[1].strip()), pages[0]


def text_of(path: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def pictures(path: Path) -> list[Image.Image]:
    command = ["pdftoppm", "-r", "200", "-gray", "-png", str(path), str(path.with_suffix(""))]
    subprocess.run(command, check=True)
    return [Image.open(found) for found in sorted(path.parent.glob("*.png"))]


# -------------------------------------------------------------------------------------- pages


@pytest.mark.parametrize("body", [TEXT, "Một dòng.", "\n\n".join([TEXT] * 6)])
@pytest.mark.parametrize("count", [1, 3, 10, 60])
def test_two_to_four_pages_whatever_the_week_was(portal: Portal, count: int, body: str) -> None:
    path, pages = printed(week_of(portal, count, body))
    assert 2 <= pages <= 4
    assert path.read_bytes().count(b"/Type /Page\n") in (0, pages)


@needs_poppler
def test_each_page_is_full_of_ink_and_the_codes_lead_to_the_stories(portal: Portal) -> None:
    path, pages = printed(week_of(portal, 10))
    made = pictures(path)
    assert len(made) == pages
    read = set()
    for page in made:
        dark = page.point(lambda value: 255 * (value < 128)).histogram()[255]
        assert dark > 0.01 * page.width * page.height
        read |= codes_in(Path(str(page.filename)))  # type: ignore[attr-defined]  # of what was opened
    site = "https://bao.example.org"
    assert {f"{site}/2025/04/bai-{number}.html" for number in range(10)} <= read
    assert f"{site}/" in read and f"{site}/rss/" in read


def codes_in(picture: Path) -> set[str]:
    command = ["zbarimg", "--quiet", "--raw", str(picture)]
    return set(subprocess.run(command, capture_output=True, text=True, check=False).stdout.split())


@needs_poppler
def test_it_has_masthead_imprint_and_vietnamese_letters(portal: Portal) -> None:
    portal.overrides |= {
        "NEWSROOM_IMPRINT": {"governing_body": "Liên đoàn Lao động", "licence": "12/GP-BTTTT"},
    }
    path, _pages = printed(
        week_of(portal, 3, "Ễnh ương, ẵm ngửa, Ặc ặc, Ỷ lại, đường dài.\n\nHết.")
    )
    text = " ".join(text_of(path).split())
    for words in ("BẢN TIN", "Tuần 17 năm 2025", "21/04/2025 – 27/04/2025", "Báo Thử",
                  "12/GP-BTTTT", "Ễnh ương, ẵm ngửa, Ặc ặc, Ỷ lại", "1/2"):  # fmt: skip
        assert words in text
    assert "LIÊN ĐOÀN LAO ĐỘNG" in text
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True)
    names = re.findall(r"^[A-Z]{6}\+(\S+)", fonts.stdout, re.M)
    assert names and all(name.startswith("Bulletin-S") for name in names)


def test_a_unit_that_ended_in_mid_week_says_what_comes_after(portal: Portal) -> None:
    story(portal, 1, date="2025-06-30 10:00")
    portal.build()
    week = Period.of_week(2025, 27)  # from 30 June to 6 July
    path, pages = printed(portal, week, unit="quan-dong-da")
    assert pages == 2 and path.name == "ban-tin-2025-w27-quan-dong-da.pdf"
    if shutil.which("pdftotext"):
        text = " ".join(text_of(path).split())
        assert "Phường Đống Đa" in text and "đến 30/06/2025" in text


def test_a_week_without_stories_is_told_and_nothing_is_written(portal: Portal) -> None:
    week_of(portal, 1)
    with pytest.raises(LetterError, match="05/05/2025"):
        printed(portal, Period.of_week(2025, 19))
    with pytest.raises(LetterError, match="quan-dong-da"):
        printed(portal, unit="quan-dong-dda")
    assert not (portal.root / "in").exists()


# --------------------------------------------------------------------------------------- bytes


def test_the_same_bytes_twice_and_in_other_processes(portal: Portal) -> None:
    week_of(portal, 10)
    path, _pages = printed(portal)
    first = path.read_bytes()
    assert printed(portal)[0].read_bytes() == first
    for seed in ("1", "2"):
        command = [sys.executable, "-c", ELSEWHERE, str(portal.root)]
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "America/New_York"}
        environment["PYTHONPATH"] = f"{ROOT / 'plugins'}:{ROOT}"
        path.unlink()
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        assert path.read_bytes() == first
    assert b"CreationDate" not in first and b"ModDate" not in first and b"/ID" not in first


ELSEWHERE = """
import sys
from pathlib import Path
from tests.commands.test_bulletin import printed
from tests.portal import Portal
printed(Portal(Path(sys.argv[1])))
"""


# ----------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    "words", ["dài " * 45, "Ạ" * 180, "]]> <b>&amp; {{ x }} {% y %} \u200b\x85", "Tết 🎉 漢字"]
)
def test_odd_texts_break_nothing(portal: Portal, words: str) -> None:
    for number in range(12):
        story(portal, number, f"{words}\n\n" * 30, title=words, summary=words * 3, kicker="Ễ" * 60)
    portal.build()
    assert 2 <= printed(portal)[1] <= 4


def test_one_paragraph_as_long_as_a_book_is_cut(portal: Portal) -> None:
    story(portal, 0, "công nhân " * 9_000)
    portal.build()
    assert printed(portal)[1] == 2


def test_signs_that_no_font_of_the_theme_has_are_told(portal: Portal) -> None:
    story(portal, 0, "Chữ Hán: 漢字.")
    portal.build()
    told = write_bulletin(portal.settings, NOW, WEEK, portal.root / "in")
    assert "漢" in told[-1] and "Phông chữ" in told[-1]
    story(portal, 0, "Toàn chữ Việt: Ễ, ắ, ỵ – “½ ngày”, 5.000₫, 30 °C…")
    portal.build()
    assert len(write_bulletin(portal.settings, NOW, WEEK, portal.root / "in")) == 3


def test_footnotes_and_their_signs_are_left_to_the_page(portal: Portal) -> None:
    story(portal, 0, "Luật mới có hiệu lực[^1].\n\n[^1]: Luật số 41 của Quốc hội.")
    portal.build()
    html = str(portal.page("2025/04/bai-0.html").select_one(".footnotes"))
    assert "Luật số 41" in html and paragraphs(html) == []
    assert (
        len(write_bulletin(portal.settings, NOW, WEEK, portal.root / "in")) == 3
    )  # all has glyphs


def test_a_picture_that_is_lost_leaves_the_rest(portal: Portal) -> None:
    week_of(portal, 3)
    (portal.output / "images/a.jpg").unlink()
    assert printed(portal)[1] >= 2


def test_nothing_is_asked_of_the_network_and_no_file_outside_is_read(portal: Portal) -> None:
    week_of(portal, 1)
    (portal.root / "mat.txt").write_text("mật")
    fetch = bulletin._fetcher(portal.settings, ROOT / "theme/print")
    assert fetch("https://bao.example.org/images/a.jpg")
    assert fetch((ROOT / "theme/print/fonts/NotoSerif-Bold.ttf").as_uri())
    for url in (
        "https://bao.example.org/../mat.txt", "https://bao.example.org/%2e%2e/mat.txt",
        (portal.root / "mat.txt").as_uri(), "https://example.com/x.png", "https://bao.example.org/",
    ):  # fmt: skip
        assert fetch(url) is None


def test_what_is_missing_is_told_with_its_remedy(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    week_of(portal, 1)
    monkeypatch.setitem(sys.modules, "newsroom.publish.paper", None)
    with pytest.raises(LetterError, match="make bulletin") as caught:
        printed(portal)
    assert "libpango" in str(caught.value)
    monkeypatch.undo()
    monkeypatch.setattr(bulletin, "STYLESHEET", Path("print/none.css"))
    with pytest.raises(LetterError, match=r"none\.css"):
        printed(portal)


@pytest.mark.parametrize(
    ("length", "there"), [(20, True), (400, True), (600, False), (9999, False)]
)
def test_a_code_is_as_large_as_phones_need_or_not_there(length: int, there: bool) -> None:
    code = qr_code("https://bao.example.org/".ljust(length, "a"))
    assert bool(code) is there
    assert code is None or 14 < code.size < 40


def test_the_text_of_a_body_is_its_paragraphs() -> None:
    html = (
        '<h2 id="a">Một <a class="anchor" href="#a">#</a></h2><p>Câu &amp; <b>đậm</b><br>hết'
        '<sup class="footnote-ref"><a href="#n">1</a></sup>.</p><figure><img><figcaption>Ảnh'
        "</figcaption></figure><ul><li>Mục</li><li><p>Mục hai</p></li></ul><table><tr><td><p>Ô"
        "</p></td></tr></table><blockquote><p>Trích</p></blockquote><p> </p>"
    )
    found = [(each.text, each.head) for each in paragraphs(html)]
    assert found == [
        ("Một", True), ("Câu & đậm hết.", False), ("– Mục", False), ("Mục hai", False),
        ("Trích", False),
    ]  # fmt: skip


def test_ways_to_fill_the_paper_go_down() -> None:
    told = [(fill.stories, fill.lead, fill.each) for fill in FILLS]
    assert told[0] == max(told) and told[-1] == min(told)
    assert [fill.each for fill in FILLS] == sorted((fill.each for fill in FILLS), reverse=True)
    head = bulletins.Paragraph("Đầu", head=True)
    text = bulletins.Paragraph("Chữ")
    shown = bulletins.Printed("", "", "", "", "", "", "", "", None, None, "", (text, head)).shown(2)  # type: ignore[arg-type]  # a story of nothing
    assert shown == (text,)
