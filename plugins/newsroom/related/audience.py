# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which older stories may show a newer one: those of its audience.

A story that is like many would change the pages of all of them on the day it comes. So each has an
*audience*: of the older stories in its own list, the first `params.AUDIENCE`. It stands in the
panels of these, if they have it in their lists; in a panel of any other older story it does not.
What is older than a story may always stand beside it. All this is a function of the lists.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import NamedTuple

from newsroom.related import params
from newsroom.related.tables import unpack_columns
from newsroom.startup import without_threads

Numbers = Sequence[int]


class Allowed(NamedTuple):
    """Of an article's list what may stand beside it, best first; ``copies``: some of its list tell
    the same as others, or as the article.
    """

    number: int
    others: Numbers
    copies: bool


def audience(own_key: int, others: Numbers, keys: Mapping[int, int]) -> Set[int]:
    """Of an article's list the older ones that may show it."""
    older = (other for other in others if keys[other] < own_key)
    return frozenset(islice(older, params.AUDIENCE))


class Audiences:
    """Audiences of a few articles, whose lists are asked for together."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def allowed(self, numbers: Iterable[int]) -> Iterator[Allowed]:
        """What may stand beside each of these articles."""
        lists = self._lists(numbers)
        keys = self._keys({*lists, *(n for others, _ in lists.values() for n in others)})
        newer = {
            other
            for number, (others, _) in lists.items()
            for other in others
            if keys[other] > keys[number]
        }
        theirs = self._lists(newer)
        keys |= self._keys({n for others, _ in theirs.values() for n in others} - keys.keys())
        shown_by = {x: audience(keys[x], others, keys) for x, (others, _) in theirs.items()}
        for number, (others, copies) in sorted(lists.items()):
            kept = [n for n in others if n not in newer or self._may(n, number, keys, shown_by)]
            yield Allowed(number, kept, any(copies))

    def _may(
        self, other: int, beside: int, keys: Mapping[int, int], shown_by: Mapping[int, Set[int]]
    ) -> bool:
        return keys[other] < keys[beside] or beside in shown_by[other]

    def changed(
        self, before: Mapping[int, Numbers], old_keys: Mapping[int, int], settled: Set[int]
    ) -> set[int]:
        """The articles that are in an audience now and were not, or the other way round.

        ``before``: the lists that were made anew, as they were; ``old_keys``: of what has changed,
        the keys then. The ``settled`` are left out: their own lists, and all that name them, were
        made anew.
        """
        lists = self._lists(before.keys() - settled)
        numbers = {n for others, _ in lists.values() for n in others}
        numbers |= {n for number in lists for n in before[number]} | lists.keys()
        keys = self._keys(numbers)
        then = {**keys, **old_keys}
        found: set[int] = set()
        for number, (others, _) in lists.items():
            was = audience(keys[number], before[number], then)
            found |= was ^ audience(keys[number], others, keys)
        return found - settled

    def _lists(self, numbers: Iterable[int]) -> dict[int, tuple[Numbers, bytes]]:
        query = """
            SELECT number, entries FROM related_lists
            WHERE number IN (SELECT value FROM json_each(?))
        """
        rows = self._db.execute(query, (json.dumps(sorted(numbers)),))
        return {number: unpack_columns(entries, params.KEPT) for number, entries in rows}

    def _keys(self, numbers: Iterable[int]) -> dict[int, int]:
        query = """
            SELECT number, key FROM related_articles
            WHERE number IN (SELECT value FROM json_each(?))
        """
        return dict(self._db.execute(query, (json.dumps(list(numbers)),)).fetchall())


def all_allowed(connection: sqlite3.Connection) -> Iterator[Allowed]:
    """What may stand beside each article, in the order of numbers: the same, all at once."""
    # It imports numpy, as whoever made all lists has done.
    with without_threads():
        from newsroom.related.full import NOBODY, shown_beside  # noqa: PLC0415 - see above

    rows = connection.execute(
        "SELECT number, key, entries FROM related_articles JOIN related_lists USING (number)"
        " ORDER BY number"
    )
    numbers, keys, lists, copies = [], [], bytearray(), []
    for number, key, entries in rows:
        whole = len(entries) // 9
        size = min(whole, params.KEPT)
        numbers.append(number)
        keys.append(key)
        copies.append(1 in entries[8 * whole : 8 * whole + size])
        lists += entries[: 4 * size] + NOBODY * (params.KEPT - size)
    shown = shown_beside(numbers, keys, bytes(lists))
    yield from map(Allowed, numbers, shown, copies)
