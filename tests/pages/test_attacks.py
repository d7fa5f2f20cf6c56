# SPDX-License-Identifier: AGPL-3.0-or-later
"""An attack in every field, registry and setting: it is text in every file of the output.

`tests/read/markup/test_xss.py` and `fuzz.py` do this for bodies. Here are all other ways in, and
all files that come out: pages, fragments, feeds, sitemaps, lists of feeds, the index of search.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from newsroom.bridge.drafts import drafts_page
from newsroom.errors import ContentError
from tests.portal import Portal

ATTACKS = (
    '"><zq onzq=1>',
    "'><zq onzq=1>",
    "</script><zq>",
    "</title></textarea></style><zq>",
    "]]><zq>",
    "--><zq>",
    "?><zq>",
    "&lt;zq onzq=1&gt;",
    "&amp;lt;zq&amp;gt;",
    "&#x3c;zq&#62;",
    '" onzq="1',
    "' onzq='1",
    "x onzq=1",
    "{{ 7 * 191 }}{% zq %}",
    "<!--<script>",
    "\u2028</script><zq>",
    "javascript:zq()",
    "javascript&colon;zq()",
    '\\"><zq>',
    "${zq}",
    "<zq:a xmlns:zq='zq'/>",
    "0;url=javascript:zq()",
    "<![CDATA[<zq>",
    "&zq;",
    "%3Czq%3E",
    "\\u003czq\\u003e",
    "＜zq＞",
)
SCHEMES = {"", "http", "https", "mailto", "tel"}
ADDRESSES = ("href", "src", "action", "poster", "data-url", "data-fragment", "data-search")
FOLDER = "cong-doan/2025/04"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@pytest.fixture(params=ATTACKS, ids=ascii)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Portal:
    """A site with one attack in every place that takes it; some places refuse some."""
    bad = str(request.param)
    portal = Portal(
        tmp_path,
        SITENAME=f"Báo {bad}",
        NEWSROOM_SEARCH=True,
        NEWSROOM_FEED_FULL_TEXT=True,
        NEWSROOM_FEED_FORMATS=("rss", "atom", "json"),
        NEWSROOM_TERM_FEED_FORMATS=("rss", "atom", "json"),
        NEWSROOM_DESCRIPTION=bad,
        NEWSROOM_TAGLINE=bad,
        NEWSROOM_PUBLISHER=bad,
        NEWSROOM_RIGHTS=bad,
        NEWSROOM_SPONSORED_LABEL=bad,
        NEWSROOM_DATELINE=bad,
        NEWSROOM_IMPRINT={
            "name": bad, "agency": bad, "head": bad, "address": bad, "telephone": "024 1",
            "licence": bad,
        },
        NEWSROOM_TAXONOMIES=[
            {"name": "genre", "title": f"Loại {bad}", "field": "genre", "folder": "the-loai",
             "index": "genres", "template": "tag.html", "terms": [f"ký {bad}"]}
        ],
    )  # fmt: skip
    _fill(portal, bad)
    _build_what_is_taken(portal)
    return portal


def _build_what_is_taken(portal: Portal) -> None:
    """Build without the files in which the attack is refused."""
    for _attempt in range(3):
        try:
            portal.build()
            return
        except ContentError as error:
            for path in {problem.path for problem in error.problems}:
                (portal.content / path).unlink()
    raise AssertionError("no site is left")


def _fill(portal: Portal, bad: str) -> None:
    said = _quoted(bad)
    portal.write("images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>')
    registries = {
        "authors": f"- {{name: {_quoted('Tên ' + bad)}, slug: ten, bio: {said}, full_name: {said}, "
        "photo: images/a.svg, always: true}\n",
        "series": f"- {{slug: loat, name: {said}, description: {said}, always: true}}\n",
        "tags": f"- {{name: {said}, slug: nhan}}\n",
        "sections": f"- {{slug: cong-doan, name: {said}, description: {said}}}\n",
        "districts": f"- {{slug: toan-thanh-pho, name: {said}, short: {said}, kind: {said}}}\n",
    }
    for name, text in registries.items():
        portal.write(f"data/{name}.yaml", text)
    fields = {
        "kicker": bad, "summary": bad, "dateline": bad, "id": bad, "series": "loat",
        "author": [f"Tên {bad}", f"Khác {bad}"], "district": "toan-thanh-pho",
        "tags": [bad, f"nhãn {bad}"], "genre": f"ký {bad}", "sponsored": "true",
        "image": {"src": "images/a.svg", "alt": bad, "caption": bad, "credit": bad},
        "source": {"name": bad, "url": "https://a.vn/" + bad.replace(" ", "")},
        "corrections": [{"date": "2026-01-02", "text": bad}],
        "related": [{"title": bad, "url": "https://a.vn/" + bad.replace(" ", "")}],
        "aliases": [f"/cu/{bad}.html", f"/cu/{bad}.php"], "url": f"/bai/{bad}.html",
    }  # fmt: skip
    for number, (name, value) in enumerate(fields.items()):
        # One field each, so that one that is refused takes no other with it.
        given = {"title": f"Tựa {bad}", "district": "toan-thanh-pho", name: value}
        portal.article(f"{FOLDER}/a{number}.md", **given)
        portal.article(f"{FOLDER}/b{number}.md", status="draft", **given)
    portal.write("pages/trang.md", f"---\ntitle: {said}\nsummary: {said}\n---\nChữ.\n")


def wrong_in_page(data: bytes) -> Iterator[str]:
    """What is wrong with a page or a part of one."""
    root = LexborHTMLParser(data).root
    for node in root.traverse(include_text=False) if root else ():
        attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
        if node.tag == "zq" or any(name.startswith("on") for name in attributes):
            yield f"<{node.tag} {attributes}>"
        addresses = [attributes.get(name, "") for name in ADDRESSES]
        if "http-equiv" in attributes:
            addresses.append(attributes.get("content", "").partition("url=")[2])
        yield from (address for address in addresses if _scheme(address) not in SCHEMES)
        if node.tag == "script" and "src" not in attributes:
            yield from _script(attributes.get("type", ""), node.text() or "")


def _script(kind: str, text: str) -> Iterator[str]:
    if kind == "application/ld+json":
        json.loads(text)
        if "<" in text:
            yield text
    elif "localStorage" not in text:
        yield text


def _scheme(address: str) -> str:
    try:
        return urlsplit(re.sub(r"[\x00-\x20]", "", address)).scheme.lower()
    except ValueError:
        return ""


def _xml(data: bytes) -> Iterator[str]:
    """What is wrong with a feed, a sitemap and the like."""
    for element in etree.fromstring(data).iter():
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name in ("zq", "a") or any("onzq" in key for key in element.attrib):
            yield str(element.tag)
        # That of a channel is plain text, that of an item is HTML.
        told = element.getparent().tag if name == "description" else "item"
        if name in ("description", "encoded", "content") and told == "item":
            yield from wrong_in_page((element.text or "").encode())
        links = [element.text or ""] if name in ("link", "loc", "url", "id") else []
        for link in [*links, element.get("href", ""), element.get("url", "")]:
            if _scheme(link) not in SCHEMES | {"tag", "urn", "javascript" if name == "id" else ""}:
                yield f"{name}: {link}"


def _values(value: Any, name: str = "") -> Iterator[str]:
    """What is wrong with what a script or a feed reader gets."""
    if isinstance(value, dict):
        for key, held in value.items():
            yield from _values(held, key)
    elif isinstance(value, list):
        for held in value:
            yield from _values(held, name)
    elif name == "content_html":
        yield from wrong_in_page(value.encode())
    elif name in ("url", "image", "feed_url", "home_page_url") and _scheme(value) not in SCHEMES:
        yield f"{name}: {value}"


def test_an_attack_is_text_wherever_it_stands(site: Portal) -> None:
    found = {}
    for name, data in site.tree().items():
        ending = name.rpartition(".")[2]
        if ending in ("html", "inc"):
            wrong = list(wrong_in_page(data))
            assert b"1337" not in data, "a template has read it"
        elif ending in ("rss", "atom", "xml", "opml"):
            wrong = list(_xml(data))
        elif ending == "json":
            wrong = list(_values(json.loads(data)))
        else:
            continue
        if wrong:
            found[name] = wrong[:3]
    assert found == {}
    assert len(site.tree()) > 40
    drafts = drafts_page(site.settings, site.now)
    assert drafts.count("Tựa") > 5
    assert list(wrong_in_page(drafts.encode())) == []
