# SPDX-License-Identifier: AGPL-3.0-or-later
"""Related stories for people: an article's list, and why two articles are related."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from newsroom.arrange.registries import kept
from newsroom.arrange.related_lists import load_weights
from newsroom.commands.why import source_of
from newsroom.commands.words import read_words
from newsroom.engine.scan import ScannedFile
from newsroom.engine.store_path import store_path
from newsroom.errors import Problems, StoreError
from newsroom.messages import _
from newsroom.model import Entry
from newsroom.related import params
from newsroom.related.engine import Related
from newsroom.related.explain import Explanation, Side, explain
from newsroom.related.score import related_units_of
from newsroom.settings import Settings
from newsroom.store import articles
from newsroom.store.database import asked
from newsroom.store.sources import ARTICLE


def list_related(settings: Settings, path: str) -> list[str]:
    """Lines that tell the stories related to an article, best first, with their scores.

    ``path`` is its source file, output file or URL.

    Raises:
        StoreError: nothing was built yet, or readers can't see such an article.
    """
    with _opened(settings) as known:
        row = known.find(path)
        found = known.related.neighbours(row.id)
        lines = [_("Related to “{title}” ({path}):").format(title=row.entry.title, path=row.path)]
        notes = known.notes(row.id)
        for rank, entry in enumerate(found, 1):
            other = known.by_number(entry.number)
            note = "  " + _(_UNSEEN[notes[entry.number]]) if entry.number in notes else ""
            lines.append(f"{rank:>4}. {entry.score:>9}  {other.entry.title}{note}")
            lines.append(f"{'':>17}{other.path}")
        return lines if found else [*lines, "  " + _("none")]


def why_related(settings: Settings, first: str, second: str) -> list[str]:
    """Lines that tell the parts of the score of two articles (each as `list_related` takes it).

    Raises:
        StoreError: nothing was built yet, or readers can't see such an article.
        ContentError: a source file is not what was built.
    """
    with _opened(settings) as known:
        one, other = known.find(first), known.find(second)
        why = explain(
            known.article(one),
            known.article(other),
            load_weights(settings, Problems()),
            known.related_units,
            known.related.ground().least,
            mates=known.are_mates(one, other),
            banned=other.path in one.entry.unrelated or one.path in other.entry.unrelated,
        )
        lines = [f"“{row.entry.title}” ({row.path})" for row in (one, other)]
        return [*lines, "", *_parts(why), *_places(known, one, other)]


def _parts(why: Explanation) -> list[str]:
    lines = [_("Common terms (weight in the first × in the second, of {all}):").format(all=255)]
    lines += [f"{t.product:>8}  {t.weight_a:>3} × {t.weight_b:<3}  {t.term}" for t in why.terms]
    lines.append(f"{why.likeness:>8}  " + _("likeness of the words"))
    lines.append("")
    lines.append(f"{params.BASE:>8}  " + _("to begin with"))
    lines += [f"{extra:>+8}  {_(_BONUSES[name])}" for name, extra in why.bonuses.items() if extra]
    lines.append(f"{why.factor:>8}  " + _("factor"))
    lines.append("")
    message = _("Score: {likeness} × {factor} = {score}")
    lines.append(message.format(likeness=why.likeness, factor=why.factor, score=why.score))
    if why.mates:
        lines.insert(-1, _("A tag that few others have is common to both."))
    if why.nothing:
        lines[-1] = _(_NOTHING[why.nothing]).format(least=why.least)
    if why.copies:
        lines.append(_("They have almost the same text: they never stand in one panel."))
    return lines


_UNSEEN = {
    "copy": "(almost the same text: not shown)",
    "newer": "(newer, and closer to other stories: not shown)",
}
_BONUSES = {
    "unit": "the same unit, or its predecessor or successor",
    "section": "the same section",
    "dossier": "the same dossier",
    "nearness": "near in time",
}
_NOTHING = {
    "banned": "Score: 0, as an editor keeps them apart (unrelated).",
    "unlike": "Score: 0, as their likeness is below {least}.",
}


class _Known:
    """What the store knows of related stories."""

    def __init__(self, settings: Settings, connection: sqlite3.Connection) -> None:
        self._settings = settings
        self._db = connection
        self.related_units = related_units_of(kept(connection).units)
        self.related = Related(connection, self.related_units)
        self._entries: dict[str, Entry] = {}

    def find(self, path: str) -> articles.Row:
        source = source_of(self._settings, self._db, path)
        row = articles.find(self._db, source) if source else None
        if row is None or row.kind != ARTICLE or self.related.features(row.id) is None:
            message = _("{path} is no article that readers can see.")
            raise StoreError(message.format(path=path))
        return row

    def by_number(self, number: int) -> articles.Row:
        query = "SELECT path FROM articles WHERE id = ?"
        row = articles.find(self._db, self._db.execute(query, (number,)).fetchone()[0])
        if row is None:
            raise LookupError(number)
        return row

    def notes(self, number: int) -> dict[int, str]:
        """Which neighbours of an article no panel of it shows, and why (see `_UNSEEN`)."""
        (allowed,) = self.related.allowed({number})
        copies = [entry.number for entry in self.related.marked(allowed) if entry.copy]
        neighbours = {entry.number for entry in self.related.neighbours(number)}
        return dict.fromkeys(neighbours - set(allowed.others), "newer") | dict.fromkeys(
            copies, "copy"
        )

    def are_mates(self, one: articles.Row, other: articles.Row) -> bool:
        """Whether the two have a rare tag in common."""
        a, b = (self.related.features(row.id) for row in (one, other))
        return bool(a and b and self.related.are_mates(a, b))

    def article(self, row: articles.Row) -> Side:
        features = self.related.features(row.id)
        found = {row.path: ScannedFile(ARTICLE, -1, -1)}
        words = next(read_words(self._settings, found), None)
        if features is None or words is None:
            raise StoreError(_("Nothing is built yet; build first."))
        return Side(words, features)


def _places(known: _Known, one: articles.Row, other: articles.Row) -> list[str]:
    lines = []
    for row, mate in ((one, other), (other, one)):
        numbers = [entry.number for entry in known.related.neighbours(row.id)]
        if mate.id in numbers:
            message = _("Place {place} among the stories related to {path}.")
            lines.append(message.format(place=numbers.index(mate.id) + 1, path=row.path))
        else:
            message = _("Not among the {count} stories most closely related to {path}.")
            lines.append(message.format(count=params.KEPT, path=row.path))
    return lines


@contextmanager
def _opened(settings: Settings) -> Iterator[_Known]:
    with asked(store_path(settings)) as connection:
        yield _Known(settings, connection)
