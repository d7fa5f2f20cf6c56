# SPDX-License-Identifier: AGPL-3.0-or-later
"""Places that a source claims though no page has them under just this name.

Most addresses are pages: ``pages`` has them. A row here is what that table can't tell: what an
article wants that has yet to come due (its addresses, its terms, its place in time), and the
folded form of an address whose own form is another, for whoever tells no case.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

Place = tuple[str, str]
"""A folded address or another place ("//tag/bao"), and what is claimed there, as it is spelled."""


def replace(connection: sqlite3.Connection, claims: Mapping[str, Iterable[Place]]) -> None:
    """Each of these owners (paths of sources) claims just these places."""
    connection.executemany("DELETE FROM claims WHERE owner = ?", [(owner,) for owner in claims])
    connection.executemany(
        "INSERT OR IGNORE INTO claims VALUES (?, ?, ?)",
        [(place, owner, what) for owner, places in claims.items() for place, what in places],
    )


def count(connection: sqlite3.Connection) -> int:
    """How many addresses are claimed here."""
    query = (
        "SELECT (SELECT count(*) FROM claims)"
        " - (SELECT count(*) FROM claims WHERE place >= '//' AND place < '/0')"  # "0" follows "/"
    )
    return int(connection.execute(query).fetchone()[0])


def addresses(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """All addresses that are claimed here: owner and address."""
    rows = connection.execute("SELECT owner, what FROM claims WHERE place NOT LIKE '//%'")
    return [(owner, what) for owner, what in rows]


def at(connection: sqlite3.Connection, place: str) -> list[tuple[str, str]]:
    """Who claims this very place: owner and what is claimed."""
    query = "SELECT owner, what FROM claims WHERE place = ? ORDER BY owner, what"
    return [(owner, what) for owner, what in connection.execute(query, (place,))]


def colliding(connection: sqlite3.Connection, owner: str, place: str) -> list[tuple[str, str]]:
    """Others whose address (page or claim) can't be beside ``place``, which is folded.

    A file can't be where another needs a folder, nor inside a file.
    """
    parts = place.split("/")
    places = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
    marks = ", ".join("?" * len(places))
    found = connection.execute(
        f"SELECT owner, save_as FROM pages WHERE save_as IN ({marks})"
        " UNION SELECT owner, save_as FROM pages WHERE save_as > ? AND save_as < ?"
        f" UNION SELECT owner, what FROM claims WHERE place IN ({marks})"
        " UNION SELECT owner, what FROM claims WHERE place > ? AND place < ?",
        (*places, f"{place}/", f"{place}0", *places, f"{place}/", f"{place}0"),  # "0" follows "/"
    )
    return [(other, what) for other, what in found if other != owner]


def clear(connection: sqlite3.Connection) -> None:
    """Forget what is claimed."""
    connection.execute("DELETE FROM claims")
