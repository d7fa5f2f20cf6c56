# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is meant by an address that is none; and what is not guessed."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from newsroom.read.markup.mending import is_host, is_mail, mend_schemes, mended
from tests.read.markup.cases import render

MEANT = {
    "vnexpress.net/a.html": "https://vnexpress.net/a.html",
    "VnExpress.net": "https://VnExpress.net",
    "baochinhphu.vn?x=1": "https://baochinhphu.vn?x=1",
    "congdoan.vn:8080/x": "https://congdoan.vn:8080/x",
    "tiếngviệt.vn/bài": "https://tiếngviệt.vn/bài",
    "www.quochoi": "https://www.quochoi",
    "www2.chinhphu.vn/x": "https://www2.chinhphu.vn/x",
    "https//vnexpress.net": "https://vnexpress.net",
    "https:/vnexpress.net/a": "https://vnexpress.net/a",
    "https:///vnexpress.net/a": "https://vnexpress.net/a",
    "https;//vnexpress.net": "https://vnexpress.net",
    "http:vnexpress.net": "http://vnexpress.net",
    "htttps://vnexpress.net": "https://vnexpress.net",
    "http://https://vnexpress.net": "https://vnexpress.net",
    "a@example.org": "mailto:a@example.org",
    "toa.soan+1@bao.example.org?subject=x": "mailto:toa.soan+1@bao.example.org?subject=x",
    "mailto: a@example.org": "mailto:a@example.org",
    "mailto://a@example.org": "mailto:a@example.org",
    "0912345678": "tel:0912345678",
    "0912.345.678": "tel:0912345678",
    "0912 345 678": "tel:0912345678",
    "(024) 3825-1234": "tel:02438251234",
    "+84 912 345 678": "tel:+84912345678",
    "tel: 0912 345 678": "tel:0912345678",
    "1900 1234": "tel:19001234",
    "113": "tel:113",
}
KEPT = [
    *("https://vnexpress.net/a", "http://vnexpress.net", "https://a.vn/http://b.vn"),
    *("mailto:a@b.vn", "tel:+84241234567", "2025/04/x.html", "x.html", "images/x.pdf", "x.docx"),
    *("a.md", "tin-tuc", "2025", "12-34", "20/11", "1.2", "http/x", "tp/ha-noi", "a.js", "tệp.xz"),
    *("mailto:x", "tel:x", "#muc", "?q=1", "/vnexpress.net/x", "a b", "", "@", "11", "điều-5.2"),
    "100.000 đồng",
]


@pytest.mark.parametrize(("written", "meant"), MEANT.items())
def test_what_is_meant(written: str, meant: str) -> None:
    assert mended(written) == meant
    assert mended(meant) == meant
    body, problems = render(f"[x](<{written}>)")
    assert f'href="{meant}"'.replace("&", "&amp;") in body.html and not list(problems)
    assert body.references == ()


@pytest.mark.parametrize("written", KEPT)
def test_what_is_not_guessed(written: str) -> None:
    assert mended(written) == written


@pytest.mark.parametrize(
    ("written", "href"),
    [
        ("htps://a.vn/x", "https://a.vn/x"),
        ("htp://a.vn/x", "http://a.vn/x"),
        ("hhttps://a.vn/x", "https://a.vn/x"),
        ("localhost:8000/2025/04/x.html", "{address}/2025/04/x.html"),
    ],
)
def test_a_scheme_that_the_sanitiser_would_take_away(written: str, href: str) -> None:
    assert f'<a href="{href}"' in render(f"[x]({written})")[0].html
    assert "javascript" not in render("[x](javascript:alert(1))")[0].html
    text = "<code>&lt;a href='htps:x'&gt;</code>"
    assert mend_schemes(text) == text


@pytest.mark.parametrize(
    "written",
    ["https://vnexpress", "https://a..vn/x", "http://[::1", "https://", "mailto:abc", "mailto:a@b"],
)
def test_addresses_that_cannot_be_right_are_told(written: str) -> None:
    body, problems = render(f"Một.\n\n[x]({written})")
    assert [(p.line, p.severity) for p in problems] == [(12, "warning")]
    assert "x" in body.text


@pytest.mark.parametrize("host", ["a.vn", "a.vn.", "1.2.3.4", "[::1]", "b.a.com"])
def test_hosts(host: str) -> None:
    assert (
        is_host(host)
        and not is_host(f"{host} x")
        and not is_host(host.split(".", maxsplit=1)[0] + "/")
    )


def test_mailboxes() -> None:
    assert is_mail("mailto:a@b.vn?subject=x") and is_mail("mailto:a@b.vn,c@d.vn")
    assert not is_mail("mailto:@b.vn") and not is_mail("mailto:")


PIECES = ["http", "https", ":", "/", "//", ".", "www", "vn", "com", "a", "@", "09", "12345", "+84"]
PIECES += [" ", "-", "(", ")", "mailto:", "tel:", "đ", "x.pdf", "?", "#", ";", "\u2013", "2025"]


@settings(deadline=None, max_examples=500)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
def test_a_guess_is_whole_and_final(written: str) -> None:
    meant = mended(written)
    assert mended(meant) == meant
    if meant != written:
        assert meant.startswith(("https://", "http://", "mailto:", "tel:"))
        # Nothing of the address is lost but what stands for the scheme, and what parts digits.
        letters = [sign for sign in meant.partition(":")[2] if sign.isalnum()]
        assert "".join(letters) in "".join(sign for sign in written if sign.isalnum())
