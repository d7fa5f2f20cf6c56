# SPDX-License-Identifier: AGPL-3.0-or-later
"""How closely two articles are related: one whole number, the same in both directions.

``score = likeness of terms × factor``. The factor is `params.BASE` and a bonus for each thing
that the two have in common. Articles whose terms are less alike than the `floor`, and banned pairs,
score nothing.

Articles are *mates* that have a rare tag in common: a tag in both signatures that no more articles
have than `rare_limit` says. Tags count among terms; that somebody filed two stories under what is
seldom said lowers the floor besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from newsroom.model import Unit
from newsroom.related import params


class Common(NamedTuple):
    """What two articles have in common: related units, the section, the dossier, a rare tag."""

    unit: bool = False
    section: bool = False
    dossier: bool = False
    tag: bool = False

    def floor(self, least: int, days: int) -> int:
        """How alike the terms of two such articles must be, so many days apart: ``least`` (that of
        the archive), or less.
        """
        if self.tag and (self.unit or self.section):
            return (
                params.LEAST_OF_CAMPAIGN
                if abs(days) <= params.CAMPAIGN
                else params.LEAST_OF_RELATED
            )
        return params.LEAST_OF_NEAR if self.unit or self.dossier or self.tag else least


RelatedUnits = Mapping[str, frozenset[str]]
"""A unit's slug → the slugs that count as the same place, itself included."""


class Features(msgspec.Struct, frozen=True, array_like=True):
    """What relating needs to know of an article.

    ``key`` is its place among all articles (`newsroom.arrange.order`), unlike any other's;
    ``day`` counts days on the newsroom's calendar from any fixed day (`date.toordinal`);
    ``terms`` and ``sketch`` are those of its `Signature`; the rest are slugs.
    """

    key: int
    day: int
    terms: bytes
    sketch: bytes
    section: str = ""
    units: tuple[str, ...] = ()
    dossier: str = ""


def related_units_of(units: Iterable[Unit]) -> dict[str, frozenset[str]]:
    """Which units are related: each with itself, its predecessors and its successors.

    The whole city, or country, is related to nothing: that two stories share it says nothing.
    """
    related_units: dict[str, set[str]] = {}
    for unit in units:
        if not unit.is_everywhere:
            for other in (unit.slug, *unit.predecessors, *unit.successors):
                related_units.setdefault(unit.slug, set()).add(other)
                related_units.setdefault(other, set()).add(unit.slug)
    return {slug: frozenset(others) for slug, others in related_units.items()}


def reach(units: Iterable[str], related_units: RelatedUnits) -> frozenset[str]:
    """Every unit that is related to one of ``units``."""
    return frozenset().union(*(related_units.get(slug, frozenset()) for slug in units))


def nearness(days: int) -> int:
    """The bonus for two articles that lie ``days`` apart (of either sign)."""
    return max(0, params.NEARNESS - abs(days).bit_length())


def bonuses(a: Features, b: Features, related_units: RelatedUnits) -> dict[str, int]:
    """What two articles have in common beside terms, and how much each adds to the factor."""
    common = common_of(a, b, related_units)
    return {
        "unit": params.RELATED_UNITS * common.unit,
        "section": params.SECTION * common.section,
        "dossier": params.DOSSIER * common.dossier,
        "nearness": nearness(a.day - b.day),
    }


def common_of(
    a: Features, b: Features, related_units: RelatedUnits, *, mates: bool = False
) -> Common:
    """What two articles have in common; ``mates``: a rare tag."""
    near = not reach(a.units, related_units).isdisjoint(b.units)
    return Common(near, a.section == b.section != "", a.dossier == b.dossier != "", mates)


def factor(a: Features, b: Features, related_units: RelatedUnits) -> int:
    """What the likeness of two articles' terms is multiplied by."""
    return params.BASE + sum(bonuses(a, b, related_units).values())


def least_of(articles: int) -> int:
    """How alike the terms of two articles must be to be related at all, among so many articles."""
    return params.LEAST_OF_FEW if articles < params.FEW else params.LEAST_OF_MANY


def rare_limit(articles: int) -> int:
    """How many of so many articles may have a tag that is rare.

    It changes when their number doubles, and no more from `params.RARE_TAG` on.
    """
    whole = 1 << max(articles, 1).bit_length() - 1
    return min(params.RARE_TAG, max(params.RAREST_TAG, whole // params.SHARE_OF_TAG))


class Ground(NamedTuple):
    """What an archive's size decides: `least_of` and `rare_limit`."""

    least: int
    rare: int

    @classmethod
    def of(cls, articles: int) -> Ground:
        """The ground of an archive of so many articles."""
        return cls(least_of(articles), rare_limit(articles))
