# SPDX-License-Identifier: AGPL-3.0-or-later
"""The numbers of articles in the index, which follow from their dates alone.

An article's *place* is its day (since 1970, by the paper's clock) above 15 bits: its slot (the
day has 128), or the next that is free after those of earlier articles. So an article that comes
or goes moves at most those of the same slots, and an index holds no number that depends on how
many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from newsroom.address_words import RESULTS

DAY_BITS = 15
SLOTS = 128  # of a day: a byte holds them in a shard
_LAST = (1 << DAY_BITS) - 1  # an article more than this of one day shares a place, and is not found
_EPOCH = date(1970, 1, 1).toordinal()


def places(moments: Iterable[int], zone: ZoneInfo) -> Iterator[int]:
    """The places of articles of whole days; ``moments`` are epoch seconds, ascending."""
    last = (0, -1)
    for moment in moments:
        local = datetime.fromtimestamp(moment, UTC).astimezone(zone)
        day = day_number(local.date())
        slot = (local.hour * 60 + local.minute) * SLOTS // (24 * 60)
        if last[0] == day:
            slot = max(slot, last[1] + 1)
        last = (day, slot)
        yield day << DAY_BITS | min(slot, _LAST)


def day_number(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - _EPOCH


def day_of(place: int) -> date:
    """The day of a place."""
    return date.fromordinal((place >> DAY_BITS) + _EPOCH)


def day_file(place: int) -> str:
    """The file, below the folder of search, of what results show of a place's day."""
    return f"{RESULTS}/{day_of(place):%Y/%m/%d}.json"
