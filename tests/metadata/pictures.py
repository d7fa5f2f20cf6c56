# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures that tell more than they show: every text about places and devices holds `SECRET`."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from newsroom.metadata.png import chunk

SECRET, ARTIST, COPYRIGHT = b"zqBIMATqz", b"Minh Khoi", b"(c) Bao Thu"
XMP = f"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">
<rdf:Description rdf:about="{SECRET.decode()}" exif:GPSLatitude="{SECRET.decode()}"
 photoshop:Credit="TTXVN &amp; LĐTĐ">
<dc:creator><rdf:Seq><rdf:li>{ARTIST.decode()}</rdf:li></rdf:Seq></dc:creator>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{COPYRIGHT.decode()}</rdf:li></rdf:Alt></dc:rights>
<dc:description><rdf:Alt><rdf:li>{SECRET.decode()}</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def drawn(mode: str = "RGB") -> Image.Image:
    """A picture whose corners differ, so that turning it shows."""
    picture = Image.new(mode, (60, 40), 0)
    draw = ImageDraw.Draw(picture)
    for x in range(0, 60, 7):
        draw.line((x, 0, 59 - x, 39), fill=x * 3 if mode in ("L", "P") else (x * 4, 255 - x, x))
    return picture


def exif(orientation: int = 6) -> bytes:
    """EXIF with places, serial numbers, a maker's note and a small picture."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = data[0x0110] = data[0x0131] = SECRET.decode()
    data[0x013B], data[0x8298] = ARTIST.decode(), COPYRIGHT.decode()
    data[0x9C9B] = SECRET  # what Windows writes
    inner = data.get_ifd(0x8769)
    inner[0x927C] = SECRET * 20  # the maker's note
    inner[0xA431] = inner[0xA430] = SECRET.decode()  # serial number, owner
    data.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 42.0), 29: SECRET.decode()})
    return data.tobytes() + SECRET  # a small picture would follow


@cache  # a profile tells when it was made
def icc() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2) + data


def photoshop() -> bytes:
    """Image resources: IPTC with a byline, a copyright and a city; and a thumbnail."""

    def dataset(number: int, text: bytes) -> bytes:
        return bytes((0x1C, 2, number)) + len(text).to_bytes(2) + text

    iptc = dataset(80, ARTIST) + dataset(90, SECRET) + dataset(116, COPYRIGHT)
    iptc += dataset(25, SECRET) + dataset(120, SECRET)

    def resource(number: int, data: bytes) -> bytes:
        head = b"8BIM" + number.to_bytes(2) + b"\x03abc" + len(data).to_bytes(4)
        return head + data + bytes(len(data) % 2)

    return b"Photoshop 3.0\x00" + resource(1036, SECRET) + resource(1028, iptc)


def jpeg(**options: object) -> bytes:
    file = io.BytesIO()
    drawn().save(file, "JPEG", exif=exif(), icc_profile=icc(), comment=SECRET, **options)
    data = file.getvalue()
    extra = _segment(0xED, photoshop()) + _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)
    extra += _segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + SECRET)
    extra += _segment(0xE2, b"MPF\0" + SECRET) + _segment(0xEB, SECRET) + b"\xff"
    thumbnail = b"JFIF\0\1\1\0\0\1\0\1\1\1" + SECRET[:3]
    head = _segment(0xE0, thumbnail)
    return data[:2] + head + extra + data[20:] + b"\xff\xd8" + SECRET  # and a film behind it


def png(**options: object) -> bytes:
    file = io.BytesIO()
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", ARTIST.decode())
    texts.add_text("Comment", SECRET.decode())
    texts.add_text("Raw", SECRET.decode(), zip=True)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    drawn().save(file, "PNG", exif=exif(), icc_profile=icc(), pnginfo=texts, **options)
    data = file.getvalue()
    own = chunk(b"prVt", SECRET) + chunk(b"tIME", b"\x07\xe9\1\1\1\1\1")
    return data[:33] + own + data[33:] + SECRET


def webp(**options: object) -> bytes:
    file = io.BytesIO()
    drawn().save(
        file, "WEBP", exif=exif(), icc_profile=icc(), xmp=XMP, **{"lossless": True} | options
    )
    data = file.getvalue() + b"ABCD\x09\0\0\0" + SECRET + b"\0"
    return data[:4] + (len(data) - 8).to_bytes(4, "little") + data[8:] + SECRET


def animated() -> bytes:
    file = io.BytesIO()
    frames = [drawn().rotate(90 * turn) for turn in range(3)]
    frames[0].save(
        file, "WEBP", save_all=True, append_images=frames[1:], duration=80, exif=exif(), xmp=XMP
    )
    return file.getvalue()


def gif() -> bytes:
    file = io.BytesIO()
    frames = [drawn("P").rotate(90 * turn) for turn in range(3)]
    frames[0].save(
        file, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=SECRET, duration=50
    )
    data = file.getvalue()
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    own = b"\x21\xff\x0bXMP DataXMP" + bytes((len(SECRET),)) + SECRET + b"\0"
    text = b"\x21\x01\x0c" + bytes(12) + bytes((len(SECRET),)) + SECRET + b"\0"
    return data[:at] + own + text + data[at:] + SECRET


def avif() -> bytes:
    file = io.BytesIO()
    drawn().save(file, "AVIF", exif=exif(1), xmp=XMP, icc_profile=icc(), quality=90)
    return file.getvalue() + struct.pack(">I", 8 + len(SECRET)) + b"free" + SECRET


def film() -> bytes:
    """The boxes of an MP4, as far as they are looked at, with a phone's place."""

    def box(kind: bytes, *inner: bytes) -> bytes:
        data = b"".join(inner)
        return struct.pack(">I", 8 + len(data)) + kind + data

    place = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+21.02+105.8/" + SECRET))
    handler = box(b"hdlr", bytes(8), b"vide", bytes(12))
    track = box(b"trak", box(b"tkhd", bytes(80)), place, box(b"mdia", handler))
    notes = box(b"meta", bytes(4), SECRET)
    return (
        box(b"ftyp", b"isom", bytes(4), b"isommp42")
        + box(b"uuid", bytes(16), SECRET)
        + box(b"mdat", bytes(range(256)))
        + box(b"moov", box(b"mvhd", bytes(100)), track, place, notes)
    )


SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"
 xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cc="http://creativecommons.org/ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" sodipodi:docname="/home/{SECRET.decode()}/a.svg">
<!-- Licence: CC BY --><metadata id="m"><rdf:RDF><cc:Work rdf:about="{SECRET.decode()}">
<dc:creator><cc:Agent><dc:title>{ARTIST.decode()}</dc:title></cc:Agent></dc:creator>
<dc:rights>{COPYRIGHT.decode()}</dc:rights><dc:date>{SECRET.decode()}</dc:date></cc:Work></rdf:RDF>
</metadata><g><path d="M0 0" sodipodi:absref='{SECRET.decode()}'/>
<metadata>{SECRET.decode()}</metadata><text>Chữ</text></g></svg>""".encode()

MADE: dict[str, Callable[[], bytes]] = {
    "a.jpg": jpeg,
    "progressive.jpeg": lambda: jpeg(progressive=True),
    "a.png": png,
    "a.webp": webp,
    "lossy.webp": lambda: webp(lossless=False),
    "animated.webp": animated,
    "a.gif": gif,
    "a.avif": avif,
    "a.mp4": film,
    "a.m4a": film,
    "a.svg": lambda: SVG,
}


def packed_texts(data: bytes) -> bytes:
    """A PNG's compressed texts."""
    found = b""
    for piece in data.split(b"zTXt")[1:]:
        at = piece.find(b"\0\0")
        found += zlib.decompressobj().decompress(piece[at + 2 :])
    return found
