# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names of source files: which are texts, which slugs they give, and which look like copies."""

from __future__ import annotations

import re

from newsroom.text.slug import slugify

TEXT = re.compile(r"\.(?:md|markdown)\Z", re.IGNORECASE)
"""How the names of articles and static pages end."""

_LEADING_DATE = re.compile(r"\A\d{4}-\d{2}-\d{2}[-_. ]+(?=.)", re.ASCII)


def slug_of(path: str) -> str:
    """Return the slug of a source file: its name without ``.md`` and without a leading date.

    ``2025-04-22-Trao quà.md`` gives ``trao-qua``.
    """
    stem = TEXT.sub("", path.rpartition("/")[2])
    return slugify(_LEADING_DATE.sub("", stem))
