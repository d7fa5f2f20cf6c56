# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stories related to each article, as pages read them.

What is kept is a list of articles for each article, best first; those that tell the same as one
above them follow it and are marked (`copy_of`). To whoever records reads, all lists are one,
``related``: the place ``rank`` (from 0) of an article's neighbours has the key `place`. A page that
shows the first eight has read up to the eighth; what changes behind it does not concern it.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence

from newsroom.store.reads import EVERYBODY, STRIDES, Touches

RELATED = "related"
MOST = STRIDES[RELATED]
"""As many neighbours as one article may have, and one more."""


_COPY = 1 << 31


def copy_of(article: int) -> int:
    """The entry of an ``article`` that tells the same as the one before it that is no copy."""
    return article | _COPY


def groups(entries: Iterable[int]) -> list[list[int]]:
    """The articles of a list by what they tell: each with its copies behind it."""
    found: list[list[int]] = []
    for entry in entries:
        if entry & _COPY:
            found[-1].append(entry ^ _COPY)
        else:
            found.append([entry])
    return found


def place(article: int, rank: int) -> int:
    """The key of the neighbour at ``rank``."""
    return article * MOST + min(rank, MOST - 1)


def load(connection: sqlite3.Connection, article: int) -> Sequence[int]:
    """The entries of ``article``, best first (see `groups`)."""
    row = connection.execute(
        "SELECT others FROM neighbours WHERE article = ?", (article,)
    ).fetchone()
    return _numbers(row[0]) if row else ()


def of_path(connection: sqlite3.Connection, path: str) -> tuple[int, Sequence[int]]:
    """The number and the entries of the article at ``path``; 0 if nobody may see it."""
    row = connection.execute(
        "SELECT id, others FROM articles LEFT JOIN neighbours n ON n.article = id"
        " WHERE path = ? AND card IS NOT NULL",
        (path,),
    ).fetchone()
    if row is None:
        return 0, ()
    return row[0], _numbers(row[1]) if row[1] else ()


def put(
    connection: sqlite3.Connection, article: int, others: Sequence[int], touches: Touches
) -> None:
    """Keep the entries of ``article``; touch the first place where another stands now.

    The first entry is no copy.
    """
    old = load(connection, article)
    same = (one == other for one, other in zip(old, others, strict=False))
    rank = next((n for n, is_same in enumerate(same) if not is_same), min(len(old), len(others)))
    if rank == len(old) == len(others):
        return
    if others:
        data = array("I", others).tobytes()
        connection.execute("INSERT OR REPLACE INTO neighbours VALUES (?, ?)", (article, data))
    else:
        connection.execute("DELETE FROM neighbours WHERE article = ?", (article,))
    touches.add(RELATED, place(article, rank), EVERYBODY)


def put_all(
    connection: sqlite3.Connection, lists: Iterable[tuple[int, Sequence[int]]], touches: Touches
) -> None:
    """`put` the entries of many articles."""
    if connection.execute("SELECT 1 FROM neighbours LIMIT 1").fetchone():
        for article, others in lists:
            put(connection, article, others, touches)
        return
    # The first of all: there is nothing to compare them with.
    found = ((article, others) for article, others in lists if others)
    connection.executemany("INSERT INTO neighbours VALUES (?, ?)", _new_rows(found, touches))


def _new_rows(
    lists: Iterable[tuple[int, Sequence[int]]], touches: Touches
) -> Iterator[tuple[int, bytes]]:
    for article, others in lists:
        touches.add(RELATED, place(article, 0), EVERYBODY)
        yield article, array("I", others).tobytes()


def clear(connection: sqlite3.Connection) -> None:
    """Forget who is related to whom."""
    connection.execute("DELETE FROM neighbours")


def _numbers(data: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(data)
    return numbers
