# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two on one place: an address, a term's page, a moment. Found when a file is read.

Whatever is published claims its places from the day it is read, whether it is due, still to come
or expired, so the clock alone brings no collision. A draft claims nothing: who publishes it saves
its file, and is told then. What is told depends on the files alone, not on which came first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from newsroom.arrange import addresses
from newsroom.arrange.identities import Identities
from newsroom.arrange.memberships import ALL, spellings
from newsroom.arrange.namespaces import SITE, Namespaces, folded
from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Article, Entry
from newsroom.store import articles, claims, pages
from newsroom.store.lists import Lists
from newsroom.store.pages import Claim, Clash
from newsroom.store.reads import ListNames
from newsroom.taxonomies import REGISTRY_OF, Table, Taxonomy
from newsroom.text.fold import key as fold_key

FORMER = "moved"
"""The kind of pages at old addresses of lists."""

Owned = tuple[str, str]
"""An owner (a source's path, or a list's name) and an address of its."""


class Collisions:
    """The claims of one build, and what is wrong with them.

    ``profiles`` are the names that a registry gives to terms, by list; ``registry`` is its path.
    """

    def __init__(  # noqa: PLR0917 - made at one place
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
        self._future: dict[str, list[claims.Place]] = {}
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
        places: list[claims.Place] = []
        if made is not None:
            self.identities.add(entry)
            places = [(folded(claim.save_as), claim.save_as) for claim in wanted]
            terms = spellings(made.card)
            places += [(f"//{name}", spelling) for name, spelling in terms.items()]
            self._terms.update(terms)
            if made.card.section:
                places.append((f"//key/{made.card.key}", ""))
                self._keys[entry.path] = made.card.key
        self._future[entry.path] = places

    def hold(self, path: str) -> None:
        """A file is not published now, and will be when something refers to it."""
        self._future[path] = [(folded(path), path)]
        self.held.add(path)

    def come(self, entry: Entry, key: int) -> None:
        """Readers may see the article; ``key`` is its place in dated lists."""
        self._keys[entry.path] = key
        self.identities.add(entry)

    def write(self, wanted: Mapping[str, Sequence[Claim]]) -> None:
        """Keep what is claimed beside ``wanted``, the pages of each owner."""
        changed: dict[str, list[claims.Place]] = {owner: [] for owner in wanted}
        for owner, found in wanted.items():
            for claim in found:
                place = folded(claim.save_as)
                if place != claim.save_as:
                    changed[owner].append((place, claim.save_as))
        for owner, places in self._future.items():
            changed.setdefault(owner, []).extend(places)
        for owner, identity in self.identities.places().items():
            changed.setdefault(owner, []).append(identity)
        claims.replace(self._db, changed)

    # ----------------------------------------------------------------------------- addresses

    def check_addresses(
        self, wanted: Mapping[str, Sequence[Claim]], clashes: Sequence[Clash]
    ) -> None:
        """Tell of the addresses that are not possible; ``clashes`` are between pages."""
        self._check_places(wanted)
        self._former = {
            (owner, claim.save_as)
            for owner, found in wanted.items()
            for claim in found
            if claim.kind == FORMER
        }
        lost: dict[str, list[claims.Place]] = {}
        for clash in clashes:
            place = (folded(clash.claim.save_as), clash.claim.save_as)
            lost.setdefault(clash.owner, []).append(place)
        self._add(lost)
        known = claims.count(self._db)
        if not known:
            return
        fresh: Iterable[Owned] = [
            (owner, claim.save_as) for owner, found in wanted.items() for claim in found
        ]
        fresh = [*fresh, *self._waiting()]
        if known < len(fresh):
            fresh = claims.addresses(self._db)
        self._tell_pairs(dict.fromkeys(fresh))

    def _waiting(self) -> list[Owned]:
        """The addresses of what readers may not see yet."""
        places = [(owner, *place) for owner, found in self._future.items() for place in found]
        return [(owner, what) for owner, place, what in places if not place.startswith("//")]

    def _add(self, lost: Mapping[str, list[claims.Place]]) -> None:
        """Claims that are no pages, since another page was there first."""
        self._db.executemany(
            "INSERT OR IGNORE INTO claims VALUES (?, ?, ?)",
            [(place, owner, what) for owner, places in lost.items() for place, what in places],
        )

    def _tell_pairs(self, fresh: Iterable[Owned]) -> None:
        losers: dict[Owned, Owned] = {}
        ranks: dict[Owned, tuple[int, str, str]] = {}

        def rank(owned: Owned) -> tuple[int, str, str]:
            if owned not in ranks:
                ranks[owned] = self._rank(owned)
            return ranks[owned]

        for one in fresh:
            for other in claims.colliding(self._db, one[0], folded(one[1])):
                winner, loser = sorted((one, other), key=rank)
                best = losers.get(loser)
                losers[loser] = winner if best is None else min(best, winner, key=rank)
                self.blamed.update((one[0], other[0]))
        for loser, winner in sorted(losers.items()):
            self._tell(loser, winner)

    def _rank(self, owned: Owned) -> tuple[int, str, str]:
        """Who is least to blame: the site, lists, files; then names of files, and chosen ones."""
        owner, save_as = owned
        row = articles.find(self._db, owner)
        if row is None:
            old = "." in owner or self._is_former(owned)
            return 0 if owner == SITE else 2 if old else 1, owner, save_as
        chosen = ("", "url", "aliases").index(_field(row.entry, save_as))
        return 3 + chosen, owner, save_as

    def _is_former(self, owned: Owned) -> bool:
        """Whether it is an old address of a list."""
        owner, save_as = owned
        is_there = pages.at(self._db, save_as) == (FORMER, owner)
        return owned in self._former or is_there

    def _tell(self, loser: Owned, winner: Owned) -> None:
        owner, save_as = loser
        row = articles.find(self._db, owner)
        if self._is_former(loser):
            self._tell_former(owner, save_as, _owner(winner[0]))
            return
        if owner.startswith("section/"):
            self._tell_section(owner.partition("/")[2], save_as, _owner(winner[0]))
            return
        line = _line(row.entry, _field(row.entry, save_as), save_as) if row else 0
        same = folded(save_as) == folded(winner[1])
        if same and save_as != winner[1]:
            message = _(
                "The address /{address} of {owner} and the address /{second} of {other} differ "
                "only in case or in the form of their letters; change one of them."
            )
        else:
            message = _(
                "The address /{address} is wanted twice: by {owner} and by {other}; "
                "rename one of the files, or give one a url of its own."
            )
        values = {"address": save_as, "second": winner[1]}
        other = articles.find(self._db, winner[0])
        there = _line(other.entry, _field(other.entry, winner[1]), winner[1]) if other else 0
        names = {"owner": _owner(owner), "other": _at(_owner(winner[0]), there)}
        self._problems.error(owner, line, message.format(**values, **names))

    def _tell_section(self, slug: str, save_as: str, other: str) -> None:
        message = _('"{slug}": /{address} belongs to {other}; choose another slug.')
        path = f"{self._registry.rpartition('/')[0]}/sections.yaml"
        line = self.lines.get(f"sections/{slug}/slug", self.lines.get(f"sections/{slug}", 0))
        text = message.format(slug=slug, address=save_as, other=other)
        self._problems.error(path, line, f"slug: {text}")

    def _tell_former(self, name: str, save_as: str, other: str) -> None:
        message = _('former: "{slug}": /{address} belongs to {other}; delete it.')
        taxonomy, _slash, slug = name.partition("/")
        registry = REGISTRY_OF[taxonomy]
        path = f"{self._registry.rpartition('/')[0]}/{registry}.yaml"
        line = self.lines.get(f"{registry}/{slug}/former", 0)
        text = message.format(slug=slug, address=save_as, other=other)
        self._problems.error(path, line, text)

    def _check_places(self, wanted: Mapping[str, Sequence[Claim]]) -> None:
        """No page may lie outside the output folder, or have a name that files can't have."""
        found = [(owner, claim.save_as) for owner in wanted for claim in wanted[owner]]
        for owner, save_as in [*found, *self._waiting()]:
            if addresses.escapes(save_as):
                message = _("The address /{address} is not possible on this site.")
                row = articles.find(self._db, owner)
                line = _line(row.entry, _field(row.entry, save_as), save_as) if row else 0
                self._problems.error(owner, line, message.format(address=save_as))

    # --------------------------------------------------------------------- terms and moments

    def check_terms(self, lists: Lists, declared: Iterable[str]) -> None:
        """Two words that only differ in their marks ("báo", "bão") can't share an address."""
        for name in dict.fromkeys([*lists.respelled, *sorted(self._terms), *declared]):
            row = self._table.find(name)
            if row is not None and row.spelled:
                self._check_term(row, name, lists)

    def _check_term(self, row: Taxonomy, name: str, lists: Lists) -> None:
        profile = {fold_key(word) for word in self._profiles.get(name, ())}
        waiting = claims.at(self._db, f"//{name}")
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
        address = f"/{addresses.list_folder(row, name.partition('/')[2])}/"
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
            if key in groups or claims.at(self._db, f"//key/{key}"):
                groups.setdefault(key, set()).add(path)
        for key, paths in groups.items():
            paths.update(owner for owner, _what in claims.at(self._db, f"//key/{key}"))
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


def _owner(name: str) -> str:
    """Who owns a page, in words: a source by its path, a list by its name."""
    if name.startswith("//theme/"):
        return f"theme/{name.removeprefix('//theme/')}"
    if name.startswith("//"):
        return _("a page of the site itself")
    if "." in name:
        return name
    return _('the list "{name}"').format(name=name)
