# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who took a photo and what it shows, as its file tells: offered to editors, published nowhere.

IPTC (IIM 4.2: by-line 2:80, credit 2:110, copyright notice 2:116, caption 2:120) comes before XMP
(dc:creator, photoshop:Credit, dc:rights, dc:description), and both before EXIF (Artist, Copyright,
ImageDescription), into which cameras write what they are set to.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from newsroom.metadata.xmp import CAPTION, credits_in

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

_BYLINE, _CREDIT, _NOTICE, _CAPTION = ((2, 80), (2, 110), (2, 116), (2, 120))
_XMP = (("dc", "creator"), ("photoshop", "Credit"), ("dc", "rights"), CAPTION)
_ARTIST, _COPYRIGHT, _DESCRIPTION = 0x013B, 0x8298, 0x010E

_LONGEST = 300
"""Letters; what is longer is a text for the desk."""

_MACHINES = (
    r"\W*|.*\bdigital camera\b.*|.*camera pictures|.*\bdsc\b.*|dcim.*"
    r"|(?:img|dsc|screenshot)[\W\d_]*|image|default|picasa|unknown|artist|admin(?:istrator)?|user|owner|windows.*|microsoft.*"
    r"|adobe.*"
)
"""What cameras and programs write that were never told a name, in small letters."""


def told_by(image: Image) -> tuple[str, str]:
    """A photo's credit and its caption; "" where its file tells none."""
    sources = zip(_iptc(image), _xmp(image), _exif(image), strict=True)
    byline, agency, notice, caption = (next(filter(None, told), "") for told in sources)
    credit = "/".join(dict.fromkeys(filter(None, (byline, agency))))
    return _name(credit or notice), _sentence(caption)


def _iptc(image: Image) -> list[str]:
    from PIL import IptcImagePlugin  # noqa: PLC0415 - see `newsroom.pictures.decode.opened`

    found = {}
    with suppress(Exception):  # damaged metadata tell nothing
        found = IptcImagePlugin.getiptcinfo(cast("ImageFile", image)) or {}
    return [_text(found.get(each)) for each in (_BYLINE, _CREDIT, _NOTICE, _CAPTION)]


def _xmp(image: Image) -> list[str]:
    packet = image.info.get("xmp") or b""
    found = credits_in(packet.encode() if isinstance(packet, str) else bytes(packet))
    return [_plain("".join(found.get(each, [])[:1])) for each in _XMP]


def _exif(image: Image) -> list[str]:
    found = {}
    with suppress(Exception):  # likewise
        found = dict(image.getexif())
    artist, notice, caption = (_text(found.get(e)) for e in (_ARTIST, _COPYRIGHT, _DESCRIPTION))
    return [artist, "", notice, caption]


def _text(value: object) -> str:
    """A text in UTF-8, whatever the standards say: in other letters nobody's name is right."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, str):
        with suppress(UnicodeEncodeError):
            value = value.encode("latin-1")  # as Pillow decodes EXIF
    if isinstance(value, bytes):
        try:
            value = value.decode("utf-8")
        except UnicodeDecodeError:
            return ""
    return _plain(str(value or ""))


def _plain(text: str) -> str:
    text = " ".join(text.replace("\x00", " ").split())
    return text if len(text) <= _LONGEST and text.isprintable() else ""


def _name(text: str) -> str:
    text = re.sub(r"^(?:©|\(c\)|copyright|ảnh:|photo:|by)\s*", "", text, flags=re.IGNORECASE)
    return "" if len(text) < 3 or _of_a_camera(text) else text


def _sentence(text: str) -> str:
    """A caption has several words, and not only capitals."""
    return text if " " in text and text != text.upper() and not _of_a_camera(text) else ""


def _of_a_camera(text: str) -> bool:
    return re.fullmatch(_MACHINES, text.lower()) is not None
