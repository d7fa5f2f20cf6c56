# SPDX-License-Identifier: AGPL-3.0-or-later
"""Other plugins of Pelican: which of them have nothing to do here, and which get in the way.

Pelican's own generators are idle (`newsroom.bridge.portal`), so most of its signals never come.
docs/extending.md says what to use in place of well-known plugins.
"""

from __future__ import annotations

import os
import traceback
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from pelican import signals

from newsroom.messages import _

COME = frozenset({"content_written", "finalized", "get_generators", "get_writer"})
"""The signals that come in a run of ours with all that Pelican sends them with.

With ``all_generators_finalized`` come generators that have read nothing, and at ``initialized`` our
settings have been taken.
"""
_EARLY = "initialized"

_NAMED = 5

States = dict[str, tuple[int, int]]
"""Names of files and their times (ns) and sizes."""


def _others(plugins: Iterable[ModuleType]) -> Iterator[str]:
    own = __name__.partition(".")[0]
    return (each.__name__ for each in plugins if each.__name__.partition(".")[0] != own)


def idle(plugins: Iterable[ModuleType]) -> list[str]:
    """What is told of plugins that wait for what never comes, or comes with nothing.

    One that listens to no signal (a reader, an extension of Markdown) is not judged.
    """
    none = _(
        "The plugin {name} has no effect here: it waits for {signals}, which never come or bring "
        "no article; see docs/extending.md for what to use instead."
    )
    part = _(
        "The plugin {name} has an effect here in part at most: {signals} never come or bring no "
        "article; see docs/extending.md for what to use instead."
    )
    found = []
    for name in _others(plugins):
        heard = {signal for signal, module in _listeners() if _is_of(module, name)}
        message, vain = (part, heard - COME - {_EARLY}) if heard & COME else (none, heard)
        if vain:
            found.append(message.format(name=name, signals=", ".join(sorted(vain))))
    return found


def _listeners() -> Iterator[tuple[str, str]]:
    """The signals of Pelican that somebody listens to, with the modules that do."""
    for name, signal in vars(signals).items():
        for receiver in getattr(signal, "receivers", {}).values():
            call = receiver() if isinstance(receiver, weakref.ref) else receiver
            yield name, str(getattr(call, "__module__", ""))


def _is_of(module: str, plugin: str) -> bool:
    return f"{module}.".startswith(f"{plugin}.")


def failed(error: BaseException, plugins: Iterable[ModuleType]) -> str:
    """What is told of an error that a plugin has raised; "" if none has."""
    modules = [
        str(frame.f_globals.get("__name__", ""))
        for frame, _line in traceback.walk_tb(error.__traceback__)
    ]
    for name in _others(plugins):
        if any(_is_of(module, name) for module in modules):
            message = _(
                "The plugin {name} has failed ({kind}: {error}); it is made for Pelican's own "
                "generators. Leave it out of PLUGINS; see docs/extending.md."
            )
            return message.format(name=name, kind=type(error).__name__, error=error)
    return ""


def state(path: str) -> tuple[int, int]:
    """A file's time (ns) and size."""
    stat = os.stat(path)  # noqa: PTH116 - as `states` has them
    return stat.st_mtime_ns, stat.st_size


def states(folder: Path) -> States:
    """The files at the top of the output folder, as they are."""
    with os.scandir(folder) as entries:
        found = [(entry.name, entry.stat()) for entry in entries if entry.is_file()]
    return {name: (stat.st_mtime_ns, stat.st_size) for name, stat in found}


def overwritten(folder: Path, before: States, rewritten: Iterable[str] = ()) -> list[str]:
    """What is told of files that somebody has replaced since a build wrote them.

    ``before`` are those at the top of the folder as the build left them, ``rewritten`` are known
    already: files that were others when `content_written` had been heard. The folder's time is set,
    so that the next build looks at each file and writes them again.
    """
    after = states(folder)
    known = {n for n in before if n in after and before[n] != after[n]}
    changed = sorted(known.union(rewritten))
    if changed:
        os.utime(folder)
    message = _(
        "A plugin has written over {path}, which the site has already; leave the plugin out of "
        "PLUGINS, and build again."
    )
    told = [message.format(path=folder / name) for name in changed[:_NAMED]]
    if len(changed) > _NAMED:
        told.append(_("… and {count} more files, too.").format(count=len(changed) - _NAMED))
    return told
