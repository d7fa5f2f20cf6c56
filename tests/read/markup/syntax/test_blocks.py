# SPDX-License-Identifier: AGPL-3.0-or-later
"""Blocks as editors type them: what readers get is what previews of Markdown show."""

from __future__ import annotations

import re

import pytest

from newsroom.read.body import BodyRenderer
from tests.read.markup.cases import FIRST_LINE, render

RENDERER = BodyRenderer(language="en")


def html(source: str) -> str:
    """The HTML without the line breaks between its tags."""
    return re.sub(r"(>?)\s*\n\s*<", r"\1<", render(source, RENDERER)[0].html)


def told(source: str) -> list[tuple[int, str]]:
    """What is told: lines of the source, from 1, and codes ("" for errors)."""
    return sorted(
        (found.line - FIRST_LINE + 1, found.code) for found in render(source, RENDERER)[1]
    )


LISTS = {
    "right under a paragraph": (
        "Danh sách:\n- Một\n- Hai",
        "<p>Danh sách:</p><ul><li>Một</li><li>Hai</li></ul>",
    ),
    "nested by two spaces": (
        "- Một\n  - Hai a\n  - Hai b\n- Ba",
        "<ul><li>Một<ul><li>Hai a</li><li>Hai b</li></ul></li><li>Ba</li></ul>",
    ),
    "nested by three spaces": (
        "1. Một\n   - con\n\n2. Hai",
        "<ol><li><p>Một</p><ul><li>con</li></ul></li><li><p>Hai</p></li></ol>",
    ),
    "nested by two under a number": (
        "1. Một\n  - con\n2. Hai",
        "<ol><li>Một<ul><li>con</li></ul></li><li>Hai</li></ol>",
    ),
    "nested by four": ("- a\n    - b", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
    "numbers indented by two go on": ("1. a\n  2. b", "<ol><li>a</li><li>b</li></ol>"),
    "brackets": ("1) Một\n2) Hai", "<ol><li>Một</li><li>Hai</li></ol>"),
    "a later number": ("2. Hai\n3. Ba", '<ol start="2"><li>Hai</li><li>Ba</li></ol>'),
    "pasted bullets": ("•\tMột\n•\tHai", "<ul><li>Một</li><li>Hai</li></ul>"),
    "pasted dots": ("Gồm:\n· Một\n· Hai", "<p>Gồm:</p><ul><li>Một</li><li>Hai</li></ul>"),
    "pasted, apart": ("• Một\n\n• Hai", "<ul><li><p>Một</p></li><li><p>Hai</p></li></ul>"),
    "one pasted bullet": ("• Một", "<p>• Một</p>"),
    "a year": ("Năm qua\n2025. Năm của đoàn", "<p>Năm qua\n2025. Năm của đoàn</p>"),
    "a year at the head": ("2025. Năm của đoàn", "<p>2025. Năm của đoàn</p>"),
    "only 1 interrupts": ("Có\n2. Hai", "<p>Có\n2. Hai</p>"),
    "1 interrupts": ("Có\n1. Một", "<p>Có</p><ol><li>Một</li></ol>"),
    "no space": ("1.Trong\n2.Ngoài", "<ol><li>Trong</li><li>Ngoài</li></ol>"),
    "no space, then space": ("1.Trong\n\n2. Ngoài", "<ol><li><p>Trong</p></li><li><p>Ngoài</p></li></ol>"),
    "space, then no space": ("1. Trong\n2.Ngoài", "<ol><li>Trong</li><li>Ngoài</li></ol>"),
    "no space, alone": ("1.Trong nước", "<p>1.Trong nước</p>"),
    "sums of money": ("1.000 đồng\n2.000 đồng", "<p>1.000 đồng\n2.000 đồng</p>"),
    "a second paragraph": ("- Một\n\n  Tiếp.", "<ul><li><p>Một</p><p>Tiếp.</p></li></ul>"),
    "a lazy line": ("- Một\ntiếp", "<ul><li>Một\ntiếp</li></ul>"),
    "a heading ends it": ("- Một\n## Hai {#hai}", "<ul><li>Một</li></ul><h2 id=\"hai\">Hai"),
    "two kinds": ("- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
    "a hyphen without a space": ("-a\n-b", "<p>-a\n-b</p>"),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_lists(name: str) -> None:
    source, expected = LISTS[name]
    assert html(source).startswith(expected)
    assert told(source) == []


BLOCKS = {
    "a table under a paragraph": ("Đoạn\n| A | B |\n|---|---|\n| 1 | 2 |", "<p>Đoạn</p><div class=\"table\""),
    "a quotation under a paragraph": ("Đoạn\n> trích", "<p>Đoạn</p><blockquote><p>trích</p></blockquote>"),
    "two quotations": ("> a\n\n> b", "<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>"),
    "a list ends a quotation": ("> a\n- b", "<blockquote><p>a</p></blockquote><ul><li>b</li></ul>"),
    "indented by four": ("    Đoạn", "<p>Đoạn</p>"),
    "indented by a tab": ("\tĐoạn", "<p>Đoạn</p>"),
    "indented by no-break spaces": ("\u00a0\u00a0\u00a0\u00a0Đoạn", "<p>Đoạn</p>"),
    "a list indented by a tab": ("\t- a\n\t- b", "<ul><li>a</li><li>b</li></ul>"),
    "hashtag": ("#hashtag ở đầu", "<p>#hashtag ở đầu</p>"),
    "a heading that ends in a sign": ("## C#", '<h2 id="c">C#<'),
    "dialogue": ("– Chào anh.\n– Chào chị.", "<p>– Chào anh.<br>\n– Chào chị.</p>"),
    "dialogue under a paragraph": ("Bà nói:\n— Chào.", "<p>Bà nói:<br>\n— Chào.</p>"),
    "details": (
        "<details>\n<summary>Xem</summary>\n\nNội **dung**\n\n- a\n\n</details>",
        "<details><summary>Xem</summary><p>Nội <strong>dung</strong></p><ul><li>a</li></ul></details>",
    ),
    "div": ("<div>\n\n**a**\n\n</div>", "<div><p><strong>a</strong></p></div>"),
    "a comment": ("A\n\n<!-- đừng\n\nđăng -->\n\nB", "<p>A</p><p>B</p>"),
    "a comment within a line": ("A <!-- x -->B", "<p>A B</p>"),
    "a comment in code": ("`<!-- x -->`", "<p><code>&lt;!-- x --&gt;</code></p>"),
    "raw text with empty lines": ("<pre>a\n\nb</pre>", "<pre>a\n\nb</pre>"),
    "code in a list": ("- a\n  ```\n  x  <b>\n\n  y\n  ```\n- b", "<ul><li><p>a</p><pre><code>x  &lt;b&gt;\n\ny</code></pre></li><li><p>b</p></li></ul>"),
    "code in a quotation": ("> ```\n> x\n> ```", "<blockquote><pre><code>x</code></pre></blockquote>"),
    "code after a marker": ("- ```\n  x\n  ```", "<ul><li><pre><code>x</code></pre></li></ul>"),
    "a rule in a list's place": ("* * *", "<hr>"),
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks(name: str) -> None:
    source, expected = BLOCKS[name]
    assert html(source).startswith(expected)
    assert told(source) == []


TOLD = {
    "a rule under a text": ("Đoạn\n---\nHai", "<p>Đoạn</p><hr><p>Hai</p>", [(1, "rule-under-text")]),
    "an underlined text": ("Đoạn\n===", "<p>Đoạn\n===</p>", [(2, "unread-mark")]),
    "an open comment": ("A\n\n<!-- x\n\nB", "<p>A</p>", [(3, "")]),
    "an open fence": ("a\n\n```\nb", "<p>a</p><p>```\nb</p>", [(3, "unread-mark")]),
    "a table's cell": ("a | b\n--|--\n1 | 2 | 3", '<div class="table"', [(3, "cell-left-out")]),
    "no space in a heading": ("##Mục", "<p>##Mục</p>", [(1, "unread-mark")]),
    "a footnote twice": ("a[^1]\n\n[^1]: b\n\n[^1]: c", "<p>a<sup", [(5, "second-definition")]),
    "no footnote": ("a[^2]", "<p>a[^2]</p>", [(1, "missing-footnote")]),
    "an address twice": ("[a]\n\n[a]: /b\n[a]: /c", '<p><a href="{address}/b/index.html">a</a></p>', [(4, "second-definition")]),
    "who speaks": ("A.\n\n[PV]: Xin", "<p>A.</p>", [(3, "unused-definition")]),
    "who speaks, as text": ("A.\n[PV]: Xin\n\n[PV]: Xin chào", "<p>A.\n[PV]: Xin</p><p>[PV]: X", []),
    "an address in a text": ("A.\n[b]: https://a.vn", "<p>A.\n[b]: <a", [(2, "unread-mark")]),
    "brackets in an abbreviation": ("*[a: b. [c]: d", "<p>*[a: b. [c]: d</p>", []),
    "a meaning on the next line": ("VN\n\n*[VN]:\nđoạn", "<p>VN</p><p>*[VN]:\nđoạn</p>", []),
    "an abbreviation": ("A.\n\n*[LĐTĐ]: báo", "<p>A.</p>", [(3, "unused-definition")]),
}  # fmt: skip


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told(name: str) -> None:
    source, expected, problems = TOLD[name]
    assert html(source).startswith(expected)
    assert told(source) == problems


def test_columns_are_aligned() -> None:
    made = html("a | b | c\n:-- | :-: | --:\n1 | 2 | 3")
    assert [f'class="{side}"' in made for side in ("left", "center", "right")] == [
        False,
        True,
        True,
    ]
    assert "align=" not in made
