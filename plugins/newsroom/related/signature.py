# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an article is known by: its heaviest terms, and a sketch of its text.

Everything here is whole numbers, so that a score is the same in every build and on every machine.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Mapping
from math import isqrt
from operator import mul
from zlib import crc32

import msgspec

from newsroom.related import params
from newsroom.related.terms import TAG_MARK, Parts, Terms, read_terms, split
from newsroom.related.weights import ONE, Known, Weights, sixteenths

# Occurrences of a term count as 1 + ln n; a longer text doesn't repeat a word more often than this.
_MANY = 255
_OCCURRENCES = (0, *(ONE + sixteenths(n) for n in range(1, _MANY + 1)))
_BIN_OF = (params.BINS - 1).__and__
_WORD = 0xFFFFFFFE
EMPTY = 0xFFFF
"""An empty bin of a sketch."""
_NONE = EMPTY << 16
_SPOT = 3


class Signature(msgspec.Struct, frozen=True, array_like=True):
    """An article's terms and sketch, packed for the store (little-endian).

    ``terms``: n numbers of terms (4 bytes each, ascending), then their n weights (1 byte each). The
    number is the term's CRC-32 but for the last bit, which tells tags (`is_tag`).
    ``sketch``: `params.BINS` numbers of 2 bytes; 0xFFFF where none fell.
    """

    terms: bytes = b""
    sketch: bytes = b""


def make_signature(
    title: str, summary: str, text: str, tags: Iterable[str], weights: Weights
) -> Signature:
    """The signature of an article; a pure function, for the processes that read articles.

    ``tags`` are slugs; ``text`` is plain, and may be empty, as may ``summary``.
    """
    return sign(split(title, summary, text), tags, weights)[0]


def sign(
    parts: Parts, tags: Iterable[str], weights: Weights, telling: int = 0
) -> tuple[Signature, list[str]]:
    """The signature of an article (`make_signature`), and its ``telling`` heaviest terms."""
    ranked, raw = rank(read_terms(parts, tags), weights)
    chosen = _scaled(ranked, raw)
    signature = Signature(pack(_numbered(chosen)), sketch(parts.summary + parts.text))
    return signature, ranked[:telling]


def choose(terms: Terms, weights: Weights) -> dict[str, int]:
    """The heaviest terms with their weights, which together have the length `params.SCALE`.

    The heaviest go first (`rank`).
    """
    return _scaled(*rank(terms, weights))


def rank(terms: Terms, weights: Weights) -> tuple[list[str], dict[str, int]]:
    """All terms, the heaviest first; and what they weigh.

    Of equally heavy terms syllables and tags do, then pairs that come back,
    then those in names; then the first in the text: news tells what matters first.
    """
    counts, names = terms.pairs, terms.names.pairs
    pairs = {pair: count for pair, count in counts.items() if count > 1}
    pairs |= {pair: counts[pair] for pair in names if pair in counts}
    pairs |= dict(counts)
    raw = _weigh(terms.singles, terms.names.singles, weights.known, weights.single)
    raw |= _weigh(pairs, names, weights.known, weights.pair)
    return sorted(raw, key=raw.__getitem__, reverse=True), raw


def _scaled(ranked: list[str], raw: Mapping[str, int]) -> dict[str, int]:
    heaviest = ranked[: params.TERMS]
    found = [raw[term] for term in heaviest]
    length = isqrt(sum(map(mul, found, found))) or 1
    half, scale = length // 2, params.SCALE
    scaled = [(scale * weight + half) // length for weight in found]
    return {term: weight for term, weight in zip(heaviest, scaled, strict=True) if weight}


def _weigh(
    counts: Mapping[str, int], names: Collection[str], known: Known, default: int
) -> dict[str, int]:
    """Occurrences × rarity × kind; a name counts more."""
    get, often, many = known.get, _OCCURRENCES, _MANY
    raw = {
        term: often[count if count < many else many] * get(term, default)
        for term, count in counts.items()
    }
    more, than = params.NAME
    for name in names:
        if name in raw:
            raw[name] = raw[name] * more // than
    return raw


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
    numbers = sorted(map(crc32, map(str.encode, spots)), reverse=True)
    # The lowest of each bin is written last.
    lowest = dict(zip(map(_BIN_OF, numbers), numbers, strict=True))
    bins = [lowest.get(place, _NONE) >> 16 for place in range(params.BINS)]
    return struct.pack(f"<{params.BINS}H", *bins)


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
