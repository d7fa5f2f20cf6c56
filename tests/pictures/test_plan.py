# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which renditions there are of a picture, and how a slot offers them."""

from __future__ import annotations

import re

from newsroom.model import Shape
from newsroom.pictures.plan import Offers, Slot, place, read_slots, recipes, sets, source
from newsroom.pictures.recipe import AVIF, GRAPHIC, JPEG, MOVING, PHOTO, PNG, WEBP
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
    assert len(recipes(Shape(STEM, 6000, 4000, PHOTO), slots)) <= 12


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
