# SPDX-License-Identifier: AGPL-3.0-or-later
"""A picture's bytes and recipes give the bytes of renditions, and nothing else has a say."""

from __future__ import annotations

import re
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from newsroom.pictures.decode import PictureError
from newsroom.pictures.make import make
from newsroom.pictures.recipe import (
    AVIF,
    JPEG,
    PNG,
    WEBP,
    Recipe,
    animation,
    graphic,
    name,
    photo,
)
from newsroom.pictures.sizes import crop, size_of
from tests.pictures import photos
from tests.portal import ROOT

PHOTOS = tuple(photo(form, width) for form in (AVIF, WEBP, JPEG) for width in (160, 320))


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures' values, 0 to 255."""
    assert one.size == other.size
    found = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB")))
    return max(found.mean)


def test_a_photo_gets_smaller_in_each_format() -> None:
    made = dict(zip(PHOTOS, make(photos.phone(), PHOTOS), strict=True))
    expected = photos.scene(800, 600).resize((320, 240), Image.Resampling.LANCZOS)
    for recipe, data in made.items():
        image = photos.opened(data)
        assert (image.format or "").lower() == recipe.form
        assert image.size == (recipe.width, recipe.width * 3 // 4)
        if recipe.width == 320:
            assert difference(image, expected) < 4
    large, small = photo(WEBP, 320), photo(WEBP, 160)
    assert len(made[small]) < len(made[large]) < len(photos.phone())


def test_each_rendition_is_what_it_is_alone() -> None:
    data = photos.phone(4000, 3000)  # larger than what is decoded at least
    recipes = (*PHOTOS[2:], photo(JPEG, 240, 126), graphic(100), graphic(100, PNG))
    assert make(data, recipes) == [make(data, [recipe])[0] for recipe in recipes]


def test_another_process_makes_the_same_bytes() -> None:
    """On this machine, by this version; whatever number of threads it may have."""
    program = (
        "import sys; from tests.pictures import photos; from tests.pictures.test_make import *;"
        "sys.stdout.write(' '.join(map(bytes.hex, make(photos.phone(), PHOTOS))))"
    )
    made = subprocess.run(
        ["taskset", "-c", "0", sys.executable, "-c", program],
        cwd=ROOT, env={"PYTHONPATH": "plugins:."}, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    assert [bytes.fromhex(each) for each in made.split()] == make(photos.phone(), PHOTOS)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_as_the_camera_was_held(orientation: int) -> None:
    data = photos.phone(400, 300, orientation)
    upright = ImageOps.exif_transpose(photos.opened(data))
    whole, cropped = make(data, [Recipe(PNG), Recipe(PNG, 90, 60, (0.9, 0.1))])
    assert difference(photos.opened(whole), upright) < 1
    box = crop(*upright.size, Recipe(PNG, 90, 60, (0.9, 0.1)))
    expected = upright.crop(box).resize((90, 60), Image.Resampling.LANCZOS)
    assert difference(photos.opened(cropped), expected) < 3


def test_nothing_is_enlarged() -> None:
    data = photos.phone(400, 300)
    wide, cropped = make(data, [photo(WEBP, 1600), photo(JPEG, 1200, 630)])
    assert photos.opened(wide).size == (400, 300)
    assert photos.opened(cropped).size == (400, 210) == size_of(400, 300, photo(JPEG, 1200, 630))


def test_nothing_is_told_but_what_is_seen() -> None:
    icc = photos.profile()
    scene = photos.scene(400, 300)
    sources = [
        photos.phone(400, 300, 6),
        *(
            photos.saved(scene, form, exif=photos.exif(6), icc_profile=icc, **more)
            for form, more in (
                ("JPEG", {"comment": photos.SECRET}), ("PNG", {}), ("WEBP", {}),
                ("AVIF", {"speed": 10}),
            )
        ),
    ]  # fmt: skip
    recipes = [*PHOTOS[::2], photo(AVIF, 0), photo(JPEG, 0), graphic(0), graphic(0, PNG)]
    for source in sources:
        for data in make(source, recipes):
            assert photos.SECRET.encode() not in data and b"Exif" not in data
            image = photos.opened(data)
            assert not image.getexif() and "icc_profile" not in image.info


def test_colours_are_srgb() -> None:
    """A profile says what numbers mean, here that red is blue; a damaged one says nothing."""
    scene = photos.scene(120, 80)
    plain, other, broken = (
        photos.opened(make(photos.saved(scene, "PNG", **more), [Recipe(PNG)])[0])
        for more in ({}, {"icc_profile": photos.profile()}, {"icc_profile": b"nothing"})
    )
    assert difference(plain, scene) == 0 == difference(broken, scene)
    blue, green, red = scene.split()
    assert difference(other, Image.merge("RGB", (red, green, blue))) < 2


def test_printers_colours_become_those_of_screens() -> None:
    cmyk = photos.scene(200, 150).convert("CMYK")
    made = photos.opened(make(photos.saved(cmyk, "JPEG", quality=95), [photo(WEBP, 0)])[0])
    assert made.mode == "RGB"
    assert difference(made, photos.scene(200, 150)) < 8


def test_sixteen_bits_become_eight() -> None:
    deep = Image.fromarray((np.arange(256 * 64).reshape(64, 256) % 256 * 257).astype(np.uint16))
    made = photos.opened(make(photos.saved(deep, "PNG"), [Recipe(PNG)])[0]).convert("L")
    assert [made.getpixel((x, 5)) for x in (0, 100, 255)] == [0, 100, 255]


def test_a_graphic_keeps_each_pixel() -> None:
    chart = photos.chart()
    webp, png = make(photos.saved(chart, "PNG"), [graphic(0), graphic(0, PNG)])
    assert difference(photos.opened(webp), chart) == 0 == difference(photos.opened(png), chart)


def test_what_is_seen_through_stays_so_but_in_jpeg() -> None:
    image = photos.chart(60, 40).convert("RGBA")
    image.putalpha(0)
    data = photos.saved(image, "PNG")
    webp, avif, jpeg = make(data, [graphic(0), photo(AVIF, 0), photo(JPEG, 0)])
    assert photos.opened(webp).getextrema()[3] == (0, 0) == photos.opened(avif).getextrema()[3]
    assert photos.opened(jpeg).getextrema() == ((255, 255),) * 3
    palette = photos.chart(60, 40).quantize(8)
    data = photos.saved(palette, "PNG", transparency=0)
    assert photos.opened(make(data, [graphic(30)])[0]).mode == "RGBA"


def test_a_moving_picture_keeps_moving() -> None:
    made = photos.opened(make(photos.moving(), [animation()])[0])
    assert (made.format, made.n_frames, made.size) == ("WEBP", 4, (120, 80))  # type: ignore[attr-defined]  # WebP's
    assert made.info["loop"] == 0
    made.seek(3)
    made.load()
    assert made.info["duration"] == 80
    still = photos.opened(make(photos.moving(), [graphic(60)])[0])
    assert (getattr(still, "n_frames", 1), still.size) == (1, (60, 40))


def test_what_cannot_be_decoded_is_told() -> None:
    data = photos.phone()
    cases = {
        b"": "undecodable",
        b"GIF89a": "undecodable",
        b"not a picture": "undecodable",
        data[: len(data) // 2]: "truncated",
        photos.saved(photos.scene(64, 48), "TIFF"): "undecodable",
    }
    for bad, reason in cases.items():
        with pytest.raises(PictureError) as told:
            make(bad, PHOTOS)
        assert told.value.refusal.reason == reason
    with pytest.raises(PictureError) as told:
        make(data, PHOTOS, most=400_000)
    assert told.value.refusal.values == ("800", "600", "0.4")


def test_a_rendition_is_known_by_its_source_and_its_recipe() -> None:
    recipes = {
        photo(AVIF, 360), photo(WEBP, 360), photo(WEBP, 720), photo(WEBP, 360, 240), graphic(360),
        Recipe(WEBP, 360, 240, (0.1, 0.2), 74, 4), animation(), graphic(360, PNG),
    }  # fmt: skip
    names = {name(digest, recipe) for digest in (b"1" * 20, b"2" * 20) for recipe in recipes}
    assert len(names) == 16
    assert name(b"1" * 20, photo(AVIF, 360)) == name(b"1" * 20, photo(AVIF, 360))
    assert {each.partition("-")[0] for each in names} == {
        name(digest, photo(JPEG, 1)).partition("-")[0] for digest in (b"1" * 20, b"2" * 20)
    }
    assert all(re.fullmatch(r"([0-9a-f]{2})/\1[0-9a-f]{14}-[0-9a-z-]+\.\w+", n) for n in names)
