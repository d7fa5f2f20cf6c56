# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads and touches: why a page is rendered again.

A page's read of a list is a range of keys at a level: what of the items in range it has seen. A
change touches a key of a list with a set of levels, whose readers it concerns. A page is dirty when
one of its ranges holds a key that was touched with its level:

============ ==================================================================================
level        a read at this level …
============ ==================================================================================
``COUNT``    only counts the items in range; of a term, sees that it is there, and its name
``CARD``     shows the cards of articles (`newsroom.store.facets`), or whole records and terms
``LOCATION`` tells crawlers where articles are, and since when
``ITEM``     shows the items of feeds
``LINK``     leads to an article
``TITLE``    leads to an article and says its headline
``HEADLINE`` shows a headline in a panel
``PICTURED`` … with its picture
``DATED``    … and its date
``NOTES``    shows an article's corrections
``WHOLE``    shows the article itself
``RESULT``   shows results of search
``LENGTH``   asks whether a list has so many items; the number stands in place of its keys
============ ==================================================================================

No touch concerns readers at level ``LENGTH``: they are found by how long a list was and is.

An item that comes or goes concerns `EVERYBODY`, a record that has changed `WHOEVER_SHOWS`; of an
article that has changed `newsroom.store.facets` tells whom it concerns.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import accumulate

import msgspec

from newsroom.store.schema import HIGHEST

(
    COUNT,
    CARD,
    LOCATION,
    ITEM,
    LINK,
    TITLE,
    HEADLINE,
    PICTURED,
    DATED,
    NOTES,
    WHOLE,
    RESULT,
    LENGTH,
) = range(13)

EVERYBODY = (1 << LENGTH) - 1
"""The touch that concerns reads at all levels; a touch has bit ``level`` for each level."""
WHOEVER_SHOWS = EVERYBODY - (1 << COUNT)
"""The touch that concerns all reads but those that only count."""

STRIDES = {"related": 32}
"""Lists whose reads never cross a multiple of so many keys. Of a touch's readers all lie in one
stride; else every read of what stands above it must be looked at."""

ADDRESS = "address"
"""The list of all addresses; its keys are canonical. It is only ever read by single keys."""

Key = int | str | bytes
Read = tuple[str, int, Key, Key]  # list name, level, low, high


class Touches:
    """The keys that a build has touched, each with the levels whose readers it concerns.

    ``cause`` names the source that is being worked on, for whoever asks why a page was rendered.
    ``unread``: no page has read anything yet, so that nothing need be gathered.
    """

    def __init__(self) -> None:
        self._touches: dict[tuple[str, Key], tuple[int, str]] = {}
        self.steps: dict[str, dict[int, int]] = {}
        """How many items have come to (or gone from) each place of the lists by number."""
        self.moves: dict[str, dict[int, tuple[int, int]]] = {}
        """By list and key: the other key of an item that moved, and whom its changes concern."""
        self.unread = False
        self.cause = ""

    def add(self, name: str, key: Key, levels: int) -> None:
        """Touch ``key`` of the list ``name``, for readers at these levels (bits)."""
        if self.unread or not levels:
            return
        place = (name, key)
        known = self._touches.get(place, (0, ""))[0]
        if levels | known != known:
            self._touches[place] = (levels | known, self.cause)

    def step(self, name: str, key: Key, step: int) -> None:
        """An item has come to ``key`` of the list ``name`` (+1), or is gone from there (-1)."""
        self.add(name, key, EVERYBODY)
        if isinstance(key, int) and not self.unread:
            steps = self.steps.setdefault(name, {})
            steps[key] = steps.get(key, 0) + step

    def move(self, name: str, old: Key, new: Key, levels: int) -> None:
        """The item that went from ``old`` is the one that came to ``new``; see `_passed`."""
        if not self.unread and isinstance(old, int) and isinstance(new, int):
            moves = self.moves.setdefault(name, {})
            moves |= {old: (new, levels), new: (old, levels)}

    def cause_of(self, name: str, key: Key) -> str:
        """The source that has touched ``key`` of the list ``name``."""
        return self._touches[name, key][1]

    def __iter__(self) -> Iterator[tuple[str, Key, int, str]]:
        for (name, key), (levels, cause) in self._touches.items():
            yield name, key, levels, cause

    def __len__(self) -> int:
        return len(self._touches)


class ListNames:
    """Numbers for list names, handed out as they are met."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._numbers: dict[str, int] = {}

    def find(self, name: str) -> int | None:
        """The number of the list ``name``, or None when no page and no article named it yet."""
        number = self._numbers.get(name)
        if number is None:
            row = self._db.execute("SELECT id FROM lists WHERE name = ?", (name,)).fetchone()
            if row is None:
                return None
            number = self._numbers[name] = row[0]
        return number

    def number(self, name: str) -> int:
        """The number of the list ``name``, made if need be."""
        found = self._numbers.get(name) or self.find(name)
        if found is None:
            cursor = self._db.execute("INSERT INTO lists (name) VALUES (?)", (name,))
            found = self._numbers[name] = int(cursor.lastrowid or 0)
        return found


def nothing_read(connection: sqlite3.Connection) -> bool:
    """Whether no page is recorded to have read anything."""
    return connection.execute("SELECT 1 FROM reads LIMIT 1").fetchone() is None


_TOUCHED = "UPDATE pages SET dirty = 'touched', dirty_list = ?1, dirty_cause = ?2"
_MARK_READERS = f"""
    {_TOUCHED} WHERE dirty IS NULL AND id IN
    (SELECT page FROM reads
     WHERE list = ?1 AND high BETWEEN ?3 AND ?4 AND low <= ?3 AND (?5 >> level) & 1
"""
_EVERY = f"{_MARK_READERS})"
_OF_ONE = f"{_MARK_READERS} AND NOT (high >= ?6 AND low <= ?6))"
_OF_BOTH = f"{_MARK_READERS} AND high >= ?6 AND low <= ?6)"
_MARK_COUNTERS = f"""
    {_TOUCHED} WHERE dirty IS NULL AND id IN
    (SELECT page FROM reads WHERE list = ?1 AND high = ?3 AND low = ?4 AND level = {COUNT})
"""

_MARK_MEASURERS = f"""
    {_TOUCHED} WHERE dirty IS NULL AND id IN
    (SELECT page FROM reads WHERE list = ?1 AND high BETWEEN ?3 AND ?4 AND level = {LENGTH})
"""


def mark_readers(connection: sqlite3.Connection, names: ListNames, touches: Touches) -> None:
    """Make every page dirty that has read what was touched, and note which list, and by whom."""
    moves = {name: steps for name, steps in touches.steps.items() if _both_ways(steps)}
    steps_of = cache(lambda name: sorted(touches.steps.get(name, ())))
    for name, key, levels, cause in touches:
        number = names.find(name)
        if number is not None:
            shown = levels & ~(1 << COUNT) if key in moves.get(name, ()) else levels
            reads = (number, cause, key, _end(name, key))
            moved = _passed(connection, number, touches.moves.get(name, {}), steps_of(name), key)
            if moved is None:
                connection.execute(_EVERY, (*reads, shown))
            else:  # who sees both places sees the same stories in the same order
                other, changed = moved
                connection.execute(_OF_ONE, (*reads, shown, other))
                connection.execute(_OF_BOTH, (*reads, shown & changed, other))
    for name, steps in moves.items():
        _mark_counters(connection, names.number(name), steps, partial(touches.cause_of, name))
    for name, steps in touches.steps.items():
        number = names.find(name)
        if number is not None:
            _mark_measurers(connection, number, steps, partial(touches.cause_of, name))


def _passed(
    connection: sqlite3.Connection,
    number: int,
    moves: Mapping[int, tuple[int, int]],
    steps: Sequence[int],
    key: Key,
) -> tuple[int, int] | None:
    """Of an item that moved from or to ``key`` and passed no other: its other key, and its touch.

    None for all others. Nothing of the list lies between the keys, and nothing that came or went.
    """
    if not isinstance(key, int) or key not in moves:
        return None
    other, levels = moves[key]
    if moves.get(other) != (key, levels):
        return None  # another has taken its place
    low, high = sorted((key, other))
    query = "SELECT 1 FROM items WHERE list = ? AND key > ? AND key < ? LIMIT 1"
    between = bisect_left(steps, high) - bisect_right(steps, low)
    if between or connection.execute(query, (number, low, high)).fetchone():
        return None
    return other, levels


def _mark_measurers(
    connection: sqlite3.Connection,
    number: int,
    steps: Mapping[int, int],
    cause_of: Callable[[int], str],
) -> None:
    """Make pages dirty that have asked whether a list is so long, if the answer is another now."""
    change = sum(steps.values())
    if change:
        query = "SELECT count FROM lists WHERE id = ?"
        (now,) = connection.execute(query, (number,)).fetchone()
        shorter, longer = sorted((now, now - change))
        cause = cause_of(next(key for key, step in steps.items() if step))
        connection.execute(_MARK_MEASURERS, (number, cause, shorter + 1, longer))


def _both_ways(steps: Mapping[int, int]) -> bool:
    """Whether items came and others went, so that a stretch may count as many as before."""
    return min(steps.values()) <= 0 <= max(steps.values())


def _mark_counters(
    connection: sqlite3.Connection,
    number: int,
    steps: Mapping[int, int],
    cause_of: Callable[[int], str],
) -> None:
    """Make pages dirty that have counted a stretch of a list, if it has more items now, or less.

    A file that was renamed, or an hour that was corrected, moves an article among its neighbours:
    hundreds of numbered pages have counted what is below them, and to them nothing has happened.
    """
    keys = sorted(steps)
    sums = [0, *accumulate(steps[key] for key in keys)]
    query = "SELECT DISTINCT high, low FROM reads WHERE list = ? AND high >= ? AND level = ?"
    for high, low in connection.execute(query, (number, keys[0], COUNT)).fetchall():
        upper = bisect_right(keys, high) if isinstance(high, int) else len(keys)
        lower = bisect_left(keys, low) if isinstance(low, int) else len(keys)
        if upper > lower and sums[upper] != sums[lower]:
            cause = cause_of(next(key for key in keys[lower:upper] if steps[key]))
            connection.execute(_MARK_COUNTERS, (number, cause, high, low))


def _end(name: str, key: Key) -> Key:
    """How high a read of this list can reach that holds ``key``."""
    if name == ADDRESS:
        return key
    if name in STRIDES and isinstance(key, int):
        return key - key % STRIDES[name] + STRIDES[name] - 1
    return HIGHEST


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode


def replace_reads(
    connection: sqlite3.Connection,
    names: ListNames,
    page: int,
    old: bytes | None,
    reads: Sequence[Read],
) -> bytes:
    """Record what ``page`` reads now; most often nothing has changed.

    ``old`` is what it read before, as bytes; returns the same of now, without repeats and in the
    order in which the page asks.
    """
    number = names.number
    rows = dict.fromkeys([(number(name), high, low, level) for name, level, low, high in reads])
    new = _encode(list(rows))
    if old != new:
        forget_reads(connection, page, old)
        connection.executemany(
            "INSERT OR IGNORE INTO reads VALUES (?, ?, ?, ?, ?)", [(*row, page) for row in rows]
        )
    return new


def unpack(reads: bytes) -> list[tuple[int, Key, Key, int]]:
    """A page's reads from their bytes: list number, high, low, level."""
    return [(number, high, low, level) for number, high, low, level in _decode(reads)]


def forget_reads(connection: sqlite3.Connection, page: int, old: bytes | None) -> None:
    """Take back what ``page`` was recorded to have read."""
    if old:
        connection.executemany(
            "DELETE FROM reads WHERE list=? AND high=? AND low=? AND level=? AND page=?",
            [(*row, page) for row in _decode(old)],
        )
