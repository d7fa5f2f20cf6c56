# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stores in memory, with pages and cards made by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import msgspec

from newsroom.model import Article, Body, Card, Entry, Reference
from newsroom.store import articles
from newsroom.store.owners import SOURCE, Owner
from newsroom.store.pages import Claim, Done, finish, settle
from newsroom.store.reads import Key, ListNames, Read
from newsroom.store.schema import TABLES


def new_store() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(TABLES)
    return connection


def add_page(db: sqlite3.Connection, name: str, reads: list[Read] | None = None) -> int:
    """A page that is clean, and has read this; returns its number."""
    assert settle(db, {Owner(SOURCE, name): [Claim("page", name, f"{name}.html")]}) == []
    (number,) = db.execute("SELECT id FROM pages WHERE key = ?", (name,)).fetchone()
    finish(db, ListNames(db), [Done(number, reads or [], b"digest", 1, 2)])
    return int(number)


def dirty_pages(db: sqlite3.Connection) -> set[str]:
    return {key for (key,) in db.execute("SELECT key FROM pages WHERE dirty IS NOT NULL")}


def card(path: str, key: int = 0, title: str = "") -> Card:
    date = datetime.fromtimestamp(key, UTC)
    return Card(path, key, f"/{path}.html", title or path, date, "cong-doan")


def add_article(db: sqlite3.Connection, made: Card, entry: Entry | None = None) -> int:
    """An article that is live; returns its number."""
    entry = entry or Entry(made.path, made.path, made.title, made.date)
    return put_source(db, "article", entry, Article(made, Body()))


def put_source(
    db: sqlite3.Connection,
    kind: str,
    entry: Entry,
    article: Article | None = None,
    references: Iterable[Reference] = (),
) -> int:
    """A source as it was read, live if it has an article; returns its number."""
    writer = articles.SourceWriter(db)
    old = articles.find(db, entry.path)
    number = old.id if old else writer.number()
    row = articles.Row(number, entry.path, kind, article is not None, entry, article)
    writer.put(row, articles.pack(entry, {}), references, first=old is None)
    writer.flush()
    return number


def rank(key: Key) -> tuple[int, Key]:
    """SQLite's order of keys of different kinds."""
    return (isinstance(key, str) + 2 * isinstance(key, bytes), key)


def encode(value: object) -> bytes:
    return msgspec.msgpack.encode(value)


def steps(db: sqlite3.Connection, work: Callable[[], object]) -> int:
    """How many of its small steps SQLite takes for ``work``, to the next hundred."""
    count = 0

    def tick() -> None:
        nonlocal count
        count += 100

    db.set_progress_handler(tick, 100)
    work()
    db.set_progress_handler(None, 0)
    return count
