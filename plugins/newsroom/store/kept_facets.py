# SPDX-License-Identifier: AGPL-3.0-or-later
"""The facets of articles that were asked for lately, while the store does not change."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict

from newsroom.store import articles
from newsroom.store.facets import LEVELS, Dated, F, Facet, Headline, Pictured, Teaser, facet

_KEPT = 20_000  # of each type
_OF_TEASERS = frozenset[type[Facet]]({Headline, Pictured, Dated})


class KeptFacets:
    """What each kind of reader sees of articles, by the articles' numbers."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._kept: dict[type[Facet], OrderedDict[int, Facet]] = {
            type_: OrderedDict() for type_ in LEVELS
        }

    def get(self, number: int, type_: type[F]) -> F:
        """What such a reader sees of article ``number``, which may be seen; the same each time."""
        found = self._kept[type_].get(number)
        if found is not None:
            return found  # type: ignore[return-value]  # they are kept by their type
        if type_ in _OF_TEASERS:
            # Its parts are shared, and stand in memory once.
            return self._keep(number, facet(type_, self.get(number, Teaser)))
        row = self._db.execute("SELECT card FROM articles WHERE id = ?", (number,)).fetchone()
        return self._keep(number, facet(type_, articles.decode_card(row[0])))

    def _keep(self, number: int, found: F) -> F:
        kept = self._kept[type(found)]
        kept[number] = found
        if len(kept) > _KEPT:
            kept.popitem(last=False)
        return found
