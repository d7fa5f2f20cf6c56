# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small records (registry entries, static files …), each at its place in a list of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

import msgspec

from newsroom.model import StaticFile
from newsroom.store.reads import EVERYBODY, WHOEVER_SHOWS, Touches

STATIC, REFUSED = "static", "refused"
"""Lists of records: the files that may be published, and why others are not."""


def replace_records(
    connection: sqlite3.Connection, name: str, records: Mapping[str, bytes], touches: Touches
) -> bool:
    """Make the list ``name`` hold just ``records`` (key → bytes, in order); touch what differs.

    Returns whether anything has changed. A record that only moves counts as come and gone:
    whoever lists the records shows another order.
    """
    old = _load(connection, name)
    new = {key: (place, value) for place, (key, value) in enumerate(records.items())}
    if old == new:
        return False
    for key in old.keys() | new.keys():
        _touch(name, key, old.get(key), new.get(key), touches)
    connection.execute("DELETE FROM records WHERE list = ?", (name,))
    connection.executemany(
        "INSERT INTO records VALUES (?, ?, ?, ?)",
        [(name, key, place, value) for key, (place, value) in new.items()],
    )
    return True


def put_record(
    connection: sqlite3.Connection, name: str, key: str, value: bytes | None, touches: Touches
) -> None:
    """Put one record, or remove it (None). Its place is 0: such lists are read by key."""
    old = connection.execute(
        "SELECT place, value FROM records WHERE list = ? AND key = ?", (name, key)
    ).fetchone()
    new = None if value is None else (0, value)
    _touch(name, key, old, new, touches)
    if value is None:
        connection.execute("DELETE FROM records WHERE list = ? AND key = ?", (name, key))
    else:
        connection.execute("INSERT OR REPLACE INTO records VALUES (?, ?, 0, ?)", (name, key, value))


def get(connection: sqlite3.Connection, name: str, key: str) -> bytes | None:
    """The record ``key`` of the list ``name``."""
    query = "SELECT value FROM records WHERE list = ? AND key = ?"
    row = connection.execute(query, (name, key)).fetchone()
    return row[0] if row else None


Placed = tuple[int, bytes]


def _touch(name: str, key: str, old: Placed | None, new: Placed | None, touches: Touches) -> None:
    if old == new:
        return
    moved = old is None or new is None or old[0] != new[0]
    touches.add(name, key, EVERYBODY if moved else WHOEVER_SHOWS)


def _load(connection: sqlite3.Connection, name: str) -> dict[str, Placed]:
    rows = connection.execute("SELECT key, place, value FROM records WHERE list = ?", (name,))
    return {key: (place, value) for key, place, value in rows}


def names(connection: sqlite3.Connection, prefix: str) -> list[str]:
    """The lists whose names begin with ``prefix``."""
    rows = connection.execute("SELECT DISTINCT list FROM records ORDER BY list")
    return [name for (name,) in rows if name.startswith(prefix)]


def has_any(connection: sqlite3.Connection, name: str) -> bool:
    """Whether the list ``name`` has a record."""
    query = "SELECT 1 FROM records WHERE list = ? LIMIT 1"
    return connection.execute(query, (name,)).fetchone() is not None


def values(connection: sqlite3.Connection, name: str) -> list[bytes]:
    """The records of the list ``name``."""
    return [value for _place, value in _load(connection, name).values()]


def keys(connection: sqlite3.Connection, name: str) -> Sequence[str]:
    """The keys of the list ``name``, in order."""
    rows = connection.execute("SELECT key FROM records WHERE list = ? ORDER BY place, key", (name,))
    return [key for (key,) in rows]


def rename_file(connection: sqlite3.Connection, path: str, name: str, touches: Touches) -> None:
    """The static file ``path`` has another name on disk now; its address stays."""
    row = connection.execute(
        "SELECT value FROM records WHERE list = 'static' AND key = ?", (path,)
    ).fetchone()
    if row is not None:
        file = msgspec.msgpack.decode(row[0], type=StaticFile)
        value = msgspec.msgpack.encode(msgspec.structs.replace(file, name=name))
        put_record(connection, "static", path, value, touches)
