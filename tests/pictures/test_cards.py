# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cards of headlines: small, the same each time, and readable with all of Vietnamese's marks."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from newsroom.pictures import cards
from newsroom.pictures.card_look import SIZE, TitleCard, contrast, file_of, read_look
from newsroom.pictures.cards import LARGEST, draw
from newsroom.text.headlines import tied
from tests.pictures import photos
from tests.portal import ROOT

THEME = ROOT / "theme"
LOOK = read_look(THEME)
MARKED = "ẶẮẰẲẴẠẦẤẨẪẬỀẾỂỄỆỘỒỐỔỖỚỜỞỠỢỨỪỬỮỰỶỸĐ"

TITLES = (
    "Tết",
    "Công đoàn Thủ đô chăm lo đời sống đoàn viên, người lao động dịp Tết Nguyên đán",
    "NGUYỄN NGỌC ỄNH Ở ẶẦẨ: “RỄ CÂY, LỄ HỘI, CHỢ NGHỆ”",
    ("LIÊN ĐOÀN LAO ĐỘNG THÀNH PHỐ HÀ NỘI TỔ CHỨC HỘI NGHỊ SƠ KẾT " * 4)[:200],
    "https://bao.example.org/" + "mot_dia_chi_" * 12,
    "W" * 200,
)


def drawn(title: str, label: str = "Đời sống", paper: str = "Báo Thử") -> bytes:
    return draw(TitleCard(title, label, paper), LOOK, THEME)


@pytest.mark.parametrize("title", TITLES)
def test_a_card_is_small_and_the_same_each_time(title: str) -> None:
    data = drawn(title)
    picture = photos.opened(data)
    assert (picture.size, picture.mode) == (SIZE, "P")
    assert len(data) <= LARGEST and data == drawn(title)
    assert photos.opened(data).convert("RGB").getpixel((5, 5)) == (0x8F, 0x0E, 0x18)


def test_a_word_is_measured_once_for_all_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of a card's cost was to measure lines again and again."""
    drawn("một hai ba bốn năm sáu bảy tám chín mười " * 3)
    measured: list[str] = []
    real = ImageFont.FreeTypeFont.getlength

    def noted(font: ImageFont.FreeTypeFont, text: str, *more: object) -> float:
        measured.append(text)
        return real(font, text, *more)

    monkeypatch.setattr(ImageFont.FreeTypeFont, "getlength", noted)
    drawn("mười chín tám bảy sáu năm bốn ba hai một " * 3)
    assert measured == []


def test_a_card_is_small_whatever_stands_on_it() -> None:
    letters = random.Random(1)
    words = ("".join(letters.choices(MARKED + MARKED.lower(), k=5)) for _ in range(40))
    text = " ".join(words)[:200]
    assert len(drawn(text, text, text)) <= LARGEST


def ink(title: str) -> Image.Image:
    """Where a card's letters are, white on black."""
    picture = photos.opened(drawn(title)).convert("RGB").split()[1]
    return picture.point(lambda value: 255 if value > 100 else 0)


@pytest.mark.parametrize("title", TITLES)
def test_nothing_reaches_the_edges_or_another_line(title: str) -> None:
    """A rule above and the paper's name below keep their distance from the headline."""
    box = ink(title).getbbox()
    assert box is not None and box[0] >= 70 and box[2] <= SIZE[0] - 60
    empty = [ink(title).crop((0, top, SIZE[0], top + 6)).getbbox() for top in (134, 508)]
    assert empty == [None, None]


def test_all_letters_of_a_headline_are_in_its_lines() -> None:
    for title in TITLES:
        lines, _size = cards._fitted(title, str(THEME / LOOK.title_font))
        assert "".join(lines).replace(" ", "") == title.replace(" ", "")


def test_lines_end_at_spaces_and_between_no_letters() -> None:
    title = tied("Sở Y tế Hà Nội và quý I: ba ca Ễ Ặ ở phường Ô Chợ Dừa, quận Đống Đa cũ hôm nay")
    lines, _size = cards._fitted(title, str(THEME / LOOK.title_font))
    assert len(lines) > 1 and " ".join(lines) == title
    assert not any(line.endswith(("Y", "quý", "ở", "Ô")) for line in lines)
    assert min(map(len, lines)) > max(map(len, lines)) / 2  # no single word at the end


@pytest.mark.parametrize("font", [LOOK.title_font, LOOK.label_font])
def test_the_fonts_have_every_letter(font: str) -> None:
    """A sign that a font lacks is an empty box, the same for all."""
    kind = ImageFont.truetype(THEME / font, 60, layout_engine=ImageFont.Layout.BASIC)

    def shape(text: str) -> bytes:
        picture = Image.new("L", (120, 120))
        ImageDraw.Draw(picture).text((10, 10), text, fill=255, font=kind)
        return picture.tobytes()

    lacking = shape("\U0010ffff")
    for letter in MARKED + MARKED.lower() + "ĂÂÊÔƠƯĐ“”–…":
        assert shape(letter) != lacking, letter


def test_the_letters_can_be_told_from_their_ground() -> None:
    assert contrast(LOOK.background, LOOK.ink) >= 4.5
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48  # as WCAG's own tools have it


@pytest.mark.parametrize("line", ['ink = "#c06060"', 'ink = "white"', 'title_font = "x.ttf"'])
def test_a_theme_whose_cards_nobody_could_read_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "print").symlink_to(THEME / "print")
    text = (THEME / "cards.toml").read_text("utf-8")
    kept = [old for old in text.splitlines() if old.split(" ")[0] != line.split(" ", maxsplit=1)[0]]
    (tmp_path / "cards.toml").write_text("\n".join([*kept, line]), "utf-8")
    with pytest.raises((OSError, ValueError)):
        read_look(tmp_path)


def test_an_address_holds_what_is_on_a_card() -> None:
    card = TitleCard("Tiêu đề", "Đời sống", "Báo Thử")
    others = [
        TitleCard("Tiêu đề khác", "Đời sống", "Báo Thử"),
        TitleCard("Tiêu đề", "Việc làm", "Báo Thử"),
        TitleCard("Tiêu đề", "Đời sống", "Báo Khác"),
    ]
    found = {file_of(each, LOOK, "a.md") for each in (card, *others)} | {file_of(card, LOOK, "b")}
    assert len(found) == 5
