# SPDX-License-Identifier: AGPL-3.0-or-later
"""What others add to a site: modules named by ``NEWSROOM_EXTENSIONS``, with four hooks.

docs/extending.md describes the hooks; `HOOKS` has their names and parameters, and a test holds the
two together. Worker processes import the modules anew, so they must be importable by their names.
What an extension's code is counts in the stamps of what its hooks do: see `digest`.
"""

from __future__ import annotations

import ast
import inspect
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from hashlib import blake2b
from importlib import import_module
from importlib.metadata import packages_distributions, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import msgspec

from newsroom.errors import SettingsError
from newsroom.messages import _
from newsroom.settings import Settings

HOOKS: dict[str, tuple[str, ...]] = {
    "article_read": ("entry",),
    "template_globals": ("settings",),
    "page_kinds": (),
    "file_written": ("path",),
}
"""The hooks: the names of the functions, and of their parameters."""


class Extension(msgspec.Struct, frozen=True):
    """A module that was named, and its hooks by their names."""

    name: str
    """The last part of the module's name: what it adds stands under it."""
    module: str
    hooks: dict[str, Callable[..., Any]]


def of(settings: Settings, hook: str) -> dict[str, Callable[..., Any]]:
    """The functions for a hook, by the names of their extensions, in the order of the setting.

    Raises:
        SettingsError: an extension can't be imported, or is not one.
    """
    found = _load(tuple(settings.newsroom.extensions))
    return {each.name: each.hooks[hook] for each in found if hook in each.hooks}


def digests(settings: Settings, hook: str) -> dict[str, str]:
    """What the code of the extensions with this hook is, by their names."""
    found = _load(tuple(settings.newsroom.extensions))
    return {each.name: digest(each.module) for each in found if hook in each.hooks}


@cache
def _load(modules: tuple[str, ...]) -> tuple[Extension, ...]:
    faults: list[str] = []
    found: dict[str, Extension] = {}
    for module in modules:
        name = module.rpartition(".")[2]
        try:
            hooks = _hooks(import_module(module))
        except Exception as error:  # a module is a program: anything may happen in it
            message = _("NEWSROOM_EXTENSIONS: {name} can't be used ({error}).")
            faults.append(message.format(name=module, error=told(error)))
            continue
        if name in found:
            message = _('NEWSROOM_EXTENSIONS: two extensions are called "{name}"; rename one.')
            faults.append(message.format(name=name))
        found[name] = Extension(name, module, hooks)
    if faults:
        raise SettingsError(*faults)
    return tuple(found.values())


def _hooks(module: Any) -> dict[str, Callable[..., Any]]:
    hooks = {name: getattr(module, name) for name in HOOKS if callable(getattr(module, name, None))}
    for name, hook in hooks.items():
        if tuple(inspect.signature(hook).parameters) != HOOKS[name]:
            raise TypeError(f"{name}({', '.join(HOOKS[name])})")
    if not hooks:
        raise TypeError(_("it has none of the functions {names}").format(names=", ".join(HOOKS)))
    return hooks


def told(error: Exception) -> str:
    """What an extension raised, and where: "ValueError: … (hooks.py:12)"."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{place}"


# ---------------------------------------------------------------------------------- the hooks


def fields(settings: Settings) -> Callable[[Any], dict[str, Any]]:
    """What ``article_read`` adds to an entry, by the names of the extensions.

    Raises (when called):
        ExtensionError: one of them has failed, or gave what can't be recorded.
    """
    hooks = of(settings, "article_read")

    def added(entry: Any) -> dict[str, Any]:
        return {name: _plain(name, "article_read", hook, entry) for name, hook in hooks.items()}

    return added


def template_globals(settings: Settings) -> dict[str, Any]:
    """What templates see as ``site.extra``, by the names of the extensions.

    Raises:
        SettingsError: one of them has failed, or gave what is no plain value: a function would tell
            what no page has recorded.
    """
    try:
        hooks = of(settings, "template_globals")
        return {n: _plain(n, "template_globals", hook, settings) for n, hook in hooks.items()}
    except ExtensionError as error:
        raise SettingsError(str(error)) from error


def with_kinds(settings: Settings, own: Mapping[str, Any]) -> dict[str, Any]:
    """Our ``own`` kinds of pages, and those of the extensions, which know what their code is.

    Raises:
        SettingsError: one of them has failed, or adds a kind that there is already.
    """
    kinds, stamps = dict(own), digests(settings, "page_kinds")
    for name, hook in of(settings, "page_kinds").items():
        try:
            added = [msgspec.structs.replace(kind, stamp=stamps[name]) for kind in hook()]
        except Exception as error:  # as above
            raise SettingsError(_failed(name, "page_kinds", told(error))) from error
        for kind in added:
            if kind.name in kinds:
                message = _('The extension {name} adds the kind of pages "{kind}", which is taken.')
                raise SettingsError(message.format(name=name, kind=kind.name))
            kinds[kind.name] = kind
    return kinds


def written(settings: Settings) -> Callable[[str], list[str]]:
    """Tells the extensions of a file (by its path in the output folder); returns what failed."""
    hooks = of(settings, "file_written")

    def tell(save_as: str) -> list[str]:
        faults = []
        for name, hook in hooks.items():
            try:
                hook(settings.output / save_as)
            except Exception as error:  # as above
                faults.append(_failed(name, "file_written", told(error)))
        return faults

    return tell


class ExtensionError(Exception):
    """An extension has failed; says which, and why."""


def _plain(name: str, hook: str, call: Callable[..., Any], argument: Any) -> dict[str, Any]:
    """What a hook gives, as plain values in one order, whatever order it had."""
    try:
        given = call(argument)
        if not isinstance(given, Mapping) or not all(isinstance(key, str) for key in given):
            raise TypeError(_("it must give a dictionary"))
        encoded = msgspec.json.encode(dict(given), order="deterministic")
    except Exception as error:  # as above
        raise ExtensionError(_failed(name, hook, told(error))) from error
    found: dict[str, Any] = msgspec.json.decode(encoded)
    return found


def _failed(name: str, hook: str, error: str) -> str:
    message = _("The extension {name} has failed in {hook} ({error}); mend it, or leave it out.")
    return message.format(name=name, hook=hook, error=error)


# -------------------------------------------------------------------------------- what it is


@cache
def digest(module: str) -> str:
    """What an extension's code is: its files, those of its own that they import, and libraries.

    Of a package all files count; if anything of the portal is imported, all of the portal. Of
    libraries their versions count. What it reads besides doesn't.
    """
    parts: dict[str, bytes] = {}
    waiting = [module.partition(".")[0]]
    while waiting:
        top = waiting.pop()
        if top in parts or top in sys.stdlib_module_names:
            continue
        sources = list(_sources(top))
        if not sources:
            parts[top] = _versions(top)
            continue
        parts[top] = b"\x00".join(path.name.encode() + b"\x00" + data for path, data in sources)
        if top != __name__.partition(".")[0]:
            waiting += {name for _path, data in sources for name in _imported(data)}
    told_parts = (name.encode() + b"\x00" + part for name, part in sorted(parts.items()))
    return blake2b(b"\x00".join(told_parts), digest_size=16).hexdigest()


def _sources(top: str) -> Iterator[tuple[Path, bytes]]:
    """The Python files of a module or package that is no installed library."""
    spec = find_spec(top)
    origin = Path(spec.origin) if spec and spec.origin else None
    own = top == __name__.partition(".")[0]
    if origin is None or origin.suffix != ".py" or ("site-packages" in origin.parts and not own):
        return
    paths = sorted(origin.parent.rglob("*.py")) if origin.name == "__init__.py" else [origin]
    yield from ((path, path.read_bytes()) for path in paths)


def _versions(top: str) -> bytes:
    names = _distributions().get(top, [])
    return " ".join(f"{name} {version(name)}" for name in sorted(names)).encode()


_distributions = cache(packages_distributions)  # a fifth of a second: it looks at every file's name


def _imported(source: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
