# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who stands in a byline: "Bài và ảnh: Mạnh Quân" is Mạnh Quân, "Thu Hằng - Minh Khôi" are two."""

from __future__ import annotations

import re
from functools import lru_cache

from newsroom.text.fold import fold
from newsroom.text.unicode import lower

# "Bài và ảnh:", "Tin, ảnh:", "Thực hiện:": what people did, before who did it.
_WORK = r"(?:bài|tin|ảnh|video|clip|đồ họa|đồ hoạ|thực hiện|nhóm thực hiện|biên dịch|tổng hợp)"
_DONE = re.compile(rf"\s*{_WORK}(?:\s*(?:,|và|&|-|–|\+|/)\s*{_WORK})*\s*:\s*", re.IGNORECASE)
_PARTED = re.compile(r"\s+(?:và|&|\+|-|–|—)\s+")
_INSTITUTIONS = frozenset(
    (
        *("ban", "bao", "phong", "tap chi", "dai", "hoi", "cong doan", "lien doan", "ldld", "cd"),
        *("van phong", "trung tam", "nhom", "toa soan", "so", "to", "truong", "vien", "bo", "cuc"),
    )
)


def without_work(text: str) -> str:
    """Return a byline without the work that is named before it."""
    found = _DONE.match(text)
    return text[found.end() :] if found and found.end() < len(text) else text


@lru_cache(maxsize=4096)  # a paper's people come back
def people(text: str) -> tuple[str, ...]:
    """Return who stands in a byline: several if all parts are surely people's names, or one."""
    parts = tuple(without_work(part).strip() for part in _PARTED.split(without_work(text)))
    return parts if len(parts) > 1 and all(map(_is_person, parts)) else (without_work(text),)


def _is_person(name: str) -> bool:
    """Whether a name is surely a person's: two to four syllables or initials, each a capital."""
    syllables = name.replace(".", ". ").split()
    if not 2 <= len(syllables) <= 4 or not all(map(_is_capital, syllables)):
        return False
    folded = fold(name).split()
    return _INSTITUTIONS.isdisjoint((folded[0], " ".join(folded[:2])))


def _is_capital(syllable: str) -> bool:
    first, rest = syllable[0], syllable[1:].removesuffix(".")
    return fold(syllable).isascii() and first != lower(first) and rest == lower(rest)
