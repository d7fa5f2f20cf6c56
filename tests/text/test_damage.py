# SPDX-License-Identifier: AGPL-3.0-or-later
"""Damaged text is found, and sound text never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.damage import _damage_of_line, damage, damage_of_lines, telex
from newsroom.text.normalise import nfc

SOUND = "Công đoàn cơ sở trao 120 suất quà cho đoàn viên khó khăn ở quận Đống Đa, ngày 22/4."


@pytest.mark.parametrize("codec", ["cp1252", "latin-1", "mac_roman"])
def test_utf8_that_was_read_otherwise(codec: str) -> None:
    broken = SOUND.encode().decode(codec, "ignore" if codec == "cp1252" else "strict")
    found = damage(f"Xin chào. {broken}")
    assert found is not None
    assert (found.offset, found.meant) == (11, "Công")
    assert found.font == ""


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("C«ng ®oµn ViÖt Nam tæ chøc", "TCVN3 (ABC)"),
        ("Th«ng b¸o cña Liªn ®oµn Lao ®éng", "TCVN3 (ABC)"),
        ("Coâng ñoaøn Vieät Nam", "VNI"),
        ("Thoâng baùo cuûa Lieân ñoaøn Lao ñoäng", "VNI"),
    ],
)
def test_old_fonts(text: str, font: str) -> None:
    found = damage(text)
    assert found is not None and found.font == font
    assert found.sample in text


@pytest.mark.parametrize(
    "text",
    [
        SOUND, SOUND.upper(), "ĐÃ KÝ", "“ĐÃ”, “LÃ”", "Noël, España, Björk, Ångström, Curaçao",
        "«Trích dẫn», «một nữa»", "iPhone® và Windows®, 5 µm, 20 m², 3·5 kW·h", "¼ cốc, ½ thìa",
        "Hòa Bình, thuỷ lợi, Bù Đăng, Cà Mau, uống nước nhớ nguồn", "L’été à l’Île-aux-Moines",
    ],
)  # fmt: skip
def test_sound_text(text: str) -> None:
    assert damage(text) is None
    assert damage_of_lines(text) is None


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("author: Minh KhÃ´i", "Khôi"), ("tags: [ThÆ°]", "[Thư]"), ("summary: Há»™i", "Hội"),
        ("tags: [an toÃ n]", "toàn"), ("tags: [an to\xc3\xa0n]", "toàn]"),
        ("kicker: ®oµn", "TCVN3 (ABC)"),
        ("author: Nguyeãn Vaên A", "VNI"), ("name: Quaän Ñoáng Ña", "VNI"),
    ],
)  # fmt: skip
def test_a_field_has_few_letters(line: str, meant: str) -> None:
    found = damage_of_lines(line)
    assert found is not None and meant in (found.meant, found.font)


@pytest.mark.parametrize(
    "line",
    ["title: El Niño, La Niña", "title: XÃ\xa0HỘI, NGÃ\xa0BA", "Gaëlle và Müller", "Haïti 2026"],
)
def test_names_of_other_languages_are_sound(line: str) -> None:
    assert damage_of_lines(line) is None


VIETNAMESE = st.text(
    nfc("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợ") + " "
)


@given(VIETNAMESE)
def test_vietnamese_is_never_read_otherwise(text: str) -> None:
    found = damage(text)
    assert found is None or found.font


@given(st.text())
def test_any_text(text: str) -> None:
    found = damage(text)
    assert found is None or text[found.offset :]


@pytest.mark.parametrize(
    "word", ["ddoanf", "Nguwowif", "vieejt", "tieengs", "luwowng", "thuwowngr", "coongj"]
)
def test_telex(word: str) -> None:
    assert telex(f"Trao quà cho {word} viên") == (word if word not in {"luwowng"} else "")


@pytest.mark.parametrize(
    "text",
    [
        SOUND, "Boots, laws, doors, trees, beer, teens, cows, news and shows in the rooms", "TOEIC",
        "Facebook, Google, Zoom, Booking, Moon, Seoul, Đắk Lắk, FPT, BigC, WHO, taxi, AFF Cup",
    ],
)  # fmt: skip
def test_words_that_are_no_telex(text: str) -> None:
    assert telex(text) == ""


@given(st.text("aâáàeêèoôòuùöõïñÑỳ®µ¸Ãº \n", max_size=40))
def test_a_quick_look_at_all_lines_misses_none(text: str) -> None:
    lines = [found for line in text.splitlines() if (found := _damage_of_line(line))]
    found = damage_of_lines(text)
    assert (found and found._replace(offset=0)) == (lines[0]._replace(offset=0) if lines else None)
