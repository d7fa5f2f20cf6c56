# SPDX-License-Identifier: AGPL-3.0-or-later
"""Headlines as they are told away from their page."""

from __future__ import annotations

import re
from functools import lru_cache

_LONGEST = 100
"""A longer kicker (in characters) is a sentence of its own and would hide the headline."""
# A capital that counts ("trường A") is no word of one letter; the Y of "Bộ Y tế" is.
_NEXT = re.compile(
    r"(?<!\S)(?![A-XZĐ])([^\W\d_]) (?=\w)|(?<=\d) (?=(?:trăm|nghìn|triệu|tỷ|đồng)\b)"
)
_BEFORE = re.compile(r"(?<=\w) (?=(?:[IVX]+|[A-ZĐ])(?![\w-]))")


def full_title(kicker: str, title: str) -> str:
    """The headline after its kicker: "Liên đoàn Lao động huyện Phú Xuyên: Chú trọng …".

    Without the kicker a headline is often of no place. It is left out where the headline begins
    with it, or where it is too long to stand before one.
    """
    lead = kicker.strip().removesuffix(":").rstrip()
    if not lead or len(lead) > _LONGEST or title.casefold().startswith(lead.casefold()):
        return title
    return f"{lead} {title}" if lead[-1] in ".!?…" else f"{lead}: {title}"


@lru_cache(maxsize=4096)  # beside many a page stand the same
def tied(headline: str) -> str:
    """A headline whose lines don't end within what is read as one, where that can be told.

    A space is a line's end or not, and Vietnamese puts one between the syllables of a word, too;
    which are one word only a reader knows. But a syllable of one letter is never alone (*y tế*,
    *ô tô*, *ở nhà*), a numeral or a capital belongs to what it counts (*quý I*, *trường A*), and
    *triệu* to its number.
    """
    return _NEXT.sub(_tie_next, _BEFORE.sub("\u00a0", headline))


def _tie_next(found: re.Match[str]) -> str:
    return f"{found[1] or ''}\u00a0"
