# SPDX-License-Identifier: AGPL-3.0-or-later
"""The picture of a story: the editor's, else a photo of its text, else its dossier's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages.test_renditions import clean
from tests.pictures import photos
from tests.portal import Portal

WIDE = photos.saved(photos.chart(700, 500), "PNG")
IMAGE = "images/wide.png"
OTHER = photos.saved(photos.chart(640, 480), "PNG")


@pytest.fixture
def site(tmp_path: Path) -> Portal:
    portal = Portal(tmp_path, NEWSROOM_PICTURES=True)
    portal.write("images/wide.png", WIDE)
    portal.write("images/other.png", OTHER)
    portal.write("images/small.png", photos.saved(photos.chart(590, 400), "PNG"))
    portal.write("images/long.png", photos.saved(photos.chart(1300, 600), "PNG"))
    portal.article("doi-song/z.md", date="2025-04-23")
    return portal


def thumb(site: Portal, name: str = "a") -> str:
    """The size of the picture that the section's front shows of a story ("": none)."""
    for row in site.page("cong-doan/index.html").select(".row"):
        if row.a and f"/{name}.html" in str(row.a["href"]):
            source = row.select_one("source")
            return str(source["srcset"]).split()[-1] if source else ""
    raise LookupError(name)


def in_head(site: Portal, name: str = "a") -> bool:
    return site.page(f"2025/04/{name}.html").select_one(".lead-figure") is not None


def test_the_first_photo_of_the_text_that_is_fit(site: Portal) -> None:
    box = '!!! hộp "Hộp"\n    ![O](images/other.png)\n\n'
    text = "![S](images/small.png)\n\n![L](images/long.png)\n\n![W](images/wide.png)"
    site.article("cong-doan/a.md", f"Lời.\n\n{box}{text}", summary="Sapo.")
    chosen = {"image": "images/other.png", "summary": "Sapo."}
    site.article("doi-song/y.md", date="2025-04-01", **chosen)
    site.build()
    assert thumb(site) == "700w" and not in_head(site)
    share = site.page("2025/04/a.html").select_one("meta[property='og:image']")
    assert share is not None and "wide.png" in str(share["content"])
    leading = site.page("index.html").select_one(".lead")
    assert leading is not None and "/y.html" in str(leading)  # nobody chose the other's photo
    (site.content / "images/wide.png").write_bytes(OTHER[:-1] + OTHER[-1:])
    site.build()
    assert thumb(site) == "640w" and site.tree() == clean(site)
    site.write("images/wide.png", photos.saved(photos.chart(500, 400), "PNG"))
    site.build()
    assert thumb(site) == "" and site.tree() == clean(site)


def test_an_editor_may_want_none(site: Portal) -> None:
    site.article("cong-doan/a.md", "![W](images/wide.png)", image="none")
    site.build()
    assert thumb(site) == ""
    site.article("cong-doan/a.md", "![W](images/wide.png)")
    site.build()
    assert thumb(site) == "700w"


def test_a_picture_is_shown_once(site: Portal) -> None:
    site.article("cong-doan/a.md", "Lời.\n\n![W](images/wide.png)", image="images/wide.png")
    site.article("cong-doan/b.md", "![O](images/other.png)", image="images/wide.png")
    image = {"src": "images/wide.png", "lead": "false"}
    site.article("cong-doan/c.md", image=image)
    site.article("cong-doan/d.md", "![W](images/wide.png) ![O](images/other.png)", image=IMAGE)
    site.build()
    assert [in_head(site, name) for name in "abcd"] == [False, True, False, True]
    assert [thumb(site, name) for name in "abc"] == ["700w"] * 3


def test_the_picture_of_its_dossier(site: Portal) -> None:
    def registry(image: str) -> None:
        site.write("data/series.yaml", f"- slug: dh\n  name: Đại hội\n  image: {image}\n")

    registry("images/other.png")
    site.article("cong-doan/a.md", series="dh", summary="Sapo.")
    site.article("cong-doan/b.md", series="dh", image="none")
    site.build()
    assert thumb(site) == "640w" and not in_head(site) and thumb(site, "b") == ""
    registry("images/wide.png")
    site.build()
    assert thumb(site) == "700w" and site.tree() == clean(site)
    site.write("images/wide.png", OTHER)
    site.build()
    assert thumb(site) == "640w" and site.tree() == clean(site)


def test_without_renditions_there_is_the_editors_alone(site: Portal) -> None:
    site.overrides = {}
    site.article("cong-doan/a.md", "![W](images/wide.png)")
    site.build()
    row = site.page("cong-doan/index.html").select_one(".row img")
    assert row is None


def crops(site: Portal) -> set[str]:
    return {path.partition("x")[2] for path in site.tree() if "-360x" in path and "avif" in path}


def test_crops_look_where_an_editor_says(site: Portal) -> None:
    site.write("images/p.jpg", photos.phone(480, 640))
    site.article("cong-doan/a.md", image={"src": "images/p.jpg", "focus": "trên"})
    site.build()
    assert crops(site) == {"240-50-20.avif"}
    site.article("cong-doan/b.md", image="images/p.jpg")
    site.build()
    assert crops(site) == {"240-50-20.avif", "240-50-33.avif"}
    site.article("cong-doan/a.md", image={"src": "images/p.jpg", "focus": (0.4, 0.9)})
    site.build()
    assert crops(site) == {"240-40-90.avif", "240-50-33.avif"} and site.tree() == clean(site)
    site.article(
        "cong-doan/a.md", image={"src": "images/p.jpg", "focus": (0.4, 0.9)}, status="draft"
    )
    site.build()
    assert crops(site) == {"240-50-33.avif"} and site.tree() == clean(site)


def test_a_gallery_shows_crops(site: Portal) -> None:
    site.write("images/p.jpg", photos.phone(480, 640))
    body = "![A](images/p.jpg) ![B](images/wide.png)\n\n![C](images/p.jpg)"
    site.article("cong-doan/a.md", body)
    site.build()
    page = site.page("2025/04/a.html")
    inside, alone = page.select_one(".gallery source"), page.select(".body > .figure source")[0]
    assert inside is not None and "-360x240-" in str(inside["srcset"])
    assert "x" not in str(alone["srcset"]).rpartition("/")[2]
