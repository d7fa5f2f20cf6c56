# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text that was damaged on its way: read in another encoding, set in an old font, half typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

# ------------------------------------------------------- UTF-8 that was read as something else


def _letter(codec: str, byte: int) -> str:
    """What a byte is in *codec*; where it is nothing, the control that programs make of it."""
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


def _reading(codec: str) -> tuple[dict[str, int], re.Pattern[str]]:
    """The bytes of letters, and a pattern of what *codec* makes of Vietnamese in UTF-8.

    Vietnamese letters have two bytes that begin with C3 to C6, or three that begin with E1 BA or
    E1 BB; all others are from 80 to BF.
    """
    letters = {_letter(codec, byte): byte for byte in range(0x80, 0x100)}
    first = re.escape("".join(letter for letter, byte in letters.items() if 0xC3 <= byte <= 0xC6))
    other = re.escape("".join(letter for letter, byte in letters.items() if byte < 0xC0))
    three, middle = _letter(codec, 0xE1), re.escape(_letter(codec, 0xBA) + _letter(codec, 0xBB))
    return letters, re.compile(f"(?:[{first}]|{re.escape(three)}[{middle}])[{other}]")


_READINGS = tuple(map(_reading, ("cp1252", "mac_roman")))
# One of these is in every such text, and in few others: the letters of "Ã", "áº", "á»" and so on
# that no Vietnamese text has in small letters. One letter is sought much sooner than two.
_SIGNS = ("Ã", "Ä", "Æ", "º", "»", "√", "ƒ", "∆", "∫", "ª")

# ------------------------------------------------------------------------- old fonts' letters

# What stands between letters in TCVN3 (ABC) and in VNI, and hardly anywhere else.
_TCVN3 = re.compile(
    r"(?<=[A-Za-z])(?:[µ¸¶¹¨®ª«¬©÷»·¼½¾](?=[a-z])|[µ¸¶¹«¬](?![a-z]))|(?<!\w)®(?=[a-z])"
)
_VNI = re.compile(r"[aeouy][øûïåäëü]|[aeo][âõù]|[ñÑ][aeioöôAEIOÖÔ]|ö[ùøûõï]|ô[ùøûõï]")
# VNI's pairs that no Vietnamese word has; in a field names of other languages have one at most.
_VNI_PAIRS = re.compile(
    r"a[âáàåãäêéèúüëùøûõï]|e[âáàåãäùøûõï]|o[âåäùøûõï]|[uy][ùøûõï]|ö[ùøûõïô]"
    r"|(?<![^\W\d_])[ñÑ][aeioöôuyAEIOÖÔUY]"
)
# "toàn" whose no-break space has become a space; no capital follows a small letter in a word.
_A_SPACE = re.compile(r"([^\W\d_]*[a-z])Ã ([a-z]*)")
# All that `_VNI_PAIRS` finds, and more, but for those of "ñ"; no two of them overlap.
_TWO = re.compile(r"[aeouyö][âáàåãäêéèúüëùøûõïô]")
# One of these is in every line that is damaged otherwise.
_ANY_SIGNS = (*_SIGNS, *"ñÑµ¸¶¹¨®ª«¬©÷»·¼½¾")
_ENOUGH = 3  # different ones: "Noël", "España" and "kW·h" are none of them


class Damage(NamedTuple):
    """Where damaged text begins; what it looks like; what was meant, or the font it was for."""

    offset: int
    sample: str
    meant: str = ""
    font: str = ""


def damage(text: str) -> Damage | None:
    """The first damage of *text*: UTF-8 that was read otherwise, or letters of an old font."""
    if any(map(text.__contains__, _SIGNS)):
        for letters, pattern in _READINGS:
            if _differ(found := list(pattern.finditer(text)), 2):
                sample = _word_around(text, found[0].start())
                return Damage(
                    found[0].start(), sample, pattern.sub(partial(_mend, letters), sample)
                )
    if text.isascii():
        return None
    for font, signs, pattern in (("TCVN3 (ABC)", "µ¸¶¹®«¬", _TCVN3), ("VNI", "øûïñöå", _VNI)):
        if not any(map(text.__contains__, signs)):
            continue
        if _differ(found := list(pattern.finditer(text)), _ENOUGH):
            return Damage(found[0].start(), _word_around(text, found[0].start()), font=font)
    return None


def damage_of_lines(text: str) -> Damage | None:
    """The first line's damage of front matter, whose lines are too short for what `damage` asks."""
    if not _may_be_damaged(text):
        return None
    offset = 0
    for line in text.splitlines(keepends=True):
        if found := _damage_of_line(line):
            return found._replace(offset=offset + found.offset)
        offset += len(line)
    return None


def _may_be_damaged(text: str) -> bool:
    """Whether one of the lines may be: nearly none is, and that is seen ten times sooner so."""
    if any(map(text.__contains__, _ANY_SIGNS)):
        return True
    return sum(_VNI_PAIRS.match(pair) is not None for pair in set(_TWO.findall(text))) > 1


def _damage_of_line(line: str) -> Damage | None:
    if line.isascii():
        return None
    if any(map(line.__contains__, _SIGNS)):
        for letters, pattern in _READINGS:
            at = next((m.start() for m in pattern.finditer(line) if not _is_capital(line, m)), -1)
            if at >= 0:
                sample = _word_around(line, at)
                return Damage(at, sample, pattern.sub(partial(_mend, letters), sample))
        if spaced := _A_SPACE.search(line):
            return Damage(spaced.start(), spaced[0], f"{spaced[1]}à{spaced[2]}")
    for font, pattern in (("TCVN3 (ABC)", _TCVN3), ("VNI", _VNI_PAIRS)):
        if _differ(found := list(pattern.finditer(line)), 2):
            return Damage(found[0].start(), _word_around(line, found[0].start()), font=font)
    return None


def _is_capital(line: str, found: re.Match[str]) -> bool:
    """Whether what looks like two bytes ends a word in capitals: “LÃ”, "XÃ" and a space."""
    return found[0][0] == "Ã" and line[max(0, found.start() - 1) : found.start()].isupper()


def _differ(found: Iterable[re.Match[str]], count: int) -> bool:
    return len({match[0] for match in found}) >= count


def _mend(letters: dict[str, int], found: re.Match[str]) -> str:
    data = bytes(letters[letter] for letter in found[0])
    return data.decode("utf-8", "replace")


def _word_around(text: str, offset: int) -> str:
    start = max(text.rfind(sign, 0, offset) for sign in " \t\n\r") + 1
    rest = re.match(r"[^ \t\n\r]{1,40}", text[start:])
    return rest[0] if rest else text[start : start + 20]


# ------------------------------------------------------------------------------ Telex, half typed

_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
_CODA = "(?:ch|ng|nh|[cmnpt])"
# Syllables as they are typed, with two of Telex's signs at least, in forms that no English word
# has: "boots", "laws" and "door" are words.
_TELEX = re.compile(
    rf"dd[aeiouyw]+{_CODA}?[sfrxj]?{_CODA}?"
    rf"|{_ONSET}(?:u?yee|iee|uoo|uaa|uwow|uow|uwa?)[iuo]?(?:[sfrxj]{_CODA}?|{_CODA}[sfrxj])"
    rf"|{_ONSET}(?:aa|ee|oo|aw|ow)(?:[iuy]?[fjx]{_CODA}|[iuy][sfrxj]|{_CODA}[fjrx])"
)
_WORD = re.compile(r"[A-Za-z]+")
_PAIRS = ("dd", "aa", "ee", "oo", "aw", "ow", "uw")  # each of those forms has one of them


def telex(text: str) -> str:
    """The first word of *text* that Telex has not made into Vietnamese ("ddoanf"), or ""."""
    if not any(map(text.lower().__contains__, _PAIRS)):
        return ""
    words = (found[0] for found in _WORD.finditer(text))
    return next((word for word in words if _TELEX.fullmatch(word.lower())), "")
