# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why two articles are related: the parts of their score, for people."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from newsroom.related import params
from newsroom.related.score import Features, RelatedUnits, bonuses, common_of
from newsroom.related.signature import are_copies, choose, marks
from newsroom.related.terms import Words, read_terms, split
from newsroom.related.weights import Weights


class Side(NamedTuple):
    """One of the two: its words (their signature is in ``features``), and its features."""

    words: Words
    features: Features


class SharedTerm(NamedTuple):
    """A term that both have, its weight (1 to 255) in each, and their product."""

    term: str
    weight_a: int
    weight_b: int
    product: int


class Explanation(msgspec.Struct, frozen=True):
    """``score = likeness × factor``; 0 if it says why in ``nothing``.

    ``likeness`` is the sum of the products of ``terms``, heaviest first; ``factor`` is
    ``params.BASE`` and the sum of ``bonuses``: "unit", "section", "dossier", "nearness".
    Nothing below a likeness of ``least``. ``mates``: they have a rare tag in common.
    """

    score: int
    likeness: int
    factor: int
    terms: list[SharedTerm]
    bonuses: dict[str, int]
    copies: bool
    least: int
    nothing: str = ""
    mates: bool = False


def explain(
    a: Side,
    b: Side,
    weights: Weights,
    related_units: RelatedUnits,
    least: int,
    *,
    mates: bool = False,
    banned: bool = False,
) -> Explanation:
    """The parts of the score of ``a`` and ``b``; ``least``: `least_of` the archive.

    ``mates``: they have a rare tag in common.
    """
    terms = shared_terms(a.words, b.words, weights)
    likeness = sum(term.product for term in terms)
    extra = bonuses(a.features, b.features, related_units)
    factor = params.BASE + sum(extra.values())
    common = common_of(a.features, b.features, related_units, mates=mates)
    least = common.floor(least, a.features.day - b.features.day)
    nothing = "banned" if banned else "" if likeness >= least else "unlike"
    score = 0 if nothing else likeness * factor
    copies = are_copies(marks(a.features.sketch), marks(b.features.sketch))
    return Explanation(score, likeness, factor, terms, extra, copies, least, nothing, mates)


def shared_terms(a: Words, b: Words, weights: Weights) -> list[SharedTerm]:
    """The terms that the signatures of two articles share, heaviest first."""
    in_a, in_b = (
        choose(read_terms(split(title, summary, text), tags), weights)
        for title, summary, text, tags in (a, b)
    )
    shared = (
        SharedTerm(term, w, in_b[term], w * in_b[term]) for term, w in in_a.items() if term in in_b
    )
    return sorted(shared, key=lambda found: (-found.product, found.term))
