# SPDX-License-Identifier: AGPL-3.0-or-later
"""Generated articles with the statistics of Vietnamese news, the same in every run.

Bodies have 2,500 characters in eight paragraphs on average (log-normal), articles have two to
five tags of a Zipf vocabulary (2,000 tags at 100,000 articles, as many as the square root of the
articles' number says), one of eight sections, one of forty authors, one of Hanoi's thirty
districts (until June 2025) or 126 wards (from July 2025), and dates from 2012 to 2026. Six in ten
have a picture, one in ten links to an older article.

An article is a pure function of the seed and its number, so a link can name an older article
that was not kept, and any number of processes could share the work.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from math import log, sqrt
from pathlib import Path
from random import Random
from typing import Any

import yaml

from newsroom.text.slug import slugify
from tests.benchmarks import vocabulary as v

FIRST, LAST = datetime(2012, 1, 1), datetime(2026, 6, 30)
CITY = "toan-thanh-pho"
TAGS_AT_100_000 = 2_000
AUTHORS = 40
PICTURES = 6
LETTERS = 2_500
_REFORM = datetime(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Head:
    """What other articles and lists may show of an article; ``place`` is a district's slug."""

    number: int
    title: str
    date: datetime
    section: str
    slug: str
    place: str

    @property
    def source(self) -> str:
        """The path of its source, without the suffix."""
        return f"{self.section}/{self.date:%Y/%m}/{self.slug}"

    @property
    def url(self) -> str:
        """Its address on the site."""
        return f"/{self.date:%Y/%m}/{self.slug}.html"


@dataclass(frozen=True, slots=True)
class Article:
    """An article; ``image`` is a picture's number or None; ``link`` an older article or None.

    ``paragraphs`` are Markdown; a sentence with the link is to follow them.
    """

    head: Head
    kicker: str
    sapo: str
    author: str
    tags: tuple[str, ...]
    image: int | None
    paragraphs: tuple[str, ...]
    link: Head | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the registry: its slug and names, and the days on which it exists."""

    slug: str
    name: str
    short: str
    begins: date | None
    ends: date | None


def read_units(registry: Path) -> list[Unit]:
    """The units of a ``districts.yaml`` that have dates: neither the city nor places elsewhere."""
    records: list[dict[str, Any]] = yaml.load(registry.read_bytes(), yaml.CSafeLoader)
    return [
        Unit(r["slug"], r["name"], r["short"], r.get("valid_from"), r.get("valid_to"))
        for r in records
        if r.get("valid_from") or r.get("valid_to")
    ]


class Archive:
    """``count`` articles, numbered by date from 0; article number ``count`` is tomorrow's news."""

    def __init__(
        self, count: int, units: list[Unit], seed: str = "1", letters: int = LETTERS
    ) -> None:
        """Bodies have ``letters`` characters on average."""
        self.count = count
        self._letters = letters
        self._seed = seed
        self._step = (LAST - FIRST) / count
        self._sections = v.Words("|".join(v.SECTIONS), power=0.7)
        self._authors = v.Words("|".join(v.pen_names(AUTHORS)), power=0.6)
        size = max(60, round(TAGS_AT_100_000 * sqrt(count / 100_000)))
        self._tags = v.Words("|".join(v.tag_names(size)), power=0.9, shift=8)
        # Those that were there all the time until the reform, and those that are since.
        last = (_REFORM - timedelta(days=1)).date()
        self._units = [u for u in units if u.ends and u.ends >= last and not u.begins]
        self._wards = [unit for unit in units if unit.begins and not unit.ends]
        self._names = {unit.slug: unit.short for unit in units} | {CITY: "Hà Nội"}

    def head(self, number: int) -> Head:
        """What others show of article ``number``."""
        rng = self._random(number)
        moment = FIRST + self._step * (number + rng.random() * 0.9)
        moment -= timedelta(seconds=moment.second, microseconds=moment.microsecond)
        place = self._place(rng, moment)
        title = self._title(rng, place)
        slug = f"{slugify(title)}-{number:06}"
        return Head(number, title, moment, self._sections.draw(rng), slug, place)

    def article(self, number: int) -> Article:
        """Article ``number``."""
        head = self.head(number)
        rng = self._random(number + 500_000_000)
        place = self._names[head.place]
        kicker = f"Liên đoàn Lao động {place}:" if rng.random() < 0.3 else ""
        tags = dict.fromkeys(self._tags.draw(rng) for _ in range(rng.choice((2, 3, 3, 4, 4, 5))))
        while len(tags) < 2:
            tags[self._tags.draw(rng)] = None
        image = rng.randrange(PICTURES) if rng.random() < 0.6 else None
        sapo = f"{_sentence(rng, place)} {_sentence(rng, place)}".replace("*", "")
        author = self._authors.draw(rng)
        body = tuple(_body(rng, place, self._letters / LETTERS))
        link = self.head(rng.randrange(number)) if number and rng.random() < 0.1 else None
        return Article(head, kicker, sapo, author, tuple(tags), image, body, link)

    @property
    def authors(self) -> list[str]:
        """All pen names."""
        return self._authors.words

    def _random(self, number: int) -> Random:
        return Random(f"{self._seed}:{number}")

    def _place(self, rng: Random, moment: datetime) -> str:
        if rng.random() < 0.25:
            return CITY
        return rng.choice(self._units if moment < _REFORM else self._wards).slug

    def _title(self, rng: Random, place: str) -> str:
        start = self._names[place] if rng.random() < 0.4 else _capital(v.SUBJECTS.draw(rng))
        deed = f"{v.VERBS.draw(rng)} {v.NOUNS.draw(rng)} {v.MODIFIERS.draw(rng)}"
        return f"{start}: {_capital(deed)}" if rng.random() < 0.3 else f"{start} {deed}"


# ------------------------------------------------------------------------------------- text


def _body(rng: Random, place: str, share: float) -> list[str]:
    """Paragraphs: log-normal, 2,500 characters in all on average; long ones with a heading.

    ``share`` says how much shorter all are.
    """
    room = share * min(9_000.0, max(500.0, rng.lognormvariate(log(2_220), 0.5)))
    paragraphs: list[str] = []
    while room > 60:
        paragraph = _paragraph(rng, place, min(room, rng.lognormvariate(log(300), 0.35)))
        room -= len(paragraph)
        paragraphs.append(paragraph)
    if len(paragraphs) > 9:
        paragraphs.insert(len(paragraphs) // 2, f"## {v.HEADINGS.draw(rng)}")
    if rng.random() < 0.1:
        items = "\n".join(f"- {_capital(_deed(rng))}" for _ in range(3))
        paragraphs.insert(len(paragraphs) // 2, items)
    return paragraphs


def _paragraph(rng: Random, place: str, room: float) -> str:
    sentences = [_sentence(rng, place)]
    size = len(sentences[0])
    while size < room - 60:
        sentences.append(_sentence(rng, place))
        size += len(sentences[-1]) + 1
    return " ".join(sentences)


def _sentence(rng: Random, place: str) -> str:
    pattern = _PATTERNS[_pick(rng)]
    return _capital(pattern(rng, place)) + "."


def _plain(rng: Random, place: str) -> str:
    return f"{v.WHENS.draw(rng)}, {v.SUBJECTS.draw(rng)} {place} {_deed(rng)} {v.WHERES.draw(rng)}"


def _purposeful(rng: Random, place: str) -> str:
    return f"{v.SUBJECTS.draw(rng)} {_deed(rng)}, {v.PURPOSES.draw(rng)}"


def _linked(rng: Random, place: str) -> str:
    deeds = f"{_deed(rng)} và {_deed(rng)}"
    return f"{v.LINKS.draw(rng)}, {v.SUBJECTS.draw(rng)} {deeds}"


def _counted(rng: Random, place: str) -> str:
    number = f"{int(rng.lognormvariate(5, 1.6)) + 2:,}".replace(",", ".")
    return f"{v.WHENS.draw(rng)} đã có **{number}** {v.NOUNS.draw(rng)} {v.MODIFIERS.draw(rng)}"


def _quoted(rng: Random, place: str) -> str:
    name = f"{v.FAMILIES.draw(rng)} {v.MIDDLES.draw(rng)} {v.GIVENS.draw(rng)}"
    return f"“{_capital(v.REMARKS.draw(rng))}”, {v.ROLES.draw(rng)} {name} ({place}) cho biết"


def _deed(rng: Random) -> str:
    return f"{v.VERBS.draw(rng)} {v.NOUNS.draw(rng)} {v.MODIFIERS.draw(rng)}"


_PATTERNS = (_plain, _purposeful, _linked, _counted, _quoted)
_SHARES = list(accumulate((0.3, 0.25, 0.25, 0.08, 0.12)))


def _pick(rng: Random) -> int:
    draw = rng.random()
    return next((place for place, share in enumerate(_SHARES) if draw < share), 0)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
