# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an article is known by: its heaviest terms, and a sketch of its text.

Everything here is whole numbers, so that a score is the same in every build and on every machine.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from itertools import chain, islice, repeat
from math import isqrt
from operator import mul
from zlib import crc32

import msgspec

from newsroom.related import params
from newsroom.related.terms import TAG_MARK, Terms, TextParts, is_pair, read_terms, spell
from newsroom.related.weights import ONE, Weights, sixteenths

# Occurrences of a term count as 1 + ln n; a longer text doesn't repeat a word more often than this.
_MANY = 255
_BIN = params.BINS - 1
_PACKED_BINS = struct.Struct(f"<{params.BINS}H").pack
_WORD = 0xFFFFFFFE
EMPTY = 0xFFFF
"""An empty bin of a sketch."""
_NONE = EMPTY << 16
_SPOT = 3


class _Often(dict[int, int]):
    """What so many occurrences count."""

    def __missing__(self, count: int) -> int:
        return self[_MANY]


_often = _Often({n: ONE + sixteenths(n) for n in range(1, _MANY + 1)}).__getitem__


class Signature(msgspec.Struct, frozen=True, array_like=True):
    """An article's terms and sketch, packed for the store (little-endian).

    ``terms``: n numbers of terms (4 bytes each, ascending), then their n weights (1 byte each). The
    number is the term's CRC-32 but for the last bit, which tells tags (`is_tag`).
    ``sketch``: `params.BINS` numbers of 2 bytes; 0xFFFF where none fell.
    """

    terms: bytes = b""
    sketch: bytes = b""


def sign(
    parts: TextParts, tags: Iterable[str], weights: Weights, telling: int = 0
) -> tuple[Signature, list[str]]:
    """The signature of an article, and its ``telling`` heaviest terms.

    A pure function, for the processes that read articles; ``tags`` are slugs.
    """
    found = heaviest(read_terms(parts, tags), weights, max(params.TERMS, telling))
    signature = Signature(pack(_numbered(_scaled(found))), sketch(parts.summary + parts.text))
    return signature, list(found)[:telling]


def choose(terms: Terms, weights: Weights) -> dict[str, int]:
    """The heaviest terms with their weights, which together have the length `params.SCALE`.

    The heaviest go first (`heaviest`).
    """
    return _scaled(heaviest(terms, weights, params.TERMS))


def heaviest(terms: Terms, weights: Weights, most: int) -> dict[str, int]:
    """The heaviest terms, ``most`` of them if there are so many, and what they weigh.

    That is occurrences × rarity × kind; a name counts more. The heaviest go first; of equally heavy
    ones syllables and tags, then pairs that come back, then those in names; then the first in the
    text: news tells what matters first.
    """
    singles, pairs, names = terms
    get = weights.known.get
    often = map(_often, singles.values())
    rare = map(get, singles, repeat(weights.single))
    raw = dict(zip(singles, map(mul, often, rare), strict=True))
    again = [pair for pair, count in pairs.items() if count > 1 and is_pair(pair)]
    for pair in chain(again, filter(pairs.__contains__, names.pairs)):
        term = spell(pair)
        raw[term] = _often(pairs[pair]) * get(term, weights.pair)
    more, than = params.NAME
    for name in chain(names.singles, map(spell, names.pairs)):
        if name in raw:
            raw[name] = raw[name] * more // than
    # None of the other pairs is heavier than one that the table does not know, and of equals the
    # first goes first: most need not be looked up.
    default = weights.pair
    missing = most - sum(map((ONE * default).__le__, raw.values()))
    for first, second in pairs if missing > 0 else ():
        if first and second and (term := f"{first} {second}") not in raw:
            weight = get(term, default)
            raw[term] = ONE * weight
            if weight == default:
                missing -= 1
                if not missing:
                    break
    ranked = sorted(raw, key=raw.__getitem__, reverse=True)[:most]
    return {term: raw[term] for term in ranked}


def _scaled(found: Mapping[str, int]) -> dict[str, int]:
    heaviest = dict(islice(found.items(), params.TERMS))
    length = isqrt(sum(map(mul, heaviest.values(), heaviest.values()))) or 1
    half, scale = length // 2, params.SCALE
    scaled = {term: (scale * weight + half) // length for term, weight in heaviest.items()}
    return {term: weight for term, weight in scaled.items() if weight}


def _numbered(chosen: Mapping[str, int]) -> dict[int, int]:
    # Two terms of one article with the same number are as good as the heavier, which comes first.
    numbers = [crc32(term.encode()) & _WORD | (term[0] == TAG_MARK) for term in chosen]
    return dict(zip(reversed(numbers), reversed(list(chosen.values())), strict=True))


def sketch(found: list[str]) -> bytes:
    """The sketch of a whole text by its stretches; see `Signature`.

    Of the two words after each of three letters it keeps the number that is lowest in each bin.
    Such spots (some 30 in a hundred words; compare SpotSigs: Theobald, Siddharth, Paepcke 2008)
    stand for the whole text, at a fraction of the cost.
    """
    following = zip(found, found[1:], found[2:], strict=False)
    spots = [f"{a} {b}" for before, a, b in following if len(before) == _SPOT]
    lowest = [_NONE] * params.BINS
    for number in map(crc32, map(str.encode, spots)):
        place = number & _BIN
        if number < lowest[place]:  # noqa: PLR1730 - min() takes three times as long
            lowest[place] = number
    return _PACKED_BINS(*[number >> 16 for number in lowest])


def pack(terms: Mapping[int, int]) -> bytes:
    """Terms and their weights as bytes; see `Signature`."""
    size, numbers = len(terms), sorted(terms)
    return struct.pack(f"<{size}I{size}B", *numbers, *map(terms.__getitem__, numbers))


def unpack(data: bytes) -> list[tuple[int, int]]:
    """The terms and weights of a signature."""
    size = len(data) // 5
    numbers = struct.unpack(f"<{size}I{size}B", data)
    return list(zip(numbers[:size], numbers[size:], strict=True))


def is_tag(number: int) -> bool:
    """Whether the number of a term is that of a tag."""
    return bool(number & 1)


def likeness(a: bytes, b: bytes) -> int:
    """How alike two articles' terms are: 0 to about `params.SCALE`², the sum of products."""
    weights = dict(unpack(a))
    return sum(weights.get(term, 0) * weight for term, weight in unpack(b))


def marks(sketch: bytes) -> frozenset[int]:
    """The numbers of a sketch, each with its bin; empty bins left out."""
    values = struct.unpack(f"<{len(sketch) // 2}H", sketch)
    return frozenset(
        value * params.BINS + place for place, value in enumerate(values) if value != EMPTY
    )


def are_copies(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether two sketches (`marks`) are of almost the same text.

    The share of equal numbers estimates the share of their words that the texts have in common.
    """
    filled = max(len(a), len(b))
    share, whole = params.COPY
    return filled >= params.LEAST_BINS and len(a & b) * whole >= filled * share
