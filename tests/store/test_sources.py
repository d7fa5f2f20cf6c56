# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was last seen of the source files."""

from __future__ import annotations

import sqlite3

from newsroom.store import sources
from newsroom.store.sources import KnownFile


def test_files_are_remembered_replaced_and_forgotten(db: sqlite3.Connection) -> None:
    first = KnownFile("a.md", "article", 1, 2**62, b"1")
    sources.put(db, [first, KnownFile("ảnh đẹp.svg", "static", 2, -1, b"2")])
    assert sources.find(db, ["a.md", "khong-co.md"]) == {"a.md": first}
    assert sources.kind_of(db, "ảnh đẹp.svg") == "static"
    again = KnownFile("a.md", "page", 3, 0, b"3")
    sources.put(db, [again])
    sources.forget(db, ["ảnh đẹp.svg", "khong-co.md"])
    assert sources.find(db, ["a.md", "ảnh đẹp.svg"]) == {"a.md": again}
    assert sources.kind_of(db, "ảnh đẹp.svg") == ""
    assert list(sources.paths(db)) == ["a.md"]


def test_folders_follow_their_files(db: sqlite3.Connection) -> None:
    a, b = ("a.md", "article", 1, 2), ("b.md", "article", 3, 4)
    sources.settle_folders(db, {"x/b.md": b, "x/a.md": a, "x/y/a.md": a, "a.md": a})
    assert sources.folders(db) == {
        "": sources.pack([a]),
        "x/": sources.pack([a, b]),
        "x/y/": sources.pack([a]),
    }
    b = ("b.md", "article", 5, 6)
    sources.settle_folders(db, {"x/b.md": b, "x/y/a.md": None, "x/khong-co.md": None})
    assert sources.folders(db) == {
        "": sources.pack([a]),
        "x/": sources.pack([a, b]),
    }


def test_one_form_whatever_the_order(db: sqlite3.Connection) -> None:
    a, b = ("a", "static", 1, -1), ("b", "static", 2**40, 2**62)
    assert sources.pack([a, b]) == sources.pack([b, a])
    assert sources.unpack(sources.pack([b, a])) == {"a": a, "b": b}
    assert sources.unpack(None) == {}


def test_some_folders(db: sqlite3.Connection) -> None:
    file = ("a.md", "article", 1, 2)
    paths = ["a.md", "x/a.md", "x/y/a.md", "x/y/z/a.md", "xy/a.md", "x.y/a.md"]
    sources.settle_folders(db, dict.fromkeys(paths, file))
    assert set(sources.some_folders(db, ["x/", "", "w/"])) == {"x/", ""}
    assert set(sources.some_folders(db, (), ["x/"])) == {"x/", "x/y/", "x/y/z/"}
