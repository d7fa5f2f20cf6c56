# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an editor may do better with a picture, told when its article or the picture is new.

It takes what is known of both, so it is asked when all was put; only where there are renditions.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

import msgspec

from newsroom.arrange.renditions import file_at
from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Entry, Photo, PhotoFacts, StaticFile
from newsroom.pictures.recipe import PHOTO
from newsroom.settings import Settings

_HEAD, _BODY, _BESIDE, _CARD = "lead", "body", "gallery", "front"
"""The slots of `pictures.toml` in which a picture is shown largest, by where it stands."""


class PictureHints:
    """The hints of one build; `note` takes whoever shows pictures, `tell` looks at them."""

    def __init__(
        self, connection: sqlite3.Connection, settings: Settings, problems: Problems
    ) -> None:
        self._db = connection
        self._on = settings.newsroom.pictures
        self._problems = problems
        self._least = {slot.name: slot.widths[0] for slot in settings.slots}
        self._noted: dict[str, list[tuple[int, str, Photo]]] = {}

    def note(self, entry: Entry | None) -> None:
        """An article is new, or one of its pictures is."""
        if self._on and entry is not None and (entry.image or entry.body.photos):
            self._noted[entry.path] = list(_shown(entry))

    def tell(self) -> None:
        """All pictures are known."""
        for path, found in self._noted.items():
            for line, slot, photo in found:
                if slot == _HEAD and not photo.alt:
                    self._description(path, line, photo)
                file = file_at(self._db, photo.src)
                if file is not None and file.kind == PHOTO:
                    self._size(path, line, slot, file)
                    if photo.origin == _HEAD and file.facts:
                        self._words(path, line, photo, file.facts)

    def _description(self, path: str, line: int, photo: Photo) -> None:
        """At the head of an article a photo says something; in a list the headline does."""
        message = _(
            "image: the lead photo has no description for readers who can't see it; write: "
            "image: {{src: {src}, alt: what it shows}}"
        ).format(src=photo.src)
        self._problems.warning(path, line, message, code="lead-without-description")

    def _size(self, path: str, line: int, slot: str, file: StaticFile) -> None:
        least = self._least.get(slot, 0)
        if file.width < least:
            message = _(
                'the photo "{name}" is {width} pixels wide and is shown {least} wide or wider, so '
                "it looks blurred; put in a larger one"
            ).format(name=file.path, width=file.width, least=least)
            self._problems.warning(path, line, message, code="small-picture")

    def _words(self, path: str, line: int, photo: Photo, facts: PhotoFacts) -> None:
        """What the photo's file tells and the article does not: a credit, a caption."""
        credit = "" if photo.credit else facts.credit
        caption = "" if photo.caption else facts.caption
        if not credit and not caption:
            return
        message = _("image: the photo's file tells more; if it is right, write: {line}")
        text = message.format(line=_as_field(photo, credit, caption))
        self._problems.warning(path, line, text, code="photo-credit")


def _shown(entry: Entry) -> Iterator[tuple[int, str, Photo]]:
    """The pictures of an article, with the lines and slots in which they stand."""
    alone = {photo.src for photo in entry.body.photos if photo.lead}
    if own := entry.image:
        slot = _HEAD if own.lead and own.src not in alone else _CARD
        yield entry.lines.get("image", 0), slot, msgspec.structs.replace(own, origin=_HEAD)
    lines = {it.target: it.line for it in entry.body.references if it.use == "picture"}
    for photo in entry.body.photos:
        yield lines.get(photo.src, 0), _BODY if photo.lead else _BESIDE, photo


def _as_field(photo: Photo, credit: str, caption: str) -> str:
    """The whole field as it may be pasted, with all that it says already."""
    values: dict[str, object] = {
        "src": photo.src,
        "alt": photo.alt,
        "caption": photo.caption or caption,
        "credit": photo.credit or credit,
        "focus": list(photo.focus) if photo.focus else None,
        "lead": None if photo.lead else False,
        "download": photo.download or None,
    }
    told = ", ".join(
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in values.items()
        if value not in ("", None)
    )
    return f"image: {{{told}}}"
