# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real articles in the places of generated ones: their headlines, texts and tags.

They come as JSON lines (.gz) with ``title``, ``body``, and maybe ``summary`` and ``tags``; dates,
sections, units, bylines and pictures are the generator's, so that figures can be compared. Texts
are other people's: they are read from where they lie, and none is kept here.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from newsroom.text.slug import slugify
from tests.benchmarks.articles import Archive, Article, Head, Unit

_LEAST = 300  # letters of a body
_PARAGRAPH = 300
_SPECIAL = re.compile(r"[\\`*_\[\]<>{}#|~]")
_START = re.compile(r"^([-+=]|\d+(?=[.)]))")
_SENTENCE = re.compile(r"(?<=[.!?…”]) (?=[A-ZĐÂÊÔƠƯĂÀ-Ỹ“])")


class RealArchive(Archive):
    """As many articles as there are in the file, or ``count`` of them."""

    def __init__(self, count: int, units: list[Unit], data: Path, seed: str = "1") -> None:
        super().__init__(count, units, seed)
        with gzip.open(data, "rt", encoding="utf-8") as file:
            rows = (json.loads(line) for line in file)
            self._rows = [row for row in rows if len(row["body"]) >= _LEAST]
        self._spellings: dict[str, str] = {}
        """How a tag is spelled, by its address: who shares one would be told of it."""
        for row in self._rows:
            for tag in map(_line, row.get("tags") or ()):
                self._spellings.setdefault(slugify(tag), tag)

    def head(self, number: int) -> Head:
        """The generated place of an article, under a real headline."""
        head = super().head(number)
        title = _line(self._rows[number % len(self._rows)]["title"])[:190]
        return replace(head, title=title, slug=f"{slugify(title)[:80].strip('-')}-{number:06}")

    def article(self, number: int) -> Article:
        """A real text; what is more than the file holds comes again."""
        row = self._rows[number % len(self._rows)]
        made = super().article(number)
        paragraphs = tuple(_paragraphs(row["body"]))
        own = [tag for tag in map(_line, row.get("tags") or ()) if slugify(tag)]
        spelled = ((slugify(tag), tag) for tag in own or made.tags)
        tags = dict.fromkeys(self._spellings.get(slug, tag) for slug, tag in spelled)
        return replace(
            made,
            sapo=_line(row.get("summary") or paragraphs[0])[:300],
            tags=tuple(tags),
            paragraphs=paragraphs,
        )


def _line(text: str) -> str:
    return " ".join(text.split())


def _paragraphs(body: str) -> Iterator[str]:
    """A text as Markdown; one that has come without line breaks is cut between sentences."""
    for line in filter(None, map(_line, body.split("\n"))):
        room = ""
        for sentence in _SENTENCE.split(line):
            room = f"{room} {sentence}".strip()
            if len(room) >= _PARAGRAPH:
                yield _escaped(room)
                room = ""
        if room:
            yield _escaped(room)


def _escaped(text: str) -> str:
    return _START.sub(r"\\\1" if not text[0].isdigit() else r"\1\\", _SPECIAL.sub(r"\\\g<0>", text))
