# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names of source files: which are texts, which slugs they give, and which look like copies."""

from __future__ import annotations

import re

from newsroom.messages import _
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
_MEANT = re.compile(r"(?:\.(?:md|markdown|mdown|mkdn?|mdx|txt|text))+\Z", re.IGNORECASE)
_ENDING = re.compile(r"\.\w{1,8}\Z")
_PAPERS = re.compile(r"\.(?:docx?|odt|rtf|pages|html?|pdf)\Z", re.IGNORECASE)
_FILES = re.compile(
    r"\.(?:png|jpe?g|gif|webp|avif|svg|heic|bmp|tiff?|mp3|m4a|wav|ogg|mp4|webm|mov|xlsx?|pptx?|zip)\Z",
    re.IGNORECASE,
)
_REGISTRY = re.compile(r"\.ya?ml\Z", re.IGNORECASE)


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
    return bool(TEXT.search(name)) or (bool(_MEANT.search(name)) and ".md" in name.lower())


def why_unread(path: str, data: str, files: str) -> str:
    """The message about a file that nobody reads: why, and what to do.

    ``data`` is the registries' folder, ``files`` one for pictures and other files ("" if the site
    has none), both with their slash.
    """
    name = path.rpartition("/")[2]
    if TEXT.search(name):
        return _("no text is read in this folder; move the file to the folder of its section")
    if path.startswith(data):
        return _("only files that end in .yaml are read in this folder; move this one elsewhere")
    if _MEANT.search(name) or not _ENDING.search(name):
        meant = f"{_MEANT.sub('', name)}.md"
        message = _('the file is not read, for an article ends in .md; rename it to "{name}"')
        return message.format(name=meant)
    return _by_kind(name, data, files)


def _by_kind(name: str, data: str, files: str) -> str:
    if _REGISTRY.search(name):
        message = _("the file is not read here; move it to {folder} if it is a registry")
        return message.format(folder=data)
    if files and _FILES.search(name):
        message = _("the file is not published from this folder; move it to {folder}")
        return message.format(folder=files)
    if _PAPERS.search(name):
        message = _("the file is not read; copy its text into a new file that ends in .md")
        if files:
            message = _(
                "the file is not read; copy its text into a new file that ends in .md, or move it "
                "to {folder} if readers are to load it"
            )
        return message.format(folder=files)
    return _("nobody reads a file of this kind; move it out of the content folder")
