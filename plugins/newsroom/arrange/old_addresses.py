# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old addresses that are the names of no page: only the server can redirect from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Article, Entry
from newsroom.read.paths import canonical, file_of, is_page_name
from newsroom.store import aliases, articles, pages, records
from newsroom.store.owners import SOURCE, STATIC, Owner
from newsroom.store.pages import Claim
from newsroom.store.reads import ADDRESS, EVERYBODY, Touches
from newsroom.store.records import get


def hiding(entry: Entry) -> list[Claim]:
    """What a server that redirects from an entry's old addresses would not show any more."""
    hidden = [old for old in entry.aliases if not is_page_name(old) and "?" not in old]
    return [Claim("redirect", old, file_of(old)) for old in hidden]


class OldAddresses:
    """Those of one build, and what is wrong with them."""

    def __init__(
        self, connection: sqlite3.Connection, touches: Touches, problems: Problems
    ) -> None:
        self._db = connection
        self._touches = touches
        self._problems = problems
        self.changed: set[str] = set()
        """Those that came or went."""

    def put(self, path: str, article: Article | None) -> None:
        """The source at ``path`` is this now; None: nobody may see it, or it is gone."""
        wanted = [alias for alias in article.aliases if not is_page_name(alias)] if article else []
        for address in aliases.put(self._db, path, map(canonical, wanted)):
            self._touches.add(ADDRESS, address, EVERYBODY)
            self.changed.add(address)

    def check(self, moved: Iterable[str]) -> None:
        """An old address belongs to one source, and to no page; ``moved`` are files of pages."""
        for address in sorted({*self.changed, *(f"/{save_as}" for save_as in moved)}):
            owners = aliases.owners(self._db, address)
            page = self._owner(address[1:]) if owners else None
            # The site's own pages have places of their own, which were told of already.
            is_file = page is not None and page.kind in (SOURCE, STATIC)
            for other in [*owners[1:], *([page.name] if page and is_file else [])]:
                self._tell(owners[0], address, other)

    def _owner(self, save_as: str) -> Owner | None:
        """Whose page this is, or which file waits for it to be published."""
        waits = get(self._db, records.STATIC, save_as) is not None
        return pages.owner_of(self._db, save_as) or (Owner(STATIC, save_as) if waits else None)

    def _tell(self, owner: str, address: str, other: str) -> None:
        message = _(
            "aliases: the address {address} is wanted by {other}, too; delete it in one of the two."
        )
        row = articles.find(self._db, owner)
        line = row.entry.lines.get("aliases", 0) if row else 0
        self._problems.error(owner, line, message.format(address=address, other=other))
