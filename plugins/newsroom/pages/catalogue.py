"""All kinds of pages, and which pages exist."""

from __future__ import annotations

from newsroom.arrange import addresses
from newsroom.arrange.articles import preview_file
from newsroom.arrange.memberships import ALL, CORRECTIONS
from newsroom.model import Article, Entry, Registries
from newsroom.pages import archive, article, fragments, home, indexes, lists, machine, plain
from newsroom.pages.kinds import Kind
from newsroom.settings import Settings
from newsroom.store.pages import Claim

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        home.KIND,
        article.KIND,
        fragments.KIND,
        *lists.KINDS,
        *archive.KINDS,
        *indexes.KINDS,
        *plain.KINDS,
        *machine.KINDS,
    )
}

_FIXED = (
    Claim("home", "", addresses.HOME),
    Claim("tags", "", addresses.TAGS),
    Claim("districts", "", addresses.DISTRICTS),
    Claim("authors", "", addresses.AUTHORS),
    Claim("archive", "", addresses.ARCHIVE),
    Claim("feeds", "", addresses.FEEDS),
    Claim("404", "", addresses.NOT_FOUND),
    Claim("feed", ALL, addresses.MAIN_FEED),
    Claim("fragment", addresses.RECOMMENDED, addresses.fragment_file(addresses.RECOMMENDED)),
    Claim("robots", "", "robots.txt"),
)
# Sitemaps hold absolute addresses: without SITEURL there are none.
_SITEMAPS = (
    Claim("sitemap", "index", "sitemap.xml"),
    Claim("sitemap", "site", "sitemap/site.xml"),
)


class Catalogue:
    """Which pages exist, by the registries and the settings."""

    def __init__(self, settings: Settings, registries: Registries) -> None:
        self._settings = settings
        self._parents = {s.slug: (s.parent,) for s in registries.sections if s.parent}
        self._fed = {f"section/{section.slug}" for section in registries.sections if section.feed}
        self._declared = {
            CORRECTIONS,
            *(f"section/{section.slug}" for section in registries.sections),
            *(f"district/{unit.slug}" for unit in registries.districts),
            *(f"author/{author.slug}" for author in registries.authors),
            *(f"series/{series.slug}" for series in registries.series),
        }

    @property
    def declared(self) -> list[str]:
        """The lists that have a page even when they are empty."""
        return sorted(self._declared)

    def fixed(self) -> list[Claim]:
        """The pages that belong to no source and no list."""
        return [*_FIXED, *(_SITEMAPS if self._settings.origin else ())]

    def of_list(self, name: str, count: int) -> list[Claim]:
        """The pages of the list ``name`` when it has ``count`` items."""
        if not count and name not in self._declared:
            return []
        taxonomy, _, slug = name.partition("/")
        if taxonomy not in _LISTED:
            return []
        claims = [Claim(taxonomy, slug, addresses.list_page(self._folder(name)))]
        if taxonomy in _PAGED:
            claims += self._numbered(name, count)
        if self._has_feed(name, count):
            claims.append(Claim("feed", name, addresses.feed_file(name)))
        if taxonomy == "section":
            claims.append(Claim("fragment", name, addresses.fragment_file(name)))
        if taxonomy == "month" and self._settings.origin:
            claims.append(Claim("sitemap", slug, f"sitemap/{slug}.xml"))
        return claims

    def _folder(self, name: str) -> str:
        return addresses.list_folder(name, self._parents.get(name.partition("/")[2], ()))

    def _numbered(self, name: str, count: int) -> list[Claim]:
        """The numbered pages: all full ones but the newest, which the front shows."""
        taxonomy, _, slug = name.partition("/")
        folder = self._folder(name)
        return [
            Claim(taxonomy, f"{slug}:{number}", addresses.list_page(folder, number))
            for number in range(1, count // self._settings.page_size)
        ]

    def _has_feed(self, name: str, count: int) -> bool:
        if name.startswith("section/"):
            return name in self._fed
        return bool(count) and name.partition("/")[0] in _FED

    def of_source(self, entry: Entry, made: Article, live: bool) -> list[Claim]:
        """The pages of a source: its own, and redirects from its old addresses."""
        kind = "article" if made.card.section else "page"
        claims = [Claim(kind, entry.path, self._file(entry, made, live))]
        own = claims[0].save_as
        for save_as in dict.fromkeys(addresses.from_path(alias) for alias in made.aliases):
            if save_as != own:  # an article may come back to an address of its own
                claims.append(Claim("redirect", f"{save_as}\t{entry.path}", save_as))
        return claims

    def _file(self, entry: Entry, made: Article, live: bool) -> str:
        if not live:
            return preview_file(entry)
        if made.card.section:
            return addresses.article_file(entry, made.card.section, self._settings)
        return addresses.page_file(entry, self._settings)


_PAGED = frozenset({"section", "tag", "district", "author", "series", "month", "corrections"})
_LISTED = _PAGED | {"year", "day"}
_FED = frozenset({"tag", "district", "author", "series"})
