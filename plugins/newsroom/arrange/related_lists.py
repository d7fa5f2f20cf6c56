# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeping related stories in step with the articles that readers may see."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

import msgspec

from newsroom.arrange.memberships import tag_slug
from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Article, Card, Entry, Unit
from newsroom.related import params, signature
from newsroom.related.audience import Allowed
from newsroom.related.engine import Related
from newsroom.related.score import Features, related_units_of
from newsroom.related.signature import Signature, are_copies, marks, sketch
from newsroom.related.terms import split
from newsroom.related.weights import TableError, Weights
from newsroom.settings import Settings
from newsroom.store import articles, derived, neighbours
from newsroom.store.derived import SIGNATURE
from newsroom.store.reads import Touches
from newsroom.store.sources import ARTICLE

UNSIGNED = Signature(sketch=sketch([]))
"""The signature of an article without words."""

encode = msgspec.msgpack.Encoder().encode
decode = msgspec.msgpack.Decoder(Signature).decode


class Relating:
    """What one build changes about related stories; all in the caller's transaction."""

    def __init__(
        self, connection: sqlite3.Connection, units: Iterable[Unit], settings: Settings
    ) -> None:
        self._db = connection
        self._zone = settings.zone
        workers = settings.newsroom.workers
        self._related = Related(connection, related_units_of(units), workers=workers)
        self._bans: dict[int, tuple[str, ...]] = {}
        self._gone: set[int] = set()

    def put(
        self,
        number: int,
        article: Article | None,
        read: Mapping[str, bytes] | None,
        banned: tuple[str, ...],
        *,
        first: bool = False,
    ) -> None:
        """Article ``number`` is seen now, or (None) for nobody to see.

        ``read``: what was derived from its text, by name; None if it was read before.
        ``banned``: the paths of articles that it is never to stand beside. ``first``: nothing is
        known of it yet.
        """
        if read is None:
            known = self._known(number)
        else:
            known = decode(read[SIGNATURE]) if SIGNATURE in read else UNSIGNED
        if article is None:
            self._leave(number)
            derived.keep(self._db, number, SIGNATURE, encode(known))
            return
        self._related.add(number, features(article.card, known, self._zone), first=first)
        if banned or not first:
            self._bans[number] = banned
        if not first:
            self._gone.discard(number)
            derived.keep(self._db, number, SIGNATURE, None)

    def remove(self, number: int) -> None:
        """The source of article ``number`` is gone."""
        self._leave(number)
        derived.keep(self._db, number, SIGNATURE, None)

    def _leave(self, number: int) -> None:
        self._related.remove(number)
        self._bans.pop(number, None)
        self._gone.add(number)

    def settle(self, touches: Touches) -> None:
        """Bring all lists up to date, and touch what pages may have read of them."""
        for number, paths in self._bans.items():
            self._related.ban(number, self._numbers(paths))
        self._related.settle()
        for number in sorted(self._gone - self._related.written):
            neighbours.put(self._db, number, (), touches)
        lists = (
            (found.number, self._entries(found))
            for found in self._related.allowed(self._related.written)
        )
        neighbours.put_all(self._db, lists, touches)

    def _entries(self, found: Allowed) -> Sequence[int]:
        """The neighbours of an article as they are kept for pages, copies behind what they copy."""
        if not found.copies:
            return found.others
        sketches = {other: self._sketch(other) for other in found.others}
        marked = self._related.marked(found)
        copies: dict[int, list[int]] = {entry.number: [] for entry in marked if not entry.copy}
        for other in (entry.number for entry in marked if entry.copy):
            # Of nobody above it: it is the article's own copy, and stands nowhere.
            for original, group in copies.items():
                if are_copies(sketches[other], sketches[original]):
                    group.append(neighbours.copy_of(other))
                    break
        return [entry for original, group in copies.items() for entry in (original, *group)]

    def _sketch(self, number: int) -> frozenset[int]:
        known = self._related.features(number)
        return marks(known.sketch) if known else frozenset()

    def _known(self, number: int) -> Signature:
        kept = derived.find(self._db, number, SIGNATURE)
        if kept is not None:
            return decode(kept)
        known = self._related.features(number)
        return Signature(known.terms, known.sketch) if known else UNSIGNED

    def _numbers(self, paths: Iterable[str]) -> list[int]:
        return [row.id for path in paths if (row := articles.find(self._db, path))]


def sign(entry: Entry, weights: Weights, telling: int = 0) -> tuple[Signature, list[str]]:
    """What relates an article that was just read to others; for the processes that read.

    With it go its ``telling`` heaviest terms.
    """
    tags = map(tag_slug, entry.tags)
    parts = split(entry.title, entry.summary, entry.body.text)
    return signature.sign(parts, tags, weights, telling)


def check_weights(settings: Settings, counts: Mapping[str, int], problems: Problems) -> None:
    """Tell of a damaged table of weights, and that a large archive has none or one that was counted
    in less than half of it; once each.
    """
    weights, count = load_weights(settings, problems), counts.get(ARTICLE, 0)
    if count < params.LARGE or problems.errors:
        return
    path = settings.weights_path
    if not weights.is_frozen:
        message = _(
            "{count} articles and no weights of words yet: related stories fit your own words, and "
            "publishing stays fast, if you run: newsroom related-freeze"
        )
        problems.warning(path, 0, message.format(count=count), code="no-weights")
    elif weights.articles * 2 < count:
        message = _(
            "The weights of words were counted in {counted} articles, and now there are {count}: "
            "on a quiet day, run: newsroom related-freeze"
        )
        text = message.format(counted=weights.articles, count=count)
        problems.warning(path, 1, text, code="old-weights")


def load_weights(settings: Settings, problems: Problems) -> Weights:
    """The site's weights of terms; the default ones where its table is missing or damaged."""
    try:
        return Weights.load((settings.content / settings.weights_path).parent)
    except TableError as error:
        message = _('"{value}" is no line of a table of weights; run: newsroom related-freeze')
        problems.error(settings.weights_path, error.line, message.format(value=error.value))
    except OSError as error:
        message = _("The file can't be read ({error}).").format(error=error.strerror or error)
        problems.error(settings.weights_path, 0, message)
    return Weights()


def features(card: Card, signature: Signature, zone: ZoneInfo) -> Features:
    """What relating knows of a live article; its section is the one above all its own."""
    return Features(
        key=card.key,
        day=card.date.astimezone(zone).toordinal(),
        terms=signature.terms,
        sketch=signature.sketch,
        section=(card.section, *card.parents)[-1],
        units=card.units,
        dossier=card.dossier,
    )
