# SPDX-License-Identifier: AGPL-3.0-or-later
"""The theme's messages as Babel's own extractors find them: a second opinion on the catalogue.

``tools/catalogues.py`` (``invoke messages``) is what brings the files up to date.
"""

from __future__ import annotations

from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.theme.render import CATALOGUE, THEME

METHODS = [("**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = DEFAULT_KEYWORDS | {"say": None}  # the page functions' name for gettext
# The functions that make pages take their words from this catalogue too.
FOLDERS = (THEME / "templates", THEME.parent / "plugins/newsroom/pages")

TABLE = THEME.parent / "plugins/newsroom/taxonomies.py"  # what taxonomies are called


def extracted() -> Catalog:
    """Messages of the templates and page functions, each with the files that use it."""
    catalog = Catalog(locale="vi", project="newsroom-portal", charset="utf-8")
    for folder in FOLDERS:
        found = extract_from_dir(folder, METHODS, OPTIONS, KEYWORDS)
        for name, _line, message, comments, context in found:
            catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    for _line, message, comments, context in extract_from_file("python", TABLE, KEYWORDS):
        catalog.add(message, locations=[(TABLE.name, 0)], auto_comments=comments, context=context)
    return catalog


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="vi")


def compiled(catalog: Catalog) -> bytes:
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()
