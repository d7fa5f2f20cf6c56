# SPDX-License-Identifier: AGPL-3.0-or-later
"""The versions of libraries, with those that they need themselves, and of Python."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, packages_distributions, requires, version
from pathlib import Path

from newsroom.engine import beside

_VERSION = re.compile(rb"^Version:[ \t]*(\S+)", re.MULTILINE)
_KEPT_AS = "requirements"
_PACKAGE = Path(__file__).parents[1]
_HEAD = 4096  # bytes; the version stands in the first lines


def python() -> str:
    """Which Python this is: what it does with a text may change with each version."""
    return f"{sys.implementation.name} {'.'.join(map(str, sys.version_info[:3]))}"


class Versions:
    """The versions of what packages are installed as; who requires what is kept."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._installed = _installed()
        self._kept = self._load()

    def of(self, packages: tuple[str, ...]) -> str:
        """The versions of the distributions of these packages, and of all that they require."""
        key = " ".join(packages)
        if key not in self._kept:
            self._kept[key] = _distributions(packages)
            data = json.dumps([self._installed, self._kept]).encode()
            beside.save(_KEPT_AS, _PACKAGE, self._cache, data)
        places = _places()
        return " ".join(f"{name} {_version(name, places)}" for name in self._kept[key])

    def _load(self) -> dict[str, list[str]]:
        for data in beside.load(_KEPT_AS, _PACKAGE, self._cache):
            with suppress(ValueError, TypeError):
                installed, known = json.loads(data)
                return dict(known) if installed == self._installed else {}
        return {}


def _distributions(packages: Iterable[str]) -> list[str]:
    """What is installed for these packages: their distributions, and all that these require."""
    known = _packages()
    waiting = [_plain(name) for package in packages for name in known.get(package, [package])]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            with suppress(PackageNotFoundError):
                waiting += filter(None, map(_required, requires(name) or ()))
    return sorted(found)


_packages = cache(packages_distributions)  # a fifth of a second: it looks at every file's name


def _required(line: str) -> str:
    """The distribution that a requirement names; "" for one that only an extra has."""
    return "" if "extra ==" in line else _plain(re.split(r"[\s\[<>=!~;(]", line, maxsplit=1)[0])


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _installed() -> str:
    """All that is installed, as one digest: what requires what depends on nothing else."""
    places = "\n".join(sorted(map(str, _places().values())))
    return blake2b(places.encode(), digest_size=16).hexdigest()


@cache
def _places() -> Mapping[str, Path]:
    """Where each distribution says what it is; the first one counts, as for Python itself."""
    found: dict[str, Path] = {}
    for folder in sys.path:
        names: list[str] = []
        with suppress(OSError):
            names = os.listdir(folder)  # noqa: PTH208 - their names are all that is wanted
        for name in names:
            if name.endswith(".dist-info"):
                found.setdefault(_plain(name.partition("-")[0]), Path(folder, name))
    return found


def _version(name: str, places: Mapping[str, Path]) -> str:
    # As importlib.metadata has it, which takes ten times as long: it parses all of the file.
    place = places.get(name)
    if place is not None:
        with suppress(OSError), (place / "METADATA").open("rb") as file:
            head = _VERSION.search(file.read(_HEAD))
            if head:
                return head[1].decode()
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
