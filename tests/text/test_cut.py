# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cutting texts short."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from newsroom.text.cut import shorten


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("", ""),
        ("Một  hai\nba", "Một hai ba"),
        ("Một hai ba bốn", "Một hai…"),
        ("Một, hai, ba bốn", "Một, hai…"),
        ("Mộthaibabốnnăm", "Mộthaibabố…"),  # no word to cut after
    ],
)
def test_a_text_is_cut_after_a_word(text: str, short: str) -> None:
    assert shorten(text, 10) == short


@given(st.text(), st.integers(1, 50))
def test_it_is_never_longer_than_the_limit_and_the_dots(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit + 1
