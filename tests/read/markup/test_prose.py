# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plain prose takes a short way; it must lead to the same place as the long one."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from newsroom.errors import Problems
from newsroom.model import Body
from newsroom.read import body as module
from newsroom.read.body import BodyRenderer

PIECES = (
    "Một đoạn văn.", "Hai\ndòng.", "**đậm**", "*nghiêng*", "- mục\n- mục hai", "1. một\n2. hai",
    "> trích", "Ngắt  \ndòng", "A & B", "3 < 5", "&amp;", "&nbsp;", "\u00a0", "---", "\n\n", "\n",
    " ", "[liên kết](https://example.org)", "## Mục", "![ảnh](/images/a.webp)", "https://youtu.be/x",
    '="{', "<b>thô</b>", "`mã`", "<br/>", "<p>", "</p>", "“ngoặc”", "- \n- x",
)  # fmt: skip
RENDERER = BodyRenderer()


def both_ways(source: str) -> tuple[Body, Body]:
    short = RENDERER.render(source, 1, "a/b.md", Problems())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "is_prose", lambda html: False)
        return short, RENDERER.render(source, 1, "a/b.md", Problems())


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_both_ways_lead_to_the_same(source: str) -> None:
    short, long = both_ways(source)
    assert short == long


def test_prose_is_what_most_news_is() -> None:
    html = "<p>Một <strong>đoạn</strong> &amp; hai.</p>\n<ul>\n<li>mục</li>\n</ul>"
    assert module.is_prose(html)
    assert not module.is_prose("<p><a>x</a></p>")
    assert not module.is_prose("<p>x&nbsp;y</p>")
