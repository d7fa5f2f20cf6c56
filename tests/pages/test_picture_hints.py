# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an editor is told of pictures: too small, without a description, with a credit."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.pictures import photos
from tests.portal import Portal

PATH = "images/a.jpg"


@pytest.fixture
def site(tmp_path: Path) -> Portal:
    return Portal(tmp_path, NEWSROOM_PICTURES=True, NEWSROOM_PICTURE_FORMATS=["webp"])


def told(site: Portal) -> dict[str, tuple[int, str]]:
    """The warnings of a build by their codes."""
    return {each.code: (each.line, each.message) for each in site.build().warnings}


def lead(**more: object) -> dict[str, object]:
    return {"src": PATH, "alt": "Mít tinh", "credit": "M.K", "caption": "Chú thích.", **more}


def test_a_photo_that_is_smaller_than_its_place(site: Portal) -> None:
    site.write(PATH, photos.phone(700, 500))
    site.article("cong-doan/a.md", image=lead())
    line, message = told(site)["small-picture"]
    assert line == 6 and "700" in message and "720" in message
    assert told(site) == {}  # told once
    site.write(PATH, photos.phone(719, 500, seed=2))
    assert "small-picture" in told(site)  # another picture, the same article
    site.write(PATH, photos.phone(720, 500))
    assert told(site) == {}
    site.write("images/b.jpg", photos.phone(500, 400))
    site.article("cong-doan/a.md", "Lời.\n\n![B](images/b.jpg)\n\n![C](images/a.jpg)", image=lead())
    assert told(site)["small-picture"][0] == 11
    site.article("cong-doan/a.md", "![B](images/b.jpg) ![C](images/a.jpg)", image=lead())
    assert told(site) == {}  # beside another one it is shown smaller
    site.article("cong-doan/a.md", image=lead(src="images/b.jpg", lead="false"))
    assert told(site) == {}


def test_a_chart_may_be_as_small_as_it_is(site: Portal) -> None:
    site.write("images/a.png", photos.saved(photos.chart(300, 200), "PNG"))
    site.article("cong-doan/a.md", "![A](images/a.png)", image=lead(src="images/a.png"))
    assert told(site) == {}


def test_a_lead_photo_without_a_description(site: Portal) -> None:
    site.write(PATH, photos.phone(800, 600))
    site.article("cong-doan/a.md", image=lead(alt=""))
    assert told(site) == {}  # off by default
    site.overrides = site.overrides | {"NEWSROOM_WARNINGS": {"lead-without-description": True}}
    (site.content / "cong-doan/a.md").unlink()
    site.build()
    site.write(PATH, photos.phone(800, 600))
    site.article("cong-doan/a.md", image=lead(alt=""))
    line, message = told(site)["lead-without-description"]
    assert line == 6 and f"image: {{src: {PATH}, alt: " in message
    site.article("cong-doan/a.md", image=lead(alt="", lead="false"))
    assert told(site) == {}  # beside its headline it is decoration
    site.article("cong-doan/a.md", f"![Mô tả]({PATH})", image=lead(alt=""))
    assert told(site) == {}  # it has one in the text, where it stands


def test_a_credit_is_offered_as_the_line_to_paste(site: Portal) -> None:
    site.write(PATH, photos.credited(800, 600))
    site.article("cong-doan/a.md", image={"src": PATH, "alt": "Mít tinh", "focus": "trên"})
    line, message = told(site)["photo-credit"]
    offered = yaml.safe_load(message[message.index("image: {") :])
    assert line == 6 and offered == {
        "image": {
            "src": PATH,
            "alt": "Mít tinh",
            "caption": photos.CAPTION,
            "credit": photos.CREDIT,
            "focus": [0.5, 0.2],
        }
    }
    site.article("cong-doan/a.md", image=offered["image"])
    assert told(site) == {}
    site.article("cong-doan/a.md", image=lead(caption=""))
    assert photos.CAPTION in told(site)["photo-credit"][1]
    assert photos.CREDIT.encode() not in b"".join(site.tree().values())


def test_what_is_told_can_be_switched_off(site: Portal) -> None:
    codes = ("small-picture", "photo-credit", "lead-without-description")
    site.overrides = site.overrides | {"NEWSROOM_WARNINGS": dict.fromkeys(codes, False)}
    site.write(PATH, photos.credited(500, 400))
    site.article("cong-doan/a.md", image=PATH)
    assert told(site) == {}


def test_without_renditions_nobody_looks_into_pictures(site: Portal) -> None:
    site.overrides = {}
    site.write(PATH, photos.credited(500, 400))
    site.article("cong-doan/a.md", image=PATH)
    assert told(site) == {}
