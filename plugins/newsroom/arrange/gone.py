# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of what readers could see and may see no more: a server answers them with 410.

Gone is what was withdrawn or has expired. A draft, what is still to come and what was deleted are
not: nobody is told that there is, or was, such a thing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from newsroom.arrange import addresses
from newsroom.arrange.registries import kept
from newsroom.errors import Problems
from newsroom.model import Entry
from newsroom.read.paths import canonical, is_page_name
from newsroom.read.resolve import RegistryIndex, resolve
from newsroom.settings import Settings
from newsroom.store import aliases, articles, pages


def gone(connection: sqlite3.Connection, settings: Settings, now: int) -> list[str]:
    """The addresses, own and old ones, as files of the output or with a query; sorted.

    Where something else is now, be it a page or an old address of another article, nothing is gone.
    """
    index = RegistryIndex(kept(connection))
    found = {
        address
        for kind, entry in articles.hidden(connection)
        if was_seen(entry, now)
        for address in _addresses(kind, entry, index, settings)
    }
    return sorted(address for address in found if not _is_used(connection, address))


def was_seen(entry: Entry, now: int) -> bool:
    """Whether an entry that nobody may see at ``now`` (epoch seconds) was published before."""
    if entry.date is not None and entry.date.timestamp() > now:
        return False
    expired = entry.expires is not None and entry.expires.timestamp() <= now
    return entry.status == "withdrawn" or (entry.status == "published" and expired)


def _addresses(kind: str, entry: Entry, index: RegistryIndex, settings: Settings) -> Iterator[str]:
    if kind == "page":
        yield addresses.page_file(entry, settings)
    elif (place := resolve(entry, index, Problems())) is not None:
        yield addresses.article_file(entry, place.section, settings)
    for alias in entry.aliases:
        yield addresses.from_path(alias) if is_page_name(alias) else canonical(alias)[1:]


def _is_used(connection: sqlite3.Connection, address: str) -> bool:
    is_page = pages.owner_of(connection, address) is not None
    return is_page or bool(aliases.owners(connection, f"/{address}"))
