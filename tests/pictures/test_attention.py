# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where crops look by themselves: at what stands out, however the camera was held."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from newsroom.pictures.inspect import inspect
from newsroom.pictures.make import PIXELS
from tests.pages.test_renditions import clean
from tests.pictures import photos
from tests.portal import Portal

SKIN = (222, 170, 140)


def portrait(x: float, y: float, size: tuple[int, int] = (900, 1200)) -> Image.Image:
    """A scene with a face of a sixth of its width: skin, eyes and a mouth."""
    picture = photos.scene(*size).copy()
    on, (left, top), half = ImageDraw.Draw(picture), (x * size[0], y * size[1]), size[0] / 12
    on.ellipse((left - half, top - 1.3 * half, left + half, top + 1.3 * half), fill=SKIN)
    for side in (-0.4, 0.4):
        eye = left + side * half, top - 0.3 * half
        on.ellipse((eye[0] - 12, eye[1] - 8, eye[0] + 12, eye[1] + 8), fill=(40, 30, 30))
    on.rectangle(
        (left - 0.4 * half, top + 0.5 * half, left + 0.4 * half, top + 0.6 * half), "maroon"
    )
    return picture


def found(data: bytes) -> tuple[float, float] | None:
    facts = inspect(data, PIXELS, attentive=True).facts
    assert facts is not None
    return facts.focus


@pytest.mark.parametrize("place", [(0.25, 0.3), (0.7, 0.55), (0.5, 0.15)])
def test_a_face_is_found(place: tuple[float, float]) -> None:
    point = found(photos.saved(portrait(*place), "JPEG", quality=90))
    assert point is not None
    assert abs(point[0] - place[0]) < 0.12 and abs(point[1] - place[1]) < 0.12


@pytest.mark.parametrize(("orientation", "turn"), [(3, 3), (6, 2), (8, 4)])
def test_it_is_looked_at_as_it_is_seen(orientation: int, turn: int) -> None:
    seen = portrait(0.3, 0.3)
    stored = seen.transpose(Image.Transpose(turn))
    upright = found(photos.saved(seen, "JPEG", quality=95))
    turned = found(photos.saved(stored, "JPEG", quality=95, exif=photos.exif(orientation)))
    assert upright is not None and turned is not None
    assert abs(upright[0] - turned[0]) < 0.04 and abs(upright[1] - turned[1]) < 0.04


def test_where_nothing_stands_out_nothing_is_found() -> None:
    for colour in ("white", "black", SKIN):
        assert found(photos.saved(Image.new("RGB", (600, 400), colour), "JPEG")) is None
    assert found(photos.saved(photos.scene(600, 5), "JPEG")) is None


def test_the_same_picture_gives_the_same_point() -> None:
    data = photos.saved(portrait(0.3, 0.4), "JPEG")
    assert len({found(data) for _ in range(3)}) == 1


def test_crops_look_there_unless_an_editor_says_where(tmp_path: Path) -> None:
    site = Portal(tmp_path, NEWSROOM_PICTURES=True, NEWSROOM_PICTURE_FORMATS=["webp"])
    site.write("images/a.jpg", photos.saved(portrait(0.3, 0.7, (480, 640)), "JPEG", quality=90))
    site.article("cong-doan/a.md", image="images/a.jpg")

    def crops() -> set[str]:
        tree = site.tree()
        return {path.partition("x")[2].partition("-")[2] for path in tree if "-200x" in path}

    site.build()
    assert crops() == {"50-33.webp"}
    site.overrides = site.overrides | {"NEWSROOM_PICTURE_ATTENTION": True}
    site.build()
    (point,) = crops()
    across, down = map(int, point.removesuffix(".webp").split("-"))
    assert abs(across - 30) < 12 and abs(down - 70) < 12 and site.tree() == clean(site)
    site.article("doi-song/b.md", image={"src": "images/a.jpg", "focus": [0.5, 0.33]})
    site.build()
    assert crops() == {point, "50-33.webp"} and site.tree() == clean(site)
    site.overrides = site.overrides | {"NEWSROOM_PICTURE_ATTENTION": False}
    site.build()
    assert crops() == {"50-33.webp"} and site.tree() == clean(site)
