# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles in the store: what was read of them, and what arranging made of it."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Literal

import msgspec

from newsroom.model import Article, Body, Card, Correction, Entry, Reference
from newsroom.store import mentions

_encode = msgspec.msgpack.Encoder().encode
_entry = msgspec.msgpack.Decoder(Entry).decode
_card = msgspec.msgpack.Decoder(Card).decode
_article = msgspec.msgpack.Decoder(Article).decode


class Packed(msgspec.Struct, frozen=True, array_like=True):
    """A source as read, in the bytes that the store keeps: its entry, and its body's HTML (zlib).

    Its text is not kept. ``title_key`` and ``body_key`` are digests of headline and text (None:
    there is too little of it): whoever has the same ones is a twin. ``derived`` is what the text
    told when it was read, by the name of who uses it (`newsroom.store.derived`).
    """

    entry: bytes
    html: bytes
    title_key: bytes | None = None
    body_key: bytes | None = None
    derived: dict[str, bytes] = {}


class Row(msgspec.Struct, frozen=True):
    """One source in the store: an article or a static page (``kind``), live or not.

    Its entry and its article have no HTML and no text.
    """

    id: int
    path: str
    kind: str
    live: bool
    entry: Entry
    article: Article | None


_ROW = "id, path, kind, live, entry, article"


decode_packed = msgspec.msgpack.Decoder(Packed).decode


def decode_card(data: bytes) -> Card:
    """A card from its bytes."""
    return _card(data)


def find(connection: sqlite3.Connection, path: str) -> Row | None:
    """The source at ``path``; its bodies are without HTML (see `body`)."""
    row = connection.execute(f"SELECT {_ROW} FROM articles WHERE path = ?", (path,)).fetchone()
    return _row(row) if row else None


def twin(connection: sqlite3.Connection, path: str, key: Literal["title_key", "body_key"]) -> str:
    """The path of another source with the same headline or text as that at ``path``, or ""."""
    row = connection.execute(
        f"SELECT b.path FROM articles a JOIN articles b ON b.{key} = a.{key} AND b.kind = a.kind"
        " WHERE a.path = ? AND b.path <> a.path ORDER BY b.path LIMIT 1",
        (path,),
    ).fetchone()
    return row[0] if row else ""


def with_twins(connection: sqlite3.Connection) -> set[str]:
    """The paths of all sources of which another one has the headline or the text.

    In two walks through an index: of many sources this costs far less than to ask for each.
    """
    alike = set[str]()
    for key in ("title_key", "body_key"):
        alike.update(
            path
            for (path,) in connection.execute(
                f"SELECT path FROM (SELECT path, count(*) OVER (PARTITION BY {key}, kind) alike"
                f" FROM articles WHERE {key} IS NOT NULL) WHERE alike > 1"
            )
        )
    return alike


def every(connection: sqlite3.Connection, kind: str) -> Iterator[Row]:
    """All sources of one kind, by path."""
    cursor = connection.execute(
        f"SELECT {_ROW} FROM articles WHERE kind = ? ORDER BY path",
        (kind,),
    )
    return (_row(row) for row in cursor)


def hidden(connection: sqlite3.Connection) -> Iterator[tuple[str, Entry]]:
    """Sort and entry of the sources that nobody may see now."""
    query = "SELECT kind, entry FROM articles WHERE live = 0 ORDER BY path"
    return ((kind, _entry(entry)) for kind, entry in connection.execute(query))


def path(connection: sqlite3.Connection, number: int) -> str:
    """The path of a source."""
    row = connection.execute("SELECT path FROM articles WHERE id = ?", (number,)).fetchone()
    return str(row[0])


def paths(connection: sqlite3.Connection) -> list[str]:
    """The paths of all sources, sorted."""
    return [path for (path,) in connection.execute("SELECT path FROM articles ORDER BY path")]


def unlisted(connection: sqlite3.Connection) -> list[str]:
    """The paths of static pages, and of articles that nobody may see."""
    rows = connection.execute(
        "SELECT path FROM articles WHERE kind = 'page' OR live = 0 ORDER BY path"
    )
    return [path for (path,) in rows]


def paths_on(connection: sqlite3.Connection, numbers: Iterable[int]) -> list[str]:
    """The paths of the articles on these lists, by the lists' numbers; sorted, each once."""
    query = "SELECT a.path FROM items i JOIN articles a ON a.id = i.article WHERE i.list = ?"
    return sorted({path for number in numbers for (path,) in connection.execute(query, (number,))})


def on_list(connection: sqlite3.Connection, number: int) -> Iterator[Card]:
    """The cards of all articles on a list, by its number."""
    rows = connection.execute(
        "SELECT a.card FROM items i JOIN articles a ON a.id = i.article WHERE i.list = ?",
        (number,),
    )
    return (_card(card) for (card,) in rows)


def at(connection: sqlite3.Connection, number: int, key: int) -> list[str]:
    """The path of the article at ``key`` of a list, by its number, if there is one."""
    rows = connection.execute(
        "SELECT a.path FROM items i JOIN articles a ON a.id = i.article"
        " WHERE i.list = ? AND i.key = ?",
        (number, key),
    )
    return [path for (path,) in rows]


def count_live(connection: sqlite3.Connection, kind: str) -> int:
    """How many sources of a kind readers may see."""
    query = "SELECT count(*) FROM articles WHERE live = 1 AND kind = ?"
    return int(connection.execute(query, (kind,)).fetchone()[0])


def count_listed(connection: sqlite3.Connection, name: str) -> int:
    """The length of the list ``name``, without counting."""
    row = connection.execute("SELECT count FROM lists WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0


def due(connection: sqlite3.Connection, now: int) -> list[str]:
    """Paths of the sources whose liveness the clock has changed (in either direction)."""
    # "+live" keeps SQLite from walking through all live articles: few ever expire.
    rows = connection.execute(
        """
        SELECT path FROM articles WHERE live = 0 AND published = 1 AND due <= :now
            AND (expires IS NULL OR expires > :now)
        UNION SELECT path FROM articles WHERE live = 1 AND published = 1 AND due > :now
        UNION SELECT path FROM articles WHERE +live = 1 AND expires <= :now
        """,
        {"now": now},
    )
    return [path for (path,) in rows]


def live_among(connection: sqlite3.Connection, paths: Iterable[str]) -> set[str]:
    """Those of the sources that readers can see."""
    query = "SELECT 1 FROM articles WHERE path = ? AND live = 1"
    return {path for path in paths if connection.execute(query, (path,)).fetchone()}


def waiting(connection: sqlite3.Connection, now: int) -> Iterator[Row]:
    """The sources that readers can't see yet, or that expire later, by path."""
    rows = connection.execute(
        f"SELECT {_ROW} FROM articles"
        " WHERE published = 0 OR due > :now OR expires > :now ORDER BY path",
        {"now": now},
    )
    return (_row(row) for row in rows)


def next_due(connection: sqlite3.Connection, now: int) -> int | None:
    """The next moment (epoch seconds) at which an article is published or expires, if any."""
    rows = connection.execute(
        """
        SELECT min(moment) FROM (
            SELECT min(due) AS moment FROM articles WHERE published = 1 AND due > :now
            UNION ALL SELECT min(expires) FROM articles WHERE +published = 1 AND expires > :now)
        """,
        {"now": now},
    )
    moment = rows.fetchone()[0]
    return int(moment) if moment is not None else None


def pack(entry: Entry, derived: dict[str, bytes]) -> Packed:
    """A source in the form that the store keeps; for the processes that read."""
    body = msgspec.structs.replace(entry.body, html="", text="")
    data = _encode(msgspec.structs.replace(entry, body=body))
    keys = (_key(entry.title, 1), _key(entry.body.text, _TELLING))
    return Packed(data, zlib.compress(entry.body.html.encode(), 1), *keys, derived)


_TELLING = 100
"""Letters of a text that tell by themselves which story it is."""


def _key(text: str, least: int) -> bytes | None:
    """A digest of a text, whatever its case and its spaces; None for one of few letters."""
    plain = text.lower().replace("\n", " ")
    # Spaces stand singly in most texts: splitting them takes four times as long as looking.
    if "  " in plain or not plain.isprintable() or plain[:1] == " " or plain[-1:] == " ":
        plain = " ".join(plain.split())
    return blake2b(plain.encode(), digest_size=8).digest() if len(plain) >= least else None


def unpack(packed: Packed) -> Entry:
    """The entry of a source, without its body's HTML and text; its times are UTC."""
    return _entry(packed.entry)


class SourceWriter:
    """Puts sources that were read into the store, many rows at a time.

    Others see what was put after `flush`.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        (last,) = connection.execute("SELECT max(id) FROM articles").fetchone()
        self._last = int(last or 0)
        self.first = last is None
        """Whether the store had no source yet."""
        self._rows: list[_Values] = []
        self._bodies: list[tuple[int, bytes]] = []
        self._mentions: list[mentions.Row] = []

    def number(self) -> int:
        """The id of a source that is new."""
        self._last += 1
        return self._last

    def put(
        self, source: Row, packed: Packed, references: Iterable[Reference], *, first: bool = False
    ) -> None:
        """Keep a source as it was read, and what it refers to."""
        self._rows.append(_values(source, packed))
        self._bodies.append((source.id, packed.html))
        if not first:
            mentions.forget(self._db, source.path)
        self._mentions += mentions.rows(source.path, references)
        if len(self._rows) >= _MANY:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        marks = ", ".join("?" * len(_COLUMNS.split(",")))
        self._db.executemany(
            f"INSERT OR REPLACE INTO articles ({_COLUMNS}) VALUES ({marks})", self._rows
        )
        self._db.executemany("INSERT OR REPLACE INTO bodies VALUES (?, ?)", self._bodies)
        mentions.add(self._db, self._mentions)
        for rows in (self._rows, self._bodies, self._mentions):
            rows.clear()


_MANY = 100
_COLUMNS = (
    "id, path, kind, published, due, expires, live, entry, card, article, title_key, body_key"
)
_Values = tuple[str | int | bytes | None, ...]


def _values(source: Row, packed: Packed) -> _Values:
    """The values of `_COLUMNS`."""
    entry = source.entry
    due_at = int(entry.date.timestamp()) if entry.date else 0
    expires = int(entry.expires.timestamp()) if entry.expires else None
    clock = (entry.status == "published", due_at, expires, source.live)
    made = _packed_article(source.article)
    keys = (packed.title_key, packed.body_key)
    return source.id, source.path, source.kind, *clock, packed.entry, *made, *keys


def _packed_article(article: Article | None) -> tuple[bytes | None, bytes | None]:
    """An article's card and the whole of it, as the store keeps them."""
    return (_encode(article.card), _encode(article)) if article else (None, None)


def put_article(
    connection: sqlite3.Connection, number: int, article: Article | None, *, live: bool
) -> None:
    """Keep what arranging made of source ``number``; None when nobody may see it.

    An article that is not ``live`` is a preview: it has a page, and is on no list.
    """
    connection.execute(
        "UPDATE articles SET live = ?, card = ?, article = ? WHERE id = ?",
        (live, *_packed_article(article), number),
    )


def hide_all(connection: sqlite3.Connection) -> None:
    """Leave of each source what was read of it; nobody may see it until it is arranged again."""
    connection.execute("UPDATE articles SET live = 0, card = NULL, article = NULL")


def packed_body(connection: sqlite3.Connection, number: int) -> bytes:
    """The body's HTML of source ``number`` as it is kept."""
    row = connection.execute("SELECT html FROM bodies WHERE id = ?", (number,)).fetchone()
    return row[0] if row else b""


def body_at(connection: sqlite3.Connection, path: str) -> str | None:
    """The body's HTML of the source at ``path``, whether it may be seen or not; None: no source."""
    query = "SELECT html FROM articles LEFT JOIN bodies USING (id) WHERE path = ?"
    row = connection.execute(query, (path,)).fetchone()
    return None if row is None else unpack_body(row[0] or b"")


def unpack_body(html: bytes) -> str:
    """A body's HTML from the form that is kept."""
    return zlib.decompress(html).decode() if html else ""


def whole(connection: sqlite3.Connection, path: str) -> Article | None:
    """The article or static page at ``path`` with its body, if it may be seen."""
    row = connection.execute(
        "SELECT article, html FROM articles LEFT JOIN bodies USING (id)"
        " WHERE path = ? AND card IS NOT NULL",
        (path,),
    ).fetchone()
    if row is None:
        return None
    article = _article(row[0])
    html = unpack_body(row[1] or b"")
    full: Body = msgspec.structs.replace(article.body, html=html)
    return msgspec.structs.replace(article, body=full)


def corrections(connection: sqlite3.Connection, path: str) -> tuple[Correction, ...]:
    """The corrections of the article at ``path``, if it may be seen."""
    query = "SELECT article FROM articles WHERE path = ? AND card IS NOT NULL"
    row = connection.execute(query, (path,)).fetchone()
    return _article(row[0]).corrections if row else ()


def remove(connection: sqlite3.Connection, path: str) -> None:
    """Forget a source."""
    row = connection.execute("SELECT id FROM articles WHERE path = ?", (path,)).fetchone()
    if row:
        connection.execute("DELETE FROM bodies WHERE id = ?", row)
        connection.execute("DELETE FROM articles WHERE id = ?", row)
    mentions.forget(connection, path)


def _row(row: tuple[int, str, str, int, bytes, bytes | None]) -> Row:
    number, path, kind, live, entry, article = row
    return Row(
        number, path, kind, bool(live), _entry(entry), _article(article) if article else None
    )
