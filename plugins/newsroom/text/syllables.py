"""Vietnamese text as syllables and numbers, for search and for likeness of texts.

Vietnamese puts spaces between syllables, not words; pairs of neighbours stand in for words.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, pairwise

from newsroom.text.alphabet import MARK_RANGE
from newsroom.text.normalise import canonical_tone

_TOKEN = re.compile(rf"\d+(?:[.,/]\d+)*|[^\W\d_](?:[^\W\d_]|[{MARK_RANGE}])*")
_GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.])")
_LEADING_ZEROS = re.compile(r"(?<![\d.,])0+(?=\d)")

# The mark before a space, perhaps inside a quotation or bracket; a full stop after a usual
# abbreviation of a title or place ("TP. Hồ Chí Minh") ends nothing.
_SENTENCE_END = re.compile(
    r"""\n|[.!?…;:](?=[”’"')\]»]{0,2}\s)"""
    r"(?<!\b[QPH]\.)(?<!\b(?:TP|Tp|TS|GS|BS|KS)\.)(?<!\b(?:ThS|PGS)\.)"
)

_LONE_PUNCTUATION = re.compile(r"(?<!\S)[^\w\s]+(?!\S)")


def _number(token: str) -> str:
    return _GROUPED.sub(_ungrouped, _LEADING_ZEROS.sub("", token))


def _ungrouped(found: re.Match[str]) -> str:
    return found[0].replace(".", "")


# The words of a language come back: remembering each stretch between spaces is four times as
# fast as searching the text, and 32,768 of them take 10 MB.
@lru_cache(maxsize=2**15)
def _tokens(stretch: str) -> tuple[str, ...]:
    found: list[str] = _TOKEN.findall(canonical_tone(stretch.lower()))
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


def sentences(text: str) -> list[list[str]]:
    r"""Return the `syllables` of each sentence of *text*, leaving out sentences without any.

    A sentence ends at ``. ! ? … ; :`` before white space, and at a line break.
    """
    return [found for part in _SENTENCE_END.split(text) if (found := syllables(part))]


def pairs(tokens: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each two neighbours of *tokens*: n tokens make n - 1 pairs."""
    return pairwise(tokens)


def sentence_pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the `pairs` of *text* that do not reach from one sentence into the next."""
    return chain.from_iterable(map(pairwise, sentences(text)))


def words(text: str) -> int:
    """Count what stands between spaces in *text* and is not punctuation alone, as readers do."""
    return len(text.split()) - len(_LONE_PUNCTUATION.findall(text))
