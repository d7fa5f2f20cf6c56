# SPDX-License-Identifier: AGPL-3.0-or-later
"""The taxonomies: one table of what stories are filed under, and of the pages that this gives.

A row is all that the rest of the code knows of a taxonomy: which lists an article is on, where
their pages lie, which of them are numbered, fed, indexed, mapped and linked. A site adds rows of
its own by ``NEWSROOM_TAXONOMIES``; each comes with a field of the front matter.
"""

from __future__ import annotations

from functools import cache

import msgspec

from newsroom.model import parted


def _(message: str) -> str:
    """Mark a message for the theme's catalogue; it is translated where it is shown."""
    return message


class Taxonomy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One taxonomy. Its lists are called ``name/slug``, and ``name`` is the kind of their pages."""

    name: str
    title: str = ""
    """What its terms are called together ("Topics"): over its index and the group of its feeds."""
    folder: str = ""
    """Where the terms' pages lie: ``tag`` gives ``/tag/<slug>/``, "" the top of the site."""
    index: str = ""
    """The kind of the page of all terms, at ``folder``; "" if there is none."""
    template: str = "tag.html"
    """The template of a term's page: it sees what ``tag.html`` sees."""
    registry: str = ""
    """The registry whose entries are the terms; "" if articles make them by naming them."""
    spelled: bool = False
    """Whether a term is free text: it is shown in its commonest spelling."""
    dated: bool = False
    """Whether slugs are dates: ``2025-04`` lies in ``2025/04/``."""
    single: bool = False
    """Whether it is one list and no terms, called ``name`` and lying at ``folder``."""
    paged: bool = True
    """Whether a list has numbered pages below its front."""
    fed: bool = True
    """Whether a list with articles has a feed; sections say it one by one (sections.yaml)."""
    mapped: bool = True
    """Whether the fronts of its terms, and its index, stand in the sitemap."""
    navigation: int = 0
    """The place of its index (or its one list) among the links at the foot of pages; 0: none."""
    field: str = ""
    """The front-matter field that names the terms; a row that a site adds brings it along."""
    terms: tuple[str, ...] = ()
    """All terms that an added row's field may name; () for free text."""
    meaning: str = ""
    """What an added row's field is for, in an editor's words."""

    def list_name(self, slug: str) -> str:
        """The name of a term's list."""
        return self.name if self.single else f"{self.name}/{slug}"

    def has(self, list_name: str) -> bool:
        """Whether this is the name of one of its lists."""
        return parted(list_name)[0] == self.name


SECTION = Taxonomy(
    name="section",
    title=_("Sections"),
    template="section.html",
    registry="sections",
)
DOSSIER = Taxonomy(
    name="series",
    title=_("Special dossiers"),
    folder="chuyen-de",
    template="series.html",
    registry="series",
    field="series",
)
UNIT = Taxonomy(
    name="district",
    title=_("Districts and wards"),
    folder="dia-ban",
    index="districts",
    template="district.html",
    registry="districts",
    field="district",
    navigation=3,
)
AUTHOR = Taxonomy(
    name="author",
    title=_("Authors"),
    folder="tac-gia",
    index="authors",
    template="author.html",
    registry="authors",
    spelled=True,
    field="author",
    navigation=4,
)
TAG = Taxonomy(
    name="tag",
    title=_("Topics"),
    folder="tag",
    index="tags",
    template="tag.html",
    spelled=True,
    field="tags",
    navigation=2,
)
YEAR = Taxonomy(
    name="year",
    title=_("Archive"),
    folder="luu-tru",
    index="archive",
    template="year.html",
    dated=True,
    paged=False,
    fed=False,
    mapped=False,
    navigation=1,
)
MONTH = Taxonomy(
    name="month",
    folder="luu-tru",
    template="month.html",
    dated=True,
    fed=False,
    mapped=False,
)
DAY = Taxonomy(
    name="day",
    folder="luu-tru",
    template="day.html",
    dated=True,
    paged=False,
    fed=False,
    mapped=False,
)
CORRECTIONS = Taxonomy(
    name="corrections",
    title=_("Corrections"),
    folder="dinh-chinh",
    template="corrections.html",
    single=True,
    fed=False,
    navigation=5,
)

OWN = (SECTION, DOSSIER, UNIT, AUTHOR, TAG, YEAR, MONTH, DAY, CORRECTIONS)
"""Our own taxonomies, in the order of their feeds on the page of all feeds."""


REGISTRY_FIELDS = {"districts": "units", "series": "dossiers"}
"""What `newsroom.model.Registries` calls those whose file's name is another."""

REGISTRY_OF = {row.name: row.registry for row in OWN if row.registry} | {TAG.name: "tags"}
"""Where old addresses of a taxonomy's terms stand. Topics need no registry but for that."""


class Table:
    """Our own rows and a site's, by name."""

    def __init__(self, added: tuple[Taxonomy, ...] = ()) -> None:
        self.added = added
        self.rows = (*OWN, *added)
        self._by_name = {row.name: row for row in self.rows}

    def __repr__(self) -> str:
        """All rows: what a table is told apart by."""
        return repr(self.rows)

    def find(self, name: str) -> Taxonomy | None:
        """The taxonomy of this name."""
        return self._by_name.get(name)

    def of_list(self, list_name: str) -> tuple[Taxonomy, str] | None:
        """A list's taxonomy and its term's slug; None of a list that has no pages."""
        name, slug = parted(list_name)
        row = self._by_name.get(name)
        return None if row is None else (row, slug)

    def indexes(self) -> list[Taxonomy]:
        """The rows that are linked at the foot of pages, in the order of the links."""
        linked = [row for row in self.rows if row.navigation]
        return sorted(linked, key=lambda row: row.navigation)


@cache
def table(added: tuple[Taxonomy, ...] = ()) -> Table:
    """The table with these rows added."""
    return Table(added)
