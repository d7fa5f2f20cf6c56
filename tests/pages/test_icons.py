# SPDX-License-Identifier: AGPL-3.0-or-later
"""Icons and the manifest are made of the theme's one logo, and again only when that changes."""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from newsroom.errors import ThemeError
from newsroom.pictures import icons
from newsroom.pictures.icons import ICONS, draw
from tests.portal import ROOT, Portal

LOGO = (ROOT / "theme/static/images/logo.svg").read_bytes()
WIDE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 20"><path d="M0 0h80v20H0z"/></svg>'
)
HIGH = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 80"><path d="M0 0h20v80H0z"/></svg>'
)
NAMES = ["favicon.ico", "favicon.svg", "manifest.webmanifest", *ICONS]


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.fixture
def own_theme(portal: Portal, tmp_path: Path) -> Path:
    """A theme of the paper's own, whose logo can be changed."""
    folder = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", folder, ignore=shutil.ignore_patterns("print"))
    portal.overrides["THEME"] = str(folder)
    return folder / "static/images/logo.svg"


def test_all_are_there_and_pages_name_them(portal: Portal) -> None:
    portal.article("cong-doan/2025/04/a.md")
    portal.build()
    tree = portal.tree()
    assert set(NAMES) <= tree.keys()
    assert tree["favicon.svg"] == LOGO == tree["theme/images/logo.svg"]
    ico = opened(tree["favicon.ico"])
    assert ico.format == "ICO" and ico.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    for name, icon in ICONS.items():
        picture = opened(tree[name])
        assert (picture.format, picture.size) == ("PNG", (icon.size, icon.size))
    links = portal.page("2025/04/a.html").select("link[rel~=icon], link[rel=manifest], "
                                                 "link[rel=apple-touch-icon]")  # fmt: skip
    assert [tag["href"] for tag in links] == [
        "/favicon.svg", "/apple-touch-icon.png", "/manifest.webmanifest",
    ]  # fmt: skip


def test_the_manifest_names_what_is_there(portal: Portal) -> None:
    portal.overrides |= {
        "SITEURL": "https://bao.example.org/tin", "SITENAME": "Lao động Thủ đô Hà Nội",
        "NEWSROOM_TAGLINE": "Tiếng nói",
    }  # fmt: skip
    portal.build()
    tree = portal.tree()
    made = json.loads(tree["manifest.webmanifest"])
    assert made["name"] == "Lao động Thủ đô Hà Nội" and made["short_name"] == "Lao động Thủ"
    assert (made["start_url"], made["scope"], made["lang"]) == ("/tin/", "/tin/", "vi")
    assert made["description"] == "Tiếng nói"
    sizes = {icon["src"].removeprefix("/tin/"): icon["sizes"] for icon in made["icons"]}
    assert sizes == {
        "icon-192.png": "192x192", "icon-512.png": "512x512", "icon-maskable.png": "512x512",
        "favicon.svg": "any",
    }  # fmt: skip
    assert set(sizes) <= tree.keys()
    assert [icon.get("purpose") for icon in made["icons"]] == [None, None, "maskable", None]


def test_they_are_made_again_only_for_another_logo(portal: Portal, own_theme: Path) -> None:
    portal.article("cong-doan/2025/04/a.md")
    portal.build()
    before = portal.tree()
    assert portal.build().rendered == 0
    portal.article("cong-doan/2025/04/b.md")
    portal.build()
    after = portal.tree()
    assert all(after[name] == before[name] for name in NAMES)
    own_theme.write_bytes(WIDE)
    report = portal.build()
    tree = portal.tree()
    assert {name for name in NAMES if tree[name] != after[name]} == set(NAMES) - {NAMES[2]}
    assert report.rendered == len(NAMES) + 1  # and the logo's own copy
    assert tree == portal.clean_tree(portal.root / "clean")


def test_a_theme_without_a_logo_has_none(portal: Portal, own_theme: Path) -> None:
    portal.article("cong-doan/2025/04/a.md")
    for path in (own_theme.parents[2] / "templates").rglob("*.html"):
        text = path.read_text("utf-8").replace('{{ asset("images/logo.svg") }}', "")
        path.write_text(text, "utf-8")
    portal.build()
    own_theme.unlink()
    portal.build()
    assert not set(NAMES) & portal.tree().keys()
    assert not portal.page("index.html").select("link[rel=icon], link[rel=manifest]")


def test_a_paper_may_have_files_of_its_own(portal: Portal) -> None:
    portal.overrides["STATIC_PATHS"] = ["images", "favicon.ico"]
    portal.write("favicon.ico", b"own")
    portal.build()
    assert portal.tree()["favicon.ico"] == b"own"


@pytest.mark.parametrize("logo", [b"", b"<svg", b"no picture", b"\xff\xfe", b"<html/>"])
def test_a_logo_that_cannot_be_drawn_is_told(portal: Portal, own_theme: Path, logo: bytes) -> None:
    portal.article("cong-doan/2025/04/a.md")
    portal.build()
    before = portal.tree()
    own_theme.write_bytes(logo)
    with pytest.raises(ThemeError, match=r"logo\.svg"):
        portal.build()
    assert all(portal.tree()[name] == before[name] for name in ICONS)


@pytest.mark.parametrize("logo", [WIDE, HIGH, LOGO])
def test_a_logo_of_any_shape_stays_whole_in_the_middle(logo: bytes) -> None:
    picture = opened(draw(logo, "icon-512.png")).convert("RGBA")
    left, top, right, bottom = picture.getchannel("A").getbbox() or (0, 0, 0, 0)
    assert max(right - left, bottom - top) > 480
    assert abs(left + right - 512) <= 2 and abs(top + bottom - 512) <= 2


def test_phones_may_cut_a_maskable_icon_to_a_circle() -> None:
    picture = opened(draw(LOGO, "icon-maskable.png"))
    assert picture.mode == "RGB"  # nothing shows through
    paper = picture.getpixel((0, 0))
    radius = 0.4 * 512
    outside = [
        (x, y)
        for x in range(0, 512, 4)
        for y in range(0, 512, 4)
        if (x - 256) ** 2 + (y - 256) ** 2 > radius**2
    ]
    assert all(picture.getpixel(place) == paper for place in outside)


def test_the_same_logo_is_the_same_bytes() -> None:
    first = {name: draw(LOGO, name) for name in (*ICONS, "favicon.ico")}
    icons.draw.cache_clear()
    assert {name: draw(LOGO, name) for name in first} == first
    assert sum(map(len, first.values())) < 80_000
