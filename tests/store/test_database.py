# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opening the store: why it is made anew, transactions, the lock."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from newsroom.errors import BusyError, StoreError
from newsroom.store.database import (
    asked,
    connect,
    discard,
    get_meta,
    lock,
    open_store,
    set_meta,
    share,
    transaction,
)


@pytest.mark.parametrize("name", ["a.sqlite", "50% a?b#c.sqlite", "kho lưu/trữ.sqlite"])
def test_a_new_store_is_kept_while_its_stamp_is_the_same(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    reasons = []
    for stamp in ("1", "1", "2", "2"):
        connection, reason = open_store(path, stamp)
        connection.close()
        reasons.append(reason)
    assert reasons == ["new", "", "stamp", ""]
    assert path.is_file()


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    path.write_text("x" * 5000)
    connection, reason = open_store(path, "1")
    assert (reason, get_meta(connection, "none")) == ("damaged", "")


def test_a_store_left_open_is_not_read_through(tmp_path: Path) -> None:
    """It may have 12 GB. What is damaged is met when it is read, and is an error then."""
    path = tmp_path / "a.sqlite"
    connection, _ = open_store(path, "1")
    set_meta(connection, "open", "1")
    with transaction(connection):
        rows = [(f"trang-{number:04}",) for number in range(1000)]
        connection.executemany("INSERT INTO obsolete VALUES (?)", rows)
    connection.close()
    data = bytearray(path.read_bytes())
    at = data.rindex(b"trang-0500") // 4096 * 4096
    data[at : at + 4096] = bytes(4096)
    path.write_bytes(data)
    connection, reason = open_store(path, "1")
    assert (reason, get_meta(connection, "open")) == ("", "1")
    with pytest.raises(sqlite3.DatabaseError), closing(connection):
        connection.execute("SELECT * FROM obsolete").fetchall()


def test_discard_removes_all_files_of_the_store(tmp_path: Path) -> None:
    for name in ("a", "a-journal", "a-wal", "a-shm", "b"):
        (tmp_path / name).touch()
    discard(tmp_path / "a")
    discard(tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_a_transaction_is_whole_or_nothing(tmp_path: Path) -> None:
    connection, _ = open_store(tmp_path / "a", "1")
    with pytest.raises(KeyboardInterrupt), transaction(connection):
        set_meta(connection, "x", "1")
        raise KeyboardInterrupt
    assert get_meta(connection, "x") == ""
    with transaction(connection):
        set_meta(connection, "x", "2")
    assert get_meta(connection, "x") == "2"


def test_a_new_store_is_written_without_a_log_until_it_is_shared(tmp_path: Path) -> None:
    writer, _ = open_store(tmp_path / "a", "1")
    with transaction(writer):
        set_meta(writer, "x", "1")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    share(writer)
    set_meta(writer, "x", "2")
    assert (tmp_path / "a-wal").stat().st_size
    writer.close()
    assert get_meta(connect(tmp_path / "a"), "x") == "2"


def test_a_first_build_that_is_killed_while_its_pages_spill_is_taken_back(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path;"
        "from newsroom.store.database import open_store, set_meta;"
        "db, _ = open_store(Path(sys.argv[1]), '1'); db.execute('PRAGMA cache_size = 10');"
        "db.execute('BEGIN');"
        "[set_meta(db, str(n), 'x' * 3000) for n in range(1000)]; os._exit(9)"
    )
    path = tmp_path / "a"
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code, str(path)], check=False, env=env)
    assert path.stat().st_size > 1_000_000 and (tmp_path / "a-journal").exists()
    connection, reason = open_store(path, "1")
    assert (reason, get_meta(connection, "7")) == ("", "")
    assert path.stat().st_size < 1_000_000


def test_a_reader_can_not_write_and_sees_what_is_committed(tmp_path: Path) -> None:
    writer, _ = open_store(tmp_path / "a", "1")
    share(writer)
    reader = connect(tmp_path / "a", readonly=True)
    set_meta(writer, "x", "1")
    assert get_meta(reader, "x") == "1"
    with transaction(writer):
        set_meta(writer, "x", "3")
        assert get_meta(reader, "x") == "1"
    with pytest.raises(sqlite3.OperationalError):
        set_meta(reader, "x", "2")


def test_the_lock_is_for_one_and_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "a.lock"
    with lock(path):
        with pytest.raises(BusyError, match=str(os.getpid())), lock(path):
            pass
        assert path.read_text() == str(os.getpid())  # the loser left the owner's number
    with lock(path):
        pass


def test_a_dead_process_holds_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    code = (
        "import fcntl, os, sys; handle = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT);"
        "fcntl.flock(handle, fcntl.LOCK_EX); os.write(handle, b'1234567'); os._exit(1)"
    )
    subprocess.run([sys.executable, "-S", "-c", code, str(path)], check=False)
    with lock(path):
        assert path.read_text() == str(os.getpid())


def test_a_lock_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(StoreError, match="CACHE_PATH"), lock(tmp_path / "cache" / "a.lock"):
        pass


def test_a_build_maps_little_of_a_large_store_and_its_workers_all_of_it(tmp_path: Path) -> None:
    connection, _reason = open_store(tmp_path / "a.sqlite", "x")
    with closing(connection), closing(connect(tmp_path / "a.sqlite", readonly=True)) as reader:
        own, shared = (
            each.execute("PRAGMA mmap_size").fetchone()[0] for each in (connection, reader)
        )
    assert own <= 128 << 20 < shared


def test_who_asks_a_store_is_told_that_it_is_not_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en")
    with pytest.raises(StoreError, match="build first"), asked(tmp_path / "a"):
        pass
    writer, _ = open_store(tmp_path / "a", "1")
    with pytest.raises(StoreError, match="build first"), asked(tmp_path / "a"):
        pass
    writer.execute("BEGIN EXCLUSIVE")  # as when a first build spills
    with pytest.raises(StoreError, match="first build"), asked(tmp_path / "a"):
        pass
    writer.execute("ROLLBACK")
    writer.execute(
        "INSERT INTO pages (kind, key, save_as, owner, owner_kind)"
        " VALUES ('home', '', 'index.html', '', 'site')"
    )
    with asked(tmp_path / "a") as connection:
        assert get_meta(connection, "stamp")
    (tmp_path / "b").write_bytes(b"no database")
    with pytest.raises(StoreError, match="build first"), asked(tmp_path / "b"):
        pass
