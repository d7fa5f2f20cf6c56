# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answering a question by the files of a finished site, as its readers' browsers do.

``theme/static/js/search.js`` does the same, step by step; ``docs/search.md`` tells it in words.
"""

from __future__ import annotations

from base64 import b64decode
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, islice
from math import log
from typing import Any

import msgspec

from newsroom.search import figures
from newsroom.search.numbering import DAY_BITS, day_file
from newsroom.search.question import Asked, Question, parse
from newsroom.search.terms import FORM, FORM_BITS, form, number

Fetch = Callable[[str], bytes]
"""The bytes of a file below ``tim-kiem/``; raises OSError if there is none."""

_LEAST = 0.05  # of the best score, marks aside: what has less is no answer
Scores = dict[int, tuple[float, float]]
"""By place what an article counts without regard to marks, and what its marks add."""


class Hit(msgspec.Struct, frozen=True):
    """An article that answers: its place, and how well it does."""

    place: int
    score: float


class Answer(msgspec.Struct, frozen=True):
    """What answers a question, best first; ``files`` were asked for, ``lost`` could not be had."""

    hits: list[Hit]
    files: list[str]
    lost: list[str]


class _StaleError(Exception):
    """A shard is of another generation than ``index.json`` has told: the site was published."""


class _Shard:
    """A shard's columns, to find a term's postings in (`newsroom.search.postings.make_shard`)."""

    def __init__(self, data: bytes, stamp: int, lowest: int, kept: int) -> None:
        told = msgspec.json.decode(data, type=dict[str, Any])
        if told["stamp"] != stamp:
            raise _StaleError
        found = b64decode(told["data"])
        numbers = _varints(found)
        size = next(numbers)
        self.terms = list(accumulate(islice(numbers, size), initial=lowest))[1:]
        self.counts = list(islice(numbers, size))
        self.starts = list(accumulate((min(count, kept) for count in self.counts), initial=0))
        rows = self.starts[-1]
        self.days = list(islice(numbers, rows))
        self.slots = list(islice(numbers, rows))
        self.marks = found[len(found) - rows :]
        if len(self.slots) < rows:
            raise ValueError(rows)

    def find(self, term: int) -> tuple[int, list[tuple[int, int]]]:
        """In how many articles a term stands, and the places and marks of those that are kept."""
        at = bisect_left(self.terms, term)
        if at == len(self.terms) or self.terms[at] != term:
            return 0, []
        own = slice(self.starts[at], self.starts[at + 1])
        days = accumulate(self.days[own])
        places = (day << DAY_BITS | slot for day, slot in zip(days, self.slots[own], strict=True))
        return self.counts[at], list(zip(places, self.marks[own], strict=True))


def _varints(data: bytes) -> Iterator[int]:
    """Numbers in 7 bits a byte, the lowest first."""
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < _MORE:
            yield value
            value = shift = 0


_MORE = 128


class SearchIndex:
    """The index of a site; what it has asked for it keeps."""

    def __init__(self, fetch: Fetch) -> None:
        """Raises OSError or ValueError if there is no index of the known format."""
        self._fetch = fetch
        self.about = msgspec.json.decode(fetch("index.json"), type=dict[str, Any])
        if self.about["format"] != figures.FORMAT:
            raise ValueError(self.about["format"])
        self._is_renewed = False
        """Whether ``about`` was asked for anew for this question."""
        self._shards: dict[str, _Shard | None] = {}
        self._asked: dict[str, None] = {}

    def answer(self, text: str) -> Answer:
        """The articles that answer a question.

        Where a shard is lost or of other generations, the site may have been published meanwhile:
        `index.json` is asked for again, and tells. What does not go with it even then, as the site
        is just being copied, is lost.
        """
        try:
            answer = self._answer(text)
        except _StaleError:
            self._renew()
        else:
            if not answer.lost or not self._renew():
                return answer
        self._is_renewed = True
        try:
            return self._answer(text)
        finally:
            self._is_renewed = False

    def _renew(self) -> bool:
        """Whether the site has other generations than were known."""
        known = self.about["generations"]
        self.about = msgspec.json.decode(self._fetch("index.json"), type=dict[str, Any])
        if self.about["generations"] == known:
            return False
        self._shards = {}
        return True

    def _answer(self, text: str) -> Answer:
        self._asked = {}
        question = parse(text, self.about["synonyms"])
        scores = self._rank(question)
        best = max((base for base, _bonus in scores.values()), default=0.0)
        hits = [
            Hit(place, (base + bonus) * self._fresh(place))
            for place, (base, bonus) in scores.items()
            if base >= best * _LEAST
        ]
        hits.sort(key=lambda hit: (-round(hit.score, 6), -hit.place))
        lost = [name for name in self._asked if self._shards[name] is None]
        return Answer(hits, ["index.json", *self._asked], lost)

    def _rank(self, question: Question) -> Scores:
        """The scores of articles: by pairs if enough have all, else by single words, too."""
        scores: Scores = {}
        whole: set[int] | None = None
        needed: set[int] | None = None
        for asked in question.pairs:
            found = self._add(scores, asked, self.about["pair"])
            whole = found if whole is None else whole & found
            needed = found if asked.needed and needed is None else needed
            needed = needed & found if needed is not None and asked.needed else needed
        alone = [asked for asked in question.singles if asked.needed]
        if 0 < len(question.pairs) <= self.about["few"] and not alone:
            if not scores:
                self._add_apart(scores, question)
        else:
            few = whole is None or len(whole) < self.about["enough"]
            for asked in question.singles if few else alone:
                found = self._add(scores, asked, self.about["single"])
                if asked.needed:
                    needed = found if needed is None else needed & found
        if needed is not None:
            return {place: score for place, score in scores.items() if place in needed}
        return scores

    def _add_apart(self, scores: Scores, question: Question) -> None:
        """Single words of a short question whose pairs stand nowhere: by generations, the newest
        first, until enough articles have all the words that were met so far.
        """
        for upto in range(1, len(self.about["generations"]) + 1):
            scores.clear()
            found = [
                self._add(scores, asked, self.about["single"], upto) for asked in question.singles
            ]
            met = [places for places in found if places]
            if met and len(set.intersection(*met)) >= self.about["enough"]:
                return

    def _fresh(self, place: int) -> float:
        """A gentle preference for what is newer."""
        days = (self.about["newest"] >> DAY_BITS) - (place >> DAY_BITS)
        lives: float = max(days, 0) / self.about["half_life"]
        return 1 - 0.1 * min(lives, 2)

    def _add(self, scores: Scores, asked: Asked, kind: int, upto: int | None = None) -> set[int]:
        """Add what a term counts to the articles that have it; returns these.

        ``upto``: of so many generations, the newest first.
        """
        count, found = self._postings(number(asked.term), upto)
        rarity = log(1 + (self.about["articles"] - count + 0.5) / (count + 0.5)) * kind
        exact = form(asked.spelling) if asked.marked else -1
        weights = self.about["weights"]
        for place, mark in found:
            base, bonus = scores.get(place, (0.0, 0.0))
            more = rarity * self.about["marked"] if mark & FORM == exact else 0.0
            scores[place] = base + rarity * weights[mark >> FORM_BITS], bonus + more
        return {place for place, _mark in found}

    def _postings(self, term: int, upto: int | None) -> tuple[int, Sequence[tuple[int, int]]]:
        total, places = 0, []
        bucket = term * self.about["buckets"] >> 32
        for generation in self.about["generations"][:upto]:
            shard = self._shard(generation, bucket * generation["shards"] // self.about["buckets"])
            if shard is not None:
                count, found = shard.find(term)
                total += count
                places += found
        return total, places

    def _shard(self, generation: dict[str, Any], number: int) -> _Shard | None:
        name = f"{generation['name']}/{number:x}.json"
        self._asked[name] = None
        if name not in self._shards:
            lowest = (number << figures.TERM_BITS) // generation["shards"]
            try:
                data = self._fetch(name)
                self._shards[name] = _Shard(data, generation["stamp"], lowest, self.about["kept"])
            except (OSError, ValueError, KeyError, TypeError):  # missing, or cut off
                self._shards[name] = None
            except _StaleError:
                if not self._is_renewed:
                    raise
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
