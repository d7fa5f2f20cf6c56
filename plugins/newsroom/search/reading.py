# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answering a question by the files of a finished site, as its readers' browsers do.

``theme/static/js/search.js`` does the same, step by step; ``docs/search.md`` tells it in words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from math import log
from typing import Any

import msgspec

from newsroom.search import figures
from newsroom.search.places import DAY_BITS, day_file
from newsroom.search.question import Asked, Question, parse
from newsroom.search.terms import FORM_BITS, form, number

Fetch = Callable[[str], bytes]
"""The bytes of a file below ``tim-kiem/``; raises OSError if there is none."""

_FORM = (1 << FORM_BITS) - 1
_LEAST = 0.3  # of the best score: what has less is no answer


class Hit(msgspec.Struct, frozen=True):
    """An article that answers: its place, and how well it does."""

    place: int
    score: float


class Answer(msgspec.Struct, frozen=True):
    """What answers a question, best first; ``files`` were asked for, ``lost`` could not be had."""

    hits: list[Hit]
    files: list[str]
    lost: list[str]


class _Shard:
    """A shard's columns, to find a term's postings in."""

    def __init__(self, data: bytes, kept: int) -> None:
        columns = msgspec.json.decode(data, type=dict[str, Any])
        self.terms = list(accumulate(columns["terms"]))
        self.counts: list[int] = columns["articles"]
        self.starts = [0, *accumulate(min(count, kept) for count in self.counts)]
        self.places: list[int] = columns["places"]
        self.marks: list[int] = columns["marks"]

    def find(self, term: int) -> tuple[int, list[tuple[int, int]]]:
        """In how many articles a term stands, and the places and marks of those that are kept."""
        at = bisect_left(self.terms, term)
        if at == len(self.terms) or self.terms[at] != term:
            return 0, []
        start, end = self.starts[at], self.starts[at + 1]
        places = accumulate(self.places[start:end])
        return self.counts[at], list(zip(places, self.marks[start:end], strict=True))


class SearchIndex:
    """The index of a site; what it has asked for it keeps."""

    def __init__(self, fetch: Fetch) -> None:
        """Raises OSError or ValueError if there is no index of the known format."""
        self._fetch = fetch
        self.about = msgspec.json.decode(fetch("index.json"), type=dict[str, Any])
        if self.about["format"] != figures.FORMAT:
            raise ValueError(self.about["format"])
        self._shards: dict[str, _Shard | None] = {}
        self._asked: dict[str, None] = {}

    def answer(self, text: str) -> Answer:
        """The articles that answer a question."""
        self._asked = {}
        question = parse(text)
        scores = self._rank(question)
        best = max(scores.values(), default=0.0)
        hits = [Hit(place, score) for place, score in scores.items() if score >= best * _LEAST]
        hits.sort(key=lambda hit: (-round(hit.score, 6), -hit.place))
        lost = [name for name in self._asked if self._shards[name] is None]
        return Answer(hits, ["index.json", *self._asked], lost)

    def _rank(self, question: Question) -> dict[int, float]:
        """The scores of articles: by pairs if enough have all, else by single words, too."""
        scores: dict[int, float] = {}
        whole: set[int] | None = None
        needed: set[int] | None = None
        for asked in question.pairs:
            found = self._add(scores, asked, self.about["pair"])
            whole = found if whole is None else whole & found
            needed = found if asked.needed and needed is None else needed
            needed = needed & found if needed is not None and asked.needed else needed
        if whole is None or len(whole) < self.about["enough"]:
            for asked in question.singles:
                found = self._add(scores, asked, self.about["single"])
                if asked.needed:
                    needed = found if needed is None else needed & found
        if needed is not None:
            scores = {place: score for place, score in scores.items() if place in needed}
        return {place: score * self._fresh(place) for place, score in scores.items()}

    def _fresh(self, place: int) -> float:
        """A gentle preference for what is newer."""
        days = (self.about["newest"] >> DAY_BITS) - (place >> DAY_BITS)
        lives: float = max(days, 0) / self.about["half_life"]
        return 1 - 0.1 * min(lives, 2)

    def _add(self, scores: dict[int, float], asked: Asked, kind: int) -> set[int]:
        """Add what a term counts to the articles that have it; returns these."""
        count, found = self._postings(number(asked.term))
        rarity = log(1 + (self.about["articles"] - count + 0.5) / (count + 0.5)) * kind
        exact = form(asked.spelling) if asked.marked else -1
        weights = self.about["weights"]
        for place, mark in found:
            weight = weights[mark >> FORM_BITS] + (mark & _FORM == exact) * self.about["marked"]
            scores[place] = scores.get(place, 0.0) + rarity * weight
        return {place for place, _mark in found}

    def _postings(self, term: int) -> tuple[int, Sequence[tuple[int, int]]]:
        total, places = 0, []
        bucket = term * self.about["buckets"] >> 32
        for generation in self.about["generations"]:
            at = bucket * generation["shards"] // self.about["buckets"]
            shard = self._shard(f"{generation['name']}/{at:x}.json")
            if shard is not None:
                count, found = shard.find(term)
                total += count
                places += found
        return total, places

    def _shard(self, name: str) -> _Shard | None:
        self._asked[name] = None
        if name not in self._shards:
            try:
                self._shards[name] = _Shard(self._fetch(name), self.about["kept"])
            except (OSError, ValueError, KeyError, TypeError):  # missing, or cut off
                self._shards[name] = None
        return self._shards[name]

    def results(self, hits: Iterable[Hit]) -> list[dict[str, Any]]:
        """What there is to show of these articles, in their order; those that are lost left out."""
        days: dict[str, dict[int, dict[str, Any]]] = {}
        found = []
        for hit in hits:
            name = day_file(hit.place)
            if name not in days:
                days[name] = self._day(name)
            if hit.place in days[name]:
                found.append({**days[name][hit.place], "score": round(hit.score, 3)})
        return found

    def _day(self, name: str) -> dict[int, dict[str, Any]]:
        try:
            rows = msgspec.json.decode(self._fetch(name), type=list[dict[str, Any]])
            return {row["place"]: row for row in rows}
        except (OSError, ValueError, KeyError):
            return {}
