# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses: none leaves the output folder, and a URL leads to its file."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from newsroom.arrange import addresses
from newsroom.errors import NewsroomError
from newsroom.read import paths
from newsroom.taxonomies import table
from tests.portal import Portal

pieces = st.sampled_from(["/", "..", ".", "a", "b.html", "%2e", "%2F", "\\", "ô", " ", "//", "~"])
written = st.lists(pieces | st.text(max_size=3), max_size=8).map("".join)


def inside(save_as: str) -> bool:
    root = Path("/srv/output")
    return (root / save_as).resolve().is_relative_to(root) and not save_as.startswith("/")


@settings(deadline=None, max_examples=150)
@given(written)
def test_no_address_that_is_accepted_leaves_the_output_folder(text: str) -> None:
    for accept in (paths.url, paths.old_url):
        try:
            path = accept(text)
        except ValueError:
            continue
        if not paths.is_page_name(path):
            continue  # no file: the server alone redirects from there
        save_as = addresses.from_path(path)
        assert inside(save_as)
        assert all(part not in ("", ".", "..") for part in save_as.split("/"))
        assert all(len(part.encode()) <= 255 for part in save_as.split("/"))


parts = st.text("abZ09-_~+,=@()", min_size=1, max_size=5) | st.sampled_from(["a.html", "x.html"])


@settings(deadline=None, max_examples=100)
@given(st.lists(parts, min_size=1, max_size=4), st.sampled_from(["", "/"]))
def test_a_url_leads_to_its_file(names: list[str], end: str) -> None:
    path = paths.url("/" + "/".join(names) + end)
    url = "/" + addresses.encode(path.lstrip("/"))
    assert url == urlsplit(url).path  # nothing of it is taken for a query or a fragment
    # What a server does: a folder stands for its index.
    served = unquote(url).lstrip("/")
    save_as = addresses.from_path(path)
    assert save_as in (served, f"{served}index.html", f"{served}/index.html")


@pytest.mark.parametrize(
    ("save_as", "url"),
    [
        ("index.html", "/"),
        ("a/index.html", "/a/"),
        ("a/x-index.html", "/a/x-index.html"),
        ("2025/04/x.html", "/2025/04/x.html"),
        ("ảnh/a b.svg", "/%E1%BA%A3nh/a%20b.svg"),
        ("a?b#c.svg", "/a%3Fb%23c.svg"),
    ],
)
def test_the_url_of_a_file(save_as: str, url: str) -> None:
    assert addresses.to_url(save_as) == url


@pytest.mark.parametrize(
    ("path", "save_as"),
    [
        ("/a.html", "a.html"),
        ("/a", "a/index.html"),
        ("/a/", "a/index.html"),
        ("a/b.c/", "a/b.c/index.html"),
        ("/a/b.c", "a/b.c"),
        ("/tin-c%C3%B4ng", "tin-công/index.html"),
        ("/a.html?x=1#y", "a.html"),
    ],
)
def test_the_file_of_an_address(path: str, save_as: str) -> None:
    assert addresses.from_path(path) == save_as


@pytest.mark.parametrize(
    ("name", "parents", "folder"),
    [
        ("section/cong-doan", (), "cong-doan"),
        ("section/y", ("x",), "x/y"),
        ("tag/an-toan", (), "tag/an-toan"),
        ("district/quan-ba-dinh", (), "dia-ban/quan-ba-dinh"),
        ("author/minh-khoi", (), "tac-gia/minh-khoi"),
        ("series/a", (), "chuyen-de/a"),
        ("year/2025", (), "luu-tru/2025"),
        ("month/2025-04", (), "luu-tru/2025/04"),
        ("day/2025-04-22", (), "luu-tru/2025/04/22"),
        ("corrections", (), "dinh-chinh"),
    ],
)
def test_the_folder_of_a_list(name: str, parents: tuple[str, ...], folder: str) -> None:
    found = table().of_list(name)
    assert found is not None
    row, slug = found
    assert row.list_name(slug) == name
    assert addresses.list_folder(row, slug, parents) == folder
    assert addresses.list_page(folder) == f"{folder}/index.html"
    assert addresses.list_page(folder, 3) == f"{folder}/trang/3/index.html"


def test_files_of_feeds() -> None:
    files = [addresses.feed_file(row, "x", "rss") for row in table().rows if row.fed]
    assert {"rss/x.rss", "rss/tag/x.rss", "rss/dia-ban/x.rss"} <= set(files)
    assert len(set(files)) == len(files)


@pytest.mark.parametrize("pattern", ["../{slug}.html", "a/../../{slug}.html", "{date:%Y}/../../x"])
def test_a_pattern_that_leaves_the_output_folder_is_refused(portal: Portal, pattern: str) -> None:
    portal.overrides["ARTICLE_SAVE_AS"] = pattern
    portal.article("cong-doan/2025/04/a.md")
    with suppress(NewsroomError):
        portal.build()
        pytest.fail("the pattern was accepted")
    outside = [path.name for path in portal.root.iterdir()]
    assert sorted(set(outside) - {"cache", "content", "output"}) == []
