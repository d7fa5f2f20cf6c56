# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeping the index of search in step with the articles that readers may see.

An article's record is derived when it is read, and kept as long as the article. Of each stretch in
which something has changed the postings are made anew, from its articles' dates and records; what
differs from before touches the buckets of its terms, and the shards that have read them.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from newsroom.arrange import addresses
from newsroom.arrange.order import moment_of
from newsroom.model import Article, Entry, Synonym, Unit
from newsroom.search import figures
from newsroom.search.generations import Generation, days_of, generations, stretch_of
from newsroom.search.numbering import places
from newsroom.search.record import make_record, title_place
from newsroom.search.synonyms import phrases
from newsroom.search.tables import AROUND, GENERATIONS, SYNONYMS
from newsroom.settings import Settings
from newsroom.startup import without_threads
from newsroom.store import derived, owners, postings
from newsroom.store.articles import decode_card
from newsroom.store.derived import SEARCH
from newsroom.store.owners import Owner
from newsroom.store.pages import Claim
from newsroom.store.reads import EVERYBODY, Touches
from newsroom.store.records import replace_records
from newsroom.text.slug import slugify

OWNER = Owner(owners.SITE, "search")
"""The owner of the index's shards."""

_encode = msgspec.msgpack.Encoder().encode
_MANY = 1_000


class _Seen(NamedTuple):
    """Where readers see an article: its key, and its stretch; and its units."""

    key: int
    stretch: str
    units: tuple[str, ...]


def record(entry: Entry, telling: Sequence[str]) -> bytes:
    """What an article that was just read is found by; ``telling`` are the terms of its text."""
    # A unit's name comes with it (`around`); as its slug spells it, it would have no marks.
    spelled = (name for name in entry.units if slugify(name) != name)
    return make_record(
        (
            (title_place(entry.title), entry.title),
            (figures.TAG, "\n".join(entry.tags)),
            (figures.KICKER, entry.kicker),
            (figures.SUMMARY, entry.summary),
            (figures.NAME, "\n".join((*spelled, *entry.authors))),
        ),
        telling,
        entry.body.text,
    )


class Searching:
    """What one build changes about search; all in the caller's transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        settings: Settings,
        synonyms: Sequence[Synonym],
        units: Sequence[Unit],
    ) -> None:
        self._db = connection
        self._units = units
        self._synonyms = synonyms
        self._settings = settings
        self._on = settings.newsroom.search
        self._around: dict[str, bytes] = {}
        self._stretches: set[str] = set()
        self._coming: list[tuple[int, bytes]] = []

    def put(
        self,
        number: int,
        old: Article | None,
        new: Article | None,
        read: Mapping[str, bytes] | None,
        *,
        first: bool = False,
    ) -> None:
        """Article ``number`` is seen as ``new`` (None: by nobody), and was as ``old``.

        ``read``: what was derived from its text, by name; None if it was read before.
        ``first``: nothing is known of it yet.
        """
        if not self._on:
            return
        before, now = self._seen(old), self._seen(new)
        if read is not None:
            value = read.get(SEARCH, b"")
            if first or derived.find(self._db, number, SEARCH) != value:
                self._coming.append((number, value))
                self._concern(before, now)
            if len(self._coming) >= _MANY:
                self._write()
        if before != now:
            self._concern(before, now)

    def remove(self, number: int, old: Article | None) -> None:
        """The source of article ``number`` is gone."""
        if self._on:
            self._concern(self._seen(old))
            derived.keep(self._db, number, SEARCH, None)

    def _seen(self, article: Article | None) -> _Seen | None:
        if article is None or not article.card.section:
            return None
        day = article.card.date.astimezone(self._settings.zone)
        return _Seen(article.card.key, stretch_of(f"{day:%Y-%m-%d}"), article.card.units)

    def _concern(self, *seen: _Seen | None) -> None:
        self._stretches.update(each.stretch for each in seen if each)

    def _write(self) -> None:
        derived.keep_all(self._db, SEARCH, self._coming)
        self._coming.clear()

    def settle(self, touches: Touches, want: Callable[[Owner, Sequence[Claim]], None]) -> None:
        """Bring the postings up to date; the lists of days are."""
        if not self._on:
            return
        self._write()
        counts: Counter[str] | None = None
        known = {each.slug: _encode(each) for each in self._synonyms}
        self._around = around(self._units)
        other = replace_records(self._db, SYNONYMS, known, touches)
        if replace_records(self._db, AROUND, self._around, touches) or other:
            counts = self._counts()
            self._stretches.update(counts)  # every stretch has its postings made anew
        if not self._stretches:
            return
        found = generations(counts or self._counts())
        for stretch in sorted(self._stretches):
            self._settle(stretch, found, touches)
        records = {each.name: _encode(each) for each in found}
        if replace_records(self._db, GENERATIONS, records, touches) or not found:
            want(OWNER, [claim for each in found for claim in _claims(each)])

    def _counts(self) -> Counter[str]:
        """How many articles each stretch has."""
        counts: Counter[str] = Counter()
        for day, count in postings.counts(self._db).items():
            counts[stretch_of(day)] += count
        return counts

    def _settle(self, stretch: str, found: Sequence[Generation], touches: Touches) -> None:
        """Make a stretch's postings, and touch what differs where its generation's shards read.

        A stretch that no generation has any more was of one that has changed: whole.
        """
        with without_threads():
            from newsroom.search.postings import (  # noqa: PLC0415 - numpy is slow to import
                buckets_between,
                stretch_postings,
            )

        before = postings.of_stretch(self._db, stretch, figures.PARTS)
        now = stretch_postings(stretch, self._records(stretch), phrases(self._synonyms))
        postings.replace(self._db, stretch, before, now)
        if touches.unread:
            return
        lists = [each.postings for each in found if each.first <= stretch <= each.last]
        for part in sorted(before.keys() | now.keys()):
            old, new = before.get(part, b""), now.get(part, b"")
            if old != new:
                for bucket in buckets_between(old, new):
                    for name in lists:
                        touches.add(name, bucket, EVERYBODY)

    def _records(self, stretch: str) -> list[tuple[int, bytes]]:
        """What the articles of a stretch are found by, with their places."""
        rows = postings.records(self._db, days_of(stretch), SEARCH)
        own = places((moment_of(key) for key, _record, _card in rows), self._settings.zone)
        found = []
        for place, (_key, record, card) in zip(own, rows, strict=True):
            found.append((place, record))
            units = decode_card(card).units
            found += ((place, self._around[unit]) for unit in units if unit in self._around)
        return found


def around(units: Sequence[Unit]) -> dict[str, bytes]:
    """By the slug of a unit the record of its name, and of those of the ones before and after it.

    These count least: who asks for a ward finds what was told of the district before it, after all
    that names the ward.
    """
    names = {unit.slug: unit.name for unit in units}
    found = {}
    for unit in units:
        others = (names.get(slug, "") for slug in (*unit.predecessors, *unit.successors))
        fields = ((figures.NAME, unit.name), (figures.REST, "\n".join(others)))
        found[unit.slug] = make_record(fields, (), "")
    return found


def _claims(generation: Generation) -> list[Claim]:
    return [
        Claim(
            "search-shard",
            generation.name,
            addresses.search_shard(generation.name, shard),
            shard,
        )
        for shard in range(generation.shards)
    ]
