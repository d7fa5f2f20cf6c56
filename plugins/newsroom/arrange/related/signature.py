"""What an article is known by: its heaviest terms, and a sketch of its text.

Everything here is whole numbers, so that a score is the same in every build and on every machine.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from heapq import nlargest
from math import isqrt
from operator import itemgetter, mul
from zlib import crc32

import msgspec

from newsroom.arrange.related import params
from newsroom.arrange.related.terms import is_pair, read_terms
from newsroom.arrange.related.weights import ONE, Weights, sixteenths

# Occurrences of a term count as 1 + ln n; a longer text doesn't repeat a word more often than this.
_OCCURRENCES = (0, *(ONE + sixteenths(n) for n in range(1, 256)))
EMPTY = 0xFFFF
"""An empty bin of a sketch."""


class Signature(msgspec.Struct, frozen=True, array_like=True):
    """An article's terms and sketch, packed for the store (little-endian).

    ``terms``: n CRC-32s of terms (4 bytes each, ascending), then their n weights (1 byte each).
    ``sketch``: `params.BINS` numbers of 2 bytes; 0xFFFF where no pair of the text fell.
    """

    terms: bytes = b""
    sketch: bytes = b""


def make_signature(
    title: str, summary: str, text: str, tags: Iterable[str], weights: Weights
) -> Signature:
    """The signature of an article; a pure function, for the processes that read articles.

    ``tags`` are slugs; ``text`` is plain, and may be empty, as may ``summary``.
    """
    counts, names = read_terms(title, summary, text, tags)
    chosen = choose(counts, names, weights)
    packed = _merge((crc32(term.encode()), weight) for term, weight in chosen)
    return Signature(pack(packed), _sketch(counts))


def choose(counts: Mapping[str, int], names: set[str], weights: Weights) -> list[tuple[str, int]]:
    """The heaviest terms with their weights, which together have the length `params.SCALE`.

    Of equally heavy terms the first in the text goes first: news tells what matters first.
    """
    raw = _weigh(counts, names, weights)
    # Dropping most before sorting by two things takes half of the time.
    least = max(1, min(nlargest(params.TERMS, raw.values()), default=1))
    stay = [item for item in raw.items() if item[1] >= least]
    stay.sort(key=itemgetter(1), reverse=True)  # stable, so ties keep the order of the text
    heaviest = stay[: params.TERMS]
    length = isqrt(sum(weight * weight for _, weight in heaviest))
    scaled = ((term, (params.SCALE * w + length // 2) // length) for term, w in heaviest)
    return [(term, weight) for term, weight in scaled if weight]


def _weigh(counts: Mapping[str, int], names: set[str], weights: Weights) -> dict[str, int]:
    """Occurrences × rarity × kind: a pair comes on top of its syllables, a name counts more."""
    most = len(_OCCURRENCES) - 1
    often = [_OCCURRENCES[count if count < most else most] for count in counts.values()]
    raw = dict(zip(counts, map(mul, often, weights.of(counts)), strict=True))
    for name in names & raw.keys():
        raw[name] = raw[name] * params.NAME[0] // params.NAME[1]
    return raw


def _merge(terms: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    # Two terms of one article with the same CRC are as good as one.
    merged: dict[int, int] = {}
    for term, weight in terms:
        merged[term] = max(weight, merged.get(term, 0))
    return sorted(merged.items())


def _sketch(counts: Iterable[str]) -> bytes:
    lowest = [EMPTY] * params.BINS
    for term in counts:
        if is_pair(term):
            number = crc32(term.encode())
            place, value = number % params.BINS, number >> 16
            lowest[place] = min(lowest[place], value)
    return struct.pack(f"<{params.BINS}H", *lowest)


def pack(terms: list[tuple[int, int]]) -> bytes:
    """Terms as bytes; see `Signature`."""
    size = len(terms)
    return struct.pack(f"<{size}I{size}B", *(t for t, _ in terms), *(w for _, w in terms))


def unpack(data: bytes) -> list[tuple[int, int]]:
    """The terms and weights of a signature."""
    size = len(data) // 5
    numbers = struct.unpack(f"<{size}I{size}B", data)
    return list(zip(numbers[:size], numbers[size:], strict=True))


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

    The share of equal numbers estimates the share of pairs that the texts have in common.
    """
    filled = max(len(a), len(b))
    share, whole = params.COPY
    return filled >= params.LEAST_BINS and len(a & b) * whole >= filled * share
