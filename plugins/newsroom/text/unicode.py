# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same text on every Python: characters that are younger than the oldest one's Unicode.

Python 3.11 knows Unicode 14.0, and later ones know more letters, marks and digits. What a later one
would compose, put in order, write small or take for a part of a word, an earlier one leaves alone:
so they all leave it alone. Signs and pictographs (among them all emoji) are the same to all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Literal

from newsroom.startup import late_pattern

# Letters, marks and numbers that came with Unicode 15.0 to 18.0, and what lies between them and is
# nothing yet; for use inside [...]. A test compares it with what the Python at work knows.
NEWER = (
    "\u0558\u058b\u058c\u05c8\u05c9\u088f\u0897\u0b53\u0b54\u0c5c\u0cdc\u0cf3\u0ece"
    "\u1acf-\u1af0\u1c89\u1c8a\u208f\u209d-\u209f\ua7cb-\ua7cf\ua7d2\ua7d4\ua7da-\ua7f1"
    "\uab6c\uab6d\U000105c0-\U000105f3\U000107bb-\U000107bf\U00010940-\U00010959"
    "\U00010d40-\U00010d85\U00010ec2-\U00010eff\U0001123f-\U00011241\U00011380-\U000113e2"
    "\U000116d0-\U000116e3\U00011b0a-\U00011bf9\U00011db0-\U00011df1\U00011f00-\U00011f5a"
    "\U0001246f\U00012475-\U0001247f\U00012550-\U00012686\U0001342f\U00013440-\U000143fa"
    "\U00016100-\U00016139\U00016d40-\U00016d79\U00016ea0-\U00016ed3\U00016ff2-\U00016ff6"
    "\U000187f8-\U000187ff\U00018cd6-\U00018cff\U00018d09-\U000191d2\U0001b123-\U0001b132"
    "\U0001b155\U0001b168\U0001ccf0-\U0001ccf9\U0001d127\U0001d128\U0001d250-\U0001d2d3"
    "\U0001d6a6\U0001df1f-\U0001dfff\U0001e030-\U0001e08f\U0001e4d0-\U0001e4f9"
    "\U0001e5d0-\U0001e5fa\U0001e6c0-\U0001e6ff\U0002b739-\U0002b73f\U0002b81e"
    "\U0002cea2-\U0002cead\U0002ebf0-\U0002ee5d\U00031350-\U00033479\U0003d000-\U0003fc3f"
)

# What has none of those, for use inside [...]: the Latin, Greek and Cyrillic alphabets, punctuation
# and the scripts of East Asia. A search for what is outside of it passes a text ten times sooner
# than one for so many ranges, and nearly every text is passed so.
OLD = "\x00-\u0557\u1e00-\u208e\u20a0-\ua7ca"

_PERHAPS = re.compile(f"[^{OLD}]")
_NEWER = late_pattern(f"[{NEWER}]")
_RUNS = late_pattern(f"([{NEWER}]+)")

# Private use, so it is nothing but itself to every Python; `normalise.clean` lets it pass.
_STAND_IN = "\ue000"
_FIRST = 0xF0000


def is_known(text: str) -> bool:
    """Whether all letters of *text* are as old as Unicode 14.0."""
    return text.isascii() or _PERHAPS.search(text) is None or _NEWER.search(text) is None


def known(text: str) -> str:
    """*text* with a sign of nobody's in place of each newer letter, for who looks for words."""
    return text if is_known(text) else _NEWER.sub(_STAND_IN, text)


def lower(text: str) -> str:
    """``text.lower()``, for letters of Unicode 14.0."""
    return text.lower() if is_known(text) else _in_runs(text, str.lower)


def casefold(text: str) -> str:
    """``text.casefold()``, for letters of Unicode 14.0."""
    return text.casefold() if is_known(text) else _in_runs(text, str.casefold)


def normalise(form: Literal["NFC", "NFD"], text: str) -> str:
    """``unicodedata.normalize(form, text)``, in which newer letters and marks stay apart."""
    # What the Python at work finds in order is in order to all.
    if unicodedata.is_normalized(form, text):
        return text
    if is_known(text):
        return unicodedata.normalize(form, text)
    return _in_runs(text, lambda run: unicodedata.normalize(form, run))


def is_nfc(text: str) -> bool:
    """Whether ``normalise("NFC", text)`` is the text itself."""
    return unicodedata.is_normalized("NFC", text) or (
        not is_known(text) and normalise("NFC", text) == text
    )


def combining(letter: str) -> int:
    """``unicodedata.combining(letter)``; 0 of a newer mark."""
    return 0 if _NEWER.match(letter) else unicodedata.combining(letter)


def _in_runs(text: str, change: Callable[[str], str]) -> str:
    """The text with all between newer characters changed."""
    parts = _RUNS.split(text)
    parts[::2] = map(change, parts[::2])
    return "".join(parts)


class StandIns:
    """Signs of private use, one for each newer character of a text, while others work on it."""

    def __init__(self, text: str) -> None:
        newer = [] if is_known(text) else sorted(set(_NEWER.findall(text)))
        free = (chr(code) for code in range(_FIRST, 0x110000) if chr(code) not in text)
        self._hidden = dict(zip(map(ord, newer), free, strict=False))
        self._shown = {ord(sign): chr(code) for code, sign in self._hidden.items()}

    def __bool__(self) -> bool:
        return bool(self._hidden)

    def hide(self, text: str) -> str:
        """The text with the signs."""
        return text.translate(self._hidden)

    def show(self, text: str) -> str:
        """The text without them."""
        return text.translate(self._shown)
