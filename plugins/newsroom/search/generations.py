# SPDX-License-Identifier: AGPL-3.0-or-later
"""Generations: the stretches of the archive that have shards of their own.

They are bounded by the newest article, never by the clock: its sixth of a month (a *stretch*), its
year up to there, and all years before. So what is published today is in the files of the smallest.
"""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

import msgspec

from newsroom.search import figures
from newsroom.search.tables import POSTINGS


class Generation(msgspec.Struct, frozen=True, array_like=True):
    """The stretches ``first`` to ``last``, in ``shards`` files; ``name`` is their folder.

    ``first`` is "" where nothing bounds it.
    """

    name: str
    first: str
    last: str
    shards: int

    @property
    def postings(self) -> str:
        """The list whose keys are the buckets of its terms, for the shards that have read them."""
        return f"{POSTINGS}/{self.name}"

    @property
    def stamp(self) -> int:
        """By it a reader knows that a shard is of the generation that it has asked for."""
        return crc32(f"{self.first} {self.last} {self.shards}".encode())


def stretch_of(day: str) -> str:
    """The stretch of a day ("2025-04-22"): the sixth of its month, "2025-04-5"."""
    return f"{day[:7]}-{min((int(day[8:]) + 4) // 5, 6)}"


def days_of(stretch: str) -> tuple[str, str]:
    """The first day of a stretch, and one that is not before its last."""
    month, sixth = stretch[:7], int(stretch[8:])
    return f"{month}-{sixth * 5 - 4:02}", f"{month}-{sixth * 5 if sixth < 6 else 31:02}"


def generations(counts: Mapping[str, int]) -> list[Generation]:
    """The generations of an archive of so many articles in each stretch, the newest first."""
    stretches = sorted(stretch for stretch, count in counts.items() if count)
    if not stretches:
        return []
    newest, year = stretches[-1], stretches[-1][:4]
    if sum(counts.values()) <= figures.SMALL:
        return [Generation("0", "", newest, 1)]
    bounds = {
        "2": (newest, newest),
        "1": (f"{year}-01-1", _before(newest)),
        "0": ("", f"{year}-00"),
    }
    found = []
    for name, (first, last) in bounds.items():
        count = sum(counts[each] for each in stretches if first <= each <= last)
        if count:
            most = figures.NEWEST_SHARDS if name == "2" else figures.BUCKETS
            found.append(Generation(name, first, last, shards(count, most)))
    return found


def shards(count: int, most: int) -> int:
    """How many shards hold so many articles: a power of two."""
    wanted = 1
    while wanted < most and wanted * figures.PER_SHARD < count:
        wanted *= 2
    return wanted


def _before(stretch: str) -> str:
    """What no stretch of the year before this one comes after."""
    return f"{stretch[:8]}{int(stretch[8:]) - 1}"
