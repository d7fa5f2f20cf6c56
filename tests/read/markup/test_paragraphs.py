# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plain paragraphs go around Markdown; the body must be the one that Markdown gives."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, example, given, settings

from newsroom.errors import Problem, Problems
from newsroom.model import Body
from newsroom.read.body import BodyRenderer
from newsroom.read.markup.dialect import Dialect
from newsroom.read.markup.paragraphs import Runs
from tests.read.markup.xss import VECTORS
from tests.read.test_body_properties import SOURCES

SHORT = BodyRenderer()
LONG = BodyRenderer()
LONG._dialect.is_ours = False  # as if an extension had unknown marks

BLOCKS = (
    "Một đoạn văn.", "Hai\ndòng.", "“Trích”, bà nói.", "(LĐTĐ) – Sáng 3/2", "5. năm", "5) năm",
    "**Đậm** giữa câu.", "*Nghiêng*", "a**b**c", "**a**b**c**", "***a***", "** a**", "*a **b** c*",
    "**a*b***", "a * b", "a*b", "**a\nb**", "**a****b**", "*a**b*", "**5**%", "gạch_dưới", "_a_",
    "- mục\n- mục hai", "- mục", "    thụt vào", "1. một\n2. hai", "> trích", "> trích\ntiếp",
    "# Mục", "## Mục {#a}", "Mục\n---", "Mục\n===", "Mục\n--", "---", "***", "Ngắt  \ndòng",
    "cuối ", " đầu", "\u3000đầu", "\u00a0", "\u2028", "\u200b", "A & B", "3 < 5", "5 > 3", "&amp;",
    "[nối](/a.html)", "[a]: /b.html", '"Tên"', "[a]", "![ảnh](/images/a.webp)", "[^1]", "[^1]: chú",
    "*[VN]: Việt Nam", "VN là", ": định nghĩa", ":   định nghĩa", "a | b\n--|--\n1 | 2", "a | b",
    '!!! hộp "T"\n    trong', '!!! hộp "T"', "!!! ảnh\n    ![a](/b.webp)", "`mã`", "http://a.b/a_b",
    "https://youtu.be/abcdefghijk", "<b>thô</b>", "<div>", "</div>", "<!-- a", "-->", "```", "~~~",
    "a\n```", "\ue000", "\ue0000\ue000", "\\*", "x\\", "e\u0301", "\u0301e", "😀", "a\tb", "\t",
    "a" + " " * 120 + "b", '="{', "{a}", "a@b.vn", "+ x", "• x", "… x", "'a'", "ﬁ", "²", "x\n1. y",
    "१. x", "१) x", "## A b  c", "## A b #", "##A", "#  A", "### A\nb", "##", "## *a*", "## …",
    "## 中", "## A &", '#### "A"', "## a.", "## - a", "## 1. a", "## > a", "## ![a](b)", "## A\t",
    "###### A", "# ", "https://a.vn/b", "xem www.a.vn.", "a@b.vn,", "– a\n– b", "~~a~~",
    "• a\n• b", "1.Trong\n2.Ngoài", "## www.a.vn", "a\\\nb", "## \ue0000\ue000", "## A-b (c)",
    "####### A", "## Ỹ", "## ×", "## 2", "## A\u3000",
    "## A {b}", "### A b c", " ## A", "## " + "A" * 100, "## ạ", "#\u00a0A", "## A\u00a0B",
)  # fmt: skip
JOINTS = ("\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\n \n", " ", "  \n", "\n    ", "\n\n    ", "")
TEXTS = st.lists(
    st.tuples(st.sampled_from(BLOCKS) | st.text(max_size=4), st.sampled_from(JOINTS)), max_size=10
).map(lambda pieces: "".join(block + joint for block, joint in pieces))


def read(renderer: BodyRenderer, source: str) -> tuple[Body, list[Problem]]:
    problems = Problems()
    return renderer.render(source, 7, "a/b.md", problems), list(problems)


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS | SOURCES)
@example("\n\nA.\n\n- b\n\nC **d** e.\nF\n\n\n## G\n\nH\n")
@example("Một\u00a0hai.")
@example("```\nA.\n\nB.\n\nC.\n\nD.\n```")
@example("*a**b**c*")
@example("**a****b** *c**d* **e***f*")
def test_the_short_way_ends_where_the_long_one_does(source: str) -> None:
    assert read(SHORT, source) == read(LONG, source)


@pytest.mark.parametrize("block", BLOCKS)
def test_every_block_among_plain_paragraphs(block: str) -> None:
    for text in (block, f"A **b**.\n\n{block}\n\nC.\n\nD.\n", f"A.\n\nB.\n{block}\nC.\n\nD."):
        assert read(SHORT, text) == read(LONG, text)


def test_a_text_that_can_not_be_read_is_empty_either_way() -> None:
    text = "A b c.\n\n" + "> " * 60 + "B"
    body, problems = read(SHORT, text)
    assert (body, problems) == read(LONG, text)
    assert body == Body() and problems


@pytest.mark.parametrize("source", VECTORS)
def test_attacks_are_met_by_both_ways(source: str) -> None:
    text = f"Đoạn trên.\n\n{source}\n\nĐoạn dưới."
    assert read(SHORT, text) == read(LONG, text)


def test_a_plain_text_never_meets_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(Dialect, "convert")
    body, problems = read(SHORT, "\nMột **hai**.\n\n“Ba”\n*bốn* năm.\n")
    assert body.html == "<p>Một <strong>hai</strong>.</p>\n<p>“Ba”\n<em>bốn</em> năm.</p>"
    assert body.text == "Một hai.\n“Ba” bốn năm."
    assert (body.words, problems) == (5, [])


def test_a_plain_text_with_headings_never_meets_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "## Mục  một\n\nA.\n\n#### Mục hai\n\nB.\n\n## Mục một\n"
    body = read(LONG, text)[0]
    monkeypatch.delattr(Dialect, "convert")
    assert read(SHORT, text)[0] == body
    assert 'id="muc-mot-2"' in body.html
    assert (body.text, body.words) == ("Mục một\nA.\nMục hai\nB.\nMục một", 8)


@pytest.mark.parametrize(
    ("source", "rest"),
    [
        ("A.\n\nB.\n\n## C\n\nD.", "\x01\n\n## C\n\n\x01"),
        ("A.\n\n- B\n- C\n\nD", "\x01\n\n- B\n- C\n\n\x01"),
        ("A.\n\nB [c](d.md).\n\nE.", "\x01\n\nB [c](d.md).\n\n\x01"),
        ("A.\n\n: B\n\nC", "A.\n\n: B\n\nC"),
    ],
)
def test_only_other_blocks_are_left(source: str, rest: str) -> None:
    assert Runs(source).rest == rest
