# SPDX-License-Identifier: AGPL-3.0-or-later
"""Renditions are pages: there while something visible shows their picture, exact, made once."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsroom.engine.folder import check_output
from newsroom.errors import ContentError, OutputError
from newsroom.pictures import batch
from newsroom.pictures.renditions import Renditions
from tests.pictures import photos
from tests.portal import Portal

BY_DEFAULT = {"NEWSROOM_PICTURES": True}


@pytest.fixture
def site(tmp_path: Path) -> Portal:
    portal = Portal(tmp_path, **BY_DEFAULT)
    portal.write("images/a.jpg", photos.phone(240, 180, 6))
    portal.write("images/b.png", photos.saved(photos.chart(300, 200), "PNG"))
    portal.article("cong-doan/a.md", image="images/a.jpg", summary="Sapo.")
    portal.article("cong-doan/b.md", "![Biểu đồ](images/b.png)")
    portal.article("doi-song/c.md")
    return portal


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The recipes by which something was made, in this process."""
    found: list[Any] = []
    real = batch.make

    def counted(data: bytes, recipes: Any, most: int) -> list[bytes]:
        found.extend(recipes)
        return real(data, recipes, most)

    monkeypatch.setattr(batch, "make", counted)
    yield found


def renditions(site: Portal) -> set[str]:
    return {path for path in site.tree() if path.startswith("anh/")}


def shown(page: bytes) -> set[str]:
    return {each.decode() for each in re.findall(rb"/(anh/[0-9a-f]{2}/[\w-]+\.\w+)", page)}


def clean(site: Portal) -> dict[str, bytes]:
    """The same site, built from nothing; with a store of renditions of its own."""
    root = site.root / "clean"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(site.content, root / "content")
    other = Portal(root, **site.overrides)
    shutil.rmtree(root / "content")
    shutil.copytree(site.content, root / "content")
    other.now = site.now
    other.build()
    return other.tree()


def test_pages_show_renditions_that_are_there(site: Portal) -> None:
    site.build()
    files = renditions(site)
    pages = {path: data for path, data in site.tree().items() if path.endswith(".html")}
    offered = {each for data in pages.values() for each in shown(data)}
    assert offered < files
    assert all("-200" in each for each in files - offered)  # a chart stands in no panel
    picture = site.page("2025/04/a.html").select_one(".lead-figure picture")
    assert picture is not None and picture.img is not None
    assert [each["type"] for each in picture.select("source")] == ["image/avif", "image/webp"]
    assert (picture.img["width"], picture.img["height"]) == ("180", "240")
    assert picture.img["fetchpriority"] == "high" and "loading" not in picture.img.attrs
    preload = site.page("2025/04/a.html").select_one("link[rel=preload]")
    assert preload is not None and preload["imagesrcset"] == picture.select("source")[0]["srcset"]
    chart = site.page("2025/04/b.html").select_one(".body picture")
    assert chart is not None and chart.img is not None and chart.img["loading"] == "lazy"
    assert [each["type"] for each in chart.select("source")] == ["image/webp"]
    assert site.build().rendered == 0
    assert site.tree() == clean(site)


def test_a_story_is_shared_with_a_photo_of_that_shape(site: Portal) -> None:
    site.write("images/a.jpg", photos.phone(800, 1000))
    site.build()
    head = site.page("2025/04/a.html")
    told = {tag["property"]: tag["content"] for tag in head.select("meta[property^='og:image']")}
    assert (told["og:image:width"], told["og:image:height"]) == ("800", "420")
    file = told["og:image"].removeprefix("https://bao.example.org/")
    assert photos.opened(site.tree()[file]).size == (800, 420)
    site.write("images/a.jpg", photos.phone(240, 180))
    site.build()
    assert b"images/a.jpg" in site.tree()["2025/04/a.html"]


def test_nothing_of_a_phone_goes_out(site: Portal) -> None:
    site.build()
    assert not any(photos.SECRET.encode() in data for data in site.tree().values())


def test_by_default_there_are_none(site: Portal) -> None:
    site.overrides = {}
    site.build()
    assert not renditions(site)
    assert b"<picture" not in b"".join(site.tree().values())


def test_the_setting_may_be_switched(site: Portal) -> None:
    site.overrides = {}
    site.build()
    before = site.tree()
    site.overrides = BY_DEFAULT
    site.build()
    assert renditions(site) and site.tree() == clean(site)
    site.overrides = {}
    site.build()
    assert site.tree() == before


def test_nothing_is_made_twice(site: Portal, made: list[Any], tmp_path: Path) -> None:
    """Not for another output folder, nor when the site's store is lost."""
    site.build()
    assert len(made) == len(set(renditions(site)))
    made.clear()
    site.output = tmp_path / "other"
    site.build()
    for store in (tmp_path / "cache").glob("*.sqlite*"):
        store.unlink()
    site.build()
    assert made == []


def test_a_templates_edit_makes_and_renders_none(
    site: Portal, made: list[Any], tmp_path: Path
) -> None:
    theme = shutil.copytree(site.settings.theme, tmp_path / "theme")
    site.overrides = BY_DEFAULT | {"THEME": str(theme)}
    site.build()
    made.clear()
    template = theme / "templates" / "article.html"
    template.write_text(template.read_text("utf-8").replace("<h1>", '<h1 class="a">'), "utf-8")
    assert site.build().rendered == 3
    slots = theme / "pictures.toml"
    slots.write_text(slots.read_text("utf-8").replace('"6rem"', '"7rem"'), "utf-8")
    site.build()
    assert made == []
    slots.write_text(slots.read_text("utf-8").replace("[200, 360]", "[100, 360]"), "utf-8")
    site.build()
    assert {recipe.width for recipe in made} == {100}
    assert site.tree() == clean(site)


def test_a_picture_replaced_changes_the_pages_that_show_it(site: Portal) -> None:
    site.build()
    before, old = site.tree(), renditions(site)
    site.write("images/a.jpg", photos.phone(240, 180, 6, seed=2))
    site.build()
    after = site.tree()
    of_a = {path for path in old if path in shown(before["2025/04/a.html"])}
    assert not of_a & after.keys()
    changed = {path for path in before.keys() & after.keys() if before[path] != after[path]}
    showing = {path for path, data in before.items() if of_a & shown(data)}
    assert "index.html" in showing and showing <= changed
    assert {path for path in changed - showing if path.endswith(".html")} == set()
    assert after == clean(site)


def test_who_shows_it_is_gone(site: Portal) -> None:
    site.build()
    shown_by_a = shown(site.tree()["2025/04/a.html"])
    (site.content / "cong-doan" / "a.md").unlink()
    site.build()
    assert not shown_by_a & renditions(site) and renditions(site)
    assert site.tree() == clean(site)


def test_an_article_to_come_keeps_its_picture_to_itself(site: Portal) -> None:
    site.write("images/c.jpg", photos.phone(240, 180, seed=3))
    site.article("doi-song/d.md", image="images/c.jpg", status="draft")
    site.build()
    before = renditions(site)
    site.article("doi-song/d.md", image="images/c.jpg")
    site.build()
    assert renditions(site) > before
    assert site.tree() == clean(site)


def test_two_copies_of_a_picture_are_made_once(site: Portal, made: list[Any]) -> None:
    site.write("images/copy.png", photos.saved(photos.chart(300, 200), "PNG"))
    site.article("cong-doan/b.md", "![Biểu đồ](images/b.png)\n\n![Biểu đồ](images/copy.png)")
    site.build()
    assert len([recipe for recipe in made if recipe.form == "png"]) == 1
    assert len([path for path in renditions(site) if path.endswith(".png")]) == 2


def test_what_nobody_could_see_is_an_error_of_who_shows_it(site: Portal) -> None:
    site.build()
    before = site.tree()
    site.write("images/a.jpg", photos.phone(240, 180)[:4000])
    with pytest.raises(ContentError) as told:
        site.build()
    assert {problem.path for problem in told.value.problems} >= {"cong-doan/a.md"}
    assert "cụt" in "".join(problem.message for problem in told.value.problems)
    assert site.tree() == before


def test_what_is_converted_is_told(site: Portal) -> None:
    cmyk = photos.saved(photos.scene(720, 540).convert("CMYK"), "JPEG")
    site.write("images/a.jpg", cmyk)
    site.article("cong-doan/a.md", image={"src": "images/a.jpg", "alt": "Cảnh"}, summary="Sapo.")
    report = site.build()
    assert [(w.path, w.code) for w in report.warnings] == [("images/a.jpg", "picture-converted")]
    assert site.build().warnings == ()


def test_what_a_store_has_lost_is_made_again(site: Portal, tmp_path: Path) -> None:
    site.build()
    before = site.tree()
    shutil.rmtree(tmp_path / "cache" / "pictures")
    shutil.rmtree(site.output)
    site.build()
    assert site.tree() == before


def test_files_may_be_links_and_what_others_do_to_one_spoils_no_other(site: Portal) -> None:
    site.build()
    before = site.tree()
    shutil.rmtree(site.output)
    site.overrides = BY_DEFAULT | {"NEWSROOM_PICTURE_LINKS": True}
    site.build()
    assert site.tree() == before and check_output(site.settings) == []
    files = [site.output / path for path in renditions(site)]
    assert {path.stat().st_nlink for path in files} == {2, 3}  # a fallback has a plain address, too
    assert not any(path.stat().st_mode & 0o222 for path in files)
    victim = next(path for path in files if path.suffix == ".webp")
    victim.chmod(0o644)
    victim.write_bytes(b"squeezed")
    os.utime(victim, ns=(1, 1))
    victim.chmod(0o444)
    (told,) = check_output(site.settings)
    assert victim.name in told
    first, site.output = site.output, site.root / "other"
    site.build()  # from the same store of renditions
    assert site.tree() == before
    site.output = first
    os.utime(first, (5, 5))  # as whatever else is done at the top of the folder
    site.build()
    assert site.tree() == before and check_output(site.settings) == []
    assert (site.output / victim.relative_to(first)).stat().st_nlink == 3


def test_what_is_stripped_is_no_link(site: Portal) -> None:
    """Nor is anything that is not the store's own."""
    site.overrides = BY_DEFAULT | {"NEWSROOM_PICTURE_LINKS": True}
    site.article("cong-doan/a.md", image={"src": "images/a.jpg", "download": "true"})
    site.build()
    original = site.output / "images/a.jpg"
    assert original.stat().st_nlink == 1 and photos.SECRET.encode() not in original.read_bytes()
    assert {path.stat().st_nlink for path in site.output.rglob("*.html")} == {1}


def test_a_pictures_own_address_answers_with_a_rendition(site: Portal) -> None:
    """What carries such addresses is never led to an original of twelve megapixels."""
    site.write("images/a.jpg", photos.phone(1400, 1050))
    site.build()
    found = photos.opened(site.tree()["images/a.jpg"])
    assert (found.format, found.size) == ("JPEG", (1080, 810))
    assert photos.opened(site.tree()["images/b.png"]).size == (300, 200)
    site.write("images/a.jpg", photos.phone(1200, 900, seed=2))
    site.build()
    assert site.tree() == clean(site)
    before = site.tree()["images/a.jpg"]
    site.article("cong-doan/a.md", image={"src": "images/a.jpg", "download": "true"})
    site.build()
    original = site.tree()["images/a.jpg"]
    assert photos.opened(original).size == (1200, 900) and photos.SECRET.encode() not in original
    assert site.tree() == clean(site)
    site.article("cong-doan/a.md", image="images/a.jpg")
    site.build()
    assert site.tree()["images/a.jpg"] == before


def test_feeds_carry_a_size_that_fits(site: Portal) -> None:
    site.write("images/a.jpg", photos.phone(1400, 1050))
    site.build()
    (enclosure,) = re.findall(rb"<enclosure [^>]*a[^>]*>", site.tree()["rss/cong-doan.rss"])
    address = re.search(rb"org/(anh/[^\"]+-1080\.jpg)", enclosure)
    assert address and b'type="image/jpeg"' in enclosure and b'length="0"' in enclosure
    assert photos.opened(site.tree()[address[1].decode()]).size == (1080, 810)


def test_a_moving_picture_moves_on_its_page_in_its_own_size(site: Portal) -> None:
    site.write("images/m.gif", photos.moving())
    site.article("doi-song/c.md", "![Máy chạy](images/m.gif)")
    site.build()
    image = site.page("2025/04/c.html").select_one(".body img")
    assert image is not None and not site.page("2025/04/c.html").select(".body source")
    assert (image["width"], image["height"], image["loading"]) == ("120", "80", "lazy")
    made = photos.opened(site.tree()[str(image["src"]).lstrip("/")])
    assert (made.format, getattr(made, "n_frames", 1)) == ("WEBP", 4)
    site.write("images/m.gif", photos.moving() + bytes(2 << 20))
    with pytest.raises(ContentError) as told:
        site.build()
    assert "MP4" in "".join(problem.message for problem in told.value.problems)


def test_only_the_first_picture_is_loaded_at_once(site: Portal) -> None:
    site.write("images/b.jpg", photos.phone(800, 600, seed=4))
    text = "![B](images/b.jpg)\n\n![C](images/b.png)"
    site.article("cong-doan/a.md", text, image="images/a.jpg", summary="Sapo.")
    site.build()
    images = site.page("2025/04/a.html").select("main img")
    at_once = [image for image in images if "loading" not in image.attrs]
    assert [image["fetchpriority"] for image in at_once] == ["high"] and len(images) >= 3
    assert all(image.get("width") and image.get("height") for image in images)


def test_what_a_disk_has_forgotten_of_the_store_is_made_anew(site: Portal, tmp_path: Path) -> None:
    """Renditions and cards for sharing."""
    site.overrides = BY_DEFAULT | {"NEWSROOM_TITLE_CARDS": "2025-01-01"}
    site.build()
    before = site.tree()
    kept = [path for path in (tmp_path / "cache" / "pictures").rglob("*") if path.is_file()]
    assert any(path.name.endswith("-card.png") for path in kept)
    for path in kept:
        time, data = path.stat().st_mtime_ns, bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        os.utime(path, ns=(time, time))
    shutil.rmtree(site.output)
    site.build()
    assert site.tree() == before


def test_a_full_disk_is_told_where_only_one_rendition_is_made(
    site: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.build()
    before = site.tree()
    path = next((site.root / "cache" / "pictures").rglob("*.webp"))
    path.write_bytes(b"")
    os.utime(path, (10**9 + 10, 10**9 + 10))
    shutil.rmtree(site.output)

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched, pytest.raises(OutputError, match=str(path.parent.name)):
        patched.setattr(Renditions, "put", full)
        site.build()
    site.build()
    assert site.tree() == before
