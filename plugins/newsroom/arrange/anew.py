# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forgetting what arranging made, so that it can be made anew from what was read."""

from __future__ import annotations

import sqlite3

from newsroom.arrange.related_lists import encode
from newsroom.related import tables
from newsroom.related.signature import Signature
from newsroom.search.tables import GENERATIONS
from newsroom.store import aliases, articles, claims, derived, lists, neighbours, pages, postings
from newsroom.store.derived import SIGNATURE
from newsroom.store.reads import Touches
from newsroom.store.records import replace_records


def forget(connection: sqlite3.Connection) -> None:
    """Leave of articles what was read of them and derived from it, and no list and no page.

    Files of pages that will not come back are removed by the build that follows.
    """
    signatures = tables.clear(connection)
    found = ((number, encode(Signature(*parts))) for number, *parts in signatures)
    derived.keep_all(connection, SIGNATURE, found)
    neighbours.clear(connection)
    postings.clear(connection)
    replace_records(connection, GENERATIONS, {}, Touches())  # their pages have to be claimed again
    lists.clear(connection)
    pages.clear(connection)
    claims.clear(connection)
    aliases.clear(connection)
    articles.hide_all(connection)
