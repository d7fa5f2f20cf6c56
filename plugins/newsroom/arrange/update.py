# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bring the store up to date with what was read: articles, lists, terms, pages, touches.

`Update` is one transaction's work. Sources are put or removed one at a time; `settle` then
brings terms and pages in line, and marks dirty every page that has read what was touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from zoneinfo import ZoneInfo

import msgspec

from newsroom.arrange import addresses
from newsroom.arrange.articles import is_live, make_article, make_page
from newsroom.arrange.collisions import Collisions
from newsroom.arrange.doubts import check_times, tell_twins
from newsroom.arrange.headline_cards import title_card
from newsroom.arrange.links import places_lost
from newsroom.arrange.memberships import BY_PATH, memberships, spellings, tag_slug
from newsroom.arrange.namespaces import Namespaces
from newsroom.arrange.old_addresses import OldAddresses, hiding
from newsroom.arrange.references import of_entry
from newsroom.arrange.related_lists import Relating
from newsroom.arrange.searching import Searching
from newsroom.arrange.story_pictures import StoryPictures
from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Article, Entry
from newsroom.read.paths import own_site_of
from newsroom.read.resolve import RegistryIndex, resolve, resolve_units
from newsroom.settings import Settings
from newsroom.store import articles, mentions, owners
from newsroom.store.articles import Packed
from newsroom.store.facets import changed
from newsroom.store.lists import Lists
from newsroom.store.owners import SOURCE, Owner
from newsroom.store.pages import Claim, settle
from newsroom.store.reads import ADDRESS, EVERYBODY, ListNames, mark_readers, nothing_read
from newsroom.store.records import STATIC, has_any
from newsroom.taxonomies import AUTHOR, Table
from newsroom.text.collate import sort_key
from newsroom.text.fold import key as fold_key

ListClaims = Callable[[str, int], Sequence[Claim]]
ArticleClaims = Callable[[Entry, Article, bool], Sequence[Claim]]


TermClaims = Callable[[Callable[[str], int]], dict[Owner, list[Claim]]]
"""The pages of the site that there are by the number of each taxonomy's terms, by their owner."""


def _no_more(_count: Callable[[str], int]) -> dict[Owner, list[Claim]]:
    return {}


class Claims(msgspec.Struct, frozen=True):
    """Which pages exist: for a list by its length, for a source by its article."""

    of_list: ListClaims
    of_source: ArticleClaims
    of_terms: TermClaims = _no_more


class Update:
    """The changes of one build; see the module's text."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        settings: Settings,
        *,
        index: RegistryIndex,
        claims: Claims,
        now: int,
        problems: Problems,
    ) -> None:
        self._db = connection
        self._settings = settings
        self._index = index
        self._claims = claims
        self._now = now
        self._problems = problems
        self.own_site, self.names = own_site_of(settings), ListNames(connection)
        self._taxonomies = settings.taxonomies
        self.lists = Lists(connection, self.names, partial(term_place, self._taxonomies))
        self.lists.touches.unread = nothing_read(connection)
        self._rows, self._any_files = articles.SourceWriter(connection), has_any(connection, STATIC)
        self._relating = Relating(connection, index.all_units, settings)
        self._searching = Searching(connection, settings, index.synonyms, index.all_units)
        self.collisions = Collisions(
            connection,
            problems,
            self.names,
            self._taxonomies,
            Namespaces(self._taxonomies, index.sections),
            {AUTHOR.list_name(author.slug): (author.name,) for author in index.authors.values()},
            f"{settings.data_folder}authors.yaml",
        )
        self._wanted, self._put = dict[Owner, Sequence[Claim]](), list[str]()
        self._coming: Article | None = None  # what is not live as it will be when it is
        self.pictures = StoryPictures(connection, settings)
        # Keys of the articles that stayed in their lists and have changed, with the touch.
        self.changed = dict[int, int]()
        # Files of pages that came or went (not a store's first); that were to come, and are unseen.
        self.moved, self._waited = set[str](), set[str]()
        # Headlines of the sources that are gone, and pages that were given up, by owner.
        self.titles, self.released = dict[str, str](), list[tuple[Owner, Claim]]()
        self._gone, self._come = dict[str, Article](), dict[str, Article]()  # live ones, by address
        self.lost = dict[str, set[str]]()  # by path, the headings that sources no longer have
        self.referred: set[str] = set()  # files to which what has a page refers anew, or no more
        self._old = OldAddresses(connection, self.lists.touches, problems)

    # ---------------------------------------------------------------------------- sources

    def put(self, kind: str, packed: Packed) -> Entry:
        """A source is new or was read again.

        Returns its entry. `flush` follows once all were put, each at most once.
        """
        entry = articles.unpack(packed)
        self._put.append(entry.path)
        check_times(entry, self._now, self._settings.zone, self._problems)
        self.lists.touches.cause = entry.path
        old = None if self._rows.first else articles.find(self._db, entry.path)
        number = old.id if old else self._rows.number()
        self._come_no_more(old)
        before = b"" if old is None else articles.packed_body(self._db, number)
        body_changed = old is None or before != packed.html
        if old is not None and body_changed:
            self.lost[entry.path] = places_lost(before, packed.html)
        row = self._made(number, kind, entry)
        found = of_entry(entry, self.own_site)
        if self._any_files:  # of files that a build reads first others ask who refers to them
            now = {mentions.file_at(it.target) for it in found if it.kind != "article"}
            self._refer(old, row, now)
            if old is not None and (image := entry.image) and image != old.entry.image:
                self.referred.add(image.src)  # its crops may look elsewhere now
        self._rows.put(row, packed, found, first=old is None)
        self._arrange(row, old, packed.derived, body_changed=body_changed)
        return entry

    def _refer(self, old: articles.Row | None, new: articles.Row | None, now: set[str]) -> None:
        """Note the files that a source refers to no longer, or not yet; it has its old mentions."""
        seen = old is not None and old.article is not None
        before = mentions.files(self._db, old.path) if old and seen else set()
        self.referred |= before ^ (now if new is not None and new.article is not None else set())

    def _come_no_more(self, row: articles.Row | None) -> None:
        """Note the file that a source was to have which nobody may see: it may have another now."""
        if row is not None and not row.live:
            self._waited.add(addresses.file_to_come(row.kind, row.entry, self._settings))

    @property
    def old_moved(self) -> set[str]:
        """What may be no more beside pages: old addresses of none, and files that were to come."""
        return self._waited | {address[1:] for address in self._old.changed}

    def flush(self) -> None:
        """All sources were put: write what is waiting."""
        self._rows.flush()

    def again(self, path: str, *, if_other: bool = False) -> Entry | None:
        """A source is as it was, but the clock or a registry may show it in another light.

        Returns its entry. ``if_other``: all is well if its article is what it was.
        """
        self.lists.touches.cause = path
        old = articles.find(self._db, path)
        if old is None:
            return None
        row = self._made(old.id, old.kind, old.entry)
        if (row.article is None) != (old.article is None):
            self.referred |= mentions.files(self._db, path)
        if (row.article, row.live) != (old.article, old.live):
            articles.put_article(self._db, row.id, row.article, live=row.live)
        elif if_other:
            return old.entry
        self._arrange(row, old)
        return old.entry

    def remove(self, path: str) -> None:
        """A source is gone."""
        self.lists.touches.cause = path
        row = articles.find(self._db, path)
        if row is not None:
            self._come_no_more(row)
            self.titles[path] = row.entry.title
            self._refer(row, None, set())
            if row.live and row.article is not None:
                self._gone[row.article.card.url] = row.article
            self._relist(row.id, row.article, None, EVERYBODY)
            self._relating.remove(row.id)
            self._searching.remove(row.id, row.article if row.live else None)
            articles.remove(self._db, path)
            self._wanted[Owner(SOURCE, path)] = ()  # and, with them, whatever it claims
            self._old.put(path, None)

    def _arrange(
        self,
        row: articles.Row,
        before: articles.Row | None,
        derived: Mapping[str, bytes] | None = None,
        *,
        body_changed: bool = False,
    ) -> None:
        """Bring lists and pages in line with a source, which was ``before`` (None: it is new)."""
        entry, new, old = row.entry, row.article, before.article if before else None
        if row.kind == "article":
            seen = new if row.live else None
            beside = None if entry.sponsored else seen  # paid content stands beside nothing
            self._relating.put(row.id, beside, derived, entry.unrelated, first=before is None)
            was = old if before and before.live else None
            self._searching.put(row.id, was, seen, derived, first=before is None)
        if not row.live:
            made = self._coming
            pages = self._claims.of_source(entry, made, True) if made else ()
            self.collisions.wait(entry, made, self._allowed(entry, pages))
        elif new is not None and row.kind == "article":
            self.collisions.come(entry, new.card.key)
        if new is None and old is None:
            return
        touch = changed(old, new, body=body_changed) if old and new else EVERYBODY
        self._relist(row.id, old, new, touch)
        pages = self._claims.of_source(entry, new, row.live) if new else ()
        pages = self._allowed(entry, pages) if row.live else pages
        # Its title card lies in a place of the site's own, where no text may have a page.
        self._wanted[Owner(SOURCE, entry.path)] = [*pages, *title_card(new)]
        if (old and old.aliases) or (new and new.aliases):
            self._old.put(entry.path, new)

    def _allowed(self, entry: Entry, pages: Sequence[Claim]) -> Sequence[Claim]:
        """The pages that a source may have; old addresses may hide no place of the site either."""
        self.collisions.allowed(entry, hiding(entry))
        return self.collisions.allowed(entry, pages)

    def _made(self, number: int, kind: str, entry: Entry) -> articles.Row:
        """A source as it is to be kept now."""
        live = is_live(entry, self._now)
        new = self._article(kind, _local(entry, self._settings.zone), live)
        return articles.Row(number, entry.path, kind, live and new is not None, entry, new)

    def _article(self, kind: str, entry: Entry, live: bool) -> Article | None:
        dossier = self._index.dossiers.get(entry.dossier)
        entry = msgspec.structs.replace(entry, image=self.pictures.of(entry, dossier))
        shown = live or self._settings.newsroom.drafts
        comes = not live and entry.status == "published"
        self._coming = None
        if kind == "page":
            resolve_units(entry, self._index, self._problems)
            self._coming = make_page(entry, self._settings, live=True) if comes else None
            return make_page(entry, self._settings, live=live) if shown else None
        # Resolved even when it is not shown: an editor hears of a wrong name in a draft, too.
        place = resolve(entry, self._index, self._problems)
        self._check_tags(entry)
        if comes and place is not None:
            self._coming = make_article(entry, place, self._index, self._settings, live=True)
        if place is None or not shown:
            return None
        return make_article(entry, place, self._index, self._settings, live=live)

    def _check_tags(self, entry: Entry) -> None:
        """Two tags of one article may not share an address either."""
        known: dict[str, int] = {}
        for number, tag in enumerate(entry.tags):
            first = known.setdefault(tag_slug(tag), number)
            if fold_key(entry.tags[first]) != fold_key(tag):
                message = _(
                    'tags: "{second}" shares an address with "{first}" (line {line}); choose one.'
                )
                one, two = (
                    entry.lines.get(f"tags[{place}]", entry.lines.get("tags", 0))
                    for place in (first, number)
                )
                text = message.format(first=entry.tags[first], second=tag, line=one)
                self._problems.error(entry.path, two, text)

    # ------------------------------------------------------------------------------ lists

    def _relist(self, number: int, old: Article | None, new: Article | None, touch: int) -> None:
        before = self._memberships(old)
        after = self._memberships(new)
        if new and not old and not self.lists.touches.unread:
            self._come[new.card.url] = new
        if old and new and touch:
            self.changed[new.card.key] = touch
        for name, key in before.items():
            if after.get(name) != key:
                self.lists.take(name, key, number)
            else:
                self.lists.touches.add(name, key, touch)
        coming = {name: key for name, key in after.items() if before.get(name) != key}
        self.lists.put_all(coming, number)
        for name in before.keys() & coming.keys():
            self.lists.touches.move(name, before[name], coming[name], touch)
        self._respell(old, new)

    def _follow_moves(self) -> None:
        """A story whose file has another name now is the one that was there, to its lists."""
        for url in self._gone.keys() & self._come.keys():
            old, new = self._gone[url], self._come[url]
            touch, after = changed(old, new, body=True), self._memberships(new)
            for name, key in self._memberships(old).items():
                if name in after:
                    self.lists.touches.move(name, key, after[name], touch)

    def _memberships(self, article: Article | None) -> dict[str, int | str | bytes]:
        if article is None:
            return {}
        if article.card.preview:
            return {BY_PATH: article.card.path}  # a preview is on no list that others read
        return memberships(article, self._settings.zone)

    def _respell(self, old: Article | None, new: Article | None) -> None:
        before = spellings(old.card) if old else {}
        after = spellings(new.card) if new else {}
        for name, spelling in before.items() - after.items():
            self.lists.spell(name, spelling, -1)
        for name, spelling in after.items() - before.items():
            self.lists.spell(name, spelling, +1)

    # ----------------------------------------------------------------------------- settle

    def want(self, owner: Owner, claims: Sequence[Claim]) -> None:
        """``owner`` (not a text) owns just these pages."""
        self._wanted[owner] = claims

    def settle(self, lists: Sequence[str] = ()) -> None:
        """Terms, pages, and who must be rendered again; ``lists`` are looked at in any case."""
        tell_twins(self._db, self._put, self._problems)
        self.lists.settle_terms()
        self._follow_moves()
        for name in dict.fromkeys([*self.lists.counts, *lists]):
            self._wanted[owners.of_list(name)] = self._claims.of_list(name, self.lists.length(name))
        self._wanted.update(self._claims.of_terms(self.lists.term_count))
        self._searching.settle(self.lists.touches, self.want)
        self.collisions.write(self._wanted)
        self.collisions.check_moments(self.lists)
        self.collisions.check_terms(self.lists, [name for name in lists if AUTHOR.has(name)])
        clashes = settle(self._db, self._wanted, self.moved, self.released)
        self.collisions.check_addresses(self._wanted, clashes)
        for save_as in self.moved:
            self.lists.touches.add(ADDRESS, f"/{save_as}", EVERYBODY)
        self._old.check(self.moved | self.collisions.held)
        self._relating.settle(self.lists.touches)
        mark_readers(self._db, self.names, self.lists.touches)


def term_place(table: Table, taxonomy: str, title: str, slug: str) -> str:
    """A term's key among its taxonomy: by title in Vietnamese order, or by slug ("2025-04")."""
    row = table.find(taxonomy)
    return f"{sort_key(title)}\x00{slug}" if row and row.spelled else slug


def _local(entry: Entry, zone: ZoneInfo) -> Entry:
    """An entry by the newsroom's clock, whose day decides which units there are."""
    if entry.date is None:
        return entry
    return msgspec.structs.replace(entry, date=entry.date.astimezone(zone))
