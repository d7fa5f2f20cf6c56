# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two on one place: an address, a term's page, a moment. Found when a file is read.

Whatever is published claims its places from the day it is read, whether it is due, still to come
or expired, so the clock alone brings no collision. A draft claims nothing: who publishes it saves
its file, and is told then. What is told depends on the files alone, not on which came first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from newsroom.arrange import addresses
from newsroom.arrange.identities import Identities
from newsroom.arrange.memberships import ALL, spellings
from newsroom.arrange.namespaces import Namespaces, folded
from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Article, Entry
from newsroom.store import articles, claims, owners, pages
from newsroom.store.claims import Place
from newsroom.store.lists import Lists
from newsroom.store.owners import SOURCE, STATIC, Owner
from newsroom.store.pages import Claim, Clash
from newsroom.store.reads import ListNames
from newsroom.store.sources import THEME_PREFIX
from newsroom.taxonomies import REGISTRY_OF, SECTION, Table, Taxonomy
from newsroom.text.fold import key as fold_key

FORMER = "moved"
"""The kind of pages at old addresses of lists."""


class Owned(NamedTuple):
    """An owner, and an address of its."""

    owner: Owner
    save_as: str


class Collisions:
    """The claims of one build, and what is wrong with them.

    ``profiles`` are the names that a registry gives to terms, by list; ``registry`` is its path.
    """

    def __init__(  # noqa: PLR0917 - seven things of one build, which only Update has together
        self,
        connection: sqlite3.Connection,
        problems: Problems,
        names: ListNames,
        table: Table,
        namespaces: Namespaces,
        profiles: Mapping[str, tuple[str, ...]],
        registry: str,
    ) -> None:
        self._db = connection
        self._problems = problems
        self._names = names
        self._table = table
        self._namespaces = namespaces
        self._profiles = profiles
        self._registry = registry
        self._future: dict[Owner, list[Place]] = {}
        self._keys: dict[str, int] = {}
        self._terms: set[str] = set()
        self.identities = Identities(connection, problems)
        self.lines: Mapping[str, int] = {}
        """Where the registries' records stand ("sections/x"), if they were read in this build."""
        self.blamed: set[str] = set()
        """The sources that collide with others."""
        self.held: set[str] = set()  # files that are not published yet
        self._former: set[Owned] = set()  # old addresses of lists

    # ----------------------------------------------------------------------- what is claimed

    def allowed(self, entry: Entry, wanted: Iterable[Claim]) -> list[Claim]:
        """Those of a source's pages that lie in no place of the site's own; tell of the others."""
        found: list[Claim] = []
        for claim in wanted:
            field = _field(entry, claim.save_as)
            owner = self._namespaces.page_of(claim.save_as)
            if field:
                owner = self._namespaces.owner(claim.save_as)
            if not owner:
                if not found or not self._is_own(entry, found[0].save_as, claim.save_as):
                    found.append(claim)
                continue
            message = _("The address /{address} is a place of {owner}; rename the file.")
            if field:
                message = _("{field}: /{address} is a place of {owner}; choose another address.")
            values = {"field": field, "address": claim.save_as, "owner": _owner(owner)}
            line = _line(entry, field, claim.save_as)
            self._problems.error(entry.path, line, message.format(**values))
        return found

    def _is_own(self, entry: Entry, own: str, alias: str) -> bool:
        """Tell of an old address that differs from the own one only in case: a page in its way."""
        if folded(own) != folded(alias):
            return False
        message = _(
            "aliases: /{address} differs from the article's own address only in case or in the "
            "form of its letters; delete it."
        )
        line = _line(entry, "aliases", alias)
        self._problems.error(entry.path, line, message.format(address=alias))
        return True

    def wait(self, entry: Entry, made: Article | None, wanted: Iterable[Claim]) -> None:
        """Readers may not see it now. ``made``: as it will be, with its pages; None for a draft."""
        places: list[Place] = []
        if made is not None:
            self.identities.add(entry)
            places = [_address(claim.save_as) for claim in wanted]
            terms = spellings(made.card)
            places += [Place(claims.TERM, name, spelling) for name, spelling in terms.items()]
            self._terms.update(terms)
            if made.card.section:
                places.append(Place(claims.MOMENT, made.card.key, ""))
                self._keys[entry.path] = made.card.key
        self._future[Owner(SOURCE, entry.path)] = places

    def hold(self, path: str) -> None:
        """A file is not published now, and will be when something refers to it."""
        self._future[Owner(STATIC, path)] = [_address(path)]
        self.held.add(path)

    def come(self, entry: Entry, key: int) -> None:
        """Readers may see the article; ``key`` is its place in dated lists."""
        self._keys[entry.path] = key
        self.identities.add(entry)

    def write(self, wanted: Mapping[Owner, Sequence[Claim]]) -> None:
        """Keep what is claimed beside ``wanted``, the pages of each owner."""
        changed: dict[Owner, list[Place]] = {owner: [] for owner in wanted}
        for owner, found in wanted.items():
            found_at = (_address(claim.save_as) for claim in found)
            changed[owner] += (each for each in found_at if each.place != each.what)
        for owner, places in self._future.items():
            changed.setdefault(owner, []).extend(places)
        for path, identity in self.identities.places().items():
            changed.setdefault(Owner(SOURCE, path), []).append(identity)
        claims.replace(self._db, changed)

    # ----------------------------------------------------------------------------- addresses

    def check_addresses(
        self, wanted: Mapping[Owner, Sequence[Claim]], clashes: Sequence[Clash]
    ) -> None:
        """Tell of the addresses that are not possible; ``clashes`` are between pages."""
        self._check_places(wanted)
        self._former = {
            Owned(owner, claim.save_as)
            for owner, found in wanted.items()
            for claim in found
            if claim.kind == FORMER
        }
        lost: dict[Owner, list[Place]] = {}  # claims that are no pages: another was there first
        for clash in clashes:
            lost.setdefault(clash.owner, []).append(_address(clash.claim.save_as))
        claims.add(self._db, lost)
        known = claims.count(self._db)
        if not known:
            return
        fresh = [Owned(owner, claim.save_as) for owner, found in wanted.items() for claim in found]
        fresh += self._waiting()
        if known < len(fresh):
            fresh = [Owned(*each) for each in claims.addresses(self._db)]
        self._tell_pairs(dict.fromkeys(fresh))

    def _waiting(self) -> list[Owned]:
        """The addresses of what readers may not see yet."""
        places = [(owner, place) for owner, found in self._future.items() for place in found]
        return [Owned(owner, place.what) for owner, place in places if place.kind == claims.ADDRESS]

    def _tell_pairs(self, fresh: Iterable[Owned]) -> None:
        losers: dict[Owned, Owned] = {}
        ranks: dict[Owned, tuple[int, Owned]] = {}

        def rank(owned: Owned) -> tuple[int, Owned]:
            if owned not in ranks:
                ranks[owned] = self._rank(owned)
            return ranks[owned]

        for one in fresh:
            found = claims.colliding(self._db, one.owner, folded(one.save_as))
            for other in (Owned(*each) for each in found):
                winner, loser = sorted((one, other), key=rank)
                best = losers.get(loser)
                losers[loser] = winner if best is None else min(best, winner, key=rank)
                self.blamed.update(each.owner.name for each in (one, other) if each.owner.is_file)
        for loser, winner in sorted(losers.items()):
            self._tell(loser, winner)

    def _rank(self, owned: Owned) -> tuple[int, Owned]:
        """Who is least to blame: the site, lists, files; then file names, and what was written."""
        owner, save_as = owned
        row = self._text(owner)
        if row is None:
            if self._is_former(owned):
                return 6, owned  # somebody wrote it, and what has it now is there
            return 0 if owner.kind == owners.SITE else 2 if owner.is_file else 1, owned
        chosen = ("", "url", "aliases").index(_field(row.entry, save_as))
        return 3 + chosen, owned

    def _text(self, owner: Owner) -> articles.Row | None:
        """The text that an owner is; None if it is something else, or not there."""
        return articles.find(self._db, owner.name) if owner.kind == SOURCE else None

    def _is_former(self, owned: Owned) -> bool:
        """Whether it is an old address of a list."""
        page = pages.at(self._db, owned.save_as)
        is_there = page is not None and page[0] == FORMER
        return owned in self._former or (
            is_there and pages.owner_of(self._db, owned.save_as) == owned.owner
        )

    def _tell(self, loser: Owned, winner: Owned) -> None:
        owner, save_as = loser
        if self._is_former(loser):
            self._tell_former(owner, save_as, _owner(winner.owner))
            return
        if owner.kind == SECTION.name:
            self._tell_section(owner.name, save_as, _owner(winner.owner))
            return
        row = self._text(owner)
        line = self._line_at(row, save_as)
        same = folded(save_as) == folded(winner.save_as)
        if same and save_as != winner.save_as:
            message = _(
                "The address /{address} of {owner} and the address /{second} of {other} differ "
                "only in case or in the form of their letters; change one of them."
            )
        else:
            message = _(
                "The address /{address} is wanted twice: by {owner} and by {other}; "
                "rename one of the files, or give one a url of its own."
            )
        values = {"address": save_as, "second": winner.save_as}
        other = self._text(winner.owner)
        there = self._line_at(other, winner.save_as)
        names = {"owner": _owner(owner), "other": _at(_owner(winner.owner), there)}
        self._problems.error(owner.name, line, message.format(**values, **names))

    @staticmethod
    def _line_at(row: articles.Row | None, save_as: str) -> int:
        """The line on which a text chose an address, 0 if none did."""
        return _line(row.entry, _field(row.entry, save_as), save_as) if row else 0

    def _tell_section(self, slug: str, save_as: str, other: str) -> None:
        message = _('"{slug}": /{address} belongs to {other}; choose another slug.')
        path = f"{self._registry.rpartition('/')[0]}/sections.yaml"
        line = self.lines.get(f"sections/{slug}/slug", self.lines.get(f"sections/{slug}", 0))
        text = message.format(slug=slug, address=save_as, other=other)
        self._problems.error(path, line, f"slug: {text}")

    def _tell_former(self, owner: Owner, save_as: str, other: str) -> None:
        message = _('former: "{slug}": /{address} belongs to {other}; delete it.')
        slug, registry = owner.name, REGISTRY_OF[owner.kind]
        path = f"{self._registry.rpartition('/')[0]}/{registry}.yaml"
        line = self.lines.get(f"{registry}/{slug}/former", 0)
        text = message.format(slug=slug, address=save_as, other=other)
        self._problems.error(path, line, text)

    def _check_places(self, wanted: Mapping[Owner, Sequence[Claim]]) -> None:
        """No page may lie outside the output folder, or have a name that files can't have."""
        found = [Owned(owner, claim.save_as) for owner in wanted for claim in wanted[owner]]
        for owner, save_as in [*found, *self._waiting()]:
            if addresses.escapes(save_as):
                message = _("The address /{address} is not possible on this site.")
                row = self._text(owner)
                line = self._line_at(row, save_as)
                self._problems.error(owner.name, line, message.format(address=save_as))

    # --------------------------------------------------------------------- terms and moments

    def check_terms(self, lists: Lists, declared: Iterable[str]) -> None:
        """Two words that only differ in their marks ("báo", "bão") can't share an address."""
        for name in dict.fromkeys([*lists.respelled, *sorted(self._terms), *declared]):
            found = self._table.of_list(name)
            if found is not None and found[0].spelled:
                self._check_term(*found, lists)

    def _check_term(self, row: Taxonomy, slug: str, lists: Lists) -> None:
        name = row.list_name(slug)
        profile = {fold_key(word) for word in self._profiles.get(name, ())}
        waiting = claims.at(self._db, claims.TERM, name)
        spelled = {*lists.spellings(name), *(what for _owner, what in waiting)}
        if len(profile | {fold_key(word) for word in spelled}) < 2:
            return
        users: dict[str, dict[str, str]] = {word: {} for word in profile}
        for owner, what in [*self._using(name), *waiting]:
            users.setdefault(fold_key(what), {})[owner] = what
        shown = {word: min(found.values()) for word, found in users.items() if found}
        shown |= {fold_key(word): word for word in self._profiles.get(name, ())}
        best = min(shown, key=lambda word: (word not in profile, -len(users[word]), shown[word]))
        other = self._registry
        if best not in profile:
            first = min(users[best])
            other = _at(first, self._line_of(first, row.field, users[best][first]))
        address = f"/{addresses.list_folder(row, slug)}/"
        for word in shown:
            self.blamed.update(users[word])
            for owner in users[word] if word != best else ():
                message = _(
                    '{field}: "{wrong}" would share the address {address} with "{right}" '
                    "({place}); write it like that, or, if it is another one, in other words."
                )
                wrong = users[word][owner]
                values = {"field": row.field, "wrong": wrong, "right": shown[best]}
                text = message.format(**values, place=other, address=address)
                self._problems.error(owner, self._line_of(owner, row.field, wrong), text)

    def _using(self, name: str) -> list[tuple[str, str]]:
        """Who stands on a term's list, with its spelling of the term."""
        cards = articles.on_list(self._db, self._names.number(name))
        return [(card.path, spellings(card)[name]) for card in cards]

    def _line_of(self, path: str, field: str, item: str = "") -> int:
        """The line of a field of a source, or of an item in it."""
        row = articles.find(self._db, path)
        if row is None:
            return 0
        named = {"author": row.entry.authors, "tags": row.entry.tags}.get(field, ())
        place = f"{field}[{named.index(item)}]" if item in named else field
        return row.entry.lines.get(place, row.entry.lines.get(field, 0))

    def check_moments(self, lists: Lists) -> None:
        """Two articles of one second whose paths have one digest can't be put in an order.

        Nor can feeds tell two of one ``id``.
        """
        self.blamed |= self.identities.check()
        groups: dict[int, set[str]] = {}
        for number in lists.clashes:
            row = articles.find(self._db, articles.path(self._db, number))
            if row is not None and row.article is not None:
                groups.setdefault(row.article.card.key, set()).add(row.path)
        for path, key in self._keys.items():
            if key in groups or claims.at(self._db, claims.MOMENT, key):
                groups.setdefault(key, set()).add(path)
        for key, paths in groups.items():
            paths.update(owner for owner, _what in claims.at(self._db, claims.MOMENT, key))
            paths.update(articles.at(self._db, self._names.number(ALL), key))
            self._tell_moment(sorted(paths))

    def _tell_moment(self, paths: list[str]) -> None:
        if len(paths) > 1:
            self.blamed.update(paths)
        for path in paths[1:]:
            message = _("date: {other} has the same second; change it by a minute.")
            line, other = (
                self._line_of(path, "date"),
                _at(paths[0], self._line_of(paths[0], "date")),
            )
            self._problems.error(path, line, message.format(other=other))


def _field(entry: Entry, save_as: str) -> str:
    """The field that chose an address: "url", "aliases", or "" for the name of the file."""
    if entry.url and addresses.from_path(entry.url) == save_as:
        return "url"
    aliases = {addresses.from_path(alias) for alias in entry.aliases}
    return "aliases" if save_as in aliases else ""


def _line(entry: Entry, field: str, save_as: str) -> int:
    """The line on which an address was chosen, 0 if it was not."""
    line = entry.lines.get(field, 0)
    if field == "aliases":
        for number, alias in enumerate(entry.aliases):
            if addresses.from_path(alias) == save_as:
                return entry.lines.get(f"aliases[{number}]", line)
    return line


def _at(path: str, line: int) -> str:
    return f"{path}:{line}" if line else path


def _address(save_as: str) -> Place:
    """The place of a file of the output."""
    return Place(claims.ADDRESS, folded(save_as), save_as)


def _owner(owner: Owner) -> str:
    """Who owns a page, in words: a file by its path, a list by its name."""
    if owner.kind == owners.THEME:
        return f"theme/{owner.name.removeprefix(THEME_PREFIX)}"
    if owner.kind == owners.SITE:
        return _("a page of the site itself")
    if owner.is_file:
        return owner.name
    name = f"{owner.kind}/{owner.name}" if owner.name else owner.kind
    return _('the list "{name}"').format(name=name)
