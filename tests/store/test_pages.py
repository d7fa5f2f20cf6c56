# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages in the store: claims and clashes, what is dirty, what is obsolete, the manifest."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

import pytest

from newsroom.store import pages
from newsroom.store.owners import SOURCE, Owner
from newsroom.store.pages import Claim, Clash, Done
from newsroom.store.reads import CARD, ListNames
from newsroom.store.schema import HIGHEST, LOWEST
from tests.store.memory import add_page, dirty_pages, steps


def claim(save_as: str, key: str = "x") -> Claim:
    return Claim("article", key, save_as)


def settle(db: sqlite3.Connection, wanted: Mapping[str, Sequence[Claim]]) -> list[pages.Clash]:
    return pages.settle(db, {Owner(SOURCE, path): claims for path, claims in wanted.items()})


def owners(db: sqlite3.Connection) -> dict[str, str]:
    return dict(db.execute("SELECT save_as, owner FROM pages"))


def clean(db: sqlite3.Connection) -> None:
    db.execute("UPDATE pages SET dirty = NULL")


def test_a_new_claim_is_a_dirty_page(db: sqlite3.Connection) -> None:
    assert settle(db, {"a.md": [claim("a.html")]}) == []
    (row,) = pages.dirty(db, 0, 10)
    assert (row.kind, row.key, row.save_as, row.dirty) == ("article", "x", "a.html", "new")


def test_a_claim_that_stays_leaves_its_page_clean(db: sqlite3.Connection) -> None:
    settle(db, {"a.md": [claim("a.html")]})
    clean(db)
    settle(db, {"a.md": [claim("a.html"), claim("b.html", "y")]})
    assert dirty_pages(db) == {"y"}


def test_what_is_no_longer_claimed_is_obsolete_with_its_reads(db: sqlite3.Connection) -> None:
    add_page(db, "a", [("all", CARD, LOWEST, HIGHEST)])
    settle(db, {"a": []})
    assert (owners(db), pages.obsolete(db)) == ({}, ["a.html"])
    assert db.execute("SELECT count(*) FROM reads").fetchone() == (0,)
    pages.deleted(db, ["a.html"])
    assert pages.obsolete(db) == []


def test_an_address_given_up_and_taken_again_is_not_obsolete(db: sqlite3.Connection) -> None:
    settle(db, {"a.md": [claim("a.html")]})
    settle(db, {"a.md": [], "b.md": [claim("a.html", "y")]})
    assert (owners(db), pages.obsolete(db)) == ({"a.html": "b.md"}, [])


def test_two_owners_swap_their_addresses(db: sqlite3.Connection) -> None:
    settle(db, {"a.md": [claim("a.html", "a")], "b.md": [claim("b.html", "b")]})
    clean(db)
    wanted = {"a.md": [claim("b.html", "a")], "b.md": [claim("a.html", "b")]}
    assert settle(db, wanted) == []
    assert owners(db) == {"b.html": "a.md", "a.html": "b.md"}
    assert (dirty_pages(db), pages.obsolete(db)) == ({"a", "b"}, [])


def test_an_address_passed_on_around_a_circle(db: sqlite3.Connection) -> None:
    names = ["a", "b", "c"]
    settle(db, {name: [claim(f"{name}.html", name)] for name in names})
    moved = dict(zip(names, ["b", "c", "a"], strict=True))
    assert settle(db, {name: [claim(f"{to}.html", name)] for name, to in moved.items()}) == []
    assert owners(db) == {f"{to}.html": name for name, to in moved.items()}


def test_an_obsolete_file_that_is_the_first_page_again_stays(db: sqlite3.Connection) -> None:
    settle(db, {"a.md": [claim("a.html"), claim("b.html", "y")]})
    settle(db, {"a.md": []})
    settle(db, {"a.md": [claim("a.html")]})
    assert pages.obsolete(db) == ["b.html"]


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.html", "a.html"),
        ("x.y", "x.y/index.html"),  # a folder where a file is
        ("x.y/index.html", "x.y"),  # a file where a folder is
        ("x.y", "x.y/a/b/c.html"),
        ("x/y/z/index.html", "x/y"),
    ],
)
def test_two_claims_on_one_place_clash(
    db: sqlite3.Connection, first: str, second: str, apart: bool
) -> None:
    wanted = {"a.md": [claim(first, "a")]}
    if apart:
        assert settle(db, wanted) == []
        wanted = {}
    refused = claim(second, "b")
    assert settle(db, wanted | {"b.md": [refused]}) == [
        Clash(Owner(SOURCE, "b.md"), refused, Owner(SOURCE, "a.md"))
    ]


@pytest.mark.parametrize("other", ["a.htm", "a.html2", "a.html-b/c", "a.html0", "b/a.html", "a"])
def test_places_that_only_look_alike_do_not_clash(db: sqlite3.Connection, other: str) -> None:
    wanted = {"a.md": [claim("a.html", "a")], "b.md": [claim(other, "b")]}
    assert settle(db, wanted) == []


def test_the_same_claim_twice_is_one_page(db: sqlite3.Connection) -> None:
    assert settle(db, {"a.md": [claim("a.html"), claim("a.html")]}) == []
    assert pages.count_dirty(db) == 1


def test_pages_are_handed_out_in_chunks(db: sqlite3.Connection) -> None:
    settle(db, {"x": [claim(f"{n}.html", str(n)) for n in range(5)]})
    found, last = [], 0
    while chunk := pages.dirty(db, last, 2):
        assert len(chunk) <= 2
        last = chunk[-1].id
        found += [row.key for row in chunk]
    assert found == ["0", "1", "2", "3", "4"]


def test_a_kind_or_one_page_is_marked(db: sqlite3.Connection) -> None:
    settle(db, {"x": [Claim("tag", "a", "a"), Claim("tag", "b", "b"), Claim("home", "", "h")]})
    clean(db)
    pages.mark(db, "tag", "why", "a")
    assert dirty_pages(db) == {"a"}
    pages.mark(db, "tag", "because")
    reasons = dict(db.execute("SELECT key, dirty FROM pages"))
    assert reasons == {"a": "why", "b": "because", "": None}  # the first reason stays


def test_a_finished_page_is_in_the_manifest(db: sqlite3.Connection) -> None:
    settle(db, {"x": [claim("b.html", "b"), claim("a.html", "a")]})
    rows = pages.dirty(db, 0, 9)
    pages.finish(db, ListNames(db), [Done(row.id, [], row.key.encode(), 7, 9) for row in rows])
    assert list(pages.manifest(db)) == [("a.html", b"a", 7), ("b.html", b"b", 7)]
    assert pages.count_dirty(db) == 0


def test_what_was_written_and_what_is_missing(db: sqlite3.Connection) -> None:
    numbers = {name: add_page(db, name) for name in ("there", "gone", "new")}
    db.execute("UPDATE pages SET dirty = 'new' WHERE key = 'new'")
    assert pages.written(db) == {
        "there.html": (numbers["there"], 1, 2),
        "gone.html": (numbers["gone"], 1, 2),
        "new.html": (numbers["new"], 1, None),
    }
    assert pages.digest(db, numbers["there"]) == b"digest"
    pages.mark_missing(db, [numbers["gone"], numbers["new"]])
    pages.date(db, {numbers["there"]: 0})
    assert pages.written(db)["there.html"] == (numbers["there"], 1, 0)
    assert dict(db.execute("SELECT key, dirty FROM pages WHERE dirty IS NOT NULL")) == {
        "gone": "missing",
        "new": "new",
    }


def test_strangers_are_obsolete_until_a_page_wants_their_place(db: sqlite3.Connection) -> None:
    pages.note_obsolete(db, ["a.html", "b.html"])
    pages.note_obsolete(db, ["b.html"])
    settle(db, {"x": [claim("a.html", "a")]})
    assert pages.obsolete(db) == ["b.html"]


def test_the_next_dirty_pages_are_found_without_a_look_at_all(db: sqlite3.Connection) -> None:
    for number in range(500):
        add_page(db, str(number))
    db.execute("UPDATE pages SET dirty = 'new' WHERE key IN ('7', '400')")
    assert steps(db, lambda: pages.dirty(db, 0, 10)) < 200
    assert [row.key for row in pages.dirty(db, 0, 10)] == ["7", "400"]
