# SPDX-License-Identifier: AGPL-3.0-or-later
"""The output folder against the manifest: what others have changed, removed, or put there.

A file whose size and mtime are those that were written is not opened; the digest of any other
decides. So a folder that CI has packed and unpacked costs a look at each file, and an older state
of it, restored from a backup, is mended.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path

import msgspec

from newsroom.engine.output import Output, digest_of_file, is_temporary
from newsroom.engine.store_path import store_path
from newsroom.errors import WARNING, Problem, SettingsError
from newsroom.messages import _
from newsroom.settings import Settings
from newsroom.store import pages
from newsroom.store.database import asked, get_meta, set_meta, transaction

OWN = "own"
"""The store's note that the output folder is ours."""
_STATE = "output"
_OTHERS = "others"
_NAMED = 5
_OF_HOSTS = frozenset({"CNAME", "_headers", "_redirects"})
"""What hosts of static sites look for at the top of a folder, beside names with a dot."""


class Survey(msgspec.Struct):
    """What a look at the folder has found.

    ``changed`` and ``missing`` are the ids of pages by file, ``times`` mtimes (ns) by the id of a
    page whose file is right and has another time, ``strangers`` files that no page has.
    """

    changed: dict[str, int] = {}
    missing: dict[str, int] = {}
    times: dict[int, int] = {}
    strangers: list[str] = []


def survey(connection: sqlite3.Connection, output: Output, *, thorough: bool = False) -> Survey:
    """Look at every file; ``thorough``: and at its bytes."""
    found = Survey()
    known = pages.written(connection)
    for path, stat in output.look():
        page = known.pop(path, None)
        if page is None:
            found.strangers.append(path)
            continue
        number, size, mtime = page
        same = (size, mtime) == (stat.st_size, stat.st_mtime_ns)
        if mtime is None or (same and not thorough):
            continue
        if digest_of_file(f"{output.root}/{path}") != pages.digest(connection, number):
            found.changed[path] = number
        elif not same:
            found.times[number] = stat.st_mtime_ns
    found.missing = {p: number for p, (number, _size, mtime) in known.items() if mtime is not None}
    return found


class _Others(msgspec.Struct):
    """Files of others in a folder where we are guests: how many, some of them by name.

    ``retained`` is what OUTPUT_RETENTION named when they were counted.
    """

    count: int
    named: list[str]
    retained: list[str]


def is_as_left(connection: sqlite3.Connection, output: Output, retained: Collection[str]) -> bool:
    """Whether the folder is as the last build left it, as far as its top tells.

    Of files of others that are told of, those named are looked at: they may have gone deep down.
    """
    expected = set(get_meta(connection, "top").split("/")) - {""}
    same = get_meta(connection, _STATE) == output.identity() and expected <= output.names()
    others = _others(connection) if same else None
    if others is None:
        return same
    there = all(os.path.lexists(output.root / path) for path in others.named)
    return there and others.retained == [*retained]


def _others(connection: sqlite3.Connection) -> _Others | None:
    kept = get_meta(connection, _OTHERS)
    return msgspec.json.decode(kept, type=_Others) if kept else None


def tell_others(connection: sqlite3.Connection, settings: Settings) -> tuple[Problem, ...]:
    """A warning in every build while we are guests among files that may be an older site's.

    Nothing that is not known to be ours is removed; so it is at least not published unawares.
    """
    others = _others(connection)
    if others is None or not others.count:
        return ()
    message = _(
        "This folder holds {count} files that no build known here has made ({examples}); they are "
        "never removed, and copied to the server with the site. If they are an older site's, empty "
        "the folder, or write: newsroom build --adopt (then all that is not the site's goes); if "
        "they are to stay, name them in OUTPUT_RETENTION."
    )
    more = ["…"] * (others.count > len(others.named))
    text = message.format(count=others.count, examples=", ".join([*others.named, *more]))
    path = os.path.relpath(settings.output, settings.content)
    return (Problem(path, 0, text, WARNING, code="foreign-files"),)


def leave(connection: sqlite3.Connection, output: Output) -> None:
    """A build has ended well: remember the state in which it leaves the folder."""
    output.age()
    set_meta(connection, _STATE, output.identity())


def settle(
    connection: sqlite3.Connection,
    output: Output,
    retained: Collection[str],
    *,
    fresh: bool = False,
) -> None:
    """Have what differs written again, and strangers removed where the folder is ours.

    ``retained`` are names of files and folders that stay in any case (OUTPUT_RETENTION). A
    ``fresh`` folder was empty, and so is the store: there is nothing to look at.
    """
    identity = output.identity()
    if not fresh:
        _settle(connection, output, retained)
    set_meta(connection, _STATE, identity)
    set_meta(connection, OWN, "1" if output.is_ours() else "")


def _settle(connection: sqlite3.Connection, output: Output, retained: Collection[str]) -> None:
    found = survey(connection, output)
    strangers = [path for path in found.strangers if _may_go(path, retained)]
    others = ""
    if not output.is_ours():  # half-written files are ours in any folder
        told = sorted(path for path in strangers if _may_be_a_site_s(path))
        named = [path for path in told if _is_text(path)][:_NAMED]
        others = msgspec.json.encode(_Others(len(told), named, [*retained])).decode()
        strangers = [path for path in strangers if is_temporary(path)]
    output.remove(path for path in strangers if not _is_text(path))
    with transaction(connection):
        set_meta(connection, _OTHERS, others)
        pages.mark_missing(connection, [*found.changed.values(), *found.missing.values()])
        pages.date(connection, found.times)
        pages.note_obsolete(connection, filter(_is_text, strangers))


def _is_text(path: str) -> bool:
    """Whether a name is text, and so can be kept; names on disk may be any bytes."""
    return path == path.encode(errors="ignore").decode()


def _may_go(path: str, retained: Collection[str]) -> bool:
    return not any(part in retained for part in path.split("/"))


def _may_be_a_site_s(path: str) -> bool:
    """Whether a file may have been published, and is not the folder's own or its host's."""
    top = path.partition("/")[0]
    return not (top.startswith(".") or top in _OF_HOSTS or is_temporary(path))


def is_known(connection: sqlite3.Connection, output: Output) -> bool:
    """Whether a folder that has lost its marker is the one that the store has filled.

    Most of what lies there has to be the store's: another folder put in its place may have an
    ``index.html``, too, and must not lose the rest.
    """
    if not get_meta(connection, OWN):
        return False
    known = pages.written(connection)
    files = [path in known for path in output.files()]
    return 2 * sum(files) > len(files)


def adopt(folder: Path, needed: Iterable[Path]) -> None:
    """Make a folder the site's alone: what no page has goes with the next build.

    Raises:
        SettingsError: it holds one of ``needed``, which would go.
        OutputError: it can't be written.
    """
    for path in needed:
        if path.is_relative_to(folder):
            message = _("{folder} can't be the site's alone: {path} lies in it.")
            raise SettingsError(message.format(folder=folder, path=path))
    output = Output(folder)
    output.prepare()
    if not output.is_ours():
        output.mark(own=True)


def check_output(settings: Settings) -> list[str]:
    """What others did to the output folder, a line for each file: every digest is compared.

    Raises:
        StoreError: nothing was built yet.
    """
    output = Output(settings.output)
    with asked(store_path(settings)) as connection:
        found = survey(connection, output, thorough=True)
    own = output.is_ours()
    strangers = [
        path
        for path in found.strangers
        if _may_go(path, settings.retained) and (own or _may_be_a_site_s(path))
    ]
    texts = {
        _("{path}: changed by others since it was written."): found.changed,
        _("{path}: removed by others."): found.missing,
        _("{path}: put there by others; no page has this file."): strangers,
    }
    return sorted(text.format(path=path) for text, paths in texts.items() for path in paths)
