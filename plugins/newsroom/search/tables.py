# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the store has of search: a table of stretches' postings, in parts
(`newsroom.search.postings`), and lists of records.
"""

from __future__ import annotations

GENERATIONS = "search"
"""The list of the index's generations, as records."""
SYNONYMS = "search-synonyms"
"""The list of abbreviations and what they stand for, as records."""
AROUND = "search-around"
"""The names by which the articles of a unit are found besides, as records by its slug."""
POSTINGS = "search-postings"
"""Begins the names of lists whose keys are the buckets of terms, one for each generation."""

TABLES = """
-- By part first: a shard asks for one part of many stretches.
CREATE TABLE search_postings (
    part INTEGER, stretch TEXT, data BLOB NOT NULL, PRIMARY KEY (part, stretch)
) WITHOUT ROWID;
"""
