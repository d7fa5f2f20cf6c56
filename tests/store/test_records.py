# SPDX-License-Identifier: AGPL-3.0-or-later
"""Records: what a changed registry touches."""

from __future__ import annotations

import sqlite3

import pytest

from newsroom.store.reads import EVERYBODY, WHOEVER_SHOWS, Touches
from newsroom.store.records import keys, put_record, replace_records


def replace(db: sqlite3.Connection, **records: bytes) -> set[tuple[str, int]]:
    touched = Touches()
    changed = replace_records(db, "sections", records, touched)
    assert changed == bool(len(touched))
    return {(str(key), level) for _, key, level, *_ in touched}


@pytest.mark.parametrize(
    ("records", "touched"),
    [
        ({"a": b"1", "b": b"2"}, set()),
        ({"a": b"1", "b": b"9"}, {("b", WHOEVER_SHOWS)}),
        ({"a": b"1"}, {("b", EVERYBODY)}),
        ({"a": b"1", "b": b"2", "c": b"3"}, {("c", EVERYBODY)}),
        ({"b": b"2", "a": b"1"}, {("a", EVERYBODY), ("b", EVERYBODY)}),  # another order
        ({}, {("a", EVERYBODY), ("b", EVERYBODY)}),
    ],
)
def test_what_differs_is_touched(
    db: sqlite3.Connection, records: dict[str, bytes], touched: set[tuple[str, int]]
) -> None:
    replace(db, a=b"1", b=b"2")
    assert replace(db, **records) == touched
    assert keys(db, "sections") == list(records)
    assert replace(db, **records) == set()


def test_one_record_comes_changes_and_goes(db: sqlite3.Connection) -> None:
    found = []
    for value in (b"1", b"1", b"2", None, None):
        touched = Touches()
        put_record(db, "static", "x", value, touched)
        found.append([level for _, _, level, *_ in touched])
    assert found == [[EVERYBODY], [], [WHOEVER_SHOWS], [EVERYBODY], []]
    assert keys(db, "static") == []
