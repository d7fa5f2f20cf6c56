# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that no build reads: told when they come or change, without a look into them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsroom.errors import WARNING, Problem
from newsroom.messages import _
from newsroom.settings import Settings
from newsroom.text.file_names import MEANT, TEXT

_ENDING = re.compile(r"\.\w{1,8}\Z")
_PAPERS = re.compile(r"\.(?:docx?|odt|rtf|pages|html?|pdf)\Z", re.IGNORECASE)
_FILES = re.compile(
    r"\.(?:png|jpe?g|gif|webp|avif|svg|hei[cf]|hif|bmp|tiff?|mp3|m4a|wav|ogg|mp4|webm|mov|xlsx?|pptx?|zip)\Z",
    re.IGNORECASE,
)
_REGISTRY = re.compile(r"\.ya?ml\Z", re.IGNORECASE)


def tell_strays(settings: Settings, paths: Iterable[str]) -> dict[str, tuple[Problem, ...]]:
    """Each of these files, which nobody reads, with what its editor is told."""
    data = settings.data_folder
    files = next((f"{path}/" for path in settings.static_paths if path and "." not in path), "")
    return {
        path: (Problem(path, 0, _why(path, data, files), WARNING, code="unread-file"),)
        for path in paths
    }


def _why(path: str, data: str, files: str) -> str:
    """The message about a file that nobody reads: why, and what to do.

    ``data`` is the registries' folder, ``files`` one for pictures and other files ("" if the site
    has none), both with their slash.
    """
    name = path.rpartition("/")[2]
    if TEXT.search(name):
        return _("no text is read in this folder; move the file to the folder of its section")
    if path.startswith(data):
        return _("only files that end in .yaml are read in this folder; move this one elsewhere")
    if MEANT.search(name) or not _ENDING.search(name):
        meant = f"{MEANT.sub('', name)}.md"
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
