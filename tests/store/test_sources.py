"""What was last seen of the source files."""

from __future__ import annotations

import sqlite3

from newsroom.store import sources
from newsroom.store.sources import Seen


def test_files_are_remembered_replaced_and_forgotten(db: sqlite3.Connection) -> None:
    first = Seen("a.md", "article", 1, 2**62, b"1")
    sources.put(db, [first, Seen("ảnh đẹp.svg", "static", 2, -1, b"2")])
    assert sources.load(db)["a.md"] == first
    again = Seen("a.md", "page", 3, 0, b"3")
    sources.put(db, [again])
    sources.forget(db, ["ảnh đẹp.svg", "khong-co.md"])
    assert sources.load(db) == {"a.md": again}
