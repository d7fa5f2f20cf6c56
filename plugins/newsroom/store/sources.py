# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was last seen of the source files: each with its digest, and folder by folder.

``sources`` says what was read. ``folders`` holds the same files' names, sizes and states in one
packed form for each folder, so that a scan compares bytes, and looks at single files only in
folders that differ. Both change in one transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

ARTICLE, PAGE, DATA, STATIC, THEME = "article", "page", "data", "static", "theme"
"""Kinds of files; the first two are texts, which a portal tells apart."""
STRAY = "stray"
"""A file that no build reads, for what its name or its folder is: its editor is told."""

THEME_PREFIX = "//theme/"  # no file of the content folder can have such a path

File = tuple[str, str, int, int]
"""A file in its folder: name, kind, size in bytes, state (`newsroom.blobs.state_of`)."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[File]).decode


class KnownFile(msgspec.Struct, frozen=True):
    """A source file as last read: its ``state`` (see `File`), the ``digest`` of its bytes."""

    path: str
    kind: str
    size: int
    state: int
    digest: bytes


def is_text(kind: str) -> bool:
    """Whether files of this kind are read by the portal, as articles and static pages are."""
    return kind not in _NO_TEXT


_NO_TEXT = frozenset({DATA, STATIC, THEME, STRAY})
_FEW = 1000  # more than so many are found quicker among all


def find(connection: sqlite3.Connection, paths: Collection[str]) -> dict[str, KnownFile]:
    """Those of these files that are known, by path."""
    query = "SELECT path, kind, size, state, digest FROM sources"
    if len(paths) > _FEW:
        return {row[0]: KnownFile(*row) for row in connection.execute(query) if row[0] in paths}
    rows = (connection.execute(f"{query} WHERE path = ?", (path,)).fetchone() for path in paths)
    return {row[0]: KnownFile(*row) for row in rows if row}


def is_any_known(connection: sqlite3.Connection) -> bool:
    """Whether any file was read before."""
    return connection.execute("SELECT 1 FROM sources LIMIT 1").fetchone() is not None


def holding(connection: sqlite3.Connection, digests: Mapping[str, bytes]) -> dict[str, str]:
    """The kinds of those of these many files of which the very bytes were read that are told."""
    rows = connection.execute("SELECT path, kind, digest FROM sources")
    return {path: kind for path, kind, digest in rows if digests.get(path) == digest}


def are_known(connection: sqlite3.Connection, seen: Mapping[str, KnownFile]) -> bool:
    """Whether all these files hold the very bytes that were read of them before."""
    known = find(connection, seen)
    return all(path in known and known[path].digest == file.digest for path, file in seen.items())


def kind_of(connection: sqlite3.Connection, path: str) -> str:
    """A known file's kind, or ""."""
    row = connection.execute("SELECT kind FROM sources WHERE path = ?", (path,)).fetchone()
    return str(row[0]) if row else ""


def paths(connection: sqlite3.Connection) -> Iterator[str]:
    """The paths of all known files, sorted."""
    return (path for (path,) in connection.execute("SELECT path FROM sources ORDER BY path"))


def put(connection: sqlite3.Connection, seen: Iterable[KnownFile]) -> None:
    """Remember these files as they were read; `settle_folders` follows."""
    connection.executemany(
        "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)",
        [(s.path, s.kind, s.size, s.state, s.digest) for s in seen],
    )


def forget(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """These files are gone; `settle_folders` follows."""
    connection.executemany("DELETE FROM sources WHERE path = ?", [(path,) for path in paths])


def unknow(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Have the next scan find these files, and their bytes new, as if they had never been seen."""
    wanted = list(paths)
    forget(connection, wanted)
    folders = {folder_of(path) for path in wanted}
    connection.executemany("DELETE FROM folders WHERE path = ?", [(name,) for name in folders])


def faulty(connection: sqlite3.Connection) -> set[str]:
    """The files that mentioned what was not there, when the last build looked."""
    return {path for (path,) in connection.execute("SELECT path FROM faulty")}


def set_faulty(connection: sqlite3.Connection, paths: set[str]) -> None:
    """These files, and no others, are to be checked in the next build whatever happens."""
    if paths != faulty(connection):
        connection.execute("DELETE FROM faulty")
        connection.executemany("INSERT INTO faulty VALUES (?)", [(path,) for path in sorted(paths)])


# ------------------------------------------------------------------------------------ folders


def pack(files: Iterable[File]) -> bytes:
    """The one form of a folder's files."""
    return _encode(sorted(files))


def unpack(data: bytes | None) -> dict[str, File]:
    """A folder's files by name."""
    return {file[0]: file for file in _decode(data)} if data else {}


def folder_of(path: str) -> str:
    """The folder of a file, with its slash: "a/b/" of "a/b/c.md", "" of "c.md"."""
    return path[: path.rfind("/") + 1]


def folders(connection: sqlite3.Connection) -> dict[str, bytes]:
    """Every known folder's files, packed."""
    return dict(connection.execute("SELECT path, files FROM folders").fetchall())


def some_folders(
    connection: sqlite3.Connection, only: Iterable[str], below: Iterable[str] = ()
) -> dict[str, bytes]:
    """Some known folders' files, packed: those named, and all in and below others."""
    exact = "SELECT path, files FROM folders WHERE path = ?"
    rows = [row for path in only for row in connection.execute(exact, (path,))]
    within = "SELECT path, files FROM folders WHERE path >= ? AND path < ?"
    for path in below:
        rows += connection.execute(within, (path, f"{path[:-1]}0"))  # "0" follows "/"
    return dict(rows)


def settle_folder(connection: sqlite3.Connection, folder: str, files: Collection[File]) -> None:
    """These files of a folder are as they were seen now; all others are as they were."""
    known = unpack(some_folders(connection, [folder]).get(folder))
    merged = known | {file[0]: file for file in files}
    if merged != known:
        row = (folder, pack(merged.values()))
        connection.execute("INSERT OR REPLACE INTO folders VALUES (?, ?)", row)


def settle_folders(connection: sqlite3.Connection, seen: Mapping[str, File | None]) -> None:
    """Bring the folders of these files (path → what was read of it, None: gone) up to date."""
    changes: dict[str, dict[str, File | None]] = {}
    for path, file in seen.items():
        folder = folder_of(path)
        changes.setdefault(folder, {})[path[len(folder) :]] = file
    known = some_folders(connection, changes)
    for folder, changed in changes.items():
        files = unpack(known.get(folder)) | changed
        left = [file for file in files.values() if file is not None]
        if left:
            connection.execute("INSERT OR REPLACE INTO folders VALUES (?, ?)", (folder, pack(left)))
        else:
            connection.execute("DELETE FROM folders WHERE path = ?", (folder,))
