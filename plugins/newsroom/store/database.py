# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opening, stamping and closing the store's file."""

from __future__ import annotations

import fcntl
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b
from pathlib import Path

from newsroom.errors import BusyError, StoreError
from newsroom.messages import _
from newsroom.store.private import keep_private, make_private
from newsroom.store.schema import TABLES, VERSION

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # A killed build loses nothing in this mode; only a power cut may lose the last commits, and
    # then the pages they cleaned are still dirty.
    "PRAGMA synchronous = NORMAL",
    # A large build writes the same pages again and again: 40 MB of them before they are moved.
    "PRAGMA wal_autocheckpoint = 10000",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -65536",
    # What is mapped counts as the process's memory. More than this made publishing no faster.
    "PRAGMA mmap_size = 134217728",
)
# Workers share what they map, and read most of the store.
_MAP_ALL = "PRAGMA mmap_size = 1073741824"


def connect(path: Path, *, readonly: bool = False, patience: float = 30) -> sqlite3.Connection:
    """A connection to the store in autocommit mode; transactions are explicit.

    It waits up to ``patience`` seconds for others that hold the store.

    Raises:
        sqlite3.Error: the file is not a database, or can't be opened.
    """
    mode = "ro" if readonly else "rwc"
    connection = sqlite3.connect(
        f"file:{_quote(path)}?mode={mode}", uri=True, isolation_level=None, timeout=patience
    )
    for pragma in PRAGMAS[3 if readonly else 0 :]:
        connection.execute(pragma)
    if readonly:
        connection.execute(_MAP_ALL)
    return connection


@contextmanager
def asked(path: Path) -> Iterator[sqlite3.Connection]:
    """The store at ``path`` while the block asks it questions.

    Raises:
        StoreError: nothing was built yet, or the first build is at work; others can write there.
    """
    nothing = _("Nothing is built yet; build first.")
    keep_private(path.parent)
    if not path.exists():
        raise StoreError(nothing)
    try:
        connection = connect(path, readonly=True, patience=1)
        page = connection.execute("SELECT 1 FROM pages LIMIT 1").fetchone()
    except sqlite3.Error as error:
        if "locked" not in str(error):
            raise StoreError(nothing) from error
        # A new store is nobody else's until its first commit.
        message = _("The first build of this site is at work; ask again when it has ended.")
        raise StoreError(message) from error
    with closing(connection):
        if page is None:
            raise StoreError(nothing)
        yield connection


def _quote(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def open_store(
    path: Path,
    stamp: str,
    tables: str = "",
    fits: Callable[[sqlite3.Connection], bool] = lambda _connection: True,
) -> tuple[sqlite3.Connection, str]:
    """The store at ``path``, made anew (with ``tables``, too) unless it has these tables, carries
    ``stamp``, and ``fits`` says that it holds what is wanted.

    Returns the connection and the reason for making it anew: "" (kept), "new", "stamp"
    (another version of the code or of the settings that shape articles) or "damaged".

    A store whose build was killed, or that lost its power, is whole: the log sees to that, and a
    look through all of it would take a minute for a large archive. Damage by other hands is met
    when the damaged page is read, and not before.

    Raises:
        StoreError: the folder can't be written.
    """
    stamp = _whole(stamp, tables)
    connection, reason = _kept(path, stamp, fits)
    if connection is not None:
        return connection, ""
    try:
        discard(path)
        return _create(path, stamp, tables), reason
    except (sqlite3.Error, OSError) as error:
        message = _("The store {path} can't be written ({error}); check CACHE_PATH.")
        raise StoreError(message.format(path=path, error=error)) from error


def _whole(stamp: str, tables: str) -> str:
    """What a store carries: the stamp, and that of its tables."""
    return f"{VERSION}:{_layout(TABLES + tables)}:{stamp}"


def _layout(tables: str) -> str:
    """A digest of tables as they are made: without comments, however they are laid out."""
    text = " ".join(re.sub(r"--.*", "", tables).split())
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _kept(
    path: Path, stamp: str, fits: Callable[[sqlite3.Connection], bool]
) -> tuple[sqlite3.Connection | None, str]:
    """The store if it can be kept, else the reason why not."""
    if not path.exists():
        return None, "new"
    try:
        connection = connect(path)
    except sqlite3.Error:
        return None, "damaged"
    try:
        fitting = get_meta(connection, "stamp") == stamp and fits(connection)
        reason = "" if fitting else "stamp"
    except sqlite3.Error:
        reason = "damaged"
    if reason:
        connection.close()
        return None, reason
    return connection, ""


def _create(path: Path, stamp: str, tables: str) -> sqlite3.Connection:
    make_private(path.parent)
    connection = connect(path)
    # What is new needs no journal: without a log, all that a first build gathers is written once.
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.executescript(TABLES + tables)
    set_meta(connection, "stamp", stamp)
    set_meta(connection, "epoch", os.urandom(8).hex())  # which of all stores of this site it is
    return connection


def is_kept(
    path: Path, stamp: str, tables: str, fits: Callable[[sqlite3.Connection], bool]
) -> bool:
    """Whether `open_store` would keep the store at ``path``; none is made or thrown away."""
    if not path.exists() or not path.stat().st_size:
        return False  # opening it would make it one
    connection, _reason = _kept(path, _whole(stamp, tables), fits)
    if connection is not None:
        connection.close()
    return connection is not None


def share(connection: sqlite3.Connection) -> None:
    """From here on others may read while this connection writes; between transactions."""
    connection.execute(PRAGMAS[0])


def discard(path: Path) -> None:
    """Remove the store's files."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").unlink()


def get_meta(connection: sqlite3.Connection, name: str) -> str:
    """The value kept under ``name``, or ""."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return row[0] if row else ""


def get_metas(connection: sqlite3.Connection) -> dict[str, str]:
    """All values by their names, but those that are long: the kept registries."""
    return dict(connection.execute("SELECT name, value FROM meta WHERE name <> 'registries'"))


def set_meta(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Keep ``value`` under ``name``."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def forget(connection: sqlite3.Connection) -> None:
    """Have the next build make the store anew: it is not known what this one was made by."""
    set_meta(connection, "stamp", "")


def data_version(connection: sqlite3.Connection) -> int:
    """A number that changes when another connection has changed the store."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the block's changes, or none."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # SQLite takes it back by itself when the disk is full
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def taken_back(connection: sqlite3.Connection) -> Iterator[None]:
    """Whatever the block changes is taken back at its end."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the site's lock while the block runs; the kernel frees it if the process dies.

    Raises:
        BusyError: another build holds it.
        StoreError: the folder can't be written, or others can write there.
    """
    try:
        make_private(path.parent)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        message = _("The folder {path} can't be written ({error}); check CACHE_PATH.")
        raise StoreError(message.format(path=path.parent, error=error)) from error
    try:
        _take(handle)
        yield
    finally:
        os.close(handle)


def _take(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        pid = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
        message = _("Another build of this site is running (process {pid}); wait for it to end.")
        raise BusyError(message.format(pid=pid or "?")) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, str(os.getpid()).encode(), 0)
