# SPDX-License-Identifier: AGPL-3.0-or-later
"""Administrative units by the names that people give them, on the day they are spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from newsroom.model import Unit
from newsroom.text.fold import fold, key
from newsroom.text.provinces import is_province
from newsroom.text.suggest import is_slip, nearest

# "LĐLĐ quận Đống Đa" is the union of the unit, and stands for the unit.
_UNION = tuple(key(prefix) + " " for prefix in ("LĐLĐ", "Liên đoàn Lao động"))


_PARTED = re.compile(r"\s*[,;/&+\n]\s*|\s+(?:và|-|–)\s+")


class UnitIndex:
    """The units of ``districts.yaml``, found by slug, name, alias, or short name.

    Case, spacing and the place of tone marks make no difference; diacritics do. A name may be
    that of several units: "Ba Đình" was a district until 30 June 2025 and is a ward since. Then
    the day decides.
    """

    def __init__(self, units: Iterable[Unit]) -> None:
        self.by_slug = {unit.slug: unit for unit in units}
        self._exact: dict[str, list[Unit]] = {}
        self._short: dict[str, list[Unit]] = {}
        self._spellings: dict[str, None] = {}
        self._guesses: dict[str, str] = {}
        kinds = {unit.kind for unit in self.by_slug.values() if unit.kind}
        self._kinds = tuple(f"{form} " for kind in kinds for form in (key(kind), fold(kind)))
        for unit in self.by_slug.values():
            for name in _full_names(unit):
                self._add(self._exact, name, unit)
            self._add(self._short, unit.short, unit)

    def _add(self, index: dict[str, list[Unit]], name: str, unit: Unit) -> None:
        if not name:
            return
        units = index.setdefault(key(name), [])
        if unit not in units:
            units.append(unit)
        self._spellings[name] = None

    def matches(self, name: str, on: date | None) -> list[Unit]:
        """Return the units that *name* can mean on that day: none, one, or several in doubt.

        Those that are valid on the day come before all others; a full name before a short one.
        Without a day, all that have the name.
        """
        if unit := self.by_slug.get(name.strip().lower()):
            return [unit]
        wanted = key(name)
        exact, short = self._exact.get(wanted, []), self._short.get(wanted, [])
        for units in (exact, short):
            if valid := [unit for unit in units if is_valid(unit, on)]:
                return valid
        if found := exact or short:
            return found
        prefix = next((prefix for prefix in _UNION if wanted.startswith(prefix)), "")
        return self.matches(wanted.removeprefix(prefix), on) if prefix else []

    def find(self, name: str, on: date | None) -> Unit | None:
        """Return the unit that *name* means on that day, or None if none or several do.

        A unit outside its validity is found if no other has the name.
        """
        found = self.matches(name, on)
        return found[0] if len(found) == 1 else None

    def suggest(self, name: str, on: date | None) -> tuple[str, Unit] | None:
        """Return the spelling that *name* is a slip of, and the unit it means on that day.

        A name that is only alike, or that of a province, is another place.
        """
        if is_province(name):
            return None
        guess = self._guesses.get(name)
        if guess is None:  # comparing is slow, and a wrong name may stand in 100,000 files
            near = [*nearest(name, self._spellings, 5), *nearest(name, self.by_slug, 5)]
            close = (other for other in near if is_slip(self._bare(name), self._bare(other)))
            guess = self._guesses[name] = next(close, "")
        return (guess, self.matches(guess, on)[0]) if guess else None

    def _bare(self, name: str) -> str:
        """Return a name without "LĐLĐ" and without the kind of unit before it."""
        text = key(name).replace("-", " ")
        for prefixes in (_UNION, self._kinds):
            prefix = next((prefix for prefix in prefixes if text.startswith(prefix)), "")
            text = text.removeprefix(prefix)
        return text

    def parted(self, name: str, on: date | None) -> list[str]:
        """Return the names of units that *name* is made of: two for "A, B" or "A và B"."""
        parts = [part for part in _PARTED.split(name) if part.strip()]
        known = all(self.matches(part, on) for part in parts)
        return [part.strip() for part in parts] if known and len(parts) > 1 else []


def _full_names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, _with_kind(unit), *unit.aliases)


def names_of(unit: Unit) -> set[str]:
    """All that a unit may be called, by ``fold.key``: its slug, its names, its short name."""
    return {key(name) for name in (unit.slug, *_full_names(unit), unit.short) if name}


def without_union(name: str) -> list[str]:
    """What a name (by ``fold.key``) may be short for: "đống đa" for "lđlđ đống đa"."""
    rests = [name.removeprefix(prefix) for prefix in _UNION if name.startswith(prefix)]
    return [*rests, *(shorter for rest in rests for shorter in without_union(rest))]


def _with_kind(unit: Unit) -> str:
    """Return "quận Ba Đình" for a unit whose name is written without its kind."""
    bare = unit.short or unit.name
    return f"{unit.kind} {bare}" if unit.kind and not key(bare).startswith(key(unit.kind)) else ""


def is_valid(unit: Unit, on: date | None) -> bool:
    """Tell whether a unit is valid on a day; always, without a day."""
    if on is None:
        return True
    return (unit.valid_from or on) <= on <= (unit.valid_to or on)
