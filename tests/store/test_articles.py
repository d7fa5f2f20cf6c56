# SPDX-License-Identifier: AGPL-3.0-or-later
"""Articles in the store: round trips, bodies apart, and what the clock asks."""

from __future__ import annotations

import sqlite3
import zlib
from datetime import UTC, datetime

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from newsroom.model import Article, Body, Entry, Reference
from newsroom.store import aliases, articles, mentions
from newsroom.store.mentions import Mention
from newsroom.store.owners import SOURCE, Owner
from newsroom.store.pages import Claim, settle
from tests.store.memory import card, new_store, put_source

SVG = Reference("static", "x.svg", 5, "picture")


def entry(path: str = "a.md", **fields: object) -> Entry:
    return Entry(path=path, slug="a", title="Tựa", **fields)  # type: ignore[arg-type]


def html_of(db: sqlite3.Connection, number: int) -> str:
    return zlib.decompress(articles.packed_body(db, number)).decode()


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def test_a_source_comes_changes_and_goes(db: sqlite3.Connection) -> None:
    number = put_source(db, "article", entry(body=Body("<p>Một</p>", "Một")))
    assert put_source(db, "article", entry(body=Body("<p>Hai</p>"))) == number
    assert html_of(db, number) == "<p>Hai</p>"
    row = articles.find(db, "a.md")
    assert row is not None and (row.id, row.live, row.article) == (number, False, None)
    assert row.entry.body == Body()  # bodies stand apart; the text is not kept
    articles.remove(db, "a.md")
    assert (articles.find(db, "a.md"), articles.packed_body(db, number)) == (None, b"")
    articles.remove(db, "a.md")  # nothing is there


def test_the_whole_article_has_its_body(db: sqlite3.Connection) -> None:
    body = Body("<p>Một</p>", "Một", words=2)
    put_source(db, "article", entry(body=body), Article(card("a.md"), Body(words=2)))
    stored, data = db.execute("SELECT entry, article FROM articles").fetchone()
    whole = Body("<p>Một</p>", words=2)
    assert articles.whole(db, "a.md") == Article(card("a.md"), whole)
    assert articles.whole(db, "b.md") is None
    assert b"<p>" not in stored and b"<p>" not in data


def test_many_sources_are_seen_once_they_were_flushed(db: sqlite3.Connection) -> None:
    writer = articles.SourceWriter(db)
    assert writer.first
    for place in range(250):
        source = entry(f"{place}.md", body=Body(f"<p>{place}</p>"))
        row = articles.Row(writer.number(), source.path, "article", False, source, None)
        writer.put(row, articles.pack(source, {}), [SVG], first=True)
    writer.flush()
    row = articles.find(db, "249.md")
    assert row is not None and html_of(db, row.id) == "<p>249</p>"
    assert len(mentions.of_target(db, "x.svg")) == len(articles.paths(db)) == 250
    assert (articles.SourceWriter(db).first, articles.SourceWriter(db).number()) == (False, 251)


def test_sources_by_sort_and_path(db: sqlite3.Connection) -> None:
    for path, kind in (("b.md", "article"), ("a.md", "article"), ("p.md", "page")):
        put_source(db, kind, entry(path))
    assert [row.path for row in articles.every(db, "article")] == ["a.md", "b.md"]
    assert articles.paths(db) == ["a.md", "b.md", "p.md"]
    assert articles.count_live(db, "page") == 0


def test_who_refers_to_a_file(db: sqlite3.Connection) -> None:
    other = Reference("article", "b.md", 3, fragment="y")
    put_source(db, "article", entry("a.md"), references=[SVG, other, SVG])
    put_source(db, "article", entry("c.md"), references=[SVG])
    assert mentions.of_target(db, "x.svg") == [Mention("a.md", SVG), Mention("c.md", SVG)]
    assert mentions.of_source(db, "a.md") == [Mention("a.md", other), Mention("a.md", SVG)]
    assert mentions.to_places(db) == [Mention("a.md", other)]
    put_source(db, "article", entry("a.md"))
    assert mentions.of_target(db, "x.svg") == [Mention("c.md", SVG)]


def test_addresses_at_which_there_is_nothing(db: sqlite3.Connection) -> None:
    targets = ["/a.html", "/b.html", "/tim/index.html?q=1", "/cu.php?id=5", "/cu.php?id=6"]
    links = [Reference("address", target, line) for line, target in enumerate(targets, 1)]
    put_source(db, "article", entry("a.md"), references=[SVG, *links])
    claims = [Claim("page", save_as, save_as) for save_as in ("b.html", "tim/index.html")]
    settle(db, {Owner(SOURCE, "x"): claims})
    aliases.put(db, "b.md", ["/cu.php?id=5"])
    astray = [Mention("a.md", links[0]), Mention("a.md", links[4])]
    assert mentions.astray(db) == mentions.astray(db, "a.md") == astray
    assert mentions.astray(db, "b.md") == []
    assert [m.reference.line for m in mentions.of_target(db, "/cu.php")] == [4, 5]


def test_old_addresses_come_and_go(db: sqlite3.Connection) -> None:
    assert aliases.put(db, "a.md", ["/x.php", "/y.php"]) == {"/x.php", "/y.php"}
    assert aliases.put(db, "a.md", ["/y.php", "/z.php"]) == {"/x.php", "/z.php"}
    assert aliases.put(db, "b.md", ["/z.php"]) == {"/z.php"}
    assert aliases.owners(db, "/z.php") == ["a.md", "b.md"]
    assert list(aliases.every(db)) == [("/y.php", "a.md"), ("/z.php", "a.md"), ("/z.php", "b.md")]


times = st.integers(0, 9)


@settings(deadline=None)
@given(begins=times, ends=st.none() | times, draft=st.booleans(), seen=times, now=times)
def test_the_clock_asks_for_just_those_whose_state_is_another(
    begins: int, ends: int | None, draft: bool, seen: int, now: int
) -> None:
    def live(at: int) -> bool:
        return not draft and begins <= at and (ends is None or ends > at)

    db = new_store()
    status = "draft" if draft else "published"
    expires = None if ends is None else moment(ends)
    written = entry(date=moment(begins), expires=expires, status=status)
    number = put_source(db, "article", written)
    articles.put_article(db, number, Article(card("a.md"), Body()), live=live(seen))
    assert articles.due(db, now) == (["a.md"] if live(seen) != live(now) else [])


@pytest.mark.parametrize(("now", "due"), [(0, 3), (3, 5), (4, 5), (5, 8), (8, None)])
def test_the_next_moment_at_which_something_happens(
    db: sqlite3.Connection, now: int, due: int | None
) -> None:
    put_source(db, "article", entry("a.md", date=moment(3), expires=moment(8)))
    put_source(db, "article", entry("b.md", date=moment(5)))
    put_source(db, "article", entry("c.md", date=moment(4), status="draft"))
    assert articles.next_due(db, now) == due
