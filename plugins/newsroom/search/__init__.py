# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search on static files: what an article is found by, and the index that pages publish.

- `terms`: text → folded syllables and pairs; `record`: an article's, packed; pure
- `places`: articles → their numbers in the index, from their dates alone
- `generations`: which stretches of the archive have files of their own
- `postings`: records → a month's postings → shards (numpy)
- `synonyms`: abbreviations and their phrases, as one term
- `question`, `reading`: a query and its answer, by the files of a finished site

The format, its reasons and its figures: ``docs/search.md``. Every number: `figures`. The reader in
browsers is ``theme/static/js/search.js``; both answer ``tests/search/vectors.json`` alike.
"""
