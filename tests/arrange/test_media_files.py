# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that bodies show: all formats of a video, and its poster, are the site's or told."""

from __future__ import annotations

import pytest

from newsroom.errors import ContentError
from tests.portal import Portal


def test_formats_and_posters_are_files_of_the_site(portal: Portal) -> None:
    for name in ("a.mp4", "b.mp4"):
        portal.write(f"images/{name}", b"\0\0\0\x18ftypmp42" + bytes(100))
    portal.write("images/p.gif", b"GIF89a\x01\0\x01\0\0\0\0;")
    path = portal.article(
        "cong-doan/2025/04/a.md",
        '<video title="Phim" poster="images/p.gif"><source src="images/a.mp4">'
        '<source src="images/b.mp4"></video>',
    )
    portal.build()
    video = portal.page("2025/04/a.html").video
    assert video["poster"] == "/images/p.gif"
    assert [it["src"] for it in video.select("source")] == ["/images/a.mp4", "/images/b.mp4"]
    assert {"images/p.gif", "images/a.mp4", "images/b.mp4"} <= portal.tree().keys()
    for name in ("p.gif", "b.mp4"):
        held = portal.content / "images" / name
        data = held.read_bytes()
        held.unlink()
        with pytest.raises(ContentError, match=f"images/{name}"):
            portal.build()
        held.write_bytes(data)
    assert path.is_file()


def test_a_name_in_other_capitals_is_guessed(portal: Portal) -> None:
    portal.write("images/p.gif", b"GIF89a\x01\0\x01\0\0\0\0;")
    portal.article("cong-doan/2025/04/a.md", "![x](P.GIF)")
    with pytest.raises(ContentError, match=r"images/p\.gif"):
        portal.build()
