# SPDX-License-Identifier: AGPL-3.0-or-later
"""The store's tables.

The store is a cache: whatever it holds can be had again from the content folder, so a store of
another version is thrown away, never migrated.
"""

from __future__ import annotations

VERSION = 20

# An item's place in a list is an integer (dated lists) or text (lists by name or path); in
# SQLite's order every integer is below every text and every text below every blob, so these two
# bound any range of either kind.
LOWEST = -(2**63)
HIGHEST = b"\xff"

TABLES = """
CREATE TABLE meta (
    name TEXT PRIMARY KEY, value TEXT
) WITHOUT ROWID;

-- What was seen of each source file. `digest` is the truth, size and state (its times and inode,
-- in one number) save a look.
CREATE TABLE sources (
    path TEXT PRIMARY KEY, kind TEXT, size INTEGER, state INTEGER, digest BLOB
) WITHOUT ROWID;

-- `entry` is what reading gave, `article` what arranging made of it (NULL while
-- nobody may see it; a preview of a draft has one and is not live).
-- `due` and `expires` are epoch seconds, for the one question that the clock asks.
-- `title_key` and `body_key` are digests of headline and text: sources of one digest are twins.
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, kind TEXT NOT NULL,
    published INTEGER NOT NULL, due INTEGER NOT NULL, expires INTEGER,
    live INTEGER NOT NULL, entry BLOB NOT NULL, card BLOB, article BLOB,
    title_key BLOB, body_key BLOB
);
-- A source asks for its first twin: however many share a headline, that is one step of the index.
CREATE INDEX articles_title ON articles (title_key, kind, path) WHERE title_key IS NOT NULL;
CREATE INDEX articles_body ON articles (body_key, kind, path) WHERE body_key IS NOT NULL;
CREATE INDEX articles_due ON articles (live, published, due);
CREATE INDEX articles_next ON articles (published, due);
-- Counting articles and finding the few static pages must not walk through 300 MB of records.
CREATE INDEX articles_kind ON articles (kind, live);
CREATE INDEX articles_expires ON articles (expires) WHERE expires IS NOT NULL;

-- Bodies apart (zlib): most questions about articles never need them.
CREATE TABLE bodies (id INTEGER PRIMARY KEY, html BLOB NOT NULL);

-- What a source refers to, one row for each reference (newsroom.model.Reference): a file by its
-- path, or an address of this site, which begins with a slash as no path does.
CREATE TABLE mentions (
    target TEXT, source TEXT, line INTEGER, kind TEXT, use TEXT, fragment TEXT,
    PRIMARY KEY (target, source, line, kind, use, fragment)
) WITHOUT ROWID;
CREATE INDEX mentions_source ON mentions (source);

-- Old addresses that are the names of no page ("/index.php?id=5"): the server alone can redirect
-- them. `address` is canonical (newsroom.read.paths).
CREATE TABLE aliases (
    address TEXT, source TEXT, PRIMARY KEY (address, source)
) WITHOUT ROWID;
CREATE INDEX aliases_source ON aliases (source);

-- `name` is "tag/bao-hiem"; `count` its items. `title` and `place` (its key among the terms of
-- its taxonomy) are set for terms only.
CREATE TABLE lists (
    id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, count INTEGER NOT NULL DEFAULT 0,
    taxonomy TEXT, title TEXT, place TEXT
);
CREATE INDEX lists_terms ON lists (taxonomy, place) WHERE taxonomy IS NOT NULL;

CREATE TABLE items (
    list INTEGER, key, article INTEGER, PRIMARY KEY (list, key)
) WITHOUT ROWID;

-- How a term is spelled, and by how many articles: the commonest spelling is its title.
CREATE TABLE spellings (
    list INTEGER, spelling TEXT, count INTEGER, PRIMARY KEY (list, spelling)
) WITHOUT ROWID;

-- The articles most closely related to one (numbers of 4 bytes, best first). A read of them is a
-- range of the list "related", whose keys are made of the article and the place (see neighbours).
CREATE TABLE neighbours (article INTEGER PRIMARY KEY, others BLOB NOT NULL);

-- What was derived from an article's text, by name, while nobody may see the article.
CREATE TABLE derived (
    article INTEGER, name TEXT, value BLOB NOT NULL, PRIMARY KEY (article, name)
) WITHOUT ROWID;

-- Entries of registries and other small records, each in a list of its own kind.
CREATE TABLE records (
    list TEXT, key TEXT, place INTEGER, value BLOB, PRIMARY KEY (list, key)
) WITHOUT ROWID;

-- `reads` is the page's recorded ranges (MessagePack), so that they can be taken back. `dirty` is
-- why it must be rendered, `why` is why it was last rendered: "new", "shape" (template, code or
-- settings), "missing" (its file), "again" (a rendition), or "touched": the list `…_list`, by the
-- source `…_cause`.
-- `digest`, `size` and `mtime` (ns) are its file's, as it was written.
-- `kind`, `key` and `number` are what it is (see newsroom.store.pages.Claim).
CREATE TABLE pages (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, save_as TEXT UNIQUE NOT NULL,
    number INTEGER NOT NULL DEFAULT 0,
    owner TEXT NOT NULL, owner_kind TEXT NOT NULL,
    dirty TEXT, dirty_list INTEGER, dirty_cause TEXT,
    why TEXT, why_list INTEGER, why_cause TEXT,
    reads BLOB, digest BLOB, size INTEGER, mtime INTEGER
);
CREATE INDEX pages_key ON pages (kind, key);
CREATE INDEX pages_owner ON pages (owner);
-- By number, so that the next few are found without a look at all pages.
CREATE INDEX pages_dirty ON pages (id) WHERE dirty IS NOT NULL;

-- page `page` read the stretch low..high of `list`, at `level` (see newsroom.store.reads).
CREATE TABLE reads (
    list INTEGER, high, low, level INTEGER, page INTEGER,
    PRIMARY KEY (list, high, low, level, page)
) WITHOUT ROWID;

-- What is claimed beside the pages that there are (see newsroom.store.claims): at which place of
-- which kind, and `what` there, as it is spelled.
CREATE TABLE claims (
    kind INTEGER, place, owner TEXT, owner_kind TEXT, what TEXT,
    PRIMARY KEY (kind, place, owner, owner_kind, what)
) WITHOUT ROWID;
CREATE INDEX claims_owner ON claims (owner);

-- Sources that mention what is not there, and the registries' folder if they do: whoever is here is
-- checked in every build, until it is mended.
CREATE TABLE faulty (path TEXT PRIMARY KEY) WITHOUT ROWID;

-- Addresses of pages that are no more and lead nowhere, with whoever had them.
CREATE TABLE lost (
    save_as TEXT PRIMARY KEY, owner TEXT NOT NULL, owner_kind TEXT NOT NULL
) WITHOUT ROWID;
-- Files that came to be pages since the site was last copied anywhere: nobody knows them yet.
CREATE TABLE fresh (save_as TEXT PRIMARY KEY) WITHOUT ROWID;

-- Files in the output folder whose page is gone; a row leaves when its file has left.
CREATE TABLE obsolete (save_as TEXT PRIMARY KEY) WITHOUT ROWID;

-- What was written to the output folder or removed from it, by a number that grows: for those who
-- copy it. `targets` are the places that it was copied to, up to which number (NULL: never yet).
CREATE TABLE journal (
    number INTEGER PRIMARY KEY AUTOINCREMENT, save_as TEXT UNIQUE NOT NULL
);
CREATE TABLE targets (target TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;

-- ------------------------------------------------------------------ a look at a whole folder
-- What was seen of a folder's own files, packed in one form (newsroom.store.sources): a folder
-- that is as it was is one comparison of bytes. `path` ends with a slash; the root's is "".
CREATE TABLE folders (path TEXT PRIMARY KEY, files BLOB NOT NULL) WITHOUT ROWID;
"""
