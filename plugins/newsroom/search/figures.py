# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every number that shapes search, in one place; the figures are in ``docs/search.md``.

What readers need to know of them stands in the files that they read (`newsroom.pages.search`).
"""

from __future__ import annotations

FORMAT = 3
"""The format of the published files; readers refuse another."""

# ------------------------------------------------------------------- what an article is found by

LETTERS = 4_000
"""No more characters of a field are looked at: bounds the cost."""

TEXT_LETTERS = 100_000
"""No more characters of a text, some 20,000 words."""

TELLING = 128
"""So many of a text's heaviest terms (`newsroom.related.signature.rank`) count more."""

TITLE, TAG, KICKER, SUMMARY, NAME, TEXT, MENTION, REST = 7, 6, 5, 4, 3, 2, 1, 0
"""Where a term stands: the best of its places counts. NAME is a unit or an author; TEXT are the
first `FOREMOST` of the text's heaviest terms, MENTION the others; REST is all else it says."""

SHORTEST = 15
"""The place of a headline of up to five words, of which each says more than in a longer one; every
two words more are one place less, down to `TITLE`."""

FOREMOST = 48

WEIGHTS = (30, 40, 60, 60, 70, 70, 80, 83, 87, 91, 95, 99, 104, 109, 114, 119)
"""What a term counts by its place (the index), in hundredths. Those of headlines follow BM25 (k1
1.2, b 0.5, twelve words on average)."""

# ------------------------------------------------------------------------------ files of the index

TERM_BITS = 32
BUCKET_BITS = 14
BUCKETS = 1 << BUCKET_BITS
"""Terms fall into so many buckets by the upper bits of their number; a shard holds some of them."""

PART_BITS = 7
PARTS = 1 << PART_BITS
"""The store keeps a stretch's postings in so many rows: more are slower to look up, and of fewer
each is more memory while shards are made (150,000 articles: 60 MB)."""

PER_SHARD = 8
"""A generation has a shard for each so many articles (rounded up to a power of two)."""

NEWEST_SHARDS = 32
"""The newest generation has no more: a publish rewrites nearly all of them."""

SMALL = 32
"""A site of so many articles has one shard, of some 65 KB; 500 would have 1 MB in it."""

KEPT = 2_000
"""A shard names so many articles of a term at most: those where it stands best, then the newest."""

# -------------------------------------------------------------------------------------- a question

MOST_WORDS = 12
"""So many words of a question are looked for."""

ENOUGH = 10
"""When so many articles have all pairs of a question, its single words are not asked for."""

FEW = 2
"""A question of so few pairs has enough with one such article: its readers wait for fewer files."""

PAIR, SINGLE = 4, 12
"""What pairs and single words count, in tenths."""

MARKED = 30
"""A term that stands just as it was typed with its marks counts so many hundredths more."""

HALF_LIFE = 3_000
"""Days after which an article counts a tenth less than today's newest."""

FIRST = 3
"""So many results are loaded at once, as many as a phone shows; more as they come into sight."""

PAGE = 10
"""Results of a page, which end in a button."""
