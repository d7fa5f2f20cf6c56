# SPDX-License-Identifier: AGPL-3.0-or-later
"""What work really uses of the settings and the site: noted while it is done, compared later.

A *fact* is a value that work may ask for, by its name: ``settings.newsroom.workers``,
``site.tagline``, ``site.assets[css/site.css]``. Whoever works gets settings that note what is
asked of them. The store keeps the names with the values' digests; work whose facts have changed
is done anew, and no other.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar, cast
from zoneinfo import TZPATH, ZoneInfo

import msgspec

from newsroom.settings import HOW

T = TypeVar("T")


class Watched:
    """Stands for a record, and notes in ``used`` which of its values are asked for.

    Folders are not noted: what is made does not depend on where things lie, and what lies there
    counts by itself. Nor is what says how to work.
    """

    def __init__(self, record: object, name: str, used: set[str], *, once: bool) -> None:
        self._record = record
        self._name = name
        self._used = used
        self._once = once
        self._asked = dict[str, tuple[str, Any]]()

    def __getattr__(self, name: str) -> Any:
        asked = self._asked.get(name)
        if asked is not None:
            self._used.add(asked[0])
            return asked[1]
        value = getattr(self._record, name)
        whole = f"{self._name}.{name}"
        if isinstance(value, msgspec.Struct) and name in _PARTS:
            value = Watched(value, whole, self._used, once=self._once)
        elif isinstance(value, dict):
            value = _WatchedMap(value, whole, self._used)
        else:
            is_fact = not isinstance(value, Path) and name not in HOW
            if is_fact:
                self._used.add(whole)
            if is_fact and not self._once:  # it may be asked for again, by somebody else's work
                self._asked[name] = whole, value
                return value
        setattr(self, name, value)  # found without us from now on
        return value


_PARTS = ("newsroom",)
"""Records within records of which each value is a fact by itself."""


class _WatchedMap(Mapping[str, Any]):
    """Notes which keys are asked for; whoever walks through it asks for all."""

    def __init__(self, values: dict[str, Any], name: str, used: set[str]) -> None:
        self._values = values
        self._name = name
        self._used = used

    def __getitem__(self, key: str) -> Any:
        self._used.add(f"{self._name}[{key}]")
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        self._used.add(self._name)
        return iter(self._values)

    def __len__(self) -> int:
        self._used.add(self._name)
        return len(self._values)


def watched(record: T, name: str, used: set[str], *, once: bool = False) -> T:
    """``record`` for whoever works with it; what is asked of it is noted in ``used``.

    ``once``: the first time only, which is quicker.
    """
    return cast("T", Watched(record, name, used, once=once))


class Facts:
    """The facts as they are now: records by name."""

    def __init__(self, **records: object) -> None:
        self._records = records
        self._known: dict[str, str] = {}

    def digest(self, name: str) -> str:
        """The digest of a fact; "" if there is none of this name."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = _digest(self._value(name))
        return known

    def digests(self, names: Iterable[str]) -> dict[str, str]:
        """The digests of these facts."""
        return {name: self.digest(name) for name in sorted(names)}

    def _value(self, name: str) -> object:
        path, bracket, key = name.partition("[")
        first, *rest = path.split(".")
        value = self._records.get(first)
        for part in rest:
            value = getattr(value, part, None)
        if bracket:
            return value.get(key[:-1]) if isinstance(value, Mapping) else None
        return value


def differ(kept: str, facts: Facts) -> bool:
    """Whether any of the facts that ``kept`` tells of is another now."""
    return any(facts.digest(name) != digest for name, digest in unpack(kept).items())


def grown(kept: str, names: Collection[str], facts: Facts) -> str:
    """What to keep once ``names`` were asked for, too; ``kept`` itself if they are all known."""
    known = unpack(kept)
    new = [name for name in names if name not in known]
    return json.dumps(known | facts.digests(new), sort_keys=True) if new else kept


def unpack(kept: str) -> dict[str, str]:
    """Names and digests of the facts that are kept."""
    return json.loads(kept) if kept else {}


def _digest(value: object) -> str:
    text = repr(value)
    if isinstance(value, ZoneInfo):
        text += _rules(value.key).hex()
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _rules(zone: str) -> bytes:
    """The rules of a time zone, as this machine knows them."""
    for folder in TZPATH:
        file = Path(folder, zone)
        if file.is_file():
            return file.read_bytes()
    with suppress(ImportError, OSError):
        return files("tzdata").joinpath("zoneinfo", *zone.split("/")).read_bytes()
    return b""
