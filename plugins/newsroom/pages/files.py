# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that pages refer to: copies of static files of the content folder and of the theme."""

from __future__ import annotations

from pathlib import Path

from newsroom.model import StaticFile
from newsroom.pages.kinds import Kind
from newsroom.pages.present import Presenter
from newsroom.store.reader import Reader


def static(ask: Reader, make: Presenter, key: str) -> Path:
    """A static file of the content folder."""
    file = ask.record("static", key, StaticFile)
    return make.settings.content / (file.name if file and file.name else key)


def theme(ask: Reader, make: Presenter, key: str) -> Path:
    """A static file of the theme; of two folders with the same file the last one wins."""
    ask.record("theme", key, StaticFile)
    folders = (make.settings.theme / folder for folder in make.settings.theme_static)
    return [folder / key for folder in folders if (folder / key).is_file()][-1]


KINDS = (
    Kind("static", static),
    Kind("theme", theme),
)
