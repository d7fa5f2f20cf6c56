# SPDX-License-Identifier: AGPL-3.0-or-later
"""Make the default table of weights anew, for papers that have not frozen their own.

    python -m tests.benchmarks.related_table \\
        --data related_dev.jsonl.gz --data articles_real.jsonl.gz

Counted are the articles of the even clusters (`tests.benchmarks.related_panels`) and every other
article without a cluster, so that the odd ones can be reported on. Left out are syllables in at
most `SYLLABLES` and pairs in at most `PAIRS` of them: the table is read by every build of a young
paper. A term that at least a `SHARE` of this demo's articles have is as common as it is there: in
a union's paper *công đoàn* says no more than *bóng đá* in one of sports. The file holds how rare
words are, and no text of anybody's.
"""

from __future__ import annotations

import argparse
from collections import Counter
from fractions import Fraction
from pathlib import Path

from newsroom.bridge.portal import load_settings
from newsroom.commands.words import article_files, read_words
from newsroom.related.weights import DEFAULT, WeightTable, count_terms, weight_of, write_table
from tests.benchmarks.related import Row, halves_of, read_rows, words_of

SYLLABLES, PAIRS = 8, 30
SHARE = Fraction(1, 10)


def counted(rows: list[Row]) -> list[Row]:
    """The half that the table is counted in."""
    even, _odd = halves_of(rows)
    alone = [row for row in rows if row.get("cluster") is None]
    return [row for row in rows if row.get("cluster") in even] + alone[::2]


def make(rows: list[Row], union: Counter[str], size: int) -> bytes:
    """The table of ``rows``; ``union`` are the terms of ``size`` articles of a union."""
    chosen = counted(rows)
    total = len(chosen)
    counts = count_terms(words_of(row, "full") for row in chosen)
    kept = {
        term: count
        for term, count in counts.items()
        if count > (PAIRS if " " in term else SYLLABLES)
    }
    for term, count in union.items():
        if count >= size * SHARE:
            kept[term] = max(kept.get(term, 0), count * total // size)
    weights = {term: weight_of(total, count) for term, count in kept.items()}
    header = f"# least {SYLLABLES} of {total} articles, most {total}"
    return write_table(header, WeightTable(total, weight_of(total, SYLLABLES), weights))


def main(argv: list[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, action="append", required=True)
    parser.add_argument(
        "--union", type=Path, default=Path("pelicanconf.py"), help="a site's settings"
    )
    options = parser.parse_args(argv)
    rows = [row for path in options.data for row in read_rows(path)]
    union = load_settings(options.union)
    words = list(read_words(union, article_files(union)))
    DEFAULT.write_bytes(make(rows, count_terms(words), len(words)))


if __name__ == "__main__":
    main()
