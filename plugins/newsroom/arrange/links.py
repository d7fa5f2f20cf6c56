# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links to addresses of the site, and to places within articles: does each lead somewhere?

These are warnings: a tag's page goes with the last article that has the tag, and nobody else's
article shall hold up the paper for it. Readers see the words of such a link, and no link, until
there is something at its address.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from newsroom.arrange import addresses
from newsroom.arrange.guesses import Guesses
from newsroom.arrange.reference_check import told_guess
from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.read.markup.addresses import places_in
from newsroom.read.report import shown
from newsroom.settings import Settings
from newsroom.store import aliases, articles, mentions, pages
from newsroom.store.mentions import Mention
from newsroom.store.records import STATIC, get
from newsroom.text.suggest import GUESSED, nearest

_NEIGHBOURS = 2_000
# What every page of the theme has, whatever its article is.
_OF_PAGES = frozenset({"main", "top"})


class Links:
    """Looks into the store when everything is arranged."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        settings: Settings,
        guesses: Guesses,
        problems: Problems,
    ) -> None:
        self._db = connection
        self._settings = settings
        self._guesses = guesses
        self._problems = problems
        self._guessed = 0
        self._places: dict[str, list[str] | None] = {}

    def check_all(self) -> None:
        """Check the links of all sources."""
        self._tell_astray(mentions.astray(self._db))
        self._tell_places(mentions.to_places(self._db))

    def check(
        self, changed: Collection[str], moved: Iterable[str], lost: Mapping[str, Collection[str]]
    ) -> None:
        """Check the links of the sources that have changed, and those that no longer hold.

        ``moved`` are files of pages that came or went, or are no longer those of sources that
        nobody may see; ``lost`` the headings that sources had.
        """
        astray = {mention for path in changed for mention in mentions.astray(self._db, path)}
        places = {mention for path in changed for mention in mentions.to_places(self._db, path)}
        for save_as in moved:
            found = mentions.of_target(self._db, f"/{save_as}")
            (astray if pages.at(self._db, save_as) is None else places).update(found)
        for path, names in lost.items():
            for target in (path, *(f"/{page.save_as}" for page in pages.of_file(self._db, path))):
                found = mentions.of_target(self._db, target)
                places.update(it for it in found if it.reference.fragment in names)
        self._tell_astray(sorted(astray))
        self._tell_places(sorted(places))

    # ----------------------------------------------------------------------------- addresses

    def _tell_astray(self, found: Iterable[Mention]) -> None:
        for mention in found:
            target = mention.reference.target
            save_as = target[1:].partition("?")[0]
            if get(self._db, STATIC, save_as) is not None:
                continue  # it is published with the article that links to it
            if save_as in self._waiting or aliases.owners(self._db, target):
                continue
            message = _('"{address}" leads to no page of this site{guess}')
            remedy = told_guess(self._guess(save_as), _("; mend the address, or delete the link"))
            told = message.format(address=_address(target), guess=remedy)
            line = mention.reference.line
            self._problems.warning(mention.source, line, told, code="dead-address")

    @cached_property
    def _waiting(self) -> frozenset[str]:
        """The files that sources will have which nobody may see now."""
        rows = articles.hidden(self._db)
        return frozenset(addresses.file_to_come(*row, self._settings) for row in rows)

    def _guess(self, save_as: str) -> str:
        self._guessed += 1
        if self._guessed > GUESSED:
            return ""
        parts = save_as.removesuffix("/" + addresses.INDEX).split("/")
        slug = parts[-1].rpartition(".")[0] or parts[-1]
        if path := self._guesses.by_slug(slug):
            return path
        folder = "".join(f"{part}/" for part in parts[:-1])
        known = pages.beside(self._db, folder, _NEIGHBOURS)
        names = {save_as[len(folder) :].partition("/")[0]: save_as for save_as in reversed(known)}
        names.pop(addresses.INDEX, None)  # everything is near it, and it is never meant
        near = nearest(parts[-1], names)
        return addresses.to_url(names[near[0]]) if near else ""

    # -------------------------------------------------------------------------------- places

    def _tell_places(self, found: Iterable[Mention]) -> None:
        for mention in found:
            fragment = mention.reference.fragment
            path = self._source(mention.reference.target)
            known = self._known(path) if path and fragment else None
            if known is None or fragment in known or fragment in _OF_PAGES:
                continue
            message = _('"{target}" has no heading "#{name}"{guess}')
            self._guessed += 1
            guesses = nearest(fragment, known) if self._guessed <= GUESSED else []
            near = "".join(f"#{name}" for name in guesses)
            told = message.format(
                target=_address(mention.reference.target),
                name=shown(fragment),
                guess=told_guess(near, _("; mend what follows the #, or delete it")),
            )
            self._problems.warning(
                mention.source, mention.reference.line, told, code="missing-heading"
            )

    def _source(self, target: str) -> str:
        """The article or page that a link leads to."""
        if not target.startswith("/"):
            return target
        page = pages.at(self._db, target[1:].partition("?")[0])
        return page[1] if page and page[0] in pages.OF_SOURCES else ""

    def _known(self, path: str) -> list[str] | None:
        if path not in self._places:
            body = articles.body_at(self._db, path)
            self._places[path] = None if body is None else places_in(body)
        return self._places[path]


def places_lost(before: bytes, after: bytes) -> set[str]:
    """The headings that a body had and has no more; both as the store keeps them."""
    old, new = (places_in(articles.unpack_body(html)) for html in (before, after))
    return {*old} - {*new}


def _address(target: str) -> str:
    """A target as an editor would write it: "/tag/x/"."""
    path, mark, query = target.partition("?")
    return shown(f"{path.removesuffix(addresses.INDEX)}{mark}{query}")
