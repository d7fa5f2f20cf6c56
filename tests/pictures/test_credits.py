# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who took a photo and what it shows, as files tell it in all the ways that programs write."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.pictures import photos
from tests.pictures.test_inspect import facts

NAMES = ("Nguyễn Thị Ngọc Ánh", "Lê Hà", "Đỗ Ước")


def packet(**told: str) -> bytes:
    """An XMP packet: ``creator``, ``credit``, ``rights``, ``description``."""
    properties = {
        "creator": "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>",
        "credit": "<photoshop:Credit>{}</photoshop:Credit>",
        "rights": "<dc:rights><rdf:Alt><rdf:li>{}</rdf:li></rdf:Alt></dc:rights>",
        "description": "<dc:description><rdf:Alt><rdf:li>{}</rdf:li></rdf:Alt></dc:description>",
    }
    inner = "".join(properties[name].format(text) for name, text in told.items())
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">{inner}'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "AVIF"])
@pytest.mark.parametrize("name", NAMES)
def test_who_took_a_photo_is_read_from_xmp(form: str, name: str) -> None:
    told = packet(creator=name, credit="TTXVN", description=photos.CAPTION)
    found = facts(photos.saved(photos.scene(300, 200), form, xmp=told))
    assert (found.credit, found.caption) == (f"{name}/TTXVN", photos.CAPTION)
    found = facts(photos.saved(photos.scene(300, 200), form, xmp=packet(rights=f"© {name}")))
    assert (found.credit, found.caption) == (name, "")


def test_iptc_comes_before_xmp_and_both_before_a_camera_s_exif() -> None:
    told = {"xmp": packet(creator="Minh Tâm"), "exif": photos.exif()}
    data = photos.saved(photos.scene(300, 200), "JPEG", **told)
    assert facts(data).credit == "Minh Tâm"
    assert facts(data[:2] + photos.iptc(byline="Thu Hằng") + data[2:]).credit == "Thu Hằng"
    damaged = {"xmp": packet(creator="Minh Tâm")[:-20], "exif": photos.exif()}
    assert facts(photos.saved(photos.scene(300, 200), "JPEG", **damaged)).credit == photos.CREDIT


@pytest.mark.parametrize("name", NAMES)
def test_letters_are_utf_8_whatever_a_file_says_of_them(name: str) -> None:
    """Programs write UTF-8 and declare nothing, which counts as Latin-1; EXIF is to be ASCII."""
    plain = photos.saved(photos.scene(300, 200), "JPEG")
    declared = photos.iptc(byline=name)
    undeclared = photos.iptc_of(photos.records(byline=name))
    for segment in (declared, undeclared):
        assert facts(plain[:2] + segment + plain[2:]).credit == name
    data = Image.Exif()
    data[0x013B] = name.encode()
    assert facts(photos.saved(photos.scene(300, 200), "JPEG", exif=data.tobytes())).credit == name


@pytest.mark.parametrize("letters", ["latin-1", "cp1258", "utf-16"])
def test_a_name_in_other_letters_is_not_guessed(letters: str) -> None:
    """Latin-1 lacks most letters of Vietnamese; what stands there may be TCVN3, VNI or VISCII."""
    plain = photos.saved(photos.scene(300, 200), "JPEG")
    segment = photos.iptc_of(photos.records(byline="Lê Hà", letters=letters))
    assert facts(plain[:2] + segment + plain[2:]).credit == ""


def test_who_took_a_photo_is_read_from_iptc_before_exif() -> None:
    assert (facts(photos.phone()).credit, facts(photos.phone()).caption) == (photos.CREDIT, "")
    found = facts(photos.credited())
    assert (found.credit, found.caption) == (photos.CREDIT, photos.CAPTION)
    plain = photos.phone()
    both = plain[:2] + photos.iptc(byline="Minh Tâm", credit="TTXVN") + plain[2:]
    assert facts(both).credit == "Minh Tâm/TTXVN"
    notice = photos.saved(photos.scene(300, 200), "JPEG")
    notice = notice[:2] + photos.iptc(notice="© Báo Thử") + notice[2:]
    assert facts(notice).credit == "Báo Thử"


@pytest.mark.parametrize(
    "text",
    [
        "SAMSUNG DIGITAL CAMERA",
        "OLYMPUS DIGITAL CAMERA",
        "DCIM\\100MEDIA",
        "Picasa",
        "  ",
        "IMG_2034",
    ],
)
def test_what_cameras_write_by_themselves_is_nobodys_name(text: str) -> None:
    plain = photos.saved(photos.scene(300, 200), "JPEG")
    found = facts(plain[:2] + photos.iptc(byline=text, caption=text) + plain[2:])
    assert (found.credit, found.caption) == ("", "")


@pytest.mark.parametrize(
    "value", [b"\xff\xfe\x00", "Ngà".encode("utf-16"), b"x" * 4000, b"A\x1b[2J"]
)
def test_damaged_credits_tell_nothing(value: bytes) -> None:
    data = Image.Exif()
    data[0x013B] = data[0x010E] = value
    plain = photos.saved(photos.scene(300, 200), "JPEG", exif=data.tobytes())
    assert (facts(plain).credit, facts(plain).caption) == ("", "")
    broken = plain[:2] + b"\xff\xed\x00\x20Photoshop 3.0\x008BIM\x04\x04" + bytes(10) + plain[2:]
    assert facts(broken).credit == ""
