"""Bring the store up to date with what was read: articles, lists, terms, pages, touches.

`Update` is one transaction's work. Sources are put or removed one at a time; `settle` then
brings terms and pages in line, and marks dirty every page that has read what was touched.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from zoneinfo import ZoneInfo

import msgspec

from newsroom.arrange import addresses
from newsroom.arrange.articles import is_live, make_article, make_page
from newsroom.arrange.memberships import BY_PATH, memberships, spellings, tag_slug
from newsroom.arrange.relating import UNSIGNED, Relating
from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Article, Entry
from newsroom.read.resolve import Index, resolve, resolve_districts
from newsroom.related.signature import Signature
from newsroom.settings import Settings
from newsroom.store import articles
from newsroom.store.articles import Packed
from newsroom.store.lists import Lists
from newsroom.store.pages import Claim, Clash, settle
from newsroom.store.reads import CARD, WHOLE, ListNames, mark_readers, nothing_read
from newsroom.taxonomies import Table
from newsroom.text.collate import sort_key
from newsroom.text.fold import key as fold_key

ListClaims = Callable[[str, int], Sequence[Claim]]
ArticleClaims = Callable[[Entry, Article, bool], Sequence[Claim]]


class Claims(msgspec.Struct, frozen=True):
    """Which pages exist: for a list by its length, for a source by its article."""

    of_list: ListClaims
    of_source: ArticleClaims


class Update:
    """The changes of one build; see the module's text."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        settings: Settings,
        *,
        index: Index,
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
        self.names = ListNames(connection)
        self._taxonomies = settings.taxonomies
        self.lists = Lists(connection, self.names, partial(term_place, self._taxonomies))
        self.lists.touches.unread = nothing_read(connection)
        self._articles = articles.Writer(connection)
        self._relating = Relating(connection, index.districts, settings)
        self._profiles = {
            f"author/{author.slug}": (author.name,) for author in index.authors.values()
        }
        self._wanted: dict[str, Sequence[Claim]] = {}
        self.changed: dict[int, int] = {}
        """Keys of the articles that stayed in their lists and have changed, with the level."""

    # ---------------------------------------------------------------------------- sources

    def put(self, sort: str, packed: Packed, signature: Signature = UNSIGNED) -> Entry:
        """A source is new or was read again; ``signature`` is what relates an article.

        Returns its entry. `flush` follows once all were put, each at most once.
        """
        entry = articles.unpack(packed)
        self.lists.touches.cause = entry.path
        old = None if self._articles.first else articles.find(self._db, entry.path)
        number = old.id if old else self._articles.number()
        body_changed = old is None or articles.packed_body(self._db, number) != packed.html
        row = self._made(number, sort, entry)
        self._articles.put(row, packed, mentions(entry), first=old is None)
        self._arrange(row, old, signature, body_changed=body_changed)
        return entry

    def flush(self) -> None:
        """All sources were put: write what is waiting."""
        self._articles.flush()

    def again(self, path: str) -> Entry | None:
        """A source is as it was, but the clock or a registry may show it in another light.

        Returns its entry.
        """
        self.lists.touches.cause = path
        old = articles.find(self._db, path)
        if old is None:
            return None
        row = self._made(old.id, old.sort, old.entry)
        if row.article or old.article:
            articles.put_article(self._db, row.id, row.article, live=row.live)
        self._arrange(row, old)
        return old.entry

    def remove(self, path: str) -> None:
        """A source is gone."""
        self.lists.touches.cause = path
        row = articles.find(self._db, path)
        if row is not None:
            self._relist(row.id, row.article, None, CARD)
            self._relating.remove(row.id)
            articles.remove(self._db, path)
            self._wanted[path] = ()

    def _arrange(
        self,
        row: articles.Row,
        before: articles.Row | None,
        signature: Signature | None = None,
        *,
        body_changed: bool = False,
    ) -> None:
        """Bring lists and pages in line with a source, which was ``before`` (None: it is new)."""
        entry, new, old = row.entry, row.article, before.article if before else None
        if row.sort == "article":
            seen = new if row.live else None
            self._relating.put(row.id, seen, signature, entry.unrelated, first=before is None)
        if new is None and old is None:
            return
        self._relist(row.id, old, new, _level(old, new, body_changed))
        self._wanted[entry.path] = self._claims.of_source(entry, new, row.live) if new else ()

    def _made(self, number: int, sort: str, entry: Entry) -> articles.Row:
        """A source as it is to be kept now."""
        live = is_live(entry, self._now)
        new = self._article(sort, _local(entry, self._settings.zone), live)
        return articles.Row(number, entry.path, sort, live and new is not None, entry, new)

    def _article(self, sort: str, entry: Entry, live: bool) -> Article | None:
        shown = live or self._settings.newsroom.drafts
        if sort == "page":
            resolve_districts(entry, self._index, self._problems)
            return make_page(entry, self._settings, live=live) if shown else None
        # Resolved even when it is not shown: an editor hears of a wrong name in a draft, too.
        place = resolve(entry, self._index, self._problems)
        self._check_tags(entry)
        if place is None or not shown:
            return None
        return make_article(entry, place, self._index, self._settings, live=live)

    def _check_tags(self, entry: Entry) -> None:
        """Two tags of one article may not share an address either."""
        known: dict[str, str] = {}
        for tag in entry.tags:
            other = known.setdefault(tag_slug(tag), tag)
            if fold_key(other) != fold_key(tag):
                message = _('tags: "{first}" and "{second}" share an address; choose one of them.')
                line = entry.lines.get("tags", 0)
                self._problems.error(entry.path, line, message.format(first=other, second=tag))

    # ------------------------------------------------------------------------------ lists

    def _relist(
        self, number: int, old: Article | None, new: Article | None, level: int | None
    ) -> None:
        before = self._memberships(old)
        after = self._memberships(new)
        if old and new and level is not None:
            self.changed[new.card.key] = level
        for name, key in before.items():
            if after.get(name) != key:
                self.lists.take(name, key, number)
            elif level is not None:
                self.lists.touches.add(name, key, level)
        coming = {name: key for name, key in after.items() if before.get(name) != key}
        self.lists.put_all(coming, number)
        self._respell(old, new)

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

    def want(self, owner: str, claims: Sequence[Claim]) -> None:
        """``owner`` (not a source) owns just these pages."""
        self._wanted[owner] = claims

    def settle(self, lists: Iterable[str] = ()) -> None:
        """Terms, pages, and who must be rendered again; ``lists`` are looked at in any case."""
        self.lists.settle_terms()
        self._tell_clashes()
        authors = [name for name in lists if name.startswith("author/")]
        for name in dict.fromkeys([*self.lists.respelled, *authors]):
            self._check_spellings(name)
        for name in dict.fromkeys([*self.lists.counts, *lists]):
            self._wanted[name] = self._claims.of_list(name, self.lists.length(name))
        self._check_places()
        for clash in settle(self._db, self._wanted):
            self._tell(clash)
        self._relating.settle(self.lists.touches)
        mark_readers(self._db, self.names, self.lists.touches)

    def _tell_clashes(self) -> None:
        message = _("date: another article has the same second; change it by a minute.")
        for number in self.lists.clashes:
            self._problems.error(articles.path(self._db, number), 0, message)

    def _check_spellings(self, name: str) -> None:
        """Two words that only differ in their marks ("báo", "bão") can't share an address."""
        row = self._taxonomies.find(name)
        if row is None or not row.spelled:
            return
        spelled = [*self.lists.spellings(name), *self._profiles.get(name, ())]
        words = {fold_key(spelling): spelling for spelling in spelled}
        if len(words) > 1:
            first, second = sorted(words.values())[:2]
            message = _(
                '{field}: "{first}" and "{second}" would share the address {address}; '
                "write one of them differently."
            )
            for path in self._using(name, second) or self._using(name, first):
                self._problems.error(
                    path,
                    0,
                    message.format(
                        field=row.field, first=first, second=second, address=f"/{name}/"
                    ),
                )

    def _check_places(self) -> None:
        """No page may lie outside the output folder, or have a name that files can't have."""
        for owner, claims in self._wanted.items():
            for claim in claims:
                if addresses.escapes(claim.save_as):
                    message = _("The address /{address} is not possible on this site.")
                    path, line = self._place(Clash(owner, claim, owner))
                    self._problems.error(path, line, message.format(address=claim.save_as))

    def _using(self, name: str, spelling: str) -> list[str]:
        cards = articles.on_list(self._db, self.names.number(name))
        return [card.path for card in cards if spelling in spellings(card).values()]

    def _tell(self, clash: Clash) -> None:
        message = _(
            "The address /{address} is wanted twice: by {owner} and by {other}; "
            "rename one of the files, or give one a url of its own."
        )
        owner, line = self._place(clash)
        self._problems.error(
            owner,
            line,
            message.format(
                address=clash.claim.save_as,
                owner=_owner(clash.owner),
                other=_owner(clash.other),
            ),
        )

    def _place(self, clash: Clash) -> tuple[str, int]:
        """The file and line to name for a clash: a source's, whichever side it is on."""
        for owner in (clash.owner, clash.other):
            row = articles.find(self._db, owner)
            if row is not None:
                field = "aliases" if clash.claim.kind == "redirect" else "url"
                return owner, row.entry.lines.get(field, 0)
        return clash.owner, 0


def _owner(name: str) -> str:
    """Who owns a page, in words: a source by its path, a list by its name."""
    if name.startswith("//"):
        return _("a page of the site itself")
    if "." in name:
        return name
    return _('the list "{name}"').format(name=name)


def term_place(table: Table, taxonomy: str, title: str, slug: str) -> str:
    """A term's key among its taxonomy: by title in Vietnamese order, or by slug ("2025-04")."""
    row = table.find(taxonomy)
    return f"{sort_key(title)}\x00{slug}" if row and row.spelled else slug


def _local(entry: Entry, zone: ZoneInfo) -> Entry:
    """An entry by the newsroom's clock, whose day decides which units there are."""
    if entry.date is None:
        return entry
    return msgspec.structs.replace(entry, date=entry.date.astimezone(zone))


def mentions(entry: Entry) -> list[str]:
    """The source and static files that an entry mentions."""
    targets = [reference.target for reference in entry.body.references]
    targets += [*entry.related, *entry.unrelated]
    if entry.image and not entry.image.src.startswith("https:"):
        targets.append(entry.image.src)
    return targets


def _level(old: Article | None, new: Article | None, body_changed: bool) -> int | None:
    if old is None or new is None or old.card != new.card:
        return CARD
    return WHOLE if body_changed or old != new else None
