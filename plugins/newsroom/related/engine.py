# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of related stories, kept exact while articles come, change and go.

At any moment after `Related.settle` each article's list is the true top `params.KEPT` under the
score, whatever happened before. Nothing is compared that shares no term.

What a list proves: unless it holds all that score (it is whole), everybody else ranks below its
last. So after some articles have changed, a list is right again when they are taken out and those
are put in that rank no lower than the last did before; while `params.KEPT` remain, it need not be
searched anew. The score is symmetric, so whoever may be concerned by an article is found by
searching from that article.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Set

import msgspec

from newsroom.related import params
from newsroom.related.audience import Allowed, Audiences, all_allowed
from newsroom.related.incremental import Changes, Incremental, load_list, write_all
from newsroom.related.nearest import Search
from newsroom.related.score import Features, Ground, RelatedUnits
from newsroom.related.signature import is_tag, unpack
from newsroom.related.tables import NameNumbers, Neighbour, Postings
from newsroom.startup import without_threads

# Searching one list costs about as much as computing 60 when all are computed; and for fewer
# lists than this, importing what that needs costs more than it saves.
_WORTH_ALL = 60
_FEW = 200


class Related:
    """See the module's text. The caller holds a transaction from the first change to `settle`.

    ``related_units`` is symmetric (see `newsroom.related.score.related_units_of`). Where all
    lists are computed anew, ``workers`` threads do it (0: one for each processor).
    """

    def __init__(
        self, connection: sqlite3.Connection, related_units: RelatedUnits, *, workers: int = 1
    ) -> None:
        self._db = connection
        self._related_units = related_units
        self._workers = workers
        self._names = NameNumbers(connection)
        self._postings = Postings(connection)
        self._before: dict[int, Features | None] = {}
        self._stale: set[int] = set()
        self._is_anew = False
        self.written: set[int] = set()
        """The articles whose panels the last `settle` may have changed: who copies whom, and who
        may show whom, may be others where the neighbours and their order are not."""

    # ------------------------------------------------------------------------------- changes

    def add(self, number: int, features: Features, *, first: bool = False) -> None:
        """Article ``number`` is new, or has these features now; ``first``: it is new for sure."""
        units = tuple(sorted(set(features.units)))
        if units != features.units:
            features = msgspec.structs.replace(features, units=units)
        old = None if first else self.features(number)
        if old == features:
            return
        self._before.setdefault(number, old)
        self._db.execute(
            """
            INSERT INTO related_articles (number, key, day, section, place, dossier)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (number) DO UPDATE SET key = excluded.key, day = excluded.day,
                section = excluded.section, place = excluded.place, dossier = excluded.dossier
            """,
            (number, features.key, features.day, *self._names.of(features)),
        )
        self._db.execute(
            "INSERT OR REPLACE INTO related_signatures VALUES (?, ?, ?)",
            (number, features.terms, features.sketch),
        )

    def remove(self, number: int) -> None:
        """Article ``number`` is gone, or not to be seen for now. Bans in its file go with it."""
        old = self.features(number)
        if old is None:
            return
        self._before.setdefault(number, old)
        self.ban(number, ())
        self._db.execute("DELETE FROM related_articles WHERE number = ?", (number,))
        self._db.execute("DELETE FROM related_signatures WHERE number = ?", (number,))

    def ban(self, number: int, others: Iterable[int]) -> None:
        """Article ``number`` is never to be shown beside just these, nor they beside it."""
        wanted = set(others)
        rows = self._db.execute("SELECT other FROM related_bans WHERE number = ?", (number,))
        known = {other for (other,) in rows}
        if wanted == known:
            return
        self._db.execute("DELETE FROM related_bans WHERE number = ?", (number,))
        pairs = [(number, other) for other in sorted(wanted)]
        self._db.executemany("INSERT INTO related_bans VALUES (?, ?)", pairs)
        self._stale |= {number, *(wanted ^ known)}

    # ------------------------------------------------------------------------------- answers

    def neighbours(self, number: int) -> list[Neighbour]:
        """The related articles of ``number``, best first; empty if it is unknown."""
        return load_list(self._db, number)[0][: params.KEPT]

    def allowed(self, numbers: Set[int]) -> Iterator[Allowed]:
        """Of `neighbours` those that the panels of these may show (`newsroom.related.audience`)."""
        if self._is_anew and numbers == self.written:
            return all_allowed(self._db)
        return Audiences(self._db).allowed(numbers)

    def marked(self, found: Allowed) -> list[Neighbour]:
        """What may stand beside an article, with the copies among it marked."""
        entries = [Neighbour(number, 0) for number in found.others]
        return self._search().mark_copies(found.number, entries) if found.copies else entries

    def panel(self, number: int) -> list[int]:
        """The neighbours of ``number`` for its panels: of almost equal texts only the best, and
        none that tells what ``number`` tells itself.
        """
        entries = (entry for found in self.allowed({number}) for entry in self.marked(found))
        return [entry.number for entry in entries if not entry.copy]

    def ground(self) -> Ground:
        """The ground of the archive as it is now."""
        enough = max(params.FEW, 2 * params.SHARE_OF_TAG * params.RARE_TAG)
        query = "SELECT count(*) FROM (SELECT 1 FROM related_articles LIMIT ?)"
        return Ground.of(int(self._db.execute(query, (enough,)).fetchone()[0]))

    def are_mates(self, a: Features, b: Features) -> bool:
        """Whether the two have a rare tag in common."""
        tags = (term for term, _ in unpack(a.terms) if is_tag(term))
        both = {term for term, _ in unpack(b.terms)}.intersection(tags)
        rare = self.ground().rare
        return any(self._postings.size(tag) <= rare for tag in both)

    def features(self, number: int) -> Features | None:
        """The features of ``number``, or None if it is unknown."""
        row = self._db.execute(
            """
            SELECT key, day, terms, sketch, section, place, dossier
            FROM related_articles JOIN related_signatures USING (number) WHERE number = ?
            """,
            (number,),
        ).fetchone()
        if row is None:
            return None
        key, day, terms, sketch, *names = row
        section, place, dossier = map(self._names.name, names)
        return Features(key, day, terms, sketch, section, tuple(place.split()), dossier)

    # -------------------------------------------------------------------------------- settle

    def settle(self) -> set[int]:
        """Bring all lists up to date; returns the articles whose panels may show other stories."""
        self._is_anew = False
        before, self._before = self._before, {}
        stale, self._stale = self._stale, set()
        if self._ground_changed() or self._worth_all(len(before) + len(stale)):
            return self._all()
        changes = {
            number: (old, new)
            for number, old in before.items()
            if (new := self.features(number)) != old
        }
        stale |= self._repost(changes)
        incremental = Incremental(self._db, self._search())
        lost = incremental.follow(changes, stale)
        if self._worth_all(len(lost)):
            return self._all()
        incremental.finish()
        for number in sorted(lost):
            incremental.search(number, self.features(number))
        self.written = self._concerned(incremental, changes)
        return incremental.changed

    def _concerned(self, incremental: Incremental, changes: Changes) -> set[int]:
        """The articles whose panels may be others now: by their lists, or those of newer ones."""
        old_keys = {number: old.key for number, (old, _) in changes.items() if old}
        others = Audiences(self._db).changed(incremental.before, old_keys, changes.keys())
        return incremental.before.keys() | others

    def _search(self) -> Search:
        return Search(self._db, self._names, self._postings, self._related_units, self.ground())

    def _count(self) -> int:
        row = self._db.execute("SELECT count(*) FROM related_articles").fetchone()
        return int(row[0])

    def _worth_all(self, lists: int) -> bool:
        return lists > _FEW and lists * _WORTH_ALL > self._count()

    def _ground_changed(self) -> bool:
        related_units = json.dumps(
            {
                slug: sorted(related_units)
                for slug, related_units in sorted(self._related_units.items())
            }
        )
        ground = (*self.ground(), related_units)
        row = self._db.execute("SELECT least, rare, related_units FROM related_ground").fetchone()
        if row == ground:
            return False
        self._db.execute("DELETE FROM related_ground")
        self._db.execute("INSERT INTO related_ground VALUES (?, ?, ?)", ground)
        return row is not None

    def _repost(self, changes: Changes) -> set[int]:
        """Bring the postings in line with the signatures.

        Returns the articles with a tag that is rare now and was not, or the other way round.
        """
        more = Counter[int]()
        for number, (old, new) in changes.items():
            was, now = (unpack(f.terms) if f else [] for f in (old, new))
            if was != now:
                self._postings.take(number, was)
                self._postings.add(number, now)
                more.update(tag for tag, _ in now if is_tag(tag))
                more.subtract(tag for tag, _ in was if is_tag(tag))
        rare, turned = self.ground().rare, set[int]()
        for tag, change in more.items():
            articles = {article for article, _ in self._postings.of(tag)}
            if (len(articles) <= rare) != (len(articles) - change <= rare):
                turned |= articles
        return turned

    def _all(self) -> set[int]:
        """Compute everything anew, whatever the tables held."""
        # numpy and scipy take longer to import than most builds take to relate.
        with without_threads():
            from newsroom.related.full import Full  # noqa: PLC0415 - see above

        batch = Full(self._db, self._names, self._related_units)
        self._db.execute("DELETE FROM related_buckets")
        self._db.executemany("INSERT INTO related_buckets VALUES (?, ?)", batch.buckets())
        numbers = self._db.execute("SELECT number FROM related_articles")
        self.written, self._is_anew = {number for (number,) in numbers}, True
        return write_all(self._db, batch.lists(self._workers))
