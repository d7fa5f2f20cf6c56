# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guesses for "did you mean …?" in error messages."""

from collections.abc import Iterable
from difflib import get_close_matches

from newsroom.text.fold import fold, key
from newsroom.text.normalise import one_line

# At 0.72 one wrong letter in four is still near, and words that only share letters are not.
_NEAR = 0.72
# Comparing letter by letter is quadratic, and nobody mistypes a paragraph.
_LONGEST = 100

GUESSED = 100
"""So many faults of one kind get a guess in a text, or in a build: each looks at all candidates,
and a text with thousands of wrong links to a place of thousands of names would stall the build."""


def nearest(word: str, candidates: Iterable[str], limit: int = 1) -> list[str]:
    """Return at most *limit* of *candidates* that *word* was probably meant to be, best first.

    Case, white space, tones and marks make no difference ("dong da" finds "Đống Đa"), though a
    candidate that has the same tones goes first; then come those that a few letters part from
    *word*. Empty if nothing is near.
    """
    wanted = fold(one_line(word))
    if not wanted or limit < 1:
        return []
    by_fold: dict[str, list[str]] = {}
    for candidate in dict.fromkeys(candidates):
        by_fold.setdefault(fold(one_line(candidate)), []).append(candidate)
    same = sorted(by_fold.pop(wanted, []), key=lambda candidate: key(candidate) != key(word))
    near = _near(wanted, by_fold, limit - len(same))
    return [*same, *(candidate for name in near for candidate in by_fold[name])][:limit]


def _near(wanted: str, names: Iterable[str], limit: int) -> list[str]:
    if limit < 1 or len(wanted) > _LONGEST:
        return []
    return get_close_matches(wanted, names, limit, _NEAR)


def is_slip(written: str, meant: str) -> bool:
    """Tell whether *written* may be *meant* with a slip of the pen, and is not another name.

    Both are compared without marks, and with them where some are written. A letter in four may be
    wrong, but two at most in a name of up to twelve letters, and no word may be missing: "Hải
    Phòng" is not "Đoài Phương".
    """
    one, two = fold(one_line(written)), fold(one_line(meant))
    if len(one) > _LONGEST or len(one.split()) != len(two.split()):
        return False
    length = max(len(one), len(two))
    if _distance(one, two) > min(1 + length // 7, length // 4):
        return False
    # Who has typed marks has not typed three of them wrong.
    marked = key(written) != one
    return not marked or _distance(key(written), key(meant)) <= 2


def _distance(one: str, two: str) -> int:
    """Return how many letters have to be put in, taken out or replaced (Levenshtein, 1965)."""
    row = list(range(len(two) + 1))
    for number, letter in enumerate(one, 1):
        above, row = row, [number]
        for place, other in enumerate(two, 1):
            kept = above[place - 1] + (letter != other)
            row.append(min(kept, above[place] + 1, row[-1] + 1))
    return row[-1]
