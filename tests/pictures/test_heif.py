# SPDX-License-Identifier: AGPL-3.0-or-later
"""HEIC, as phones take photos: read like any other where pillow-heif is there, else refused."""

from __future__ import annotations

import io
import os
import random
import re
import struct
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from newsroom.blobs import blob_id
from newsroom.errors import ContentError
from newsroom.metadata.cuts import Cutter
from newsroom.metadata.strip import cuts_of
from newsroom.pictures import heif, make
from newsroom.pictures.batch import Job
from newsroom.pictures.decode import PictureError
from newsroom.pictures.inspect import inspect
from newsroom.pictures.make import PIXELS, encoders
from newsroom.pictures.recipe import PHOTO, Recipe, name, photo
from newsroom.pictures.renditions import Renditions
from newsroom.read.uploads import explain
from tests.pictures import photos
from tests.pictures.test_batch import run
from tests.pictures.test_make import difference
from tests.pictures.test_memory import MOST, PROGRAM
from tests.portal import ROOT, Portal

needs_decoder = pytest.mark.skipif(
    find_spec("pillow_heif") is None and os.environ.get("CI") != "true",
    reason="pillow-heif is not installed (make heic)",
)


@cache
def phone(width: int = 400, height: int = 300, orientation: int = 1, extra: int = 0) -> bytes:
    """A phone's HEIC, with all that it tells; so many others stand before it in its file."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    told = {"exif": photos.exif(orientation), "icc_profile": photos.profile()}
    scene = photos.scene(width, height).copy()
    more: dict[str, Any] = {"quality": 90, "enc_params": {"preset": "ultrafast"}}
    if not extra:
        return photos.saved(scene, "HEIF", **told, **more)
    scene.info.update(told)
    others = [photos.chart(64, 64)] * extra
    more |= {"save_all": True, "append_images": [*others[1:], scene], "primary_index": extra}
    return photos.saved(others[0], "HEIF", **more)


@pytest.fixture
def undecoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nothing were installed that decodes HEIC."""
    monkeypatch.setattr(heif, "decoder", lambda: "")


@needs_decoder
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_it_is_seen_as_the_phone_was_held(orientation: int) -> None:
    data = phone(400, 300, orientation)
    found = inspect(data, PIXELS)
    upright = photos.opened(photos.phone(400, 300, orientation))
    size = upright.size[::-1] if orientation > 4 else upright.size
    assert (found.width, found.height, found.kind) == (*size, PHOTO)
    assert found.facts is not None and found.facts.credit == photos.CREDIT
    (whole,) = make.make(data, [Recipe("png")])
    (wanted,) = make.make(
        photos.saved(
            photos.scene(400, 300), "JPEG", quality=95,
            exif=photos.exif(orientation), icc_profile=photos.profile(),
        ),
        [Recipe("png")],
    )  # fmt: skip
    assert difference(photos.opened(whole), photos.opened(wanted)) < 4
    assert photos.SECRET.encode() in data and photos.SECRET.encode() not in whole


@needs_decoder
def test_of_several_pictures_in_a_file_the_one_that_phones_show_is_shown() -> None:
    data = phone(extra=2)
    assert (inspect(data, PIXELS).width, inspect(data, PIXELS).height) == (400, 300)
    recipes = [photo("webp", 200), Recipe("png", 100)]
    assert make.make(data, recipes) == make.make(phone(), recipes)


@needs_decoder
def test_an_original_that_may_be_fetched_tells_no_place() -> None:
    data = phone(400, 300, 6)
    cutter = Cutter(cuts_of(io.BytesIO(data), len(data), "a.heic"))
    slim = b"".join(cutter.feed(data))
    assert photos.SECRET.encode() not in slim and len(slim) == len(data)
    assert photos.CREDIT.encode() in slim
    assert make.make(slim, [Recipe("png")]) == make.make(phone(400, 300, 6), [Recipe("png")])


@needs_decoder
def test_what_ends_too_early_or_is_damaged_does_no_harm() -> None:
    dice, data, told = random.Random(14), phone(), 0
    for number in range(60):
        bad = bytearray(data)
        if number % 2:
            del bad[dice.randrange(len(bad)) :]
        for _flip in range(dice.choice((0, 1, 4, 30)) + 1 - number % 2):
            bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
        try:
            inspect(bytes(bad), PIXELS)
            make.make(bytes(bad), [photo("webp", 60)])
        except PictureError as error:
            told += 1
            assert explain(error.refusal)
    assert told > 20
    for cut in (len(data) * 2 // 3, 40, 4):
        with pytest.raises(PictureError) as error:
            inspect(data[:cut], PIXELS)
        assert error.value.refusal.reason in {"undecodable", "truncated"}


@needs_decoder
def test_what_a_header_promises_is_judged_before_it_is_decoded() -> None:
    data = bytearray(phone())
    at = data.index(b"ispe") + 8
    data[at : at + 8] = struct.pack(">II", 9000, 9000)
    with pytest.raises(PictureError):
        inspect(bytes(data), PIXELS)
    with pytest.raises(PictureError) as told:
        inspect(phone(), 100_000)
    assert told.value.refusal.values[:2] == ("400", "300")


@needs_decoder
def test_the_largest_that_phones_take_by_themselves_fits_in_a_worker(tmp_path: Path) -> None:
    import pillow_heif

    path = tmp_path / "large"
    flat = pillow_heif.from_pillow(Image.new("RGB", (5712, 4284), (30, 90, 160)))
    flat.save(path, enc_params={"preset": "ultrafast"}, format="HEIF")
    command = [sys.executable, "-c", PROGRAM, str(path)]
    peak = subprocess.run(
        command, cwd=ROOT, env={"PYTHONPATH": "plugins"}, capture_output=True, check=True, text=True
    ).stdout
    assert int(peak) <= MOST, f"{peak} MiB"


@needs_decoder
def test_processes_decode_it_too(tmp_path: Path) -> None:
    recipes, path = (photo("webp", 60), photo("jpeg", 80)), tmp_path / "a.heic"
    path.write_bytes(phone())
    jobs = [
        Job(path, blob_id(phone()), (recipe,), PIXELS)
        for recipe in (*recipes, *(photo("webp", width) for width in (20, 30, 40)))
    ]
    kept = Renditions(tmp_path)
    assert run(jobs, kept) == []
    names = [name(blob_id(phone()), recipe) for recipe in recipes]
    assert [kept.path(each).read_bytes() for each in names] == make.make(phone(), recipes)


def test_what_decodes_it_is_part_of_what_makes_renditions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that could not decode one makes none for us; without it nothing is as it was not."""
    plain, with_it = "1-pillow", "-heif-9.9"
    for version in ("", "9.9"):
        monkeypatch.setattr(heif, "decoder", lambda version=version: version)
        told = encoders.__wrapped__()
        assert told.startswith(plain) and told.endswith(with_it) == bool(version)


# ------------------------------------------------------------------------------------- sites


def site(tmp_path: Path, **overrides: Any) -> Portal:
    portal = Portal(tmp_path, NEWSROOM_PICTURES=True, NEWSROOM_PICTURE_FORMATS=["webp"])
    portal.overrides |= overrides
    return portal


@needs_decoder
def test_a_story_shows_it_as_it_does_any_photo(tmp_path: Path) -> None:
    portal = site(tmp_path)
    portal.write("images/a.heic", phone(800, 600, 6))
    portal.article("cong-doan/a.md", "![Ảnh](images/a.heic)", image="images/a.heic")
    portal.article("cong-doan/b.md", "[Xem ảnh](images/a.heic)")
    portal.build()
    tree = portal.tree()
    named = [path for path in tree if path.startswith("images/")]
    assert named == ["images/a.heic.jpg"]
    assert photos.opened(tree["images/a.heic.jpg"]).size == (600, 800)
    assert not any(photos.SECRET.encode() in data for data in tree.values())
    pages = b"".join(data for path, data in tree.items() if path.endswith((".html", ".xml")))
    assert b".heic" in pages and set(re.findall(rb"\.heic[\w.]*", pages)) == {b".heic.jpg"}
    assert b"<picture" in tree["2025/04/a.html"] and portal.build().rendered == 0

    photo = {"src": "images/a.heic", "download": "true"}
    portal.article("cong-doan/a.md", "![Ảnh](images/a.heic)", image=photo)
    portal.build()
    original = portal.tree()["images/a.heic"]
    assert photos.SECRET.encode() not in original and inspect(original, PIXELS).width == 600
    assert portal.page("2025/04/b.html").select_one('.body a[href="/images/a.heic"]')
    portal.article("cong-doan/a.md", "![Ảnh](images/a.heic)", image="images/a.heic")
    portal.build()
    assert portal.tree() == tree


@needs_decoder
def test_names_that_say_something_else_are_told(tmp_path: Path) -> None:
    portal = site(tmp_path)
    portal.write("images/heic.jpg", phone())
    portal.write("images/jpg.heic", photos.phone(400, 300))
    portal.write("images/avif.heic", photos.saved(photos.scene(60, 40), "AVIF", speed=10))
    for file in ("heic.jpg", "jpg.heic", "avif.heic"):
        portal.article(f"cong-doan/{file.partition('.')[0]}.md", f"![Ảnh](images/{file})")
    with pytest.raises(ContentError) as error:
        portal.build()
    told = {problem.path: problem.message for problem in error.value.problems}
    for path, really in (("heic", "heic"), ("jpg", "jpg"), ("avif", "avif")):
        assert f"“.{really}”" in told[f"cong-doan/{path}.md"]


@pytest.mark.parametrize("renditions", [False, True])
def test_without_renditions_or_a_decoder_it_is_refused_with_the_phones_setting(
    renditions: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if renditions:
        request.getfixturevalue("undecoded")
    portal = site(tmp_path, NEWSROOM_PICTURES=renditions)
    data = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(400)
    for file in ("a.heic", "b.HEIF", "c.hif", "d.jpg"):
        portal.write(f"images/{file}", data)
        portal.article(f"cong-doan/{file[0]}.md", f"![Ảnh](images/{file})")
    with pytest.raises(ContentError) as error:
        portal.build()
    told = {problem.path: problem.message for problem in error.value.problems}
    assert len(told) == 4 and all("iPhone" in message for message in told.values())


@needs_decoder
def test_once_a_decoder_is_installed_what_was_refused_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsroom.engine import libraries

    portal = site(tmp_path)
    portal.write("images/a.heic", phone())
    portal.article("cong-doan/a.md", image="images/a.heic")
    real = libraries._version
    with monkeypatch.context() as absent:
        absent.setattr(heif, "decoder", lambda: "")
        absent.setattr(
            libraries, "_version", lambda name, at: "" if name == "pillow-heif" else real(name, at)
        )
        with pytest.raises(ContentError):
            portal.build()
    portal.build()
    assert b"<picture" in portal.tree()["2025/04/a.html"]
