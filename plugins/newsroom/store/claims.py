# SPDX-License-Identifier: AGPL-3.0-or-later
"""Places that are claimed though no page has them under just this name.

Most addresses are pages: ``pages`` has them. A row here is what that table can't tell: what an
article wants that has yet to come due (its addresses, its terms, its place in time), the identity
of a story, and the folded form of an address whose own form is another, for whoever tells no case.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from newsroom.store.owners import Owner

ADDRESS, TERM, MOMENT, IDENTITY = range(4)
"""Kinds of places: a folded file of the output, a list by its name, a key of dated lists, an id."""


class Place(NamedTuple):
    """A place, and what is claimed there, as it is spelled."""

    kind: int
    place: str | int
    what: str


def add(connection: sqlite3.Connection, claims: Mapping[Owner, Iterable[Place]]) -> None:
    """Each of these owners claims these places as well."""
    connection.executemany("INSERT OR IGNORE INTO claims VALUES (?, ?, ?, ?, ?)", _rows(claims))


def _rows(
    claims: Mapping[Owner, Iterable[Place]],
) -> Iterator[tuple[int, str | int, str, str, str]]:
    for owner, places in claims.items():
        for kind, place, what in places:
            yield kind, place, owner.name, owner.kind, what


def replace(connection: sqlite3.Connection, claims: Mapping[Owner, Iterable[Place]]) -> None:
    """Each of these owners claims just these places."""
    connection.executemany("DELETE FROM claims WHERE owner_kind = ? AND owner = ?", claims)
    add(connection, claims)


def count(connection: sqlite3.Connection) -> int:
    """How many addresses are claimed here."""
    query = "SELECT count(*) FROM claims WHERE kind = ?"
    return int(connection.execute(query, (ADDRESS,)).fetchone()[0])


def addresses(connection: sqlite3.Connection) -> list[tuple[Owner, str]]:
    """All addresses that are claimed here: owner and address."""
    query = "SELECT owner_kind, owner, what FROM claims WHERE kind = ?"
    rows = connection.execute(query, (ADDRESS,))
    return [(Owner(kind, name), what) for kind, name, what in rows]


def at(connection: sqlite3.Connection, kind: int, place: str | int) -> list[tuple[str, str]]:
    """Which sources claim this very place: path and what is claimed."""
    query = "SELECT owner, what FROM claims WHERE kind = ? AND place = ? ORDER BY owner, what"
    return [(owner, what) for owner, what in connection.execute(query, (kind, place))]


def colliding(connection: sqlite3.Connection, owner: Owner, place: str) -> list[tuple[Owner, str]]:
    """Others whose address (page or claim) can't be beside ``place``, which is folded.

    A file can't be where another needs a folder, nor inside a file.
    """
    parts = place.split("/")
    places = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    marks = ", ".join("?" * len(places))
    pages, claims = "SELECT owner_kind, owner, save_as", "SELECT owner_kind, owner, what"
    below = f"{place}/", f"{place}0"  # "0" follows "/"
    found = connection.execute(
        f"{pages} FROM pages WHERE save_as IN ({marks})"
        f" UNION {pages} FROM pages WHERE save_as > ? AND save_as < ?"
        f" UNION {claims} FROM claims WHERE kind = {ADDRESS} AND place IN ({marks})"
        f" UNION {claims} FROM claims WHERE kind = {ADDRESS} AND place > ? AND place < ?",
        (*places, *below, *places, *below),
    )
    others = ((Owner(kind, name), what) for kind, name, what in found)
    return [(other, what) for other, what in others if other != owner]


def clear(connection: sqlite3.Connection) -> None:
    """Forget what is claimed."""
    connection.execute("DELETE FROM claims")
