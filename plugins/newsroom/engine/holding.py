# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits when there are errors, and what goes all the same.

By default a build with errors takes nothing new in: it takes down what was deleted or hidden,
publishes what the clock brings due, and leaves the rest at its last good version. With
``NEWSROOM_ON_ERROR = "hold"`` only the files in error wait. Either way a file that waits keeps its
old row among the ``sources``, or none: so the next build looks at it again, and tells again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable
from functools import partial

import msgspec

from newsroom.engine.portal import Glance, Kept
from newsroom.engine.scan import Differences
from newsroom.settings import Settings
from newsroom.store import pages, sources
from newsroom.store.sources import STATIC, is_text


class Held(msgspec.Struct, frozen=True):
    """What is left out of the differences.

    ``waiting`` are files that are not taken and removals that are not made, ``hidden`` files
    (with their kinds) that nobody may see as they are now: these are forgotten, as if they were
    deleted, until they can be read again. ``moved`` are static files that wait under another name.
    """

    waiting: frozenset[str] = frozenset()
    hidden: dict[str, str] = {}
    moved: dict[str, str] = {}
    registries: bool = False
    everything: bool = False

    def apply(self, differences: Differences) -> Differences:
        """The differences that are left."""
        out = self.waiting | self.hidden.keys()
        suspects = {p: file for p, file in differences.suspects.items() if p not in out}
        removed = {p: kind for p, kind in differences.removed.items() if p not in self.waiting}
        gone = dict(sorted((removed | self.hidden).items()))
        return msgspec.structs.replace(differences, suspects=suspects, removed=gone)


NOTHING = Held()

_TELLING = 200
"""Letters of a text that tells by itself which one it is; not compressed, as libraries differ."""


class Findings(msgspec.Struct):
    """What reading and checking the differences brought to light.

    ``errors`` are the files with errors, ``blamed`` those that collide with others, ``dangling``
    those that are as they were but mention what has gone; ``statics`` maps the digests of static
    files that differ to their names on disk.
    """

    errors: set[str] = set()
    blamed: set[str] = set()
    dangling: set[str] = set()
    glances: dict[str, Glance] = {}
    statics: dict[bytes, str] = {}


def add(found: Findings, before: Findings) -> None:
    """Add to what an attempt ``found`` what those before it did: they looked at more files."""
    found.errors |= before.errors
    found.blamed |= before.blamed
    found.glances = before.glances | found.glances
    found.statics = before.statics | found.statics


class Holding:
    """Decides for one build."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        settings: Settings,
        differences: Differences,
        scanned: Collection[str],
        kept: Callable[[sqlite3.Connection, str], Kept | None],
    ) -> None:
        """``scanned``: what the scan could not look at; ``kept``: what the store has of a text."""
        self._kept = partial(kept, connection)
        self._db = connection
        self._settings = settings
        self._differences = differences
        self._scanned = tuple("" if path == "." else path for path in scanned)
        self._data = data = settings.data_folder
        self._data_differs = any(
            path.startswith(data) for path in (*differences.suspects, *differences.removed)
        )

    def is_enough(self, found: Findings, held: Held | None) -> bool:
        """Whether nothing more has to wait than ``held``: the rest is to be told, and no more."""
        held = held or NOTHING
        if held.everything:
            return True
        wrong = (found.errors | found.blamed) - found.dangling - held.waiting
        return all(self._scanned and path.startswith(self._scanned) for path in wrong)

    def decide(self, found: Findings, held: Held | None, *, everything: bool) -> Held:
        """What has to wait, given what waited already, by a store that knows nothing of all this.

        ``everything``: all that differs waits.
        """
        suspects = self._differences.suspects
        known = held or NOTHING
        wrong = {path for path in found.errors | found.blamed if path in suspects}
        fresh = {path for path in wrong if not path.startswith(self._data)} - known.waiting
        registries = not known.registries and self._blames_registries(found)
        if everything or not (fresh or registries):
            hidden = self._hidden(found, found.glances)
            return self._made(set(suspects) - hidden.keys(), hidden, found, everything=True)
        if (registries and held is not None) or (registries and found.errors - suspects.keys()):
            fresh = set()  # they are judged anew, by the registries that stay
        hidden = known.hidden | self._hidden(found, fresh)
        waiting = (known.waiting | fresh) - hidden.keys()
        return self._made(waiting, hidden, found, registries=registries or known.registries)

    def _blames_registries(self, found: Findings) -> bool:
        """Whether the registries are wrong, or make files wrong that are as they were."""
        if not self._data_differs:
            return False
        unchanged = found.errors - found.blamed - found.dangling - self._differences.suspects.keys()
        return bool(unchanged) or any(
            path.startswith(self._data) for path in found.errors - found.dangling
        )

    def _made(
        self,
        waiting: Collection[str],
        hidden: dict[str, str],
        found: Findings,
        *,
        registries: bool = True,
        everything: bool = False,
    ) -> Held:
        if registries:
            data = {p for p in self._differences.suspects if p.startswith(self._data)}
            data |= {p for p in self._differences.removed if p.startswith(self._data)}
            waiting = {*waiting, *data}
        moved: dict[str, str] = {}
        staying = self._staying(waiting, found, moved)
        return Held(frozenset({*waiting, *staying}), hidden, moved, registries, everything)

    def _hidden(self, found: Findings, paths: Iterable[str]) -> dict[str, str]:
        """Those of the files that are seen, or will be, and are to be seen by nobody now."""
        hidden = {}
        for path in paths:
            look = found.glances.get(path)
            kept = self._kept(path) if look is not None and look.hidden else None
            if kept is not None and kept.published:
                hidden[path] = kept.kind
        return hidden

    def _looks(self, waiting: Collection[str], found: Findings) -> list[tuple[str, Glance]]:
        """Files that wait and may be others under a new name: they were not there before."""
        looks = [(path, found.glances[path]) for path in waiting if path in found.glances]
        return [look for look in looks if self._kept(look[0]) is None]

    def _staying(
        self, waiting: Collection[str], found: Findings, moved: dict[str, str]
    ) -> Iterable[str]:
        """Files that are gone and stay on the site: half-made moves, and what can't be seen now."""
        looks = self._looks(waiting, found)
        wrong = found.errors | found.blamed
        slugs = {look.slug for path, look in looks if path in wrong}
        texts = {look.text for _path, look in looks if len(look.text) >= _TELLING}
        places = {look.address for _path, look in looks}
        titles = {(known, look.title) for _path, look in looks for known in (look.slug, look.text)}
        for path, kind in self._differences.removed.items():
            if self._scanned and path.startswith(self._scanned):
                yield path
            elif is_text(kind):
                kept = self._kept(path)
                if kept is not None and (
                    kept.slug in slugs
                    or kept.text in texts
                    or (kept.slug, kept.title) in titles
                    or (kept.text, kept.title) in titles
                    or any(page.save_as in places for page in pages.of_file(self._db, path))
                ):
                    yield path
            elif kind == STATIC:
                seen = sources.find(self._db, [path]).get(path)
                name = found.statics.get(seen.digest) if seen else None
                if name and name in waiting:
                    moved[path] = name
                    yield path
