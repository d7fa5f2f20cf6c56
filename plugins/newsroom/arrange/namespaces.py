# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which places of the site belong to its own pages, now or when an article comes due."""

from __future__ import annotations

import re
from collections.abc import Mapping

from newsroom import address_words as words
from newsroom.arrange import addresses, icons
from newsroom.arrange.addresses import INDEX
from newsroom.model import Section
from newsroom.store import owners
from newsroom.store.owners import Owner
from newsroom.taxonomies import DAY, MONTH, SECTION, YEAR, Table, Taxonomy
from newsroom.text.normalise import nfc
from newsroom.text.unicode import casefold

SITE = Owner(owners.SITE, "")
"""The owner of pages that belong to no source and no list."""

_FILES = frozenset(
    {addresses.HOME, addresses.NOT_FOUND, addresses.ROBOTS, addresses.SITEMAP_INDEX}
    | {*icons.FILES, icons.MANIFEST}
)
_FOLDERS = frozenset(words.FOLDERS)
_DATED = (YEAR.name, MONTH.name, DAY.name)
_DATE = re.compile(r"\d{4}(?:/\d{2}){0,2}", re.ASCII)
_NUMBERED = f"/{words.NUMBERED}/"
_NUMBER = re.compile(rf"{_NUMBERED}\d+$", re.ASCII)


def folded(save_as: str) -> str:
    """A file's name as systems see it that tell neither case nor the normal form of letters."""
    return save_as.lower() if save_as.isascii() else nfc(casefold(nfc(save_as)))


class Namespaces:
    """Answers for one set of sections; places may be in any case."""

    def __init__(self, table: Table, sections: Mapping[str, Section]) -> None:
        self._rows = {row.folder: row for row in table.rows if row.folder}
        self._sections = {
            "/".join(part for part in (section.parent, section.slug) if part): section.slug
            for section in sections.values()
        }

    def owner(self, save_as: str) -> Owner | None:
        """Whose namespace a file lies in: a list's, `SITE`'s, or nobody's.

        Of a section only its own pages are taken: old addresses often lie in its folder.
        """
        place = folded(save_as)
        if self._is_sites(place):
            return SITE
        for folder, row in self._rows.items():
            if place.startswith(f"{folder}/"):
                return _list(row, place[len(folder) + 1 :])
        slug = self._sections.get(place.removesuffix(f"/{INDEX}").partition(_NUMBERED)[0])
        if slug and (place.endswith(f"/{INDEX}") or addresses.is_numbered(place)):
            return Owner(SECTION.name, slug)
        return None

    def page_of(self, save_as: str) -> Owner | None:
        """Whose page, existing or yet to come, has just this file; None if nobody's could."""
        place = folded(save_as)
        if not place.endswith(f"/{INDEX}"):
            return self.owner(save_as) if self._is_sites(place) else None
        folder = _NUMBER.sub("", place.removesuffix(f"/{INDEX}"))
        row = next((row for name, row in self._rows.items() if folder.startswith(f"{name}/")), None)
        if row is None:
            return self.owner(save_as)  # the site's, a section's, or that of an index
        below = folder.removeprefix(f"{row.folder}/")
        possible = _DATE.fullmatch(below) if row.dated else "/" not in below
        return self.owner(save_as) if possible else None

    @staticmethod
    def _is_sites(place: str) -> bool:
        return place in _FILES or place.partition("/")[0] in _FOLDERS


def _list(row: Taxonomy, rest: str) -> Owner:
    """The list of a taxonomy in whose folder a file lies."""
    first = rest.partition("/")[0]
    if row.single:
        return Owner(row.name, "")
    if first == INDEX:
        return SITE
    if not row.dated:
        return Owner(row.name, first)
    date = _DATE.match(rest)
    if date is None:
        return SITE
    slug = date[0].replace("/", "-")
    return Owner(_DATED[slug.count("-")], slug)
