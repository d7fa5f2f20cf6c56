# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is news by the clock: articles of the last two days, as the news sitemap wants them.

Nothing that is composed may ask for the time, so arranging puts down where the two days begin, as a
record: the key of their first article. It changes when an article leaves them or comes into them,
and at no other moment; so whoever has read it is composed again just then.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

import msgspec

from newsroom.arrange.memberships import ALL
from newsroom.arrange.order import first_key
from newsroom.store import records
from newsroom.store.reads import Touches

RECENT, NEWS = "recent", "news"
"""The list of records, and the one record in it."""

DAYS = 2
"""How long a story is news to search engines (Google Search Central, *News sitemap*)."""

NOTHING = 2**63 - 1
"""A key above that of any article."""


class NewsSince(msgspec.Struct, frozen=True, array_like=True):
    """The lowest key on the list of all articles that is news; `NOTHING` if none is."""

    key: int = NOTHING


def is_past(connection: sqlite3.Connection, now: int) -> bool:
    """Whether the two days begin elsewhere by now (epoch seconds) than was put down."""
    kept = records.get(connection, RECENT, NEWS)
    return kept is not None and kept != _made(connection, now)


def put_recent(connection: sqlite3.Connection, now: int, touches: Touches) -> None:
    """Put down where the two days begin; the list of all articles is written."""
    touches.cause = ""
    records.put_record(connection, RECENT, NEWS, _made(connection, now), touches)


def _made(connection: sqlite3.Connection, now: int) -> bytes:
    low = first_key(datetime.fromtimestamp(now, UTC) - timedelta(days=DAYS))
    (key,) = connection.execute(
        "SELECT min(i.key) FROM items i JOIN lists l ON l.id = i.list"
        " WHERE l.name = ? AND i.key >= ?",
        (ALL, low),
    ).fetchone()
    return msgspec.msgpack.encode(NewsSince(NOTHING if key is None else key))
