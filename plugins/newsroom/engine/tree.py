# SPDX-License-Identifier: AGPL-3.0-or-later
"""All source files as they are now: what the store knows, and what a build finds to differ."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from newsroom.engine.scan import Differences
from newsroom.store import sources


class Tree:
    """Answers from the store: a large site's 100,000 paths are never in memory."""

    def __init__(self, connection: sqlite3.Connection, differences: Differences) -> None:
        self._db = connection
        self._differences = differences

    def kind(self, path: str) -> str:
        """A file's kind, or "" when there is no such file."""
        found = self._differences.suspects.get(path)
        if found is not None:
            return found.kind
        return "" if path in self._differences.removed else sources.kind_of(self._db, path)

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.kind(path) != ""

    def __iter__(self) -> Iterator[str]:
        known = set(self._differences.suspects)
        yield from known
        for path in sources.paths(self._db):
            if path not in known and path not in self._differences.removed:
                yield path
