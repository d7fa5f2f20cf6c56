# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses that a change breaks: told with the very line that leads readers on.

A file is renamed, a date corrected, a section renamed, a setting changed: what readers, other sites
and search engines know leads nowhere. Whatever was a page and is none now is noted (`store.lost`)
until something answers at its address again: a page, a redirect, or 410.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping

from newsroom.arrange import addresses
from newsroom.arrange.gone import was_seen
from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.settings import Settings
from newsroom.store import aliases, articles, lost, pages
from newsroom.store.owners import NOBODY, SOURCE, Owner
from newsroom.store.pages import OF_SOURCES, Claim
from newsroom.taxonomies import REGISTRY_OF

_SHOWN = 20


class Broken:
    """The addresses that one build breaks.

    ``titles`` are the headlines of the sources that are gone, by path; ``put`` are the paths of
    those that are new or were read again.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        settings: Settings,
        now: int,
        *,
        titles: Mapping[str, str],
        put: Iterable[str],
    ) -> None:
        self._db = connection
        self._settings = settings
        self._now = now
        self._titles = titles
        self._put = tuple(put)
        self._together: dict[Owner, list[str]] = {}  # the addresses that an owner has lost at once

    def all_obsolete(self) -> Iterator[tuple[Owner, Claim]]:
        """What was given up when all was arranged anew: of these only the files are known."""
        dated = tuple(f"{row.folder}/" for row in self._settings.taxonomies.rows if row.dated)
        for file in pages.obsolete(self._db):
            front = file.endswith(".html") and not addresses.is_numbered(file)
            if front and not file.startswith(dated):
                yield NOBODY, Claim("page", "", file)

    def settle(self, released: Iterable[tuple[Owner, Claim]], problems: Problems) -> None:
        """Note what is broken and what is so no more; ``released`` are pages given up, by owner."""
        mended = [file for file, owner in lost.every(self._db) if self._answers(file, owner)]
        lost.forget(self._db, mended)
        found = [
            (claim.save_as, owner, claim.kind != "redirect")
            for owner, claim in released
            if self._counts(claim) and not self._answers(claim.save_as, owner)
        ]
        broken = sorted((file, owner) for file, owner, _is_own in found)
        # Oldest first, as aliases are: what led to the story is older than the page that it had.
        ordered = sorted(found, key=lambda each: (each[1], each[2], each[0]))
        for file, owner, _is_own in ordered:
            self._together.setdefault(owner, []).append(addresses.to_url(file))
        if not broken or self._settings.newsroom.drafts:
            return  # what is only looked at was never published
        lost.add(self._db, [(file, owner) for file, owner in broken if not self._fades(owner)])
        for file, owner in broken[:_SHOWN]:
            path, line, message = self._told(file, owner)
            problems.warning(path, line, message, code="lost-address")
        if len(broken) > _SHOWN:
            message = _("{count} more addresses are no more; was a setting changed unawares?")
            text = message.format(count=len(broken) - _SHOWN)
            problems.warning(broken[_SHOWN][1].name, 0, text, code="lost-address")

    def _counts(self, claim: Claim) -> bool:
        """Whether people know such a page: an article, an old address, the front of a list."""
        row = self._settings.taxonomies.find(claim.kind)
        known = claim.kind in OF_SOURCES or claim.kind == "moved" or (row and not row.dated)
        return bool(known) and not claim.number and not addresses.shows_draft(claim.save_as)

    def _answers(self, file: str, owner: Owner) -> bool:
        """Whether a page, a redirect, or 410 answers at an address, or nobody can know it."""
        if (
            lost.is_fresh(self._db, file)
            or pages.at(self._db, file)
            or aliases.owners(self._db, f"/{file}")
        ):
            return True
        row = articles.find(self._db, owner.name) if owner.kind == SOURCE else None
        return row is not None and not row.live and was_seen(row.entry, self._now)

    def _fades(self, owner: Owner) -> bool:
        """Whether it is a term that articles make by naming it: it may go as it came."""
        row = self._settings.taxonomies.find(owner.kind)
        return row is not None and row.spelled

    def _told(self, file: str, owner: Owner) -> tuple[str, int, str]:
        """Of which file an editor is told, at which line, and what."""
        address = addresses.to_url(file)
        if registry := REGISTRY_OF.get(owner.kind):
            path = f"{self._settings.data_folder}{registry}.yaml"
            message = _(
                "/{address} is no more; if it has another name now, write into that record: "
                "former: [/{address}]"
            )
            return path, 0, message.format(address=address.lstrip("/"))
        path = self._heir(owner.name)
        row = articles.find(self._db, path) if path else None
        if row is None or not row.live:
            message = _(
                "{address} is no more; write into the article that takes its place: "
                "aliases: [{address}]; or, if there is none, keep the file with: status: withdrawn"
            )
            return owner.name, 0, message.format(address=address)
        old = ", ".join(dict.fromkeys([*row.entry.aliases, *self._together[owner]]))
        message = _("{address} is no more; to lead readers on, write: aliases: [{old}]")
        line = row.entry.lines.get("aliases", row.entry.lines.get("title", 0))
        return path, line, message.format(address=address, old=old)

    def _heir(self, path: str) -> str:
        """The source that a source is now: itself, or a new one with its headline or its name."""
        if articles.find(self._db, path):
            return path
        return next(self._heirs(path), "")

    def _heirs(self, former: str) -> Iterator[str]:
        name, title = former.rpartition("/")[2], self._titles.get(former)
        for path in self._put:
            row = articles.find(self._db, path)
            if row is not None and (row.entry.title == title or path.rpartition("/")[2] == name):
                yield path
