# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which files of an editor are published: those of a known kind, by their ending and by content.

A browser goes by what the server tells it, which goes by the ending; so an ending that is known
and a content that fits it leave nothing to guess. Signatures are those of the formats' own
specifications (PNG, JFIF, GIF89a, RIFF, ISO 14496-12, Matroska, Ogg, ID3, PDF, ZIP, MS-CFB).
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from newsroom.messages import _
from newsroom.model import Refusal
from newsroom.pictures import heif
from newsroom.settings import Settings

PICTURE, SOUND, VIDEO, DOCUMENT = "picture", "sound", "video", "document"

HEAD = 4096
TAIL = 256 << 10
"""Bytes at a file's beginning and end that tell what it is: a ZIP's table of files comes last."""

SVG_LIMIT = 5 << 20
"""Bytes of a drawing: it is the one kind that is read whole."""


class Sample(msgspec.Struct, frozen=True):
    """A file's first `HEAD` and last `TAIL` bytes."""

    head: bytes
    tail: bytes


Fits = Callable[[Sample], bool]


def _starts(*signs: bytes) -> Fits:
    return lambda sample: sample.head.startswith(signs)


def _riff(kind: bytes) -> Fits:
    return lambda sample: sample.head[:4] == b"RIFF" and sample.head[8:12] == kind


def _brands(*known: bytes) -> Fits:
    """A file of boxes (ISO 14496-12) that names one of these brands, by their beginnings."""

    def fits(sample: Sample) -> bool:
        head = sample.head
        end = min(int.from_bytes(head[:4]), len(head))
        named = [head[8:12], *(head[at : at + 4] for at in range(16, end, 4))]
        return head[4:8] == b"ftyp" and any(brand.startswith(known) for brand in named)

    return fits


def _sound(sample: Sample) -> bool:
    """MP3 and AAC: a tag, or the twelve bits that each frame begins with."""
    head = sample.head
    return head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1:2] >= b"\xe0")


def _office(folder: bytes) -> Fits:
    """Office Open XML: a ZIP with a table of contents and this folder."""

    def fits(sample: Sample) -> bool:
        names = sample.head + sample.tail
        zipped = sample.head.startswith(b"PK\x03\x04")
        return zipped and b"[Content_Types].xml" in names and folder in names

    return fits


def _open(kind: bytes) -> Fits:
    """OpenDocument: a ZIP whose first file says what it is."""
    mime = b"mimetypeapplication/vnd.oasis.opendocument." + kind
    return lambda sample: sample.head[:4] == b"PK\x03\x04" and mime in sample.head[30:120]


def _pdf(sample: Sample) -> bool:
    return sample.head.lstrip(b"\xef\xbb\xbf\r\n\t \0").startswith(b"%PDF-")


_MP4 = _brands(b"mp4", b"iso", b"M4", b"avc1", b"dash", b"3gp", b"f4v", b"MSNV", b"mmp4")
_OLD_OFFICE = _starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_OGG = _starts(b"OggS")
_JPEG = _starts(b"\xff\xd8\xff")

KINDS: dict[str, tuple[str, Fits]] = {
    "avif": (PICTURE, _brands(b"avif", b"avis")),
    "gif": (PICTURE, _starts(b"GIF87a", b"GIF89a")),
    "jpeg": (PICTURE, _JPEG),
    "jpg": (PICTURE, _JPEG),
    "png": (PICTURE, _starts(b"\x89PNG\r\n\x1a\n")),
    "svg": (PICTURE, lambda _sample: True),  # newsroom.read.drawings reads all of it
    "webp": (PICTURE, _riff(b"WEBP")),
    "aac": (SOUND, _sound),
    "flac": (SOUND, _starts(b"fLaC", b"ID3")),
    "m4a": (SOUND, _MP4),
    "mp3": (SOUND, _sound),
    "oga": (SOUND, _OGG),
    "ogg": (SOUND, _OGG),
    "opus": (SOUND, _OGG),
    "wav": (SOUND, _riff(b"WAVE")),
    "m4v": (VIDEO, _MP4),
    "mp4": (VIDEO, _MP4),
    "ogv": (VIDEO, _OGG),
    "webm": (VIDEO, _starts(b"\x1a\x45\xdf\xa3")),
    "doc": (DOCUMENT, _OLD_OFFICE),
    "docx": (DOCUMENT, _office(b"word/")),
    "odp": (DOCUMENT, _open(b"presentation")),
    "ods": (DOCUMENT, _open(b"spreadsheet")),
    "odt": (DOCUMENT, _open(b"text")),
    "pdf": (DOCUMENT, _pdf),
    "ppt": (DOCUMENT, _OLD_OFFICE),
    "pptx": (DOCUMENT, _office(b"ppt/")),
    "xls": (DOCUMENT, _OLD_OFFICE),
    "xlsx": (DOCUMENT, _office(b"xl/")),
}
"""What is published, by its ending: what it is for, and whether a content is of that kind."""


_BOXED = _brands(b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")


def _heif(sample: Sample) -> bool:
    """What phones save photos as that browsers can't show (ISO 23008-12); an AVIF is boxed, too."""
    return _BOXED(sample) and not KINDS["avif"][1](sample)


_DECODED = dict.fromkeys(heif.ENDINGS, (PICTURE, _heif))
"""What is published by its renditions alone, where there are some and something decodes it."""

_TOLD_APART = ("jpg", "png", "gif", "webp", "avif", "pdf", "mp4", "flac", "webm", "docx", "xlsx")
"""What is named when a file is something else than its ending says; such signs lie nowhere else."""


def ending(path: str) -> str:
    """What stands behind the last dot of a file's name, in small letters; "" without one."""
    name, dot, end = path.rpartition("/")[2].rpartition(".")
    return end.lower() if name and dot else ""


def is_picture(path: str) -> bool:
    """Whether a file's ending is that of a picture."""
    return ending(path) in _DECODED or KINDS.get(ending(path), ("",))[0] == PICTURE


def _known(settings: Settings) -> dict[str, tuple[str, Fits]]:
    """What is published, of this site and by what is installed here."""
    return KINDS | _DECODED if settings.newsroom.pictures and heif.is_decoded() else KINDS


def by_size(path: str, size: int, settings: Settings) -> Refusal | None:
    """Why a file is not published that has ``size`` bytes: its ending or its size."""
    end = ending(path)
    known = _known(settings)
    if end not in known:
        if end in _DECODED:
            return Refusal("heif", (end,))
        return Refusal("kind", (end,) if end else ())
    own = settings.newsroom
    kind = known[end][0]
    limit = (own.largest_picture if kind == PICTURE else own.largest_file) << 20
    if end == "svg":
        limit = min(limit, SVG_LIMIT)
    if size > limit:
        return Refusal("size", (_mebibytes(size), _mebibytes(limit)))
    return None


def by_content(path: str, sample: Sample, settings: Settings) -> Refusal | None:
    """Why a file of a known ending is not published: it holds something else, or nothing."""
    end, known = ending(path), _known(settings)
    if not sample.head:
        return Refusal("empty")
    if known[end][1](sample):
        return None
    if _heif(sample):
        heic = heif.ENDINGS[0]
        return Refusal("other", (end, heic)) if heic in known else Refusal("heif", (end,))
    really = next((other for other in _TOLD_APART if KINDS[other][1](sample)), "")
    return Refusal("other", (end, really)) if really else Refusal("content", (end,))


def by_pixels(width: int, height: int, settings: Settings) -> Refusal | None:
    """Why a picture is not published: browsers would need four bytes for each of its pixels."""
    most = settings.newsroom.largest_pixels
    if width * height <= most * 1_000_000:
        return None
    return Refusal("pixels", (str(width), str(height), str(most)))


def explain(refusal: Refusal) -> str:
    """Why a file is not published, and what to do about it; without a full stop."""
    reason = refusal.reason if refusal.values or refusal.reason != "kind" else "no kind"
    values = dict(zip(_VALUES.get(reason, ()), refusal.values, strict=False))
    return _(_WHY[reason]).format(known=", ".join(KINDS), **values)


_WHY = {
    "kind": 'files of the kind ".{ending}" are not published; published are {known}',
    "no kind": "its name has no ending that tells what it is; published are {known}",
    "size": "it has {size} MiB, and {limit} are allowed; make it smaller",
    "content": 'it is damaged, or not what its ending ".{ending}" says; save it again',
    "empty": "it is empty (0 bytes); copy it again from where it came from",
    "other": 'its ending is ".{ending}", but it is a ".{really}"; rename it',
    "heif": (
        "it is a HEIC photo, which browsers can't show; save it as JPEG (on an iPhone, "
        "Settings › Camera › Formats › Most Compatible takes photos as JPEG)"
    ),
    "metadata": (
        'its ".{ending}" data are damaged, or tell places and can\'t be left out; save it '
        "again without them"
    ),
    "pixels": "it has {width} × {height} pixels, and {limit} million are allowed; make it smaller",
    "undecodable": "it is damaged and can't be shown; open it and save it again",
    "truncated": "it ends too early, as when a copy was cut off; copy it again",
    "bomb": "it would take too much memory to show it; save it again, smaller or as a film (MP4)",
    "moving": 'it is a moving picture of the kind "{ending}"; save it as GIF, WebP or MP4',
    "long": "it is a moving GIF of {size} MiB, and {limit} are allowed; save it as a film (MP4)",
    "drawing": (
        'line {line} of the drawing has "{what}", which may run or load something; remove '
        "that, or save it as PNG or WebP"
    ),
    "unreadable": "the drawing can't be read (line {line}: {fault}); save it again",
}
"""Of each reason what is told; from "undecodable" to "long", what `newsroom.pictures` finds."""

_VALUES = {
    "kind": ("ending",),
    "size": ("size", "limit"),
    "content": ("ending",),
    "metadata": ("ending",),
    "pixels": ("width", "height", "limit"),
    "drawing": ("line", "what"),
    "unreadable": ("line", "fault"),
    "other": ("ending", "really"),
    "moving": ("ending",),
    "long": ("size", "limit"),
}


def _mebibytes(size: int) -> str:
    return f"{size / (1 << 20):.1f}".removesuffix(".0")
