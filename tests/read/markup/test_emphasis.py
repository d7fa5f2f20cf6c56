# SPDX-License-Identifier: AGPL-3.0-or-later
"""Emphasis loses no letter, whatever marks stand side by side."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown

from newsroom.read.markup import emphasis
from newsroom.read.markup.dialect import Dialect

DIALECT = Dialect()
MARKS = ("*", "_", "**", "__", "***", "_*", "*_", " ", "\n", "[", "(", " * ", " _ ", "`c`")
WORDS = ("w", "từ dài hơn một chút", "x*x", "x_x", "***w**", "_abcdefghijkl_")


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


@given(st.lists(st.sampled_from((*MARKS, *WORDS)), min_size=3, max_size=14).map("".join))
@example("*_a1_ _b2_ *_c3_")
@example("*[_a1_ b _b2_ *[_c3_")
@example("***w** * ***x_xx*x__")
@example("x*x _ w0e**_*w1e")
@example("*w0e__**x_x_*w1e__*_w2e")
@example("***x*x_(***w**x*x")
def test_every_letter_is_shown_once_and_in_its_place(source: str) -> None:
    shown = re.sub(r"<[^>]+>", "", DIALECT.convert(source))
    assert letters(shown) == letters(source)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("*_a_ _b_ *_c_", "*<em>a</em> <em>b</em> *<em>c</em>"),
        ("_abcdefghijkl_ * _b_ c", "<em>abcdefghijkl</em> * <em>b</em> c"),
        ("***a** b*", "<em><strong>a</strong> b</em>"),
        ("***a* b**", "<strong><em>a</em> b</strong>"),
        ("*a **b _c_ d** e* _f_", "<em>a <strong>b <em>c</em> d</strong> e</em> <em>f</em>"),
        ("*a _b_ x_x c* _d_", "<em>a <em>b</em> x_x c</em> <em>d</em>"),
        ("*a* b\n\n*a* b *c", "<em>a</em> b</p>\n<p><em>a</em> b *c"),
        ("*một `*hai*` ba* *bốn*", "<em>một <code>*hai*</code> ba</em> <em>bốn</em>"),
    ],
)
def test_marks_pair_as_one_expects(source: str, html: str) -> None:
    assert DIALECT.convert(source) == f"<p>{html}</p>"


def test_marks_that_extensions_add_stay() -> None:
    markdown = Markdown()
    assert markdown.delimiters
    markdown.delimiters.add("^", "sup", smart=True)
    emphasis.register(markdown)
    assert markdown.convert("x ^2^ *y*") == "<p>x <sup>2</sup> <em>y</em></p>"
