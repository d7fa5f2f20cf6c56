# SPDX-License-Identifier: AGPL-3.0-or-later
"""Vietnamese text as syllables and numbers, for search and for likeness of texts.

Vietnamese puts spaces between syllables, not words; pairs of neighbours stand in for words.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from newsroom.text.alphabet import MARK_RANGE
from newsroom.text.normalise import canonical_tone
from newsroom.text.unicode import NEWER, known

_TOKEN = re.compile(rf"\d+(?:[.,/]\d+)*|[^\W\d_](?:[^\W\d_]|[{MARK_RANGE}])*")
_GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])")
_LEADING_ZEROS = re.compile(r"(?<![\d.,])0+(?=\d)")

# The mark before a space, perhaps inside a quotation or bracket; a full stop after a usual
# abbreviation of a title or place ("TP. Hồ Chí Minh") ends nothing.
_SENTENCE_END = re.compile(
    r"""\n|[.!?…;:](?=[”’"')\]»]{0,2}\s)"""
    r"(?<!\b[QPH]\.)(?<!\b(?:TP|Tp|TS|GS|BS|KS)\.)(?<!\b(?:ThS|PGS)\.)"
)

_LONE_PUNCTUATION = re.compile(rf"(?<!\S)(?:[^\w\s]|[{NEWER}])+(?!\S)")


def _number(token: str) -> str:
    return _GROUPED.sub(_ungrouped, _LEADING_ZEROS.sub("", token))


def _ungrouped(found: re.Match[str]) -> str:
    return found[0].replace(".", "")


# The words of a language come back: remembering each stretch between spaces is four times as
# fast as searching the text, and 32,768 of them take 10 MB.
_REMEMBERED = 2**15


@lru_cache(maxsize=_REMEMBERED)
def _tokens(stretch: str) -> tuple[str, ...]:
    text = canonical_tone(known(stretch).lower())
    if text.isalpha():
        return (text,)
    found: list[str] = _TOKEN.findall(text)
    return tuple(_number(token) if token[0].isdecimal() else token for token in found)


def syllables(text: str) -> list[str]:
    """Return the syllables and numbers of *text*, in order, lower case, in canonical tone style.

    A syllable is a run of letters with their marks; punctuation falls away ("NQ-BCH" gives "nq",
    "bch"), and letters part from digits ("U23" gives "u", "23"). A number keeps its inner
    ``. , /`` so that dates and decimals stay whole, in one spelling:

    - "17.711" → "17711" (Vietnamese groups thousands with a full stop), "3,5" → "3,5"
    - "177%" → "177"
    - "02/3/2020" → "2/3/2020" and "08/3" → "8/3": leading zeros are dropped
    - "08/NQ-BCH" → "8", "nq", "bch"; "COVID-19" → "covid", "19"
    """
    return list(chain.from_iterable(map(_tokens, text.split())))


def stretches(text: str) -> list[str]:
    r"""Return what stands between the spaces of *text*, and each "\n" as one of its own.

    Two spaces have an empty stretch between them.
    """
    return text.replace("\n", " \n ").split(" ")


def flow(found: Iterable[str]) -> list[str]:
    r"""Return the `syllables` of `stretches`, in order, with an empty string where sentences end.

    A sentence ends at ``. ! ? … ; :`` at the end of a stretch, and at a line break.
    """
    return list(chain.from_iterable(map(_FLOW.__getitem__, found)))


class _Flow(dict[str, tuple[str, ...]]):
    """The flow of each stretch, kept as long as they are not too many."""

    def __missing__(self, stretch: str) -> tuple[str, ...]:
        if len(self) >= 2 * _REMEMBERED:
            self.clear()
        found = self[stretch] = tuple(_flow(stretch))
        return found


def _flow(stretch: str) -> Iterator[str]:
    stretch = known(stretch)
    if stretch.isalpha():
        return iter(_tokens(stretch))
    *ended, last = _SENTENCE_END.split(f"{stretch} ")
    return chain(*((*_tokens(part), "") for part in ended), _tokens(last))


_FLOW = _Flow()


def words(text: str) -> int:
    """Count what stands between spaces in *text* and is not punctuation alone, as readers do."""
    return len(text.split()) - len(_LONE_PUNCTUATION.findall(text))
