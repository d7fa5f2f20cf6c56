# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a picture is, and why nothing can be made of it: whatever its bytes are."""

from __future__ import annotations

import random
import zlib

import numpy as np
import pytest
from PIL import Image, ImageFile

from newsroom.metadata.png import chunk
from newsroom.model import PhotoFacts
from newsroom.pictures.decode import PictureError
from newsroom.pictures.inspect import CMYK, DEEP, inspect
from newsroom.pictures.make import PIXELS, make
from newsroom.pictures.recipe import GRAPHIC, MOVING, PHOTO, photo
from newsroom.read.uploads import explain
from tests.pictures import photos


def refused(data: bytes, most: int = PIXELS) -> tuple[str, ...]:
    with pytest.raises(PictureError) as told:
        inspect(data, most)
    assert explain(told.value.refusal)
    return (told.value.refusal.reason, *told.value.refusal.values)


def test_its_size_is_as_it_is_seen() -> None:
    found = [inspect(photos.phone(), PIXELS), inspect(photos.phone(400, 300, 6), PIXELS)]
    assert [(it.width, it.height, it.kind, it.odd) for it in found] == [
        (800, 600, PHOTO, ()),
        (300, 400, PHOTO, ()),
    ]


@pytest.mark.parametrize(
    ("form", "more", "kind"),
    [
        ("JPEG", {}, PHOTO),
        ("AVIF", {"speed": 10}, PHOTO),
        ("WEBP", {}, PHOTO),
        ("WEBP", {"lossless": True}, GRAPHIC),
        ("PNG", {}, GRAPHIC),
        ("GIF", {}, GRAPHIC),
    ],
)
def test_a_chart_is_a_graphic_where_it_still_is_one(
    form: str, more: dict[str, object], kind: str
) -> None:
    assert inspect(photos.saved(photos.chart(), form, **more), PIXELS).kind == kind


def test_a_photo_is_one_in_whatever_format() -> None:
    scene = photos.scene(400, 300)
    for form in ("PNG", "WEBP"):
        assert inspect(photos.saved(scene, form, lossless=True), PIXELS).kind == PHOTO
    assert inspect(photos.saved(scene.convert("RGBA"), "PNG"), PIXELS).kind == PHOTO


def test_what_is_converted_is_told() -> None:
    scene = photos.scene(200, 150)
    assert inspect(photos.saved(scene.convert("CMYK"), "JPEG"), PIXELS).odd == (CMYK,)
    deep = Image.fromarray((np.arange(64 * 64) * 16).astype(np.uint16).reshape(64, 64))
    assert inspect(photos.saved(deep, "PNG"), PIXELS).odd == (DEEP,)
    rows = b"".join(b"\0" + bytes(6 * 8) for _row in range(8))
    head = (8).to_bytes(4) * 2 + bytes((16, 2, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows))
    assert inspect(data + chunk(b"IEND", b""), PIXELS).odd == (DEEP,)


def test_what_moves() -> None:
    found = inspect(photos.moving(), PIXELS)
    assert (found.width, found.height, found.kind, found.facts) == (120, 80, MOVING, None)
    assert inspect(photos.moving(1), PIXELS).kind == GRAPHIC
    long = photos.moving() + bytes(2 << 20)
    assert refused(long) == ("long", "2.0", "2")


def promising(side: int) -> bytes:
    """A PNG that says it is so large, and holds next to nothing."""
    head = side.to_bytes(4) * 2 + bytes((8, 0, 0, 0, 0))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return data + chunk(b"IDAT", zlib.compress(bytes(99)))


def test_bombs_do_not_go_off() -> None:
    """What a header promises is judged before a pixel of it is made."""
    assert refused(promising(9_000)) == ("pixels", "9000", "9000", "60")
    assert refused(promising(30_000)) == ("bomb",)
    assert refused(photos.moving(12, (8000, 3000))) == ("bomb",)
    scans = photos.saved(photos.scene(64, 48), "JPEG", progressive=True)
    at = scans.rindex(b"\xff\xda")
    assert refused(scans[:at] + scans[at:-2] * 120 + scans[-2:]) == ("bomb",)


@pytest.mark.parametrize("lenient", [False, True])
def test_what_ends_too_early(lenient: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whatever another library of the process has Pillow let pass.
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    for form in ("JPEG", "PNG", "GIF", "WEBP", "AVIF"):
        data = photos.saved(photos.scene(200, 150), form)
        assert refused(data[: len(data) * 2 // 3])[0] in {"truncated", "undecodable"}, form
        assert refused(b"")[0] == refused(data[:20])[0] == "undecodable"


def test_random_damage_does_no_harm() -> None:
    """Flipped bits, cuts, spliced pieces: a picture, or the one error; and `make` agrees."""
    dice = random.Random(14)
    seeds = [
        photos.phone(200, 150, 3),
        photos.saved(photos.scene(200, 150), "JPEG", progressive=True),
        photos.moving(),
        *(photos.saved(photos.scene(200, 150), form) for form in ("PNG", "WEBP", "AVIF")),
    ]
    told = 0
    for number in range(200):
        data = bytearray(dice.choice(seeds))
        match number % 3:
            case 0:
                for _flip in range(dice.randint(1, 30)):
                    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
            case 1:
                data = data[: dice.randrange(len(data))]
            case _:
                other = dice.choice(seeds)
                at = dice.randrange(len(data))
                data[at : at + 200] = other[dice.randrange(len(other)) :][:500]
        try:
            found = inspect(bytes(data), PIXELS)
        except PictureError as error:
            told += 1
            assert explain(error.refusal)
            continue
        made = photos.opened(make(bytes(data), [photo("webp", 60)])[0])
        assert made.width == min(60, found.width)
    assert told > 60


def facts(data: bytes) -> PhotoFacts:
    found = inspect(data, PIXELS).facts
    assert found is not None
    return found


def test_the_colour_of_a_photo_is_its_mean() -> None:
    plain = photos.saved(Image.new("RGB", (300, 200), (0x88, 0xAA, 0x11)), "JPEG")
    assert facts(plain).colour == "#8a1"
    halves = Image.new("RGB", (300, 200), "white")
    halves.paste("black", (0, 0, 150, 200))
    assert facts(photos.saved(halves, "JPEG")).colour == "#888"
    grey = photos.saved(Image.new("L", (300, 200), 0x33), "JPEG")
    assert facts(grey).colour == "#333"
    seen_through = photos.scene(300, 200).convert("RGBA")
    seen_through.putalpha(100)
    assert facts(photos.saved(seen_through, "PNG")).colour == ""
    assert inspect(photos.saved(photos.chart(), "PNG"), PIXELS).facts is None
