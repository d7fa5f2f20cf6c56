# SPDX-License-Identifier: AGPL-3.0-or-later
import re

import pytest
from hypothesis import given

from newsroom.text.fold import fold
from newsroom.text.normalise import canonical_tone, clean, is_nfc, nfc, one_line

from .samples import ARTICLE, RUNS, megabyte, nfd, relaxed, slow_runs, texts

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def test_nfc_composes():
    assert nfc(nfd(ARTICLE)) == ARTICLE
    assert nfc("") == ""


@pytest.mark.parametrize("before", [0, 1, 7, 29, 30, 31, 32, 61, 62])
@pytest.mark.parametrize(("marks", "joiners"), [(30, 0), (31, 1), (60, 1), (61, 2), (90, 2)])
def test_a_heap_of_marks_is_parted_wherever_it_stands(before: int, marks: int, joiners: int):
    # Only each 31st character is looked at first: a heap may begin and end anywhere between.
    text = "x" * before + "q" + "\u0323" * marks + "y" * 40
    assert nfc(text).count("\u034f") == joiners
    assert nfc(text).replace("\u034f", "") == text
    assert is_nfc(nfc(text))
    assert is_nfc(text) is (joiners == 0)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", ""),
        ("\ufeffTin mới", "Tin mới"),
        ("một\r\nhai\rba\nbốn", "một\nhai\nba\nbốn"),
        ("một\vhai\x85ba\u2028bốn", "một\nhai\nba\nbốn"),  # not glued: "mộthai"
        ("\r\x00\n", "\n"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("cột\tcột", "cột\tcột"),
        ("Hà\u00a0Nội 17\u202f711", "Hà Nội 17 711"),
        ("Công\u200b đo\u00adàn\u200c\u200d\u2060", "Công đoàn"),
        ("\u202eđảo\u202c\u200f", "đảo"),
        ("👨\u200d👩 😀", "👨\u200d👩 😀"),  # one emoji
        ("👩🏽\u200d⚕️ ❤️\u200d🔥", "👩🏽\u200d⚕️ ❤️\u200d🔥"),
        ("👩\u200d x\u200d👩 \u200d", "👩 x👩 "),
        ("\ud83d và \uffff", " và "),  # a lone surrogate, as YAML escapes can make
        ("a\u200b\u0301", "á"),  # composed after what stood between is gone
        ("Москва, 東京", "Москва, 東京"),
        (nfd("Đống Đa"), "Đống Đa"),
    ],
)
def test_clean(raw, expected):
    assert clean(raw) == expected


def test_one_line():
    assert one_line("  Công\u00a0 đoàn\r\n\tThủ\u2003đô ") == "Công đoàn Thủ đô"
    assert one_line(" \n ") == ""


@relaxed
@given(texts)
def test_clean_is_idempotent_and_legal_xml(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert clean(nfd(text)) == cleaned
    assert not NOT_XML.search(cleaned)
    assert one_line(one_line(text)) == one_line(text) == one_line(cleaned)


@pytest.mark.parametrize(
    ("modern", "traditional"),
    [
        ("hoà", "hòa"), ("HOÀ", "HÒA"), ("Hoà", "Hòa"), ("oà", "òa"), ("OÁ", "ÓA"), ("toạ", "tọa"),
        ("khoẻ", "khỏe"), ("loè", "lòe"), ("hoẹ", "họe"), ("xoã", "xõa"), ("ngoẽ", "ngõe"),
        ("thuỷ", "thủy"), ("Thuỵ", "Thụy"), ("uỷ", "ủy"), ("UỶ BAN", "ỦY BAN"), ("nguỵ", "ngụy"),
        ("Đoà", "Đòa"), ("trUỲ", "trÙY"),
        ("Ủy ban hoà giải, khoẻ.", "Ủy ban hòa giải, khỏe."),
        ("hoà-giải/(thuỷ)“khoẻ”", "hòa-giải/(thủy)“khỏe”"),
    ],
)  # fmt: skip
def test_tone_moves_to_the_traditional_place(modern, traditional):
    assert canonical_tone(modern) == traditional
    assert canonical_tone(nfd(modern)) == traditional
    assert canonical_tone(traditional) == traditional


@pytest.mark.parametrize(
    "text",
    [
        "", "quý", "QUÝ", "Quỳ", "quỷ", "quỹ", "quà", "hoàn", "toán", "huỳnh", "khuỷu", "ngoáy",
        "hoạt", "thuế", "của", "mía", "già", "chuyển", "Chloé", "Zoé", "xhoà", "hoàhoà", "hoàж",
        "Москва", "😀", "oa", "2025",
    ],
)  # fmt: skip
def test_tone_stays(text):
    assert canonical_tone(text) == text


def test_a_mark_that_follows_a_syllable_stays_in_normal_form():
    odd = "oạ\u05b0\u0300"  # a Hebrew point does not part a letter from the mark behind it
    assert canonical_tone(odd) == nfc(canonical_tone(odd)) == canonical_tone(canonical_tone(odd))


@relaxed
@given(texts)
def test_canonical_tone_keeps_everything_but_the_place_of_tones(text):
    toned = canonical_tone(text)
    assert canonical_tone(toned) == toned == canonical_tone(nfd(text))
    assert fold(toned) == fold(text)


@pytest.mark.parametrize("function", [clean, one_line, canonical_tone])
def test_long_text_takes_linear_time(function):
    assert slow_runs(function, RUNS) == []
    assert len(function(megabyte())) > 900_000
