# SPDX-License-Identifier: AGPL-3.0-or-later
"""One spelling for one text: Unicode form, white space, and the place of the tone mark."""

import re

from newsroom.text.alphabet import MARK_RANGE, TONES, compose
from newsroom.text.unicode import StandIns, combining, normalise
from newsroom.text.unicode import is_nfc as is_normalised

# Pictographs, with the variation selector and the skin tones that may follow them.
_EMOJI = "\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff"

# Controls other than white space; soft hyphen; zero-width characters and directional marks;
# byte order mark; and what XML forbids (surrogates, U+FFFE, U+FFFF), since feeds are XML.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
# A joiner stays between two pictographs, which it makes one: a family, a profession.
_LOOSE_JOINER = re.compile(f"(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}])")

# Every way to break a line becomes "\n" (Word's soft break is U+000B), and every no-break space a
# plain one. A chain of replace() is several times faster than one translate() on a whole article.
_REPLACED = (
    *((line_break, "\n") for line_break in ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")),
    *((space, " ") for space in ("\u00a0", "\u2007", "\u202f")),
)


# A run of what may be combining marks: neither words nor spaces nor the usual punctuation. Marks of
# one letter are sorted, in a time that grows with the square of their number.
_MOST = 30
_MARK = r"[^\x00-\u02ff\u1e00-\u1fff\u2000-\u20cf\u2100-\u2bff\u3000-\u3029\w\s]"
_HEAP = re.compile(rf"{_MARK}{{{_MOST + 1},}}")
_ANY_MARK = re.compile(_MARK)
_JOINER = "\u034f"  # combining grapheme joiner: shows nothing, and begins a run anew


def _in_runs(found: re.Match[str]) -> str:
    """A heap of marks in runs of thirty (Stream-Safe Text Process, UAX #15 §13)."""
    pieces, run = [], 0
    for letter in found[0]:
        run = run + 1 if combining(letter) else 0
        if run > _MOST:
            pieces.append(_JOINER)
            run = 1
        pieces.append(letter)
    return "".join(pieces)


def _may_have_heaps(text: str) -> bool:
    """Whether a heap can be in *text*: of 31 characters in a row, one has a number that 31 divides.

    Nearly every text is told by a look at each 31st character to have none.
    """
    return len(text) > _MOST and _ANY_MARK.search(text[:: _MOST + 1]) is not None


def nfc(text: str) -> str:
    """Return *text* with letters and marks composed (Unicode Normalization Form C, UAX #15).

    More than thirty marks on one letter are parted by joiners, so that it takes no minutes.
    """
    if text.isascii():
        return text
    if _may_have_heaps(text):
        text = _HEAP.sub(_in_runs, text)
    return normalise("NFC", text)


def is_nfc(text: str) -> bool:
    """Return whether *text* is as `nfc` leaves it."""
    if text.isascii():
        return True
    if _may_have_heaps(text) and _HEAP.sub(_in_runs, text) != text:
        return False
    return is_normalised(text)


def clean(text: str) -> str:
    r"""Return *text* in NFC, with "\n" and "\t" as its only control characters.

    Line breaks of all kinds become "\n"; no-break spaces become spaces; soft hyphens, zero-width
    characters, directional marks, byte order marks and lone surrogates are removed, but for the
    joiner inside an emoji. The result is legal XML 1.0 character data. Idempotent.
    """
    # Of an article in order this is a tenth of the work below: no breaks but "\n", no odd spaces.
    if text.replace("\n", "").isprintable():
        return nfc(text)
    text = _DROPPED.sub("", text)
    if "\u200d" in text:
        text = _LOOSE_JOINER.sub("", text)
    for odd, plain in _REPLACED:
        text = text.replace(odd, plain)
    return nfc(text)


def one_line(text: str) -> str:
    """Return *text* cleaned, with each run of white space as one space and none at the ends."""
    return " ".join(clean(text).split())


def _both_cases(pair: str) -> list[str]:
    first, second = tuple(pair)
    return [a + b for a in (first, first.upper()) for b in (second, second.upper())]


# "oà" → "òa" and so on: three vowel pairs, five tones, four ways to write capitals.
_TRADITIONAL = {
    first + compose(second, tone): compose(first, tone) + second
    for pair in ("oa", "oe", "uy")
    for first, second in map(tuple, _both_cases(pair))
    for tone in TONES
}

MODERN = {traditional: modern for modern, traditional in _TRADITIONAL.items()}
"""The same the other way round."""

_BEFORE = rf"(?<![^\W\d_])(?<![{MARK_RANGE}])"  # the start of a syllable, as a look-behind
SYLLABLE_END = rf"(?![^\W\d_]|[{MARK_RANGE}])"


def only_syllables(pair: str) -> str:
    """Return the pattern of a pair of vowels that ends a syllable, where a whole one ends.

    The vowels are matched first and the consonants by looking behind: few places in a text have
    such a vowel pair. No consonant here is q: its u is no vowel, so the tone of "quý" stays.
    """
    return (
        rf"{pair}(?:(?<={_BEFORE}..)"
        rf"|(?<={_BEFORE}[bcdđghklmnprstvxBCDĐGHKLMNPRSTVX]..)"
        rf"|(?<={_BEFORE}(?:[CcKkNnPpTt][Hh]|[Nn][Gg]|[Tt][Rr])..))"
    )


_MODERN = re.compile(
    only_syllables(rf"[oOuU][{''.join({pair[1] for pair in _TRADITIONAL})}]{SYLLABLE_END}")
)


def _traditional(found: re.Match[str]) -> str:
    return _TRADITIONAL.get(found[0], found[0])


def canonical_tone(text: str) -> str:
    """Return *text* in NFC, with the tone mark of final oa, oe and uy in the traditional place.

    "hoà", "khoẻ", "Thuỷ" become "hòa", "khỏe", "Thủy". Only whole Vietnamese syllables change:
    "hoàn" and "quý" are spelt alike in both styles, and "Chloé" is no Vietnamese syllable.
    Case, spacing and length are kept. Idempotent.
    """
    # The second nfc() is nearly free, and needed when a mark of another script follows.
    text = nfc(text)
    hidden = StandIns(text)
    found = _MODERN.sub(_traditional, hidden.hide(text) if hidden else text)
    return nfc(hidden.show(found) if hidden else found)
