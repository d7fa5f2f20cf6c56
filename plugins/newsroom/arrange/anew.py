# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forgetting what arranging made, so that it can be made anew from what was read."""

from __future__ import annotations

import sqlite3

from newsroom.related import tables
from newsroom.store import aliases, articles, claims, lists, neighbours, pages


def forget(connection: sqlite3.Connection) -> None:
    """Leave of articles what was read of them, with their signatures, and no list and no page.

    Files of pages that will not come back are removed by the build that follows.
    """
    neighbours.keep_signatures(connection, tables.clear(connection))
    neighbours.clear(connection)
    lists.clear(connection)
    pages.clear(connection)
    claims.clear(connection)
    aliases.clear(connection)
    articles.hide_all(connection)
