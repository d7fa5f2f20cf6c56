# SPDX-License-Identifier: AGPL-3.0-or-later
"""Starting a paper: the settings and registries of a new one, in an empty folder."""

from __future__ import annotations

from pathlib import Path

from newsroom.errors import SettingsError
from newsroom.messages import _

_CONF = '''"""Settings for writing and looking."""

import newsroom

PLUGINS = ["newsroom"]
PELICAN_CLASS = newsroom.Portal
THEME = newsroom.theme()

SITENAME = "Tòa soạn mới"
SITEURL = "http://localhost:8000"
DEFAULT_LANG = "vi"
LOCALE = "C"
TIMEZONE = "Asia/Ho_Chi_Minh"

PATH = "content"
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images", "audio"]
OUTPUT_PATH = "output"
CACHE_PATH = ".cache"

ARTICLE_URL = ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{slug}.html"
PAGE_URL = PAGE_SAVE_AS = "{slug}.html"
DEFAULT_PAGINATION = 20
'''

_PUBLISHED = '''"""Settings for the published site: those of pelicanconf.py at another address."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *

SITEURL = "https://example.org"
OUTPUT_PATH = "public"
'''

_SECTIONS = """- slug: tin-tuc
  name: Tin tức
"""

_UNITS = """- slug: toan-thanh-pho
  name: Toàn thành phố
"""

_IGNORED = """/output/
/public/
/.cache/
__pycache__/
"""

FILES = {
    "pelicanconf.py": _CONF,
    "publishconf.py": _PUBLISHED,
    "content/data/sections.yaml": _SECTIONS,
    "content/data/districts.yaml": _UNITS,
    ".gitignore": _IGNORED,
}


def start_paper(folder: Path) -> list[str]:
    """Write a paper's settings and registries into ``folder``; returns lines that tell of it.

    Nothing that is there is touched but a ``.gitignore``, which stays as it is.

    Raises:
        SettingsError: one of the files is there already, or can't be written.
    """
    taken = [name for name in FILES if name != ".gitignore" and (folder / name).exists()]
    if taken:
        message = _("{path} exists already; choose an empty folder.")
        raise SettingsError(message.format(path=folder / taken[0]))
    try:
        for name, text in FILES.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.write_text(text, "utf-8")
    except OSError as error:
        message = _("{path} can't be written ({error}).")
        reason = error.strerror or str(error)
        raise SettingsError(message.format(path=folder, error=reason)) from error
    return [
        _("A new paper stands in {folder}.").format(folder=folder.resolve()),
        _("Name it in pelicanconf.py, then write: newsroom new, and look: newsroom serve."),
    ]
