# SPDX-License-Identifier: AGPL-3.0-or-later
"""The code that functions and classes are made of: digests of their import closures.

A closure holds the definition itself and all that it needs, through whatever modules: functions,
classes, values, late imports too. Names imported for types alone don't count. What a module does
when it is imported counts as soon as anything of it is needed. A class counts as a whole.

Every source file is read each time (a few milliseconds), so that content decides and no clock;
what it says is kept beside Python's own compiled code, or in the cache folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from newsroom.engine import beside
from newsroom.engine.syntax import Module, Need, analyse

Root = Any
"""A function or a class, wherever it is defined; with what a function holds of where it was made.
"""


class Group(msgspec.Struct, frozen=True):
    """Roots that do one work together.

    What only ``aside`` is needed for (other work, of which there are closures of its own) does not
    count, and nothing is looked for behind ``barred``.
    """

    roots: tuple[Root, ...]
    aside: tuple[Root, ...] = ()
    barred: tuple[Root, ...] = ()


_FORMAT = b"2"
_KEPT_AS = "closures"


class Closure(msgspec.Struct, frozen=True, array_like=True):
    """The digest of all that a definition needs of its package, and the libraries that this needs
    (by the names of their packages).
    """

    digest: str
    libraries: tuple[str, ...]


class _Asked(msgspec.Struct, frozen=True, array_like=True):
    """A group by names: of its roots, of those aside, of those barred; and what the roots hold."""

    roots: tuple[str, ...]
    aside: tuple[str, ...]
    barred: tuple[str, ...]
    held: str


class _Kept(msgspec.Struct, array_like=True):
    """What is kept on disk: closures by what was asked, for one state of the code; files."""

    state: bytes = b""
    closures: dict[_Asked, Closure] = {}
    modules: msgspec.Raw = msgspec.Raw(b"\x80")


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Kept).decode
_decode_modules = msgspec.msgpack.Decoder(dict[bytes, Module]).decode


def closures(groups: Iterable[Group], cache: Path, package: Path | None = None) -> list[Closure]:
    """The closure of each group; ``cache`` is where there is room to keep something.

    ``package`` is the folder of the package's sources; by default that of what is running, which
    is looked at once.
    """
    asked = tuple(map(_asked, groups))
    top = asked[0].roots[0].partition(".")[0]
    if package is None:
        return _running(top, asked, cache)
    return _Code(top, package, cache).closures(asked)


def _asked(group: Group) -> _Asked:
    names, held = _held(group.roots)
    aside, barred = _held(group.aside)[0], _held(group.barred)[0]
    return _Asked(names, aside, barred, repr(held) if held else "")


def _held(roots: Iterable[Root]) -> tuple[tuple[str, ...], list[object]]:
    """The names of these roots and of functions that they hold, and values that they hold."""
    names: dict[str, None] = {}
    held: list[object] = []
    waiting = list(roots)
    while waiting:
        root = waiting.pop()
        names[f"{root.__module__}:{root.__qualname__.partition('.')[0]}"] = None
        for cell in getattr(root, "__closure__", None) or ():
            value = cell.cell_contents
            if callable(value) and hasattr(value, "__qualname__"):
                waiting.append(value)
            else:
                held.append(value)
    return tuple(sorted(names)), held


@lru_cache(maxsize=64)
def _running(top: str, groups: tuple[_Asked, ...], cache: Path) -> list[Closure]:
    return _Code(top, Path(sys.modules[top].__file__ or "").parent, cache).closures(groups)


class _Code:
    """The code of a package as it is on disk."""

    def __init__(self, top: str, folder: Path, cache: Path) -> None:
        self._top = top
        self._cache = cache
        self._folder = folder
        self._files = dict(_sources(str(self._folder), top))
        self._state = self._look()
        self._kept = self._load()
        self._modules: dict[str, Module] = {}
        self._digests: dict[str, bytes] = {}

    def closures(self, groups: Sequence[_Asked]) -> list[Closure]:
        """The closures of these groups."""
        if self._kept.state != self._state:
            self._kept.state, self._kept.closures = self._state, {}
        known = self._kept.closures
        missing = [group for group in groups if group not in known]
        if missing:
            self._analyse()
            known.update((group, self._closure(group)) for group in missing)
            self._save()
        return [known[group] for group in groups]

    def _look(self) -> bytes:
        """The digest of all sources, and of who parses them."""
        state = blake2b(_FORMAT + sys.version.encode(), digest_size=16)
        for name in sorted(self._files):
            data = self._files[name]
            state.update(f"\x00{name}\x00{len(data)}\x00".encode())
            state.update(data)
        return state.digest()

    def _load(self) -> _Kept:
        for data in beside.load(_KEPT_AS, self._folder, self._cache):
            with suppress(msgspec.MsgspecError):
                return _decode(data)
        return _Kept()

    def _save(self) -> None:
        modules = {self._digests[name]: module for name, module in self._modules.items()}
        self._kept.modules = msgspec.Raw(_encode(modules))
        beside.save(_KEPT_AS, self._folder, self._cache, _encode(self._kept))

    def _analyse(self) -> None:
        known: dict[bytes, Module] = {}
        with suppress(msgspec.MsgspecError):
            known = _decode_modules(self._kept.modules)
        for file, source in self._files.items():
            name = file.removesuffix(".__init__")
            # What a module needs of itself is told by its name.
            digest = self._digests[name] = _digest(name.encode() + b"\x00" + source)
            self._modules[name] = known.get(digest) or analyse(name, source, self._top)

    def _closure(self, group: _Asked) -> Closure:
        bars = {place for name in group.barred for place in self._places_of(*_need(name))}
        found = self._reached(group.roots, bars) - self._reached(group.aside, bars)
        code = sorted((m, self._modules[m].definitions[n]) for m, n in found)
        parts = (m.encode() + definition.digest for m, definition in code)
        digest = _digest(b"\x00".join([group.held.encode(), *parts]))
        needed = {need[0].partition(".")[0] for _m, d in code for need in d.needs}
        return Closure(digest.hex(), tuple(sorted(needed - {self._top})))

    def _reached(
        self, roots: Iterable[str], bars: Container[tuple[str, int]]
    ) -> set[tuple[str, int]]:
        """The statements that these roots need: (module, number of the statement)."""
        waiting = [_need(root) for root in roots]
        found: set[tuple[str, int]] = set()
        asked: set[tuple[str, str, str]] = set()
        while waiting:
            need = waiting.pop()
            if need in asked or need[0].partition(".")[0] != self._top:
                continue
            asked.add(need)
            for place in self._places_of(*need):
                if place not in found and place not in bars:
                    found.add(place)
                    waiting += self._modules[place[0]].definitions[place[1]].needs
        return found

    def _places_of(self, module: str, name: str, attribute: str) -> Iterator[tuple[str, int]]:
        """The statements that a need leads to."""
        inner = f"{module}.{name}" if name else module
        known = self._modules.get(module)
        if known is not None and name in known.names:
            yield from ((module, number) for number in known.names[name])
        elif known is not None and name in known.imported:
            target, what = known.imported[name]
            if target.partition(".")[0] == self._top:
                yield from self._places_of(target, what, attribute)
        elif inner in self._modules and attribute:
            yield from self._places_of(inner, attribute, "")
            return
        elif inner in self._modules or known is not None:
            whole = inner if inner in self._modules else module
            count = len(self._modules[whole].definitions)
            yield from ((whole, number) for number in range(count))
        yield from self._effects(module)

    def _effects(self, module: str) -> Iterator[tuple[str, int]]:
        """What importing a module does, and importing the packages that it is in."""
        while module:
            known = self._modules.get(module)
            if known is not None:
                yield from ((module, number) for number in known.effects)
            module = module.rpartition(".")[0]


def _need(name: str) -> Need:
    """The need of a root, "module:name"."""
    module, _, name = name.partition(":")
    return module, name, ""


def _sources(folder: str, name: str) -> Iterator[tuple[str, bytes]]:
    """The modules of a package: name → source."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                with open(entry.path, "rb") as file:  # noqa: PTH123 - paths would take half the time
                    yield f"{name}.{entry.name[:-3]}", file.read()
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                yield from _sources(entry.path, f"{name}.{entry.name}")


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
