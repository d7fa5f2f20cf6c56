# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files whose content is not what their name says: which it is, is told, and what to do."""

from __future__ import annotations

import pytest

from newsroom.model import Refusal
from newsroom.read.uploads import Sample, by_content, by_size, explain
from tests.pictures import photos
from tests.portal import Portal

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"


def judged(path: str, data: bytes, portal: Portal) -> Refusal | None:
    return by_content(path, Sample(data[:4096], data[-4096:]), portal.settings)


def test_a_picture_of_another_kind_than_its_name_says(portal: Portal) -> None:
    png = photos.saved(photos.chart(), "PNG")
    for path, data, really in (
        ("images/a.jpg", png, "png"),
        ("images/a.png", photos.phone(), "jpg"),
        ("images/a.webp", photos.moving(), "gif"),
        ("images/a.pdf", png, "png"),
        ("images/a.jpg", photos.saved(photos.chart(), "AVIF", speed=10), "avif"),
    ):
        refusal = judged(path, data, portal)
        assert refusal == Refusal("other", (path[-3:] if path[-5] != "." else path[-4:], really))
        assert f'".{really}"' in explain(refusal)
    assert judged("images/a.png", png, portal) is None
    assert judged("images/a.jpeg", photos.phone(), portal) is None
    assert judged("images/a.jpg", b"nothing known", portal) == Refusal("content", ("jpg",))


def test_an_empty_file_is_told_as_such(portal: Portal) -> None:
    refusal = judged("images/a.jpg", b"", portal)
    assert refusal == Refusal("empty")
    assert "0 byte" in explain(refusal)


@pytest.mark.parametrize("path", ["images/a.heic", "images/a.HEIF", "images/a.hif"])
def test_a_heic_photo_is_refused_with_the_phones_setting(path: str, portal: Portal) -> None:
    refusal = by_size(path, 4_000_000, portal.settings)
    assert refusal is not None and refusal.reason == "heif"
    assert "iPhone" in explain(refusal) and "JPEG" in explain(refusal)


def test_a_heic_photo_with_another_ending_is_known_by_its_content(portal: Portal) -> None:
    for path in ("images/a.jpg", "images/a.avif"):
        found = judged(path, HEIC, portal)
        assert found is not None and found.reason == "heif"
