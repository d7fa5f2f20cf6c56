# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a copy of the output folder lacks."""

from __future__ import annotations

import sqlite3

from newsroom.store import journal
from newsroom.store.database import set_meta


def lacks(db: sqlite3.Connection, target: str) -> list[str] | None:
    return journal.since(db, target).paths


def test_nothing_is_noted_before_there_is_a_place(db: sqlite3.Connection) -> None:
    journal.note(db, ["a"])
    assert db.execute("SELECT count(*) FROM journal").fetchone() == (0,)


def test_a_place_lacks_everything_until_it_was_copied_to(db: sqlite3.Connection) -> None:
    told = journal.since(db, "x")
    assert told.paths is None
    journal.note(db, ["a"])  # while it is being copied
    assert lacks(db, "x") is None  # that copy failed
    journal.copied(db, "x", told)
    assert lacks(db, "x") == ["a"]


def test_each_place_lacks_what_changed_since_it_was_copied_to(db: sqlite3.Connection) -> None:
    for target in ("x", "y"):
        journal.copied(db, target, journal.since(db, target))
    journal.note(db, ["b", "a"])
    journal.copied(db, "x", journal.since(db, "x"))
    journal.note(db, ["b"])
    assert (lacks(db, "x"), lacks(db, "y")) == (["b"], ["a", "b"])
    for target in ("x", "y"):
        journal.copied(db, target, journal.since(db, target))
    assert (lacks(db, "x"), lacks(db, "y")) == ([], [])
    assert db.execute("SELECT count(*) FROM journal").fetchone() == (0,)
    journal.note(db, ["c"])
    assert lacks(db, "x") == ["c"]


def test_a_copy_from_another_store_tells_this_one_nothing(db: sqlite3.Connection) -> None:
    told = journal.since(db, "x")
    set_meta(db, "epoch", "khác")
    journal.copied(db, "x", told)
    assert lacks(db, "x") is None
