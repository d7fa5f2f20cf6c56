# SPDX-License-Identifier: AGPL-3.0-or-later
"""Random bodies on real pages; `tests.pages.fuzz` tries a million by hand."""

from __future__ import annotations

from itertools import islice

import pytest

from newsroom.model import Body
from newsroom.read.body import BodyRenderer
from tests.pages.fuzz import Pages, bodies, run


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    return Pages(tmp_path_factory.mktemp("site"))


def test_no_body_brings_anything_forbidden(pages: Pages) -> None:
    assert run(pages, 2_000, seed=11) == (2_000, [])


def test_bodies_are_of_all_sorts() -> None:
    made = list(islice(bodies(1), 3_000))
    assert len(set(made)) > 2_500
    for sign in ("onerror", "<svg", "![", "|", "&#", "\ue000", "\x02", "{static}", "javascript:"):
        assert any(sign in source for source in made), sign


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p onclick=x>a</p>", "<p onclick>"),
        ('<p><img src="x.webp" onload="alert(1)"></p>', "<img onload>"),
        ("<script>x</script>", "<script>"),
        ("<svg><a xlink:href='x'></a></svg>", "<svg>"),
        ("<a href='java&#9;script:x'>a</a>", "<a href=javascript:x>"),
        ("<a href=' &#1;data:x'>a</a>", "<a href=data:x>"),
        ("<img src='mailto:a@b.vn'>", "<img src=mailto:a@b.vn>"),
        ("<p class='x'>a</p>", "<p class=x>"),
        ("</div><p>a</p>", "the page around the body is another"),
        ("<li>a<div><li>b</li></div></li>", "the page around the body is another"),
        ("<!-- a", "the page around the body is another"),
        ("<textarea>", "<textarea>"),
        ("a\x01b", "character '\\x01'"),
    ],
)
def test_what_is_forbidden_is_found(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, html: str, fault: str
) -> None:
    assert pages.find(["a"]) == []
    monkeypatch.setattr(BodyRenderer, "render", lambda *_: Body(html=html))
    assert fault in pages.find(["a"])


@pytest.mark.parametrize("item", ["li", "dd", "dt"])
def test_no_item_leaves_a_gallery(pages: Pages, item: str) -> None:
    """Out of it, a browser would take it for the next item, and the body for ended."""
    source = f'<{item}>a<div><figure class="gallery"><b><{item}>b</figure></div>'
    assert pages.find([source, "c"]) == []
