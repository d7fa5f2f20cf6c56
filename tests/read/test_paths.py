# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the site: their one spelling, which are its own, and which can be pages."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from newsroom.read import paths
from newsroom.read.body import BodyRenderer
from newsroom.read.own_site import OwnSite
from newsroom.read.paths import canonical, file_of, is_page_name
from tests.read.markup.cases import render

HOME = OwnSite(frozenset({"bao.example.org"}), "/bao", ("/bao/binh-chon/", "/forum/"))
ROOT = OwnSite(frozenset({"bao.example.org"}))


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/", "/index.html"),
        ("/tag/x/", "/tag/x/index.html"),
        ("/tag/x", "/tag/x/index.html"),
        ("tag/x#y", "/tag/x/index.html"),
        ("//tag//x/./../z.html", "/tag/z.html"),
        ("/tin?q=1#y", "/tin/index.html?q=1"),
        ("/tin?", "/tin/index.html"),
        ("/?id=5", "/index.html?id=5"),
        ("/c%C3%B4ng", "/công/index.html"),
        ("/a%23b.html", "/a%23b.html"),
        ("/a.b/", "/a.b/index.html"),
        ("/x.php", "/x.php"),
        ("/../..", "/index.html"),
    ],
)
def test_addresses_have_one_spelling(address: str, target: str) -> None:
    assert canonical(address) == target
    assert canonical(target) == target


@settings(deadline=None)
@given(st.text("ab./%2#?é\\ ", max_size=12))
def test_the_spelling_is_final_and_stays_on_the_site(address: str) -> None:
    target = canonical(address)
    assert canonical(target) == target
    assert target.startswith("/") and ".." not in file_of(address).split("/")


OWN = {
    "/2025/04/x.html": "/2025/04/x.html",
    "/2025/04/x.html?y=1#z": "/2025/04/x.html?y=1#z",
    "/bao/2025/04/x.html": "/2025/04/x.html",
    "2025/04/x.html": "/2025/04/x.html",
    "/bao": "/index.html",
    "/bao-khac/": "/bao-khac/index.html",
    "https://bao.example.org/bao/tag/x/": "/tag/x/index.html",
    "http://www.bao.example.org/bao/tag/x": "/tag/x/index.html",
    "//bao.example.org/bao/": "/index.html",
    "HTTPS://BAO.example.org:443/bao/x.html": "/x.html",
    "http://localhost:8000/2025/04/x.html": "/2025/04/x.html",
    "http://127.0.0.1:8000/bao/x.html": "/x.html",
    "http://localhost:8000": "/index.html",
    "localhost:8000/tag/x/": "/tag/x/index.html",
}
OTHERS = [
    "https://example.org/bao/x.html",
    "https://bao.example.org/x.html",  # beside the site, under its name
    "https://bao.example.org/bao/binh-chon/1",
    "https://forum.bao.example.org/bao/x.html",
]


@pytest.mark.parametrize(("written", "target"), OWN.items())
def test_own_addresses_in_all_their_forms(written: str, target: str) -> None:
    body, problems = render(f"[x]({written})", BodyRenderer(own_site=HOME))
    assert f'<a href="{{address}}{target}">x</a>' in body.html and not list(problems)
    (reference,) = body.references
    plain, _hash, fragment = target.partition("#")
    assert (reference.kind, reference.target, reference.line) == ("address", plain, 10)
    assert (reference.use, reference.fragment) == ("link", fragment)


@pytest.mark.parametrize("written", OTHERS)
def test_addresses_of_others(written: str) -> None:
    body, problems = render(f"[x]({written})", BodyRenderer(own_site=HOME))
    assert f'<a href="{written}" rel="noopener">x</a>' in body.html
    assert body.references == () and not list(problems)


def test_what_others_serve_under_our_name_is_left_alone() -> None:
    body, _problems = render("[x](/forum/1?y#z)", BodyRenderer(own_site=HOME))
    assert '<a href="/forum/1?y#z">x</a>' in body.html and body.references == ()


FILES = {
    "[x](images/x.pdf)": "images/x.pdf",
    "[x](/images/x.pdf)": "images/x.pdf",
    "[x](/images/x.PDF?y#page=2)": "images/x.PDF",
    "[x](tep.docx)": "tep.docx",
    "[x](images/tep.apk)": "images/tep.apk",
    "[x](./x.xlsx)": "cong-doan/2025/04/x.xlsx",
    "[x](../x.zip)": "cong-doan/2025/x.zip",
    "[x](images\\\\x.pdf)": "images/x.pdf",
    "[x](<images/biểu mẫu.doc>)": "images/biểu mẫu.doc",
    "[x](https://bao.example.org/images/x.pdf)": "images/x.pdf",
    "[x](http://localhost:8000/images/x.pdf)": "images/x.pdf",
    "![x](https://www.bao.example.org/images/x.webp)": "images/x.webp",
    "![x](http://localhost:8000/images/x.webp)": "images/x.webp",
    "![x](https//bao.example.org/audio/x.mp3)": "audio/x.mp3",
}


@pytest.mark.parametrize(("source", "target"), FILES.items())
def test_links_to_files_are_references_to_files(source: str, target: str) -> None:
    body, problems = render(source, BodyRenderer(own_site=ROOT))
    assert not list(problems)
    assert [(it.kind, it.target) for it in body.references] == [("static", target)]
    assert f'="{{static}}{target}' in body.html


@pytest.mark.parametrize(
    "address", ["/rss/tin-moi.rss", "/robots.txt", "/sitemap.xml", "/theme/x.js"]
)
def test_files_of_the_site_itself_are_addresses(address: str) -> None:
    body, _problems = render(f"[x]({address})")
    assert [(it.kind, it.target) for it in body.references] == [("address", address)]


@pytest.mark.parametrize("written", ["../x.html", "./x.html", "../"])
def test_what_starts_from_the_page_is_told(written: str) -> None:
    body, problems = render(f"[chữ]({written})")
    assert body.html == "<p>chữ</p>"
    assert [(p.severity, p.line) for p in problems] == [("warning", 10)]


def test_places_within_the_body() -> None:
    source = (
        "[a](#muc-mot) [b](#rieng) [c](#top) [d](#) [e](#fn-1) [g](#muc-mo)\n\nx[^1]\n\n[^1]: y\n\n"
    )
    body, problems = render(source + "## Mục một\n\n## Mục {#rieng}")
    assert [(p.line, p.message) for p in problems] == [
        (10, '"#muc-mo" leads to no heading of this article; did you mean "#muc-mot"?')
    ]
    assert body.references == ()


@pytest.mark.parametrize("address", ["/a", "/a/", "/a.html", "/a.htm", "/a.b/c"])
def test_old_addresses_that_can_be_pages(address: str) -> None:
    assert is_page_name(address) and paths.old_url(address) == address


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("/index.php?id=5", "/index.php?id=5"),
        ("?id=5", "/?id=5"),
        ("Default.aspx?tabid=1&id=22", "/Default.aspx?tabid=1&id=22"),
        ("/tin/x.php", "/tin/x.php"),
        ("/x.html?id=5", "/x.html?id=5"),
        ("/feed//x.xml", "/feed//x.xml"),
        ("/t%C3%A0i.php?q=%20a", "/tài.php?q=%20a"),
    ],
)
def test_old_addresses_that_only_the_server_can_redirect(written: str, kept: str) -> None:
    assert paths.old_url(written) == kept
    assert not is_page_name(kept)


@pytest.mark.parametrize(
    "written", ["/x.php#a", "/x.php?a b", '/x.php?"', "/../x.php", "//a/x.php", "/x\\.php"]
)
def test_old_addresses_that_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        paths.old_url(written)


@pytest.mark.parametrize("written", ["/x.html", "/x/", "/x", "/a.b/x", "/2025/04/x-1.5/y.html"])
def test_addresses_to_publish_by(written: str) -> None:
    assert paths.url(written) == written


@pytest.mark.parametrize(
    "written",
    [
        *("/x.php", "/x.js", "/x.svg", "/favicon.ico", "/ads.txt", "/x.HTML", "/x.htm", "/v1.5"),
        *(
            "/x.",
            "/x.html?y=1",
            "/x.html#y",
            "/robots.txt",
            "/x.xml",
            "/x.rss",
            "/x.inc",
            "/x.webp",
        ),
    ],
)
def test_addresses_that_no_page_may_have(written: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        paths.url(written)
