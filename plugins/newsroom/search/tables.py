# SPDX-License-Identifier: AGPL-3.0-or-later
"""The store's table of search: a stretch's postings, in parts (`newsroom.search.postings`)."""

from __future__ import annotations

TABLES = """
-- By part first: a shard asks for one part of many stretches.
CREATE TABLE search_postings (
    part INTEGER, stretch TEXT, data BLOB NOT NULL, PRIMARY KEY (part, stretch)
) WITHOUT ROWID;
"""
