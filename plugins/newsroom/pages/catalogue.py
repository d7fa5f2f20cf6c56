# SPDX-License-Identifier: AGPL-3.0-or-later
"""All kinds of pages, and which pages exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from newsroom import extensions
from newsroom.arrange import addresses
from newsroom.arrange.articles import preview_file
from newsroom.model import Article, Entry, Registries
from newsroom.pages import (
    archive,
    article,
    corrections,
    feed_list,
    feeds,
    files,
    fragments,
    home,
    icons,
    indexes,
    lists,
    moved,
    plain,
    robots,
    search,
    sitemap,
    terms,
    title_cards,
)
from newsroom.pages.kinds import Kind, Listed
from newsroom.settings import Settings
from newsroom.store.owners import SITE, Owner
from newsroom.store.pages import Claim
from newsroom.taxonomies import REGISTRY_FIELDS, REGISTRY_OF, SECTION, Taxonomy

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        home.KIND,
        article.KIND,
        *lists.KINDS,
        *archive.KINDS,
        corrections.KIND,
        *indexes.KINDS,
        *plain.KINDS,
        moved.KIND,
        *feed_list.KINDS,
        *feeds.KINDS,
        fragments.KIND,
        sitemap.KIND,
        robots.KIND,
        *search.KINDS,
        *files.KINDS,
        *icons.KINDS,
        *title_cards.KINDS,
    )
}
"""Our own kinds; `kinds_of` adds those of a site's own taxonomies."""


def kinds_of(settings: Settings) -> dict[str, Kind]:
    """All kinds of pages of a site, with those that its taxonomies and extensions have added.

    Raises:
        SettingsError: an extension adds a kind that there is already.
    """
    added = settings.newsroom.taxonomies
    own = {**KINDS, **{kind.name: kind for row in added for kind in terms.kinds_of(row)}}
    return extensions.with_kinds(settings, own)


class Catalogue:
    """Which pages exist, by the registries and the settings."""

    def __init__(self, settings: Settings, registries: Registries) -> None:
        self._settings = settings
        self._table = settings.taxonomies
        self._kinds = tuple(kinds_of(settings).values())
        self._parents = {s.slug: (s.parent,) for s in registries.sections if s.parent}
        self._unfed = {section.slug for section in registries.sections if not section.feed}
        self._declared = {
            row.list_name(entry.slug)
            for row in self._table.rows
            for entry in _entries(registries, row.registry)
            # Sections and units are no news: they are the paper's plan and places on a map.
            if getattr(entry, "always", True) or settings.newsroom.drafts
        }
        self._declared.update(row.name for row in self._table.rows if row.single)
        self._former = {
            row.list_name(entry.slug): tuple(addresses.redirect_files(entry.former))
            for row in self._table.rows
            for entry in _entries(registries, REGISTRY_OF.get(row.name, ""))
            if entry.former
        }

    @property
    def declared(self) -> list[str]:
        """The lists that have a page even when they are empty.

        An author or a dossier that only unseen articles name would tell of them before their time.
        """
        return sorted(self._declared)

    def differing(self, former: Catalogue) -> list[str]:
        """The declared lists whose pages may be others than by the former registries."""
        moved = {name for name, _files in self._former.items() ^ former._former.items()}
        if (self._parents, self._unfed) == (former._parents, former._unfed):
            return sorted(self._declared ^ former._declared | moved)
        return sorted(self._declared | former._declared | moved)

    def fixed(self) -> list[Claim]:
        """The pages that belong to no source and no list."""
        return [claim for kind in self._kinds for claim in kind.of_site(self._settings)]

    def of_terms(self, count: Callable[[str], int]) -> dict[Owner, list[Claim]]:
        """Pages that there are by the number of terms, by their owner."""
        return {Owner(SITE, "sitemap"): sitemap.further(self._settings, count)}

    def of_list(self, name: str, count: int) -> list[Claim]:
        """The pages of the list ``name`` when it has ``count`` items."""
        found = self._table.of_list(name)
        if found is None or not (count or name in self._declared):
            return []
        row, slug = found
        above = self._parents.get(slug, ()) if row is SECTION else ()
        folder = addresses.list_folder(row, slug, above)
        own = addresses.list_page(folder)
        former = tuple(file for file in self._former.get(name, ()) if file != own)
        listed = Listed(row, slug, count, folder, self._is_fed(row, slug, count), former)
        return [claim for kind in self._kinds for claim in kind.of_list(listed, self._settings)]

    def _is_fed(self, row: Taxonomy, slug: str, count: int) -> bool:
        """Sections say whether they have a feed; other lists have one once they have articles."""
        if row is SECTION:
            return slug not in self._unfed
        return row.fed and count > 0

    def of_source(self, entry: Entry, made: Article, live: bool) -> list[Claim]:
        """The pages of a source: its own, and redirects from old addresses that name pages."""
        kind = "article" if made.card.section else "page"
        claims = [Claim(kind, entry.path, self._file(entry, made, live))]
        own = claims[0].save_as
        old = [*addresses.redirect_files(made.aliases), *self._of_section(entry, made)]
        for save_as in dict.fromkeys(old):
            if save_as != own:  # an article may come back to an address of its own
                claims.append(Claim("redirect", entry.path, save_as))
        return claims

    def _of_section(self, entry: Entry, made: Article) -> Iterable[str]:
        """The files of an article by former names of its section, if addresses name sections."""
        section = made.card.section
        if section and not entry.url and addresses.names_section(self._settings):
            former = self._former.get(SECTION.list_name(section), ())
            for slug in addresses.former_slugs(SECTION, former):
                yield addresses.article_file(entry, slug, self._settings)

    def _file(self, entry: Entry, made: Article, live: bool) -> str:
        if not live:
            return preview_file(entry)
        if made.card.section:
            return addresses.article_file(entry, made.card.section, self._settings)
        return addresses.page_file(entry, self._settings)


def _entries(registries: Registries, name: str) -> Iterable[Any]:
    """The entries of the registry of this file name; none if there is no such."""
    return getattr(registries, REGISTRY_FIELDS.get(name, name or "_"), ())
