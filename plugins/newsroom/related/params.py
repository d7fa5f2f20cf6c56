# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every number that shapes related stories, in one place.

The figures behind each are in ``docs/related.md``; ``python -m tests.benchmarks.related`` prints
them again. Changing one changes the pages of a whole site, so it goes with a new benchmark table.
"""

from __future__ import annotations

# ------------------------------------------------------------------- what an article is known by

TERMS = 64
"""How many terms an article is known by: its heaviest."""

WORDS = 300
"""How many words of the text (line breaks count) are read after the sapo: news says first what it
is about."""

LETTERS = 20_000
"""No more characters of the headline, the sapo or the text are looked at: bounds the cost."""

TITLE = 3
"""One occurrence in the headline counts as this many in the text."""

TAG = 3
"""A tag counts as this many occurrences in the text: somebody chose it."""

SINGLE, PAIR = 8, 4
"""A pair counts half of a syllable or tag: it comes on top of its two syllables."""

NAME = (5, 4)
"""A term that stands in a name (capitals within a sentence) counts a quarter more."""

SCALE = 255
"""The length of every signature: weights are whole numbers that fit a byte."""

# --------------------------------------------------------------------------------- frozen weights

RARE = 500
"""Terms in fewer than one of this many articles are equally rare; the table leaves them out."""

CAP = 8000
"""Terms of more articles than this (when frozen) never enter a signature, however large the
archive. This bounds what comparing one article costs, at a price in quality (docs/related.md)."""

LARGE = 2_000
"""An archive of this many articles should have a table of its own, and its editors are told so: the
words of its field are more common in it than in other papers, and from some 20,000 on nothing else
bounds (`CAP`) what publishing an article costs."""

PRIOR = 1000
"""A table is counted as if so many articles with the words of the default table were there, too: a
few dozen articles do not tell which words are rare. And no word is rarer in it than there: a paper
of few and frequent words would make all others equally rare, and strangers alike."""

SAMPLE = 20_000
"""Weights are counted in at most this many articles, evenly picked."""

# ----------------------------------------------------------------------------- beside the wording
# Only SECTION was measured; the others are judgement, as no data at hand could tell.

BASE = 64
"""The factor of two articles that share nothing but terms; bonuses are in 64ths."""

RELATED_UNITS = 16
"""The same unit, or a predecessor and its successor."""

SECTION = 24
"""The same section."""

DOSSIER = 32
"""The same dossier (chuyên đề)."""

NEARNESS = 12
"""The same day; one less each time the days between double, nothing after about six years."""

HIGHEST = BASE + RELATED_UNITS + SECTION + DOSSIER + NEARNESS
"""The largest factor there is."""

FEW = 500
"""An archive of fewer articles than this has a lower floor: the fewer there are, the less alike are
the most alike strangers."""

LEAST_OF_FEW, LEAST_OF_MANY = SCALE * SCALE * 23 // 100, SCALE * SCALE * 28 // 100
"""Articles whose terms are less alike than this (a cosine of 0.23, 0.28) are not related at all.
The floor was fitted to one half of the clusters, so that at most 0.8 strangers stand beside an
article that has no relatives."""

LEAST_OF_NEAR = SCALE * SCALE * 18 // 100
"""The same for two articles of related units, of one dossier, or with a rare tag in common (0.18):
read by eye. A section alone says too little: some papers have one."""

LEAST_OF_RELATED = SCALE * SCALE * 10 // 100
"""The same for two articles with a rare tag in common, of one section or related units (0.10)."""

LEAST_OF_CAMPAIGN = SCALE * SCALE * 8 // 100
"""The same if they are near in time, too (0.08): the news of one campaign."""

CAMPAIGN = 31
"""So many days apart stories may be of one campaign."""

RARE_TAG, RAREST_TAG, SHARE_OF_TAG = 24, 4, 8
"""A tag is rare that at most one of eight articles has, of an archive of 2ⁿ; 4 may always have it,
and 24 at most: as many as a list holds. They are who is concerned when it turns common."""

# ------------------------------------------------------------------------------------------ lists

KEPT = 24
"""How many neighbours an article has: the panels show 18 at most."""

AUDIENCE = 12
"""So many older stories may show a newer one: those that it is most closely related to. This bounds
how many pages a story changes when it is published."""

STORED = 36
"""How many are stored: so many fewer may leave before a list must be searched anew."""

BINS = 32
"""Numbers in a sketch of the whole text (one-permutation MinHash; Li, Owen, Zhang 2012)."""

COPY = (1, 2)
"""Two texts are copies when at least this share of their sketches agrees."""

LEAST_BINS = 6
"""Texts that fill fewer bins (some 20 words) are too short to be called copies."""
