# SPDX-License-Identifier: AGPL-3.0-or-later
"""Related stories: an exact top list for every article, at the cost of one article.

- `signature`: text → the heaviest terms and a sketch (`terms`, `weights`, `common`); pure
- `score`: two articles → one whole number
- `engine`: the lists, kept exact in own tables (`tables`, `nearest`, `incremental`, `full`)
- `explain`: why two articles are related

The rule, its reasons and its figures: ``docs/related.md``. Every number: `params`.
"""
