# SPDX-License-Identifier: AGPL-3.0-or-later
"""The recording reader: everything a page may ask, and the note that it asked.

Page functions get nothing but this. Each answer is noted as a range of keys of a list at a
level (`newsroom.store.reads`); nobody writes invalidation rules.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from typing import TypeVar, cast

import msgspec

from newsroom.model import Article, Correction, Term, parted
from newsroom.store import aliases, articles, neighbours, pages, postings
from newsroom.store.facets import LEVELS, F, H, Headline, Teaser, whole
from newsroom.store.kept_facets import KeptFacets
from newsroom.store.reads import ADDRESS, CARD, COUNT, LENGTH, NOTES, WHOLE, Key, ListNames, Read
from newsroom.store.schema import HIGHEST, LOWEST

T = TypeVar("T")
Spans = tuple[tuple[int, int], tuple[str, str]]

_RECORDS_KEPT, _KEY_ARRAYS_KEPT = 5_000, 16


class Reader:
    """Answers questions about lists, and records them in ``reads`` until `start` is called.

    Dated lists are answered newest first. A window that is shorter than asked for has reached
    the end of the list, and is recorded up to there.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._names = ListNames(connection)
        self._known = KeptFacets(connection).get
        self._terms: tuple[tuple[str, str, str], dict[str, int]] = (("", "", ""), {})
        self._records: dict[tuple[str, str], object] = {}
        self._postings: tuple[object, object] = (None, None)
        self._keys: OrderedDict[str, array[int]] = OrderedDict()
        self._decoders: dict[type, msgspec.msgpack.Decoder[object]] = {}
        self.reads: list[Read] = []

    def start(self) -> None:
        """Begin a new page."""
        self.reads = []

    # ------------------------------------------------------------------ single articles

    def article(self, path: str) -> Article | None:
        """The article or static page at ``path``, in full, if it may be seen.

        Without its old addresses, which are pages of their own.
        """
        self._note("path", WHOLE, path, path)
        found = articles.whole(self._db, path)
        return whole(found) if found else None

    def corrections(self, path: str) -> tuple[Correction, ...]:
        """The corrections of the article at ``path``; none if it may not be seen."""
        self._note("path", NOTES, path, path)
        return articles.corrections(self._db, path)

    def card(self, path: str) -> Teaser | None:
        """The card of the article or static page at ``path``, if it may be seen."""
        return self.facet(path, Teaser)

    def facet(self, path: str, type_: type[F]) -> F | None:
        """What such a reader sees of the article or static page at ``path``."""
        self._note("path", LEVELS[type_], path, path)
        query = "SELECT id FROM articles WHERE path = ? AND card IS NOT NULL"
        row = self._db.execute(query, (path,)).fetchone()
        return self._known(row[0], type_) if row else None

    def owner(self, address: str) -> str | None:
        """Whose page answers an address of this site (canonical, see `newsroom.read.paths`).

        The path of an article or a static page, whether it is there or was there once; "" for
        any other page; None if there is none. Whoever asks is asked again when that changes.
        """
        self._note(ADDRESS, COUNT, address, address)
        for source in aliases.owners(self._db, address):
            return source
        page = pages.at(self._db, address[1:].partition("?")[0])
        if page is None:
            return None
        kind, key = page
        return key if kind in pages.OF_SOURCES else ""

    def related(
        self, path: str, types: Sequence[type[Headline]], beside: Set[str]
    ) -> list[Headline]:
        """The stories most closely related to the article at ``path``, best first.

        As many as there are ``types``: what such a reader sees of each. ``beside`` are the paths of
        stories that are shown, too: they are left out, and so are stories that tell the same as one
        of them.
        """
        number, entries = neighbours.of_path(self._db, path)
        if not number or not types:
            return []
        cards: list[Headline] = []
        rank = 0
        for group in neighbours.groups(entries):
            if not beside or beside.isdisjoint(
                [self._known(number, Headline).path for number in group]
            ):
                type_ = types[len(cards)]
                card = self._known(group[0], type_)
                self._note("path", LEVELS[type_], card.path, card.path)
                cards.append(card)
            rank += len(group)
            if len(cards) == len(types):
                # Whether the last one is shown depends on its copies, up to whoever comes next.
                rank -= 0 if beside else len(group)
                break
        else:
            rank = neighbours.MOST
        first = neighbours.place(number, 0)
        self._note(neighbours.RELATED, CARD, first, neighbours.place(number, rank))
        return cards

    # ------------------------------------------------------------------------ dated lists

    def newest(self, name: str, size: int) -> list[Teaser]:
        """The newest ``size`` cards of a list."""
        return self.newest_as(Teaser, name, size)

    def newest_as(self, type_: type[F], name: str, size: int, *, down_to: int = LOWEST) -> list[F]:
        """What such a reader sees of the newest ``size`` articles of a list from a key on."""
        rows = [row for row in self._below(name, HIGHEST, size) if row[0] >= down_to]
        self._note(name, LEVELS[type_], max(down_to, self._floor(rows, size)), HIGHEST)
        return [self._known(number, type_) for _, number in rows]

    def before(
        self,
        name: str,
        key: int,
        size: int,
        seen: Collection[str] = frozenset(),
        *,
        type_: type[H],
        down_to: int = LOWEST,
    ) -> list[H]:
        """The ``size`` cards just before ``key``, newest first, without those in ``seen`` (paths).

        None below the key ``down_to`` is taken. It is recorded down to the last card that is
        taken, no further.
        """
        if size <= 0:
            return []
        rows = [row for row in self._below(name, key, size + len(seen)) if row[0] >= down_to]
        cards, last = self._take(rows, size, seen, type_)
        self._note(name, LEVELS[type_], down_to if last is None else last, key - 1)
        return cards

    def after(
        self,
        name: str,
        key: int,
        size: int,
        seen: Collection[str] = frozenset(),
        *,
        type_: type[H],
    ) -> list[H]:
        """The ``size`` cards just after ``key``, oldest first, without those in ``seen``."""
        if size <= 0:
            return []
        rows = self._query(name, "i.key > ?", key, "i.key", size + len(seen))
        cards, last = self._take(rows, size, seen, type_)
        self._note(name, LEVELS[type_], key + 1, HIGHEST if last is None else last)
        return cards

    def around(
        self,
        name: str,
        key: int,
        size: int,
        seen: Collection[str] = frozenset(),
        *,
        type_: type[H],
    ) -> list[H]:
        """``size`` cards other than the one at ``key``: those before it, newest first.

        Only when the list begins too late, the cards just after it follow: the first articles
        of a list have neighbours too, and still don't change with every later article.
        """
        cards = self.before(name, key, size, seen, type_=type_)
        if len(cards) < size:
            cards += self.after(name, key, size - len(cards), seen, type_=type_)
        return cards

    def _take(
        self, rows: list[tuple[int, int]], size: int, seen: Collection[str], type_: type[H]
    ) -> tuple[list[H], int | None]:
        """The first ``size`` cards that are not in ``seen``; the last one's key, if there are."""
        cards: list[H] = []
        for key, number in rows:
            card = self._known(number, type_)
            if card.path not in seen:
                cards.append(card)
                if len(cards) == size:
                    return cards, key
        return cards, None

    def page(self, name: str, number: int, size: int) -> list[Teaser]:
        """Page ``number`` (from 1, counted from the oldest) of ``size`` cards, newest first."""
        keys = self._key_array(name)
        first, beyond = (number - 1) * size, min(number * size, len(keys))
        if first >= beyond:
            self._note(name, COUNT, LOWEST, HIGHEST)
            return []
        low, high = keys[first], keys[beyond - 1]
        self._note(name, COUNT, LOWEST, low - 1)
        self._note(name, CARD, low, high if beyond == number * size else HIGHEST)
        rows = self._query(name, "i.key <= ?", high, "i.key DESC", beyond - first)
        return [self._known(number, Teaser) for _, number in rows]

    def front(self, name: str, size: int) -> list[Teaser]:
        """The newest full page of ``size`` cards and the incomplete one above it."""
        count = self.count(name)
        return self.newest(name, count if count < size else size + count % size)

    def count(self, name: str) -> int:
        """How many items the list has."""
        self._note(name, COUNT, LOWEST, HIGHEST)
        return self._length(name)

    def _length(self, name: str) -> int:
        number = self._names.find(name)
        if number is None:
            return 0
        row = self._db.execute("SELECT count FROM lists WHERE id = ?", (number,)).fetchone()
        return int(row[0])

    def has_page(self, name: str, number: int, size: int) -> bool:
        """Whether page ``number`` (from 1) of a list is complete.

        It is when the list is long enough, whichever items it has.
        """
        length = number * size
        self._note(name, LENGTH, length, length)
        return self._length(name) >= length

    # ------------------------------------------------------------------- terms and records

    def terms(self, taxonomy: str, level: int = CARD) -> list[Term]:
        """All terms of a taxonomy that have articles, in their order.

        At level COUNT only their existence is watched: use their counts for nothing.
        """
        self._note(f"terms/{taxonomy}", level, LOWEST, HIGHEST)
        rows = self._db.execute(
            "SELECT name, title, count FROM lists WHERE taxonomy = ? ORDER BY place", (taxonomy,)
        )
        return [_term(taxonomy, *row) for row in rows]

    def terms_from(
        self, taxonomy: str, low: str, high: str, level: int = CARD
    ) -> Mapping[str, int]:
        """Counts of the dated terms ("2025-04-22") whose slugs lie in low..high.

        At level COUNT only the terms' existence is watched: use their counts for nothing.
        """
        self._note(f"terms/{taxonomy}", level, low, high)
        place = (taxonomy, low, high)
        if self._terms[0] != place:  # the pages of a week's days come together
            rows = self._db.execute(
                "SELECT name, count FROM lists WHERE taxonomy = ? AND place BETWEEN ? AND ?", place
            )
            self._terms = place, {parted(name)[1]: count for name, count in rows}
        return self._terms[1]

    def terms_near(self, taxonomy: str, place: str) -> tuple[Term | None, Term | None]:
        """The terms just before and just after ``place`` (existence and name, not count)."""
        return (
            self._neighbour(taxonomy, place, "<", "DESC"),
            self._neighbour(taxonomy, place, ">", "ASC"),
        )

    def _neighbour(self, taxonomy: str, place: str, sign: str, order: str) -> Term | None:
        row = self._db.execute(
            f"SELECT name, title, count, place FROM lists WHERE taxonomy = ? AND place {sign} ?"
            f" ORDER BY place {order} LIMIT 1",
            (taxonomy, place),
        ).fetchone()
        bound = row[3] if row else (LOWEST if sign == "<" else HIGHEST)
        low, high = (bound, place) if sign == "<" else (place, bound)
        self._note(f"terms/{taxonomy}", COUNT, low, high)
        return _term(taxonomy, row[0], row[1], row[2]) if row else None

    def term(self, taxonomy: str, slug: str, *, counted: bool = True) -> Term | None:
        """One term with its count; not ``counted``, only its existence and title are watched."""
        row = self._db.execute(
            "SELECT name, title, count, place FROM lists WHERE name = ? AND taxonomy IS NOT NULL",
            (f"{taxonomy}/{slug}",),
        ).fetchone()
        # A term's place follows from its title, which follows from its articles: watching the
        # list's length watches the term coming and going.
        if row is None:
            self._note(f"{taxonomy}/{slug}", COUNT, LOWEST, HIGHEST)
            return None
        self._note(f"terms/{taxonomy}", CARD if counted else COUNT, row[3], row[3])
        return _term(taxonomy, row[0], row[1], row[2] if counted else 0)

    def record(self, name: str, key: str, type_: type[T]) -> T | None:
        """The record ``key`` of the list ``name``, decoded as ``type_``."""
        self._note(name, CARD, key, key)
        place = (name, key)
        known = self._records.get(place)
        if known is None:
            row = self._db.execute(
                "SELECT value FROM records WHERE list = ? AND key = ?", place
            ).fetchone()
            if row is None:
                return None
            if len(self._records) > _RECORDS_KEPT:
                self._records.clear()
            known = self._records[place] = self._decoder(type_).decode(row[0])
        return known  # type: ignore[return-value]  # a list's records are of one type

    def has(self, name: str, key: str) -> bool:
        """Whether the list ``name`` has a record ``key``."""
        if (name, key) not in self._records:
            query = "SELECT 1 FROM records WHERE list = ? AND key = ?"
            if self._db.execute(query, (name, key)).fetchone() is None:
                self._note(name, COUNT, key, key)
                return False
        self._note(name, COUNT, key, key)
        return True

    def postings(
        self, name: str, seen: tuple[int, int], of: Spans, merge: Callable[[postings.Rows], T]
    ) -> T:
        """What ``merge`` makes of the postings ``of`` these parts and stretches, kept for the next
        that asks for the same; ``seen`` are buckets, the first to the last.
        """
        self._note(name, CARD, *seen)
        if self._postings[0] != of:
            self._postings = of, merge(postings.of_parts(self._db, *of))
        return cast(T, self._postings[1])

    def records(self, name: str, type_: type[T]) -> list[T]:
        """All records of the list ``name``, in order."""
        self._note(name, CARD, LOWEST, HIGHEST)
        rows = self._db.execute(
            "SELECT value FROM records WHERE list = ? ORDER BY place, key", (name,)
        )
        decode = self._decoder(type_).decode
        return [decode(value) for (value,) in rows]

    # --------------------------------------------------------------------------- inside

    def _note(self, name: str, level: int, low: Key, high: Key) -> None:
        self.reads.append((name, level, low, high))

    def _below(self, name: str, key: Key, size: int) -> list[tuple[int, int]]:
        return self._query(name, "i.key < ?", key, "i.key DESC", size)

    def _query(
        self, name: str, where: str, key: Key, order: str, size: int
    ) -> list[tuple[int, int]]:
        number = self._names.find(name)
        if number is None or size <= 0:
            return []
        return self._db.execute(
            f"SELECT i.key, i.article FROM items i WHERE i.list = ? AND {where}"
            f" ORDER BY {order} LIMIT ?",
            (number, key, size),
        ).fetchall()

    @staticmethod
    def _floor(rows: list[tuple[int, int]], size: int) -> int:
        return rows[-1][0] if rows and len(rows) == size else LOWEST

    def _key_array(self, name: str) -> array[int]:
        keys = self._keys.get(name)
        if keys is None:
            rows = self._db.execute(
                "SELECT key FROM items WHERE list = ? ORDER BY key", (self._names.find(name),)
            )
            keys = self._keys[name] = array("q", (key for (key,) in rows))
            if len(self._keys) > _KEY_ARRAYS_KEPT:
                self._keys.popitem(last=False)
        return keys

    def _decoder(self, type_: type[T]) -> msgspec.msgpack.Decoder[T]:
        found = self._decoders.get(type_)
        if found is None:
            found = self._decoders[type_] = msgspec.msgpack.Decoder(type_)
        return found  # type: ignore[return-value]  # it was made for this type


def _term(taxonomy: str, name: str, title: str, count: int) -> Term:
    return Term(taxonomy, parted(name)[1], title, count)
