# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two stories that feeds would know as one: found when a file is read, as collisions are."""

from __future__ import annotations

import sqlite3

from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Entry
from newsroom.store import articles, claims
from newsroom.store.claims import IDENTITY, Place


class Identities:
    """The fields ``id`` of one build's sources, and what is wrong with them."""

    def __init__(self, connection: sqlite3.Connection, problems: Problems) -> None:
        self._db = connection
        self._problems = problems
        self._found: dict[str, str] = {}

    def add(self, entry: Entry) -> None:
        """Readers may see the entry, now or later."""
        if entry.id:
            self._found[entry.path] = entry.id

    def places(self) -> dict[str, Place]:
        """What to keep of them among the claims of their sources."""
        return {path: Place(IDENTITY, name, name) for path, name in self._found.items()}

    def check(self) -> set[str]:
        """Tell of those that another source has, too; returns the sources."""
        blamed: set[str] = set()
        for name in sorted(set(self._found.values())):
            first, *others = [owner for owner, _what in claims.at(self._db, IDENTITY, name)]
            for other in others:
                self._tell(other, name, first)
            blamed.update((first, *others) if others else ())
        return blamed

    def _tell(self, path: str, name: str, first: str) -> None:
        message = _(
            'id: "{name}" is the id of {other}, too: feeds would take the two for one story; '
            "delete it in one of them."
        )
        row = articles.find(self._db, path)
        line = row.entry.lines.get("id", 0) if row else 0
        self._problems.error(path, line, message.format(name=name, other=first))
