# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which renditions there are of a picture, and how a slot offers them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsroom.model import Shape
from newsroom.pictures.plan import Offers, Slot, place, read_slots, recipes, sets, source
from newsroom.pictures.recipe import (
    AVIF,
    GRAPHIC,
    JPEG,
    MOVING,
    PHOTO,
    PNG,
    UPPER_THIRD,
    WEBP,
    focus_of,
)
from tests.portal import ROOT

SLOTS = (Slot((360, 720, 1080), "100vw", "lead"), Slot((200, 360), "6rem", "thumb"))
STEM = "3f9ab2c4d5e6f708"


def made(kind: str, width: int) -> list[tuple[str, int]]:
    return [(r.form, r.width) for r in recipes(Shape(STEM, width, 100, kind), SLOTS)]


def test_a_photo_is_made_in_the_widths_of_all_slots() -> None:
    widths = (200, 360, 720, 1080)
    modern = [(form, width) for form in (AVIF, WEBP) for width in widths]
    assert made(PHOTO, 4000) == [*modern, (JPEG, 1080), (JPEG, 1200)]
    assert made(PHOTO, 900)[:5] == [(AVIF, 200), (AVIF, 360), (AVIF, 720), (AVIF, 900), (WEBP, 200)]
    assert made(PHOTO, 800)[:4] == [(AVIF, 200), (AVIF, 360), (AVIF, 800), (WEBP, 200)]
    assert made(PHOTO, 100) == [(AVIF, 100), (WEBP, 100), (JPEG, 100)]


def test_others_are_made_as_what_they_are() -> None:
    assert made(GRAPHIC, 500) == [(WEBP, 200), (WEBP, 360), (WEBP, 500), (PNG, 500)]
    assert made(MOVING, 500) == [(WEBP, 0)]
    assert made("", 500) == []


def test_the_themes_slots_ask_for_no_more_than_twelve_encodes() -> None:
    slots = read_slots(ROOT / "theme")
    assert {"lead", "card", "thumb", "gallery", "body"} <= {slot.name for slot in slots}
    for size in ((6000, 4000), (4000, 3000), (3000, 4000), (4000, 2250)):
        assert len(recipes(Shape(STEM, *size, PHOTO), slots)) <= 12


def test_photos_are_cropped_where_a_slot_says_so() -> None:
    slot = Slot((360, 720), "100vw", "card", older=(360,), shape="3:2")
    crops = [(AVIF, 360, 240), (AVIF, 720, 480), (WEBP, 360, 240)]
    for size, expected in (
        ((4000, 3000), crops),
        ((3000, 4000), crops),
        ((4000, 2660), [(form, width, 0) for form, width, _height in crops]),  # nearly 3:2
        ((600, 900), [(AVIF, 360, 240), (AVIF, 600, 400), (WEBP, 360, 240)]),
    ):
        shape = Shape(STEM, *size, PHOTO)
        found = [(r.form, r.width, r.height) for r in recipes(shape, (slot,)) if r.form != JPEG]
        assert found == expected, size
    assert all(r.height == 0 for r in recipes(Shape(STEM, 900, 900, GRAPHIC), (slot,)))


def test_a_crop_tells_by_its_name_where_it_looks() -> None:
    slot = Slot((360,), "100vw", "card", shape="1:1")
    for focus in (None, (0.4, 0.2), (1.0, 0.0), (0.29, 0.57)):
        shape = Shape(STEM, 900, 600, PHOTO, focus)
        names = {place(shape, recipe): recipe for recipe in recipes(shape, (slot,))}
        crops = {name: recipe for name, recipe in names.items() if recipe.height}
        looked = focus or UPPER_THIRD
        assert len(crops) == 3 and {focus_of(name) for name in crops} == {looked}
        assert {recipe.focus for recipe in crops.values()} == {focus or UPPER_THIRD}
        whole = Shape(STEM, 900, 600, PHOTO)
        others = {place(whole, recipe) for recipe in recipes(whole, (slot,))}
        assert (names.keys() - crops.keys()) <= others


def test_a_paper_may_leave_formats_out() -> None:
    slots = read_slots(ROOT / "theme", (WEBP,))
    shape = Shape(STEM, 6000, 4000, PHOTO)
    assert {recipe.form for recipe in recipes(shape, slots)} == {WEBP, JPEG}
    lead = Offers(shape, slots, "").sets("lead")
    assert [one.type for one in lead] == ["image/webp"] and "1600w" in lead[0].srcset
    assert {r.form for r in recipes(shape, read_slots(ROOT / "theme", ()))} == {JPEG}


def test_only_authors_have_portraits() -> None:
    slots = (Slot((200,), "6rem", "portrait", shape="1:1", people=True),)
    shape = Shape(STEM, 900, 600, PHOTO)
    assert len(recipes(shape, slots)) == 2
    assert {r.height for r in recipes(shape, slots, people=True)} == {0, 200, 630}


def test_a_slot_of_an_unknown_shape_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pictures.toml").write_text('[a]\nwidths = [9]\nsizes = ""\nshape = "5:4"\n')
    with pytest.raises(ValueError, match="5:4"):
        read_slots(tmp_path)


def test_what_a_slot_offers_is_made() -> None:
    for kind in (PHOTO, GRAPHIC, MOVING):
        for width in (90, 200, 500, 5000):
            shape = Shape(STEM, width, 100, kind)
            files = {place(shape, recipe) for recipe in recipes(shape, SLOTS)}
            offered = {source(shape)}
            if found_shared := Offers(shape, SLOTS, "").shared:
                offered.add(found_shared.file)
            for slot in SLOTS:
                for one in sets(shape, slot, "/bao"):
                    found = re.findall(r"/bao/(\S+) (\d+)w", one.srcset)
                    assert found and all(f"-{size}" in file for file, size in found)
                    offered |= {file for file, _size in found}
            assert offered == files
