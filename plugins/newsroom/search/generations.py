# SPDX-License-Identifier: AGPL-3.0-or-later
"""Generations: the stretches of the archive that have shards of their own.

They are bounded by the newest article's month, never by the clock: its month, its year up to there,
and all years before. So what is published today is in the files of the smallest.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from newsroom.search import figures


class Generation(msgspec.Struct, frozen=True, array_like=True):
    """The months ``first`` to ``last`` ("2025-04"), in ``shards`` files; ``name`` is their folder.

    ``first`` is "" where nothing bounds it.
    """

    name: str
    first: str
    last: str
    shards: int


def generations(counts: Mapping[str, int]) -> list[Generation]:
    """The generations of an archive of so many articles in each month, the newest first."""
    months = sorted(month for month, count in counts.items() if count)
    if not months:
        return []
    newest, year = months[-1], months[-1][:4]
    if sum(counts.values()) <= figures.SMALL:
        return [Generation("0", "", newest, 1)]
    bounds = {"2": (newest, newest), "1": (f"{year}-01", _before(newest)), "0": ("", f"{year}-00")}
    found = []
    for name, (first, last) in bounds.items():
        count = sum(counts[month] for month in months if first <= month <= last)
        if count:
            found.append(Generation(name, first, last, shards(count)))
    return found


def shards(count: int) -> int:
    """How many shards hold so many articles: a power of two."""
    wanted = 1
    while wanted < figures.BUCKETS and wanted * figures.PER_SHARD < count:
        wanted *= 2
    return wanted


def _before(month: str) -> str:
    """The month before, of the same year ("2025-00" before January, which no article has)."""
    return f"{month[:5]}{int(month[5:]) - 1:02}"
