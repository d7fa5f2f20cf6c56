# SPDX-License-Identifier: AGPL-3.0-or-later
"""Within paragraphs: tags or text, bare addresses, broken lines; and marks that nothing reads."""

from __future__ import annotations

import pytest

from .test_blocks import html, told

TEXT = {
    "<tên công ty>": "&lt;tên công ty&gt;",
    "<họ_tên> và <Mai>": "&lt;họ_tên&gt; và &lt;Mai&gt;",
    "a<b thì y, còn c>d": "a&lt;b thì y, còn c&gt;d",
    "a<b and c>d": "a&lt;b and c&gt;d",
    "phương án <A>, <Em>": "phương án &lt;A&gt;, &lt;Em&gt;",
    '<x-y>, </b c="d">, <script>, <form>': None,
    "<div>\n<tên>\n</div>": "<div>\n&lt;tên&gt;\n</div>",
    "5 < 6 <3 a<=b": "5 &lt; 6 &lt;3 a&lt;=b",
    "a <b>b</b><br>c<BR/>d": "a <b>b</b><br>c<br>d",
    "<span>a</span> <a href='/b.html'>c</a>": '<span>a</span> <a href="{address}/b.html">c</a>',
    r"\<b> \&amp; &amp; &": "&lt;b&gt; &amp;amp; &amp; &amp;",
    "~~x~~": "<del>x</del>",
    "10~20 ~ 30": "10~20 ~ 30",
    "a  \nb": "a<br>\nb",
    "a    \nb": "a  <br>\nb",
    "a\\\nb": "a<br>\nb",
    "[foo] [bar]\n\n[bar]: /a.html": '[foo] <a href="{address}/a.html">bar</a>',
}


@pytest.mark.parametrize("source", TEXT)
def test_tags_and_text(source: str) -> None:
    expected = TEXT[source]
    if expected is None:
        expected = source.replace("<", "&lt;").replace(">", "&gt;")
    expected = expected if expected.startswith("<div") else f"<p>{expected}</p>"
    assert html(source) == expected.replace("\n<", "<")
    assert told(source) == []


def link(address: str, text: str = "") -> str:
    rel = "" if address.startswith("mailto:") else ' rel="noopener"'
    return f'<a href="{address}"{rel}>{text or address}</a>'


ADDRESSES = {
    "Xem https://a.vn/b_c_d?x=1&y=2.": f"Xem {link('https://a.vn/b_c_d?x=1&amp;y=2')}.",
    "(www.a.vn)": f"({link('https://www.a.vn', 'www.a.vn')})",
    "https://a.vn/Hà_Nội_(tp)": link("https://a.vn/Hà_Nội_(tp)"),
    "“https://a.vn/b”, a": f"“{link('https://a.vn/b')}”, a",
    "thư a.b@c.vn.": f"thư {link('mailto:a.b@c.vn', 'a.b@c.vn')}.",
    "<https://a.vn> <a@b.vn>": f"{link('https://a.vn')} {link('mailto:a@b.vn', 'a@b.vn')}",
    "[a](https://a.vn)": link("https://a.vn", "a"),
    "[https://a.vn](https://a.vn)": link("https://a.vn"),
    '<a href="https://a.vn">https://a.vn</a> b': f"{link('https://a.vn')} b",
    "`https://a.vn`": "<code>https://a.vn</code>",
    "https://a.vn/_b_": link("https://a.vn/_b")+"_",
    "@congdoan http://a": "@congdoan http://a",
}  # fmt: skip


@pytest.mark.parametrize("source", ADDRESSES)
def test_addresses_as_they_stand(source: str) -> None:
    assert html(source) == f"<p>{ADDRESSES[source]}</p>"
    assert told(source) == []


LEFT_OUT = {
    "<font color=red>đỏ</font>": "<p>đỏ</p>",
    "a <center>b</center>": "<p>a </p>b",
    "a <script>b</script> c": "<p>a  c</p>",
    "a <textarea>b</textarea> c": "<p>a  c</p>",
    "<form><input name=a> c</form>": "c",
}


@pytest.mark.parametrize("source", LEFT_OUT)
def test_tags_that_articles_can_not_have(source: str) -> None:
    assert html(source) == LEFT_OUT[source]
    assert {code for _line, code in told(f"Đoạn.\n\n{source}")} == {"tag-left-out"}
    assert {line for line, _code in told(f"Đoạn.\n\n{source}")} == {3}


UNREAD = (
    "[[bài khác]]", "![[anh.png]]", "==tô sáng==", "++gạch dưới++", "/// note", "///", "- [ ] việc", "- [x] việc", "[toc]", "[TOC]",
    "> [!NOTE] Chú ý", ":::note", "??? câu hỏi", "!!!", "![x](/images/a.webp){width=300}",
    '[caption id="a"]x[/caption]', "{{< fig >}}", "{% raw %}", "{{ a }}", "![x] (a.webp)", "(x)[y]",
    "**chưa đóng", "a ** đậm ** b", "chưa đóng**", "~~chưa", "$a_1*b_2*c$", "$$x$$", "%%ẩn%%",
    "H~2~O", "x^2^", ":smile:", "[x](https://a.vn", "a | b\n|--|--|--|", "[a][b]", "<https://a b",
)  # fmt: skip


@pytest.mark.parametrize("source", UNREAD)
def test_marks_that_nothing_reads_are_told_once_for_each_line(source: str) -> None:
    codes = told(f"**Đậm** và [nối](https://a.vn).\n\n{source}\n\nSau.")
    line = 3 + source.count("\n") * source.startswith("a |")
    assert codes == [(line, "unread-mark")]


READ = (
    "**đậm** *a* __b__", r"\*\*a\*\* \[\[b\]\]", "`[[a]]`", "```\n[[a]] **\n```", "[1] và [2]",
    "giá 5$ đến 10$, $5 và $6", "12:30:15", "a == b", "80% – 90%", "[a](https://a.vn)", "{a}",
    "C# #1 ##", "2^3", "~10%", "C++ và C++, g++", "a /// b", "+++", "[không có]", '!!! hộp "A"\n    b', "a[^1]\n\n[^1]: b",
    "## Mục {#a}", "a | b\n--|--\n1 | 2", "snake_case __init__",
)  # fmt: skip


@pytest.mark.parametrize("source", READ)
def test_what_is_read_escaped_or_no_mark_is_not_told(source: str) -> None:
    assert told(source) == []


@pytest.mark.parametrize(
    "address",
    [
        "https://vimeo.com/123", "https://www.tiktok.com/@a/video/1", "https://fb.watch/a/",
        "https://www.facebook.com/watch/?v=1", "https://www.youtube.com/@kenh",
    ],
)  # fmt: skip
def test_videos_of_others_are_links_and_told(address: str) -> None:
    assert html(address) == f"<p>{link(address)}</p>"
    assert told(f"A.\n\n{address}") == [(3, "video-not-shown")]
    assert told(f"Xem {address} nhé.") == []


def test_sizes_in_descriptions_are_told() -> None:
    assert told("![ảnh|300](images/a.webp)") == [(1, "unread-mark")]
    assert told("![ảnh|300x200](images/a.webp)") == [(1, "unread-mark")]
    assert told("![5 | sáu](images/a.webp)") == []


def test_odd_addresses_are_told() -> None:
    assert told("[a](https://a.vn/b c)") == [(1, "odd-address")]
    assert told("[a](<https://a.vn/b c>)") == []
    assert told("[a [b](https://b.vn)][c]\n\n[c]: https://a.vn") == [(1, "nested-link")]
