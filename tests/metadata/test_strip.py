# SPDX-License-Identifier: AGPL-3.0-or-later
"""Published pictures tell no places and devices, and show just what they did."""

from __future__ import annotations

import io
import random
import resource
import struct
from collections.abc import Iterator
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from PIL import Image, ImageSequence

from newsroom.errors import ContentError
from newsroom.metadata.cuts import MOST_PARTS, BrokenError, Cut, Cutter, joined, length
from newsroom.metadata.png import chunk
from newsroom.metadata.strip import cuts_of
from tests.metadata.pictures import ARTIST, COPYRIGHT, MADE, SECRET, drawn, exif, film, packed_texts
from tests.portal import Portal

A = "cong-doan/2025/04/a.md"


def stripped(data: bytes, name: str) -> bytes:
    cuts = cuts_of(io.BytesIO(data), len(data), name)
    found = b"".join(Cutter(cuts).feed(data))
    assert len(found) == length(len(data), cuts)
    return found


def frames(data: bytes) -> list[tuple[bytes, object]]:
    """What a picture shows: its pixels, and how long."""
    with Image.open(io.BytesIO(data)) as picture:
        return [
            (frame.convert("RGBA").tobytes(), frame.info.get("duration"))
            for frame in ImageSequence.Iterator(picture)
        ]


@pytest.mark.parametrize("name", MADE)
def test_no_place_and_no_device_is_told(name: str) -> None:
    data = MADE[name]()
    assert SECRET in data
    found = stripped(data, name)
    assert SECRET not in found and SECRET not in packed_texts(found)
    assert stripped(found, name) == found or name.endswith(".avif")


@pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO")  # what is in, and cut out
@pytest.mark.parametrize(
    "name", [name for name in MADE if not name.endswith(("mp4", "m4a", "svg"))]
)
def test_what_is_shown_is_the_same(name: str) -> None:
    data = MADE[name]()
    found = stripped(data, name)
    assert frames(found) == frames(data)
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(found)) as after:
        assert after.info.get("icc_profile") == before.info.get("icc_profile")
        assert after.info.get("loop") == before.info.get("loop")
        if not name.endswith(("gif", "avif")):
            assert after.getexif()[0x0112] == 6
            assert dict(after.getexif()).keys() == {0x0112, 0x013B, 0x8298}
        if not name.endswith("gif"):
            assert after.getexif()[0x013B].encode() == ARTIST
            assert after.getexif()[0x8298].encode() == COPYRIGHT
            packet = after.info["xmp"].decode()
            assert f"<rdf:li>{ARTIST.decode()}</rdf:li>" in packet
            assert "<photoshop:Credit>TTXVN &amp; LĐTĐ</photoshop:Credit>" in packet


def test_iptc_keeps_who_is_to_be_named() -> None:
    with Image.open(io.BytesIO(stripped(MADE["a.jpg"](), "a.jpg"))) as picture:
        resources = picture.info["photoshop"]
    assert set(resources) == {0x0404}
    assert ARTIST in resources[0x0404] and COPYRIGHT in resources[0x0404]


def test_a_drawing_keeps_its_licence_and_its_credits() -> None:
    found = stripped(MADE["a.svg"](), "a.svg").decode()
    assert "CC BY" in found and "<text>Chữ</text>" in found and "<path" in found
    assert ARTIST.decode() in found and COPYRIGHT.decode() in found
    assert found.count("<metadata>") == 1


def test_a_film_keeps_its_places_in_the_file() -> None:
    data = film()
    found = stripped(data, "a.mp4")
    assert len(found) == len(data) and bytes(range(256)) in found
    assert found.index(b"mdat") == data.index(b"mdat")
    assert b"udta" not in found and b"\xa9xyz" not in found


def test_a_film_with_a_track_of_places_is_refused() -> None:
    with pytest.raises(BrokenError):
        stripped(film().replace(b"vide", b"meta"), "a.mp4")


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_colours_are_decoded_the_same(mode: str) -> None:
    file = io.BytesIO()
    drawn().convert(mode).save(file, "JPEG", exif=exif())
    assert frames(stripped(file.getvalue(), "a.jpg")) == frames(file.getvalue())


# -------------------------------------------------------------------------- damaged on purpose


def mutants(data: bytes, seed: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _ in range(400):
        piece = bytearray(data)
        for _change in range(chance.randint(1, 4)):
            at = chance.randrange(len(piece))
            match chance.randrange(4):
                case 0:
                    piece[at] = chance.choice((0, 0xFF, 0x7F, 0x80, chance.randrange(256)))
                case 1:
                    del piece[at : at + chance.randint(1, 40)]
                case 2:
                    piece[at:at] = piece[: chance.randint(1, 40)]
                case 3:
                    del piece[max(20, at) :]
        yield bytes(piece)


@pytest.mark.parametrize("name", MADE)
def test_damaged_files_are_refused_or_made_clean(name: str) -> None:
    for data in mutants(MADE[name](), 5):
        try:
            found = stripped(data, name)
        except BrokenError:
            continue
        assert len(found) <= len(data) + 4000


@settings(max_examples=200)
@given(st.sampled_from([name.rpartition(".")[2] for name in MADE]), st.binary(max_size=400))
def test_any_bytes_are_refused_or_read(end: str, tail: bytes) -> None:
    name = next(name for name in MADE if name.endswith(end))
    for data in (tail, MADE[name]()[:40] + tail):
        try:
            stripped(data, f"a.{end}")
        except BrokenError:
            continue


@given(
    st.binary(max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9), st.binary(max_size=3))),
    st.integers(1, 20),
)
def test_cutting_in_pieces_is_cutting_at_once(
    data: bytes, wanted: list[tuple[int, int, bytes]], size: int
) -> None:
    cuts = [
        Cut(start, min(start + many, len(data)), new, len(new) % 2)
        for start, many, new in wanted
        if start < len(data) and many
    ]
    try:
        found = joined(cuts)
    except BrokenError:
        return
    expected, at = b"", 0
    for cut in found:
        expected += data[at : cut.start] + cut.new + bytes(cut.zeros)
        at = cut.end
    expected += data[at:]
    cutter = Cutter(found)
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    assert b"".join(out for piece in pieces for out in cutter.feed(piece)) == expected
    assert length(len(data), found) == len(expected)


def test_a_file_of_too_many_parts_is_refused() -> None:
    many = chunk(b"tEXt", b"") * (MOST_PARTS + 1)
    with pytest.raises(BrokenError):
        stripped(MADE["a.png"]()[:33] + many, "a.png")


def test_a_large_film_is_never_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with path.open("wb") as file:
        file.write(film()[:100])
        file.write(struct.pack(">I", 1) + b"free" + struct.pack(">Q", 600 << 20))
        file.truncate(100 + (600 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with path.open("rb") as file:
        cutter = Cutter(cuts_of(file, path.stat().st_size, "a.mp4"))
        file.seek(0)
        size = 0
        while data := file.read(1 << 20):
            size += sum(map(len, cutter.feed(data)))
    assert size == path.stat().st_size
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 << 10


# ------------------------------------------------------------------------------- on a real site


def test_pictures_are_published_without_it(portal: Portal, tmp_path: Path) -> None:
    for name, make in MADE.items():
        portal.write(f"images/{name}", make())
    links = " ".join(f"[x](/images/{name})" for name in MADE)
    portal.article(A, links, image="images/a.jpg")
    assert [w.code for w in portal.build().warnings if w.code.startswith("file")] == []
    tree = portal.tree()
    for name, make in MADE.items():
        assert tree[f"images/{name}"] == stripped(make(), name)
    feed = tree["rss/tin-moi.rss"].decode()
    assert f'length="{len(tree["images/a.jpg"])}"' in feed
    assert portal.build().rendered == 0
    portal.write("images/a.jpg", MADE["progressive.jpeg"]())
    portal.build()
    assert portal.tree() == portal.clean_tree(tmp_path / "clean")


@pytest.mark.usefixtures("english")
def test_what_cannot_be_made_clean_is_told(portal: Portal) -> None:
    portal.write("images/a.mp4", film().replace(b"vide", b"camm"))
    portal.article(A, "[x](/images/a.mp4)")
    with pytest.raises(ContentError) as caught:
        portal.build()
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (A, 8)
    assert "tell places" in problem.message
    assert "images/a.mp4" not in portal.tree()
