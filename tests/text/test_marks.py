# SPDX-License-Identifier: AGPL-3.0-or-later
"""HTML and Markdown in a text that is neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.marks import decoded, without_marks

from .samples import relaxed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fish &amp; chips &#8211; &quot;ngon&quot;", 'Fish & chips – "ngon"'),
        ("Tom&nbsp;Jerry [&hellip;] &#x1F600;", "Tom\u00a0Jerry […] 😀"),
        ("&amp;#8211; &amp;amp;", "– &"),
        ("C&ocirc;ng &#273;o&agrave;n", "Công đoàn"),
        ("AT&T, R&D; x&y &khongco; &", "AT&T, R&D; x&y &khongco; &"),
    ],
)
def test_entities_are_letters(text: str, expected: str) -> None:
    assert decoded(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Nóng:** trao quà", "Nóng: trao quà"),
        ("*nghiêng* và _nghiêng_, __đậm__", "nghiêng và nghiêng, đậm"),
        ("Ngày <em>23</em>: <b>x", "Ngày 23: x"),
        ('<a href="x.html">Xem</a> <span style="a">y</span>', "Xem y"),
        ("Một<br>hai<br/>ba</p><p>bốn", "Một hai ba bốn"),
        ("100 m<sup>2</sup> và CO<sub>2</sub>", "100 m² và CO₂"),
        ("[Xem](https://a.vn) ~~cũ~~ `mã`", "Xem cũ mã"),
        ("## Tiêu đề", "Tiêu đề"),
        ("chưa đóng **x", "chưa đóng x"),
    ],
)
def test_marks_are_left_out(text: str, expected: str) -> None:
    assert without_marks(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Lương < 5 triệu, a<b thì y, còn c>d", "<tên công ty> tuyển thợ", "<họ_tên>", "<Mai>",
        "5*3 = 15", "5 * 3 * 2", "snake_case_x", "[Ảnh] Trao quà", "Bài #1", "C# và F#", "x_", "*",
    ],
)  # fmt: skip
def test_what_only_looks_like_marks_stays(text: str) -> None:
    assert without_marks(text) == text


WORDS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)


@relaxed
@given(st.lists(WORDS, min_size=1, max_size=6), st.sampled_from(["**", "*", "_", "~~", "`"]))
def test_no_word_is_lost(words: list[str], mark: str) -> None:
    text = " ".join(f"{mark}{word}{mark}" for word in words)
    assert without_marks(text) == " ".join(words)


@relaxed
@given(st.text(max_size=60))
def test_any_text_settles(text: str) -> None:
    assert decoded(decoded(text)) == decoded(text) or "&" in text
    without_marks(text)
