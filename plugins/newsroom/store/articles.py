"""Articles in the store: what was read of them, and what arranging made of it."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator

import msgspec

from newsroom.model import Article, Body, Card, Entry

_encode = msgspec.msgpack.Encoder().encode
_entry = msgspec.msgpack.Decoder(Entry).decode
_card = msgspec.msgpack.Decoder(Card).decode
_article = msgspec.msgpack.Decoder(Article).decode


class Row(msgspec.Struct, frozen=True):
    """One source in the store: an article or a static page (``sort``), live or not."""

    id: int
    path: str
    sort: str
    live: bool
    entry: Entry
    article: Article | None


def decode_card(data: bytes) -> Card:
    """A card from its bytes."""
    return _card(data)


def find(connection: sqlite3.Connection, path: str) -> Row | None:
    """The source at ``path``; its bodies are without HTML (see `body`)."""
    row = connection.execute(
        "SELECT id, path, sort, live, entry, article FROM articles WHERE path = ?", (path,)
    ).fetchone()
    return _row(row) if row else None


def every(connection: sqlite3.Connection, sort: str) -> Iterator[Row]:
    """All sources of one sort, by path."""
    cursor = connection.execute(
        "SELECT id, path, sort, live, entry, article FROM articles WHERE sort = ? ORDER BY path",
        (sort,),
    )
    return (_row(row) for row in cursor)


def paths(connection: sqlite3.Connection) -> list[str]:
    """The paths of all sources, sorted."""
    return [path for (path,) in connection.execute("SELECT path FROM articles ORDER BY path")]


def on_list(connection: sqlite3.Connection, number: int) -> Iterator[Card]:
    """The cards of all articles on a list, by its number."""
    rows = connection.execute(
        "SELECT a.card FROM items i JOIN articles a ON a.id = i.article WHERE i.list = ?",
        (number,),
    )
    return (_card(card) for (card,) in rows)


def count_live(connection: sqlite3.Connection, sort: str) -> int:
    """How many sources of a sort readers may see."""
    query = "SELECT count(*) FROM articles WHERE live = 1 AND sort = ?"
    return int(connection.execute(query, (sort,)).fetchone()[0])


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


def put_entry(connection: sqlite3.Connection, sort: str, entry: Entry) -> int:
    """Keep what was read of a source; returns its id. Its text is not kept."""
    bare = msgspec.structs.replace(
        entry, body=msgspec.structs.replace(entry.body, html="", text="")
    )
    expires = int(entry.expires.timestamp()) if entry.expires else None
    due_at = int(entry.date.timestamp()) if entry.date else 0
    (number,) = connection.execute(
        """
        INSERT INTO articles (path, sort, published, due, expires, live, entry)
        VALUES (?, ?, ?, ?, ?, 0, ?)
        ON CONFLICT (path) DO UPDATE SET sort = excluded.sort, published = excluded.published,
            due = excluded.due, expires = excluded.expires, entry = excluded.entry
        RETURNING id
        """,
        (entry.path, sort, entry.status == "published", due_at, expires, _encode(bare)),
    ).fetchone()
    connection.execute(
        "INSERT OR REPLACE INTO bodies VALUES (?, ?)",
        (number, zlib.compress(entry.body.html.encode(), 1)),
    )
    return int(number)


def put_article(
    connection: sqlite3.Connection, number: int, article: Article | None, *, live: bool
) -> None:
    """Keep what arranging made of source ``number``; None when nobody may see it.

    An article that is not ``live`` is a preview: it has a page, and is on no list.
    """
    card = _encode(article.card) if article else None
    data = _encode(bare(article)) if article else None
    connection.execute(
        "UPDATE articles SET live = ?, card = ?, article = ? WHERE id = ?",
        (live, card, data, number),
    )


def bare(article: Article) -> Article:
    """The article without its body's HTML and text, as the store keeps it."""
    body = msgspec.structs.replace(article.body, html="", text="")
    return msgspec.structs.replace(article, body=body)


def body(connection: sqlite3.Connection, number: int) -> str:
    """The body's HTML of source ``number``."""
    row = connection.execute("SELECT html FROM bodies WHERE id = ?", (number,)).fetchone()
    return zlib.decompress(row[0]).decode() if row else ""


def whole(connection: sqlite3.Connection, number: int, data: bytes) -> Article:
    """The article from its bytes, with its body."""
    article = _article(data)
    full: Body = msgspec.structs.replace(article.body, html=body(connection, number))
    return msgspec.structs.replace(article, body=full)


def remove(connection: sqlite3.Connection, path: str) -> None:
    """Forget a source."""
    row = connection.execute("SELECT id FROM articles WHERE path = ?", (path,)).fetchone()
    if row:
        connection.execute("DELETE FROM bodies WHERE id = ?", row)
        connection.execute("DELETE FROM articles WHERE id = ?", row)
    connection.execute("DELETE FROM mentions WHERE source = ?", (path,))


def put_mentions(connection: sqlite3.Connection, source: str, targets: Iterable[str]) -> None:
    """Record which files ``source`` mentions."""
    connection.execute("DELETE FROM mentions WHERE source = ?", (source,))
    connection.executemany(
        "INSERT OR IGNORE INTO mentions VALUES (?, ?)", [(target, source) for target in targets]
    )


def mentioning(connection: sqlite3.Connection, target: str) -> list[str]:
    """Paths of the sources that mention ``target``."""
    rows = connection.execute("SELECT source FROM mentions WHERE target = ?", (target,))
    return [source for (source,) in rows]


def _row(row: tuple[int, str, str, int, bytes, bytes | None]) -> Row:
    number, path, sort, live, entry, article = row
    return Row(
        number, path, sort, bool(live), _entry(entry), _article(article) if article else None
    )
