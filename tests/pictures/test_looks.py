# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was found out about a picture is found out once, for the same code and decoders."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from newsroom.blobs import blob_id
from newsroom.commands.pictures import prune
from newsroom.errors import ContentError
from newsroom.pictures import looks
from newsroom.pictures.decode import PictureError
from newsroom.pictures.looks import Looks
from newsroom.pictures.make import PIXELS
from tests.pictures import photos
from tests.portal import Portal


@pytest.fixture
def inspected(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pixels were allowed, each time a picture was decoded."""
    found: list[int] = []
    real = looks.inspect

    def noted(data: bytes, most: int, **more: Any) -> Any:
        found.append(most)
        return real(data, most, **more)

    monkeypatch.setattr(looks, "inspect", noted)
    return found


def look(kept: Looks, data: bytes, most: int = PIXELS, attentive: bool = False) -> object:
    return kept.look(blob_id(data), lambda: data, most, attentive=attentive)


def test_a_picture_is_looked_at_once(tmp_path: Path, inspected: list[int]) -> None:
    data, kept = photos.credited(), Looks(tmp_path)
    assert look(kept, data) == look(Looks(tmp_path), data) and len(inspected) == 1
    look(kept, data, attentive=True)
    with pytest.raises(PictureError):
        look(kept, data, most=1000)
    with pytest.raises(PictureError) as told:
        look(Looks(tmp_path), data, most=1000)
    assert told.value.refusal.values[:2] == ("800", "600") and len(inspected) == 3


def test_other_code_looks_again(
    tmp_path: Path, inspected: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    look(Looks(tmp_path), photos.phone())
    monkeypatch.setattr(looks, "_work", lambda: "of another version")
    look(Looks(tmp_path), photos.phone())
    assert len(inspected) == 2


def test_what_was_damaged_or_has_changed_is_not_believed(
    tmp_path: Path, inspected: list[int]
) -> None:
    one, other = photos.phone(), photos.phone(400, 300)
    kept = Looks(tmp_path)
    kept.look(blob_id(one), lambda: other, PIXELS, attentive=False)  # replaced meanwhile
    found = kept.look(blob_id(one), lambda: one, PIXELS, attentive=False)
    assert (found.width, found.height) == (800, 600) and len(inspected) == 2
    for path in tmp_path.rglob("*"):
        if path.is_file():
            path.write_bytes(b"nothing")
    assert look(kept, one) == found and len(inspected) == 3


def test_a_clean_build_decodes_no_picture_that_it_knows(
    tmp_path: Path, inspected: list[int]
) -> None:
    site = Portal(tmp_path, NEWSROOM_PICTURES=True, NEWSROOM_PICTURE_FORMATS=["webp"])
    site.write("images/a.jpg", photos.credited(300, 200))
    site.write("images/b.jpg", photos.phone(240, 180)[:4000])
    site.article("cong-doan/a.md", image="images/a.jpg")
    site.build()
    before, warned = site.tree(), []
    assert len(inspected) == 2
    for _again in range(2):
        shutil.rmtree(site.output)
        for store in (tmp_path / "cache").glob("*.sqlite*"):
            store.unlink()
        warned.append([(each.path, each.code) for each in site.build().warnings])
        assert site.tree() == before and len(inspected) == 2
    assert ("images/b.jpg", "file-not-published") in warned[0]
    site.article("cong-doan/b.md", image="images/b.jpg")
    with pytest.raises(ContentError, match="cụt"):
        site.build()

    (site.content / "cong-doan/b.md").unlink()
    site.build()
    prune(site.settings)
    kept = [path for path in (tmp_path / "cache/looks").rglob("*") if path.is_file()]
    assert len(kept) == 1
