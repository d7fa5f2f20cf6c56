# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names of source files: which are texts, which slugs they give, and which look like copies."""

from __future__ import annotations

import re

from newsroom.text.slug import slugify

TEXT = re.compile(r"\.(?:md|markdown)\Z", re.IGNORECASE)
"""How the names of articles and static pages end."""

_LEADING_DATE = re.compile(r"\A\d{4}-\d{2}-\d{2}[-_. ]+(?=.)", re.ASCII)

# Copies, as they are named by Windows, macOS, GNOME and browsers, in English and Vietnamese, by
# Google Drive ("Copy of x"), and where two wrote at once: by Dropbox, OneDrive, Nextcloud,
# Syncthing, and by git's tools for merging.
_WORD = r"(?:copy|sao chép|bản sao)"
_COPY = re.compile(
    rf"\A(?:copy of |bản sao của )."
    rf"|.[ ]?[-–][ ]?{_WORD}(?:[ ]?\(?\d+\)?)?\Z"
    rf"|.[ ]copy(?:[ ]\d{{1,2}})?\Z"
    rf"|.[ ]?\((?:[^()]* )?{_WORD}(?:[ ]\d+)?\)\Z"
    rf"|.[ ]?\([^()]*\b(?:conflicted copy|case conflict|xung đột)\b[^()]*\)\Z"
    rf"|.[ ]?\(\d{{1,2}}\)\Z"
    rf"|.\.sync-conflict-\d{{8}}-\d{{6}}(?:-\w+)?\Z"
    rf"|._conflict-\d{{8}}-\d{{6}}\Z"
    rf"|.-(?:desktop|laptop)-[a-z0-9]{{7}}(?:-\d+)?\Z"
    rf"|._(?:backup|base|local|remote)_\d+\Z",
    re.IGNORECASE,
)

# What systems and editors' programs leave in folders, and nobody means to publish.
_LITTER = re.compile(
    r"\A(?:\..*|thumbs\.db|ehthumbs\.db|desktop\.ini|icon\r|__macosx|~\$.*|#.*#|.*~"
    r"|.*\.(?:bak|orig|rej|swp|swo|tmp|part|crdownload|license))\Z",
    re.IGNORECASE | re.DOTALL,
)

# Texts under another ending, or two: Notepad adds ".txt" to "x.md".
MEANT = re.compile(r"(?:\.(?:md|markdown|mdown|mkdn?|mdx|txt|text))+\Z", re.IGNORECASE)


def slug_of(path: str) -> str:
    """Return the slug of a source file: its name without ``.md`` and without a leading date.

    ``2025-04-22-Trao quà.md`` gives ``trao-qua``.
    """
    stem = TEXT.sub("", path.rpartition("/")[2])
    return slugify(_LEADING_DATE.sub("", stem))


def is_copy(path: str) -> bool:
    """Whether a text's name is one that programs give to copies, and to what two wrote at once."""
    return bool(_COPY.search(TEXT.sub("", path.rpartition("/")[2])))


def is_litter(name: str) -> bool:
    """Whether a file's name says that no editor has put it there."""
    return bool(_LITTER.match(name))


def is_misplaced(name: str) -> bool:
    """Whether a file among pictures and other files was meant to be an article."""
    return bool(TEXT.search(name)) or (bool(MEANT.search(name)) and ".md" in name.lower())
