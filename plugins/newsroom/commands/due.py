# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is to come, and what is not read: scheduled and expiring articles, drafts, other files."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

import msgspec

from newsroom.arrange import addresses
from newsroom.commands.check import rehearsed
from newsroom.engine.scan import scan
from newsroom.engine.store_path import store_path
from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.newspaper import NEWSPAPER
from newsroom.settings import Settings
from newsroom.store import articles, pages
from newsroom.store.database import asked
from newsroom.store.sources import STRAY
from newsroom.text.file_names import is_litter
from newsroom.text.normalise import nfc

PUBLISHED, EXPIRES, DRAFT, WITHDRAWN, UNREAD = (
    "published", "expires", "draft", "withdrawn", "unread",
)  # fmt: skip

_HEADS = {
    PUBLISHED: "To be published:",
    EXPIRES: "To be taken down:",
    DRAFT: "Drafts:",
    WITHDRAWN: "Taken down for good (status: withdrawn); their addresses answer 410:",
    UNREAD: "Not read, for what their names or folders are:",
}
_ORDER = tuple(_HEADS)


class Due(msgspec.Struct, frozen=True):
    """Something to come: what, when (None: never by itself), and the file.

    ``address`` is that of its preview, if that was asked for and there is one.
    """

    kind: str
    path: str
    title: str = ""
    moment: datetime | None = None
    address: str = ""


def find_due(sites: Iterable[Settings], site: Settings, now: int) -> tuple[list[Due], int]:
    """All that is to come, kind by kind in order of time, and how many errors there are.

    Of an article with errors nothing is known.

    Raises:
        BusyError: a build is at work on the store.
    """
    with rehearsed(sites, site, now) as (rehearsal, _by_store):
        found = [
            due
            for row in articles.waiting(rehearsal.connection, now)
            for due in _of(row, site, now)
        ]
        errors = len(rehearsal.problems.errors)
    found += (Due(UNREAD, path) for path in _unread(site))
    return _in_order(found, site), errors


def find_waiting(site: Settings, now: int) -> list[Due]:
    """What the last build of a preview knows to be to come, with the addresses of its pages.

    Raises:
        StoreError: nothing was built yet, or the first build is at work.
    """
    with asked(store_path(site)) as connection:
        found = [
            msgspec.structs.replace(due, address=_address(connection, row.path))
            for row in articles.waiting(connection, now)
            for due in _of(row, site, now)
        ]
    return _in_order(found, site)


def _address(connection: sqlite3.Connection, source: str) -> str:
    for page in pages.of_file(connection, source):
        if page.kind in {"article", "page"}:
            return addresses.to_url(page.save_as)
    return ""


def _in_order(found: list[Due], site: Settings) -> list[Due]:
    never = datetime.max.replace(tzinfo=site.zone)
    return sorted(found, key=lambda due: (_ORDER.index(due.kind), due.moment or never, due.path))


def _of(row: articles.Row, site: Settings, now: int) -> Iterator[Due]:
    entry = row.entry
    date = entry.date.astimezone(site.zone) if entry.date else None
    if entry.status != "published":
        yield Due(DRAFT if entry.status == "draft" else WITHDRAWN, row.path, entry.title, date)
        return
    if entry.date and entry.date.timestamp() > now:
        yield Due(PUBLISHED, row.path, entry.title, date)
    if entry.expires and entry.expires.timestamp() > now:
        yield Due(EXPIRES, row.path, entry.title, entry.expires.astimezone(site.zone))


def _unread(site: Settings) -> list[str]:
    """The files of the content folder that no build reads, but for what programs leave there."""
    scanned = scan(site, {}, Problems(), NEWSPAPER.text_kind).folders
    read = {
        folder + file[0] for folder, files in scanned.items() for file in files if file[1] != STRAY
    }
    found = []
    for at, folders, names in os.walk(site.content):
        folders[:] = [name for name in folders if not name.startswith(".")]
        within = os.path.relpath(at, site.content)
        prefix = "" if within == "." else f"{within}/"
        found += [prefix + name for name in names if not is_litter(name)]
    return [path for path in found if nfc(path) not in read and path != site.weights_path]


def head_of(kind: str) -> str:
    """What stands above the things of a kind."""
    return _(_HEADS[kind])


def tell_due(found: list[Due], content: str) -> list[str]:
    """Lines that tell of it; ``content`` is the name of the content folder."""
    lines = []
    for kind, all_of_it in groupby(found, lambda due: due.kind):
        lines.append(head_of(kind))
        for due in all_of_it:
            moment = f"{due.moment:%Y-%m-%d %H:%M}  " if due.moment else ""
            title = f"  “{due.title}”" if due.title else ""
            lines.append(f"  {moment}{content}/{due.path}{title}")
    return lines or [_("Nothing is to come: no article waits, none expires, and none is a draft.")]
