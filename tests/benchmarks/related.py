# SPDX-License-Identifier: AGPL-3.0-or-later
"""How good related stories are, beside other ways to find them, on articles with known answers.

    invoke bench related --data related_dev.jsonl.gz
    python -m tests.benchmarks.related --data related_dev.jsonl.gz --part full

The data are JSON lines (may be gzipped), one article each: ``title``, ``body``, perhaps
``summary``, ``tags``, ``section`` (or ``category``), ``district``, ``date``. With ``cluster``
(articles of one event; those without one, or alone in theirs, are only found, not judged) it prints
hit@1, the share of articles whose best neighbour is of their cluster, and P@m, the share of the
best m neighbours that are, with m = min(5, cluster size - 1). Without, tags are hidden and it
prints the share of the best five neighbours that share a tag, of the articles that could.
Ties and near-duplicates stay as they are. Milliseconds are of processor time per article, from
text to lists; the time to freeze weights (to fit the baseline's) is not in it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from newsroom.model import Unit
from newsroom.related import params
from newsroom.related.engine import Related
from newsroom.related.score import Features, related_units_of
from newsroom.related.tables import TABLES
from newsroom.related.terms import Words
from newsroom.related.weights import Weights
from newsroom.text.slug import slugify
from newsroom.text.syllables import flow, stretches, syllables
from tests.related.samples import freeze, make_signature

Row = dict[str, Any]
Found = list[list[int]]
"""For each article the places of its neighbours, best first."""
FACTS = ("tags", "section", "category", "district", "date")
PARTS = ("full", "lead", "title")
LEAD = 60
LEAST = params.SCALE**2 // 25
FLOORS = tuple(name for name in vars(params) if name.startswith("LEAST_OF_"))
TOP = 5


class Method(NamedTuple):
    """A way to find neighbours: rows and their words → neighbours, and seconds."""

    name: str
    find: Callable[[list[Row], list[Words]], tuple[Found, float]]


# ----------------------------------------------------------------------------------------- data


def read_rows(path: Path) -> list[Row]:
    """The articles of a file."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def halves_of(rows: Iterable[Row]) -> tuple[set[str], set[str]]:
    """The clusters in two halves: the even and the odd ones in the order of their names, from 0."""
    names = sorted({row["cluster"] for row in rows if row.get("cluster") is not None})
    return set(names[::2]), set(names[1::2])


def words_of(row: Row, part: str, tags: Sequence[str] = ()) -> Words:
    """The words of an article, as far as ``part`` lets one see: full, lead or title."""
    title, summary, body = row["title"], row.get("summary") or "", row["body"]
    if part == "title":
        return title, "", "", tuple(tags)
    if part == "lead":
        return title, "", " ".join(f"{summary} {body}".split()[:LEAD]), tuple(tags)
    return title, summary, body, tuple(tags)


def tags_of(row: Row) -> list[str]:
    """The slugs of an article's tags."""
    return sorted({slugify(tag) for tag in row.get("tags") or ()})


def features_of(row: Row) -> dict[str, Any]:
    """The section, units and day of an article, as `Features` takes them."""
    section = slugify(row.get("section") or row.get("category") or "")
    unit = slugify(row.get("district") or "")
    return {"day": day_of(row), "section": section, "units": (unit,) if unit else ()}


def day_of(row: Row) -> int:
    """The day of an article; all are of one day when they have no date."""
    return datetime.fromisoformat(row["date"]).toordinal() if row.get("date") else 0


# -------------------------------------------------------------------------------------- methods


def ours(
    rows: list[Row], words: list[Words], weights: Weights, *, facts: bool
) -> tuple[Found, float]:
    """Our lists, as ranked and without the floor; ``facts``: sections, units and dates count."""
    started = time.process_time()
    with parameters(**dict.fromkeys(FLOORS, LEAST)):
        related = relate(rows, words, weights, facts=facts)
    found = [[e.number for e in related.neighbours(place)] for place in range(len(rows))]
    return found, time.process_time() - started


def relate(rows: list[Row], words: list[Words], weights: Weights, *, facts: bool) -> Related:
    """The engine with these articles, by their places."""
    db = sqlite3.connect(":memory:")
    db.executescript(TABLES)
    units = {unit for row in rows for unit in features_of(row)["units"]}
    related = Related(db, related_units_of(Unit(unit, unit) for unit in sorted(units)))
    for place, (row, some) in enumerate(zip(rows, words, strict=True)):
        signature = make_signature(*some, weights)
        known = features_of(row) if facts else {"day": 0}
        features = Features(place, terms=signature.terms, sketch=signature.sketch, **known)
        related.add(place, features)
    related.settle()
    return related


def frozen(**changes: Any) -> Callable[[list[Row], list[Words]], tuple[Found, float]]:
    """Ours with other parameters, and weights frozen on the very articles."""
    facts = changes.pop("facts", False)

    def find(rows: list[Row], words: list[Words]) -> tuple[Found, float]:
        with parameters(**changes):
            table = freeze(words)
            return ours(rows, words, Weights(table.decode()), facts=facts)

    return find


def by_default(rows: list[Row], words: list[Words]) -> tuple[Found, float]:
    """Ours with the default weights."""
    return ours(rows, words, Weights(), facts=False)


@contextmanager
def parameters(**changes: Any) -> Iterator[None]:
    """Other parameters while the block runs."""
    before = {name: getattr(params, name) for name in changes}
    for name, value in changes.items():
        setattr(params, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(params, name, value)


def tf_idf(_rows: list[Row], words: list[Words]) -> tuple[Found, float]:
    """scikit-learn's sublinear TF-IDF on syllables and pairs, and the cosine."""
    vectors, started = vectors_of(words)
    scores = (vectors @ vectors.T).toarray()
    found = [ranked(row, at) for at, row in enumerate(scores)]
    return found, time.process_time() - started


def vectors_of(words: list[Words]) -> tuple[Any, float]:
    """The vectors of TF-IDF as rows of a sparse matrix, and when it began to make them."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-untyped]

    texts = ["\n".join((title, summary, text)) for title, summary, text, _ in words]
    vectorizer = TfidfVectorizer(analyzer=_grams, sublinear_tf=True).fit(texts)
    started = time.process_time()
    return vectorizer.transform(texts), started


def _grams(text: str) -> list[str]:
    tokens = flow(stretches(text))
    return [*syllables(text), *(f"{a} {b}" for a, b in pairwise(tokens) if a and b)]


def hugo(rows: list[Row], words: list[Words]) -> tuple[Found, float]:
    """As Hugo ranks: by the number of shared tags, then newest first."""
    started = time.process_time()
    tags = [set(some[3]) for some in words]
    newest = np.array([day_of(row) for row in rows]) / 1e7
    found = []
    for at, own in enumerate(tags):
        scores = np.array([float(len(own & other)) for other in tags])
        found.append(ranked(np.where(scores > 0, scores + newest, 0), at))
    return found, time.process_time() - started


def ranked(scores: Any, own: int) -> list[int]:
    """The places of the best scores, without ``own`` and without those that score nothing."""
    order = np.argsort(-scores, kind="stable")[: TOP + 1].tolist()
    return [place for place in order if place != own and scores[place] > 0]


# -------------------------------------------------------------------------------------- figures


def cluster_figures(rows: list[Row], found: Found, chosen: Iterable[int]) -> tuple[float, float]:
    """hit@1 and P@m of the chosen articles; not a number if none is to be judged."""
    sizes = Counter(row.get("cluster") for row in rows)
    hits, precision = [], []
    for at in chosen:
        cluster = rows[at].get("cluster")
        size = min(TOP, sizes[cluster] - 1)
        if cluster is None or size < 1:
            continue
        same = [rows[other].get("cluster") == cluster for other in found[at][:size]]
        hits.append(bool(same and same[0]))
        precision.append(sum(same) / size)
    return (float(np.mean(hits)), float(np.mean(precision))) if hits else (np.nan, np.nan)


def tag_figures(judged: list[set[str]], found: Found) -> tuple[float, int]:
    """The share of the best five that share a judged tag, of the articles for which any does."""
    shares = []
    for at, own in enumerate(judged):
        if any(own & other for place, other in enumerate(judged) if place != at):
            shares.append(sum(bool(own & judged[other]) for other in found[at][:TOP]) / TOP)
    return float(np.mean(shares)), len(shares)


ABLATION: dict[str, dict[str, Any]] = {
    "without names": {"NAME": (1, 1)},
    "headline counts once": {"TITLE": 1},
    "without pairs": {"PAIR": 0},
    "without syllables": {"SINGLE": 0},
    "the whole text": {"WORDS": 10**6},
    "96 terms": {"TERMS": 96},
    "32 terms": {"TERMS": 32},
    "terms of > 5 % dropped": {"CAP": 0.05},
}


def clusters(rows: list[Row], parts: Sequence[str]) -> None:
    """Print the table of articles with clusters."""
    for part in parts:
        print(f"\n{part}: {len(rows)} articles\n")
        print("| | hit@1 | P@m | even clusters | odd clusters | ms |\n|---|---|---|---|---|---|")
        words = [words_of(row, part) for row in rows]
        for method in methods(len(rows)):
            found, seconds = method.find(rows, words)
            print(cluster_line(method.name, rows, found, seconds), flush=True)
        tagged = [words_of(row, part, tags_of(row)) for row in rows]
        for method in with_facts(rows):
            found, seconds = method.find(rows, tagged)
            print(cluster_line(method.name, rows, found, seconds), flush=True)


def cluster_line(name: str, rows: list[Row], found: Found, seconds: float) -> str:
    """One line of the table."""
    names = halves_of(rows)
    chosen = [[at for at, row in enumerate(rows) if row.get("cluster") in half] for half in names]
    columns = [cluster_figures(rows, found, range(len(rows)))]
    columns += [cluster_figures(rows, found, half) for half in chosen]
    shown = [f"{columns[0][0]:.4f} | {columns[0][1]:.4f}"]
    shown += [f"{hit:.3f} / {precision:.3f}" for hit, precision in columns[1:]]
    return f"| {name} | {' | '.join(shown)} | {seconds / len(rows) * 1e3:.2f} |"


def methods(size: int) -> Iterator[Method]:
    """What is compared, by words alone."""
    yield Method("**ours**", frozen())
    yield from baseline()
    yield Method("ours, default weights", by_default)
    for name, changes in ABLATION.items():
        fixed = {k: int(v * size) if isinstance(v, float) else v for k, v in changes.items()}
        if fixed.get("CAP") == 1:  # so few articles that no two may share a term
            continue
        yield Method(f"– {name}", frozen(**fixed))


def baseline() -> Iterator[Method]:
    """TF-IDF, where scikit-learn is installed."""
    if find_spec("sklearn") is None:
        print("(scikit-learn is not installed: no TF-IDF)", file=sys.stderr)
    else:
        yield Method("TF-IDF (scikit-learn)", tf_idf)


def with_facts(rows: list[Row]) -> Iterator[Method]:
    """What is compared, if the data say more than words."""
    if any(row.get("tags") for row in rows):
        yield Method("Hugo (shared tags)", hugo)
    if any(row.get(name) for row in rows for name in FACTS):
        yield Method("ours, with tags, sections, units and dates", frozen(facts=True))


def tags(rows: list[Row]) -> None:
    """Print the table of articles with tags."""
    rows = [row for row in rows if row.get("tags")]
    if not rows:
        sys.exit("The articles have neither clusters nor tags: nothing tells what is right.")
    slugs = [tags_of(row) for row in rows]
    hidden = [words_of(row, "full") for row in rows]
    print("\n| all tags hidden | share of 5 | ms |\n|---|---|---|")
    facts = Method("ours, with sections and dates", frozen(facts=True))
    for method in (*methods(len(rows)), facts):
        tag_line(method, rows, hidden, list(map(set, slugs)))
    print("\n| every other tag seen, the others judged | share of 5 | ms |\n|---|---|---|")
    seen = [words_of(row, "full", own[::2]) for row, own in zip(rows, slugs, strict=True)]
    judged = [set(own[1::2]) for own in slugs]
    for method in (facts, Method("Hugo (shared tags)", hugo), *baseline()):
        tag_line(method, rows, seen, judged)
    tag_line(Method("ours, tags unseen", facts.find), rows, hidden, judged)


def tag_line(method: Method, rows: list[Row], words: list[Words], judged: list[set[str]]) -> None:
    """Print one line of a table of tags."""
    found, seconds = method.find(rows, words)
    share, size = tag_figures(judged, found)
    cost = seconds / len(rows) * 1e3
    print(f"| {method.name} ({size} articles) | {share:.4f} | {cost:.2f} |", flush=True)


def main(argv: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench related", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", choices=PARTS, help="default: each")
    options = parser.parse_args(argv)
    rows = read_rows(options.data)
    if any(row.get("cluster") is not None for row in rows):
        clusters(rows, [options.part] if options.part else PARTS)
    else:
        tags(rows)


if __name__ == "__main__":
    main()
