# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guesses at what a path or an address was meant to be: most often a file has moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from newsroom.text.file_names import TEXT, slug_of
from newsroom.text.suggest import GUESSED, nearest

_SOURCES = ("article", "page")


class Guesses:
    """Knows all files by name and by folder, once somebody asks.

    ``paths`` are those of all source files, ``kind`` tells the kind of one.
    """

    def __init__(self, kind: Callable[[str], str], paths: Iterable[str]) -> None:
        self._kind = kind
        self._paths = paths
        self._compared = 0
        self._names: dict[str, list[str]] = {}
        self._folded: dict[str, list[str]] = {}
        self._slugs: dict[str, list[str]] = {}
        self._folders: dict[str, list[str]] = {}

    def file(self, target: str, kinds: tuple[str, ...]) -> str:
        """The file of one of these kinds that was meant by the path ``target``, or "".

        First one of the same name elsewhere (a file that was moved, or a path that is too short;
        else of the same name but for capitals),
        then an article of the same slug, then a name nearly the same in the same folder (for the
        first hundred that are asked for).
        """
        self._look()
        folder, slash, name = target.rpartition("/")
        moved = self._names.get(name) or self._folded.get(name.casefold(), [])
        if kinds == _SOURCES:
            moved = moved or self._slugs.get(slug_of(name), [])
        for path in sorted(moved, key=lambda path: (-_shared(path, target), path)):
            if self._kind(path) in kinds:
                return path
        self._compared += 1
        if self._compared > GUESSED:
            return ""
        beside = [path for path in self._folders.get(folder, ()) if self._kind(path) in kinds]
        near = nearest(name, [path.rpartition("/")[2] for path in beside])
        return f"{folder}{slash}{near[0]}" if near else ""

    def source(self, target: str) -> str:
        """The article or static page that was meant by the path ``target``, or ""."""
        return self.file(target, _SOURCES)

    def by_slug(self, slug: str) -> str:
        """The only article or static page with this slug, or ""."""
        self._look()
        found = [path for path in self._slugs.get(slug, ()) if self._kind(path) in _SOURCES]
        return found[0] if len(found) == 1 else ""

    def _look(self) -> None:
        if self._names:
            return
        for path in sorted(self._paths):  # every build guesses the same
            folder, _slash, name = path.rpartition("/")
            self._names.setdefault(name, []).append(path)
            self._folded.setdefault(name.casefold(), []).append(path)
            self._folders.setdefault(folder, []).append(path)
            if TEXT.search(name):
                self._slugs.setdefault(slug_of(name), []).append(path)


def _shared(one: str, other: str) -> int:
    """How many folders two paths have in common: of two files with one name the nearer is meant."""
    return len({*one.split("/")[:-1]} & {*other.split("/")[:-1]})
