# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given

from newsroom.text.fold import fold, key
from newsroom.text.normalise import canonical_tone, clean

from .samples import megabyte, nfc, nfd, relaxed, slow_runs, texts


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("ASCII, 100%", "ascii, 100%"),
        ("Đống Đa", "dong da"),
        ("ĐỐNG ĐA", "dong da"),
        ("Ðoàn", "doan"),  # U+00D0, an eth that only looks like Đ
        ("Thừa Thiên – Huế", "thua thien – hue"),
        ("ẮẰẲẴẶ ấầẩẫậ ỚỜỞỠỢ ứừửữự ỳỷỹýỵ", "aaaaa aaaaa ooooo uuuuu yyyyy"),
        ("Café Zürich Åland İstanbul", "cafe zurich aland istanbul"),
        ("Смольный ж", "смольныи ж"),  # й is и with a breve
        ("한국 東京 ø ß 😀", "한국 東京 ø ß 😀"),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded
    assert fold(nfd(text)) == folded


@relaxed
@given(texts)
def test_fold_is_idempotent_and_blind_to_form_and_tone_style(text):
    folded = fold(text)
    assert fold(folded) == folded
    assert fold(nfd(text)) == folded == fold(nfc(text))
    assert fold(canonical_tone(text)) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Công  Đoàn", "công đoàn"),
        (" công\u00a0đoàn\n", "CÔNG ĐOÀN"),
        ("hoà", "Hòa"),
        ("Uỷ ban", "ỦY BAN"),
        ("Ðoàn", "đoàn"),
        (nfd("Đống Đa"), "đống đa"),
        ("Straße", "STRASSE"),
        ("đo\u00adàn", "đoàn"),
    ],
)
def test_same_key(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("bão", "báo"), ("dong da", "Đống Đa"), ("côngđoàn", "công đoàn"), ("", "a")]
)
def test_other_key(one, other):
    assert key(one) != key(other)


@relaxed
@given(texts)
def test_key_is_idempotent_and_blind_to_form_and_tone_style(text):
    assert key(key(text)) == key(text) == key(nfd(text)) == key(f"  {text}\n")
    assert key(text) == key(clean(text)) == key(canonical_tone(clean(text)))


@pytest.mark.parametrize("function", [fold, key])
def test_long_text_takes_linear_time(function):
    assert slow_runs(function) == []
    assert len(function(megabyte())) > 900_000
