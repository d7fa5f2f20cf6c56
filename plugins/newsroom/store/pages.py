# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages in the store: which exist, which are dirty, and what their files hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from newsroom.store import lost
from newsroom.store.articles import decode_card
from newsroom.store.owners import Owner
from newsroom.store.reads import ListNames, Read, forget_reads, replace_reads

OF_SOURCES = frozenset({"article", "page", "redirect"})
"""Kinds of pages whose keys are the paths of their sources."""

OF_FEEDS = ("feed", "feed-atom", "feed-json")
"""Kinds of pages that are feeds: RSS, Atom, JSON."""


class Claim(msgspec.Struct, frozen=True, order=True):
    """A page that should exist: what it is, and the file that it wants.

    ``key`` says of what its kind shows it: a term's slug, a list's name, the path of a source, or
    of a static file. ``number`` is that of a page of a list, or of a further part of a sitemap; 0
    for the front, and for the first part.
    """

    kind: str
    key: str
    save_as: str
    number: int = 0


class PageRow(Claim, frozen=True):
    """A page that there is, and why it is dirty ("" when it is not): by which source, if by one."""

    id: int = 0
    dirty: str = ""
    cause: str = ""


class Done(msgspec.Struct, frozen=True):
    """A page whose file is in place: what it read, its bytes' digest and number, its mtime (ns)."""

    id: int
    reads: list[Read]
    digest: bytes
    size: int
    mtime: int


class Clash(msgspec.Struct, frozen=True):
    """A claim that can't be met: ``other`` is the owner of the page that has its file."""

    owner: Owner
    claim: Claim
    other: Owner


def settle(
    connection: sqlite3.Connection,
    wanted: Mapping[Owner, Sequence[Claim]],
    moved: set[str] | None = None,
    released: list[tuple[Owner, Claim]] | None = None,
) -> list[Clash]:
    """Make each owner own just the pages that it claims.

    The files of pages that come or go are added to ``moved`` (not those of a store's first pages),
    and those that are given up to ``released``, with their owners.

    Pages that are no longer claimed, or have moved, are released before any is claimed, so that
    an address can pass from one owner to another. Returns the claims that clash; the caller is
    in a transaction and takes everything back if there are any.
    """
    if connection.execute("SELECT 1 FROM pages LIMIT 1").fetchone() is None:
        fresh = [
            (owner, claim) for owner, claims in wanted.items() for claim in dict.fromkeys(claims)
        ]
        if _add_all(connection, fresh):
            return []
    else:
        moved = set() if moved is None else moved
        gone = [] if released is None else released
        fresh = [(o, c) for o in wanted for c in _release(connection, o, wanted[o], gone)]
        moved.update(claim.save_as for _owner, claim in gone)
        moved.update(claim.save_as for _owner, claim in fresh)
    clashes = []
    for owner, claim in fresh:
        other = _taken_by(connection, claim.save_as)
        if other is not None:
            clashes.append(Clash(owner, claim, other))
        else:
            _add(connection, owner, claim)
    return clashes


def _add_all(connection: sqlite3.Connection, fresh: Sequence[tuple[Owner, Claim]]) -> bool:
    """Add the first pages of a store, all at once; if any two clash, add none."""
    connection.execute("SAVEPOINT pages")
    try:
        connection.executemany(_INSERT, (_values(owner, claim) for owner, claim in fresh))
        folders = {folder for _, claim in fresh for folder in _parents(claim.save_as)}
        query = "SELECT 1 FROM pages WHERE save_as = ?"
        clash = any(connection.execute(query, (folder,)).fetchone() for folder in folders)
    except sqlite3.IntegrityError:
        clash = True
    if clash:
        connection.execute("ROLLBACK TO pages")
    connection.execute("RELEASE pages")
    if not clash:
        lost.note_fresh(connection, (claim.save_as for _, claim in fresh))
    connection.execute(
        "DELETE FROM obsolete WHERE EXISTS (SELECT 1 FROM pages WHERE save_as = obsolete.save_as)"
    )
    return not clash


def _release(
    connection: sqlite3.Connection,
    owner: Owner,
    wanted: Sequence[Claim],
    released: list[tuple[Owner, Claim]],
) -> Iterable[Claim]:
    """Release what the owner has and does not claim; returns what it claims and has not."""
    rows = connection.execute(
        "SELECT kind, key, save_as, number, id, reads FROM pages"
        " WHERE owner_kind = ? AND owner = ?",
        owner,
    ).fetchall()
    claims = dict.fromkeys(wanted)
    for *what, page, reads in rows:
        claim = Claim(*what)
        if claims.pop(claim, 0) is not None:
            forget_reads(connection, page, reads)
            connection.execute("DELETE FROM pages WHERE id = ?", (page,))
            connection.execute("INSERT OR IGNORE INTO obsolete VALUES (?)", (claim.save_as,))
            released.append((owner, claim))
    return claims


def _taken_by(connection: sqlite3.Connection, save_as: str) -> Owner | None:
    """Whose file this is; a file can't be where another page needs a folder, nor inside a file."""
    places = [save_as, *_parents(save_as)]
    marks = ", ".join("?" * len(places))
    row = connection.execute(
        f"SELECT owner_kind, owner FROM pages WHERE save_as IN ({marks})"
        " UNION ALL SELECT owner_kind, owner FROM pages WHERE save_as > ? AND save_as < ? LIMIT 1",
        (*places, f"{save_as}/", f"{save_as}0"),  # "0" follows "/"
    ).fetchone()
    return Owner(*row) if row else None


_INSERT = (
    "INSERT INTO pages (kind, key, save_as, number, owner, owner_kind, dirty)"
    " VALUES (?, ?, ?, ?, ?, ?, 'new')"
)


def _values(owner: Owner, claim: Claim) -> tuple[str, str, str, int, str, str]:
    return claim.kind, claim.key, claim.save_as, claim.number, owner.name, owner.kind


def _add(connection: sqlite3.Connection, owner: Owner, claim: Claim) -> None:
    connection.execute(_INSERT, _values(owner, claim))
    lost.note_fresh(connection, [claim.save_as])
    connection.execute("DELETE FROM obsolete WHERE save_as = ?", (claim.save_as,))


def clear(connection: sqlite3.Connection) -> None:
    """Give up all pages; their files are obsolete until they are claimed again."""
    connection.execute("INSERT OR IGNORE INTO obsolete SELECT save_as FROM pages")
    connection.execute("DELETE FROM pages")


def at(connection: sqlite3.Connection, save_as: str) -> tuple[str, str] | None:
    """Kind and key of the page with this file."""
    query = "SELECT kind, key FROM pages WHERE save_as = ?"
    row = connection.execute(query, (save_as,)).fetchone()
    return (str(row[0]), str(row[1])) if row else None


def feeds(connection: sqlite3.Connection) -> dict[str, str]:
    """The files of all feeds, each with the name of its list."""
    marks = ", ".join("?" * len(OF_FEEDS))
    query = f"SELECT save_as, key FROM pages WHERE kind IN ({marks}) ORDER BY save_as"
    return {str(file): str(key) for file, key in connection.execute(query, OF_FEEDS)}


def owner_of(connection: sqlite3.Connection, save_as: str) -> Owner | None:
    """Whose page has this file."""
    query = "SELECT owner_kind, owner FROM pages WHERE save_as = ?"
    row = connection.execute(query, (save_as,)).fetchone()
    return Owner(*row) if row else None


def of_file(connection: sqlite3.Connection, path: str) -> list[Claim]:
    """The pages that a text or another file owns, by their files."""
    rows = connection.execute(
        "SELECT kind, key, save_as, number FROM pages"
        " WHERE owner = ? AND owner_kind IN ('source', 'static', 'theme') ORDER BY save_as",
        (path,),
    )
    return [Claim(*row) for row in rows]


def beside(connection: sqlite3.Connection, folder: str, limit: int) -> list[str]:
    """Files of pages below a folder ("tag/"), the first so many."""
    rows = connection.execute(
        "SELECT save_as FROM pages WHERE save_as > ? AND save_as < ? ORDER BY save_as LIMIT ?",
        (folder, f"{folder[:-1]}0" if folder else "\U0010ffff", limit),  # "0" follows "/"
    )
    return [save_as for (save_as,) in rows]


def mark(connection: sqlite3.Connection, kind: str, reason: str, key: str | None = None) -> None:
    """Make the pages of a kind (or one of them) dirty."""
    query = "UPDATE pages SET dirty = ? WHERE dirty IS NULL AND kind = ?"
    if key is None:
        connection.execute(query, (reason, kind))
    else:
        connection.execute(f"{query} AND key = ?", (reason, kind, key))


def dirty(connection: sqlite3.Connection, after: int, limit: int) -> list[PageRow]:
    """The next pages to render with an id above ``after``."""
    rows = connection.execute(
        "SELECT kind, key, save_as, number, id, dirty, coalesce(dirty_cause, '') FROM pages"
        " WHERE dirty IS NOT NULL AND id > ? ORDER BY id LIMIT ?",
        (after, limit),
    )
    return [PageRow(*row) for row in rows]


def in_the_way(connection: sqlite3.Connection) -> list[str]:
    """Obsolete files where a page to be rendered needs a folder, or in a folder where it goes."""
    gone = set(obsolete(connection))
    if not gone:
        return []
    rows = connection.execute("SELECT save_as FROM pages WHERE dirty IS NOT NULL")
    coming = {save_as for (save_as,) in rows}
    blocked = {parent for save_as in coming for parent in _parents(save_as) if parent in gone}
    blocked |= {save_as for save_as in gone if coming.intersection(_parents(save_as))}
    return sorted(blocked)


def _parents(save_as: str) -> list[str]:
    parts = save_as.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def top_names(connection: sqlite3.Connection) -> set[str]:
    """The names that the output folder itself should hold."""
    found: set[str] = set()
    query = "SELECT min(save_as) FROM pages WHERE save_as > ?"
    after = ""
    # From one name to the next: an archive's 100,000 articles lie in a few folders.
    while (save_as := connection.execute(query, (after,)).fetchone()[0]) is not None:
        top, slash, _rest = save_as.partition("/")
        found.add(top)
        after = f"{top}0" if slash else save_as  # "0" follows "/"
    return found


def any_of(connection: sqlite3.Connection, kind: str) -> PageRow | None:
    """A page of a kind, one that waits to be rendered if there is one."""
    query = "SELECT kind, key, save_as, number, id, coalesce(dirty, '') FROM pages WHERE kind = ?"
    for where in (" AND dirty IS NOT NULL", ""):
        order = "ORDER BY key, number, save_as LIMIT 1"
        row = connection.execute(f"{query}{where} {order}", (kind,)).fetchone()
        if row is not None:
            return PageRow(*row)
    return None


def is_rendered(connection: sqlite3.Connection) -> bool:
    """Whether any page was ever rendered."""
    query = "SELECT 1 FROM pages WHERE digest IS NOT NULL LIMIT 1"
    return connection.execute(query).fetchone() is not None


def count_dirty(connection: sqlite3.Connection) -> int:
    """How many pages wait to be rendered."""
    row = connection.execute("SELECT count(*) FROM pages WHERE dirty IS NOT NULL").fetchone()
    return int(row[0])


def written(connection: sqlite3.Connection) -> dict[str, tuple[int, int, int | None]]:
    """Every page's file: id, and size and mtime (ns) as written; no mtime if the page is dirty.

    Then the file is written again in any case.
    """
    rows = connection.execute(
        "SELECT save_as, id, size, iif(dirty IS NULL, mtime, NULL) FROM pages"
    )
    return {save_as: (number, size, mtime) for save_as, number, size, mtime in rows}


def digest(connection: sqlite3.Connection, number: int) -> bytes:
    """The digest of a page's file, as it was written."""
    row = connection.execute("SELECT digest FROM pages WHERE id = ?", (number,)).fetchone()
    return bytes(row[0] or b"")


def mark_missing(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Make these pages dirty: their files are not there, or not what was written."""
    query = "UPDATE pages SET dirty = 'missing' WHERE dirty IS NULL AND id = ?"
    connection.executemany(query, [(number,) for number in numbers])


def date(connection: sqlite3.Connection, times: Mapping[int, int]) -> None:
    """These pages' files (id → mtime) are what was written, under another time."""
    query = "UPDATE pages SET mtime = ? WHERE id = ?"
    connection.executemany(query, [(mtime, number) for number, mtime in times.items()])


def note_obsolete(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """These files of the output folder are no page's: they are to go."""
    connection.executemany("INSERT OR IGNORE INTO obsolete VALUES (?)", [(path,) for path in paths])


def finish(connection: sqlite3.Connection, names: ListNames, done: Iterable[Done]) -> None:
    """Record pages whose files are in place: they are clean now."""
    for page in done:
        (old,) = connection.execute("SELECT reads FROM pages WHERE id = ?", (page.id,)).fetchone()
        reads = replace_reads(connection, names, page.id, old, page.reads)
        connection.execute(
            "UPDATE pages SET why = dirty, why_list = dirty_list, why_cause = dirty_cause,"
            " dirty = NULL, dirty_list = NULL, dirty_cause = NULL,"
            " reads = ?, digest = ?, size = ?, mtime = ? WHERE id = ?",
            (reads, page.digest, page.size, page.mtime, page.id),
        )


def keys(connection: sqlite3.Connection, kind: str) -> list[str]:
    """The keys of all pages of a kind, sorted."""
    rows = connection.execute("SELECT key FROM pages WHERE kind = ? ORDER BY key", (kind,))
    return [key for (key,) in rows]


def obsolete(connection: sqlite3.Connection) -> list[str]:
    """Files to remove from the output folder."""
    return [path for (path,) in connection.execute("SELECT save_as FROM obsolete ORDER BY save_as")]


def deleted(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """These obsolete files are gone."""
    connection.executemany("DELETE FROM obsolete WHERE save_as = ?", [(path,) for path in paths])


def manifest(connection: sqlite3.Connection) -> Iterator[tuple[str, bytes, int]]:
    """Every file of the site with its digest and size in bytes, by path."""
    return connection.execute("SELECT save_as, digest, size FROM pages ORDER BY save_as")


def redirects(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The files of old addresses, and the URLs (without the site's path) that they lead to."""
    rows = connection.execute(
        "SELECT p.save_as, a.card FROM pages p JOIN articles a ON a.path = p.owner"
        " WHERE p.kind = 'redirect' AND a.live ORDER BY p.save_as"
    )
    return ((save_as, decode_card(card).url) for save_as, card in rows)


def of_former_lists(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    """The files at old addresses of lists' fronts and numbered pages, and today's files."""
    query = """
        SELECT m.save_as, p.save_as FROM pages m JOIN pages p ON p.owner = m.owner
        AND p.owner_kind = m.owner_kind
        WHERE m.kind = 'moved' AND p.number = m.number AND p.kind = m.owner_kind
        ORDER BY m.save_as
    """
    yield from connection.execute(query)


def feeds_of_former_lists(connection: sqlite3.Connection) -> Iterator[tuple[Owner, str]]:
    """The lists that have old addresses, each with each file of a feed of its."""
    query = """
        SELECT owner_kind, owner, save_as FROM pages
        WHERE kind IN ('feed', 'feed-atom', 'feed-json')
            AND (owner_kind, owner) IN (SELECT owner_kind, owner FROM pages WHERE kind = 'moved')
        ORDER BY save_as
    """
    return ((Owner(kind, name), file) for kind, name, file in connection.execute(query))


def of_kind(
    connection: sqlite3.Connection, kind: str, *, dirty: bool = False
) -> list[tuple[str, str]]:
    """The keys and the files of a kind's pages, or just of its dirty ones."""
    where = " AND dirty IS NOT NULL" if dirty else ""
    query = f"SELECT key, save_as FROM pages WHERE kind = ?{where} ORDER BY key, save_as"
    return connection.execute(query, (kind,)).fetchall()
