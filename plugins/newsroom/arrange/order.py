# SPDX-License-Identifier: AGPL-3.0-or-later
"""The order of articles: by date, then by path, as one 64-bit number.

A list of 20,000 articles is walked by number, not by text: the key holds the date's epoch
seconds (34 bits, from 1834 on) above 29 bits of the path's digest, which settles ties the same
way in every build.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b

_TIE_BITS = 29
_OFFSET = 2**32  # keeps dates before 1970 positive


def first_key(date: datetime) -> int:
    """The lowest key that an article of this moment can have; ``date`` is aware."""
    return int(date.timestamp()) + _OFFSET << _TIE_BITS


def moment_of(key: int) -> int:
    """The moment (epoch seconds) of an article with this key."""
    return (key >> _TIE_BITS) - _OFFSET


def order_key(date: datetime, path: str) -> int:
    """The key of the article at ``path`` in every dated list; ``date`` is aware."""
    tie = int.from_bytes(blake2b(path.encode(), digest_size=4).digest(), "big") >> 3
    return first_key(date) | tie
