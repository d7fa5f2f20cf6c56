# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bring the message catalogues up to date with the code and the theme (``invoke messages``).

There are two, each a ``.po`` that people edit and the ``.mo`` that gettext reads:

``newsroom``
    what editors are told: ``_("…")`` in ``plugins/newsroom``, but for its pages
``theme``
    what readers see: the theme's templates, and ``say("…")`` and ``_("…")`` in
    ``plugins/newsroom/pages`` and the table of taxonomies

New messages enter a ``.po`` without a translation, reworded and unused ones leave it, and
translations are never touched: running this twice changes nothing. Nothing that is written tells
when it was written.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "plugins" / "newsroom"
PAGES = PACKAGE / "pages"
TAXONOMIES = PACKAGE / "taxonomies.py"
TEMPLATES = ROOT / "theme" / "templates"

NEWSROOM = PACKAGE / "locale" / "vi" / "LC_MESSAGES" / "newsroom.po"
THEME = ROOT / "theme" / "translations" / "vi" / "LC_MESSAGES" / "theme.po"

# One moment for all versions of a catalogue, so that the same messages are the same bytes.
_MOMENT = datetime(2025, 1, 1, tzinfo=UTC)

Found = Iterator[tuple[str, str | tuple[str, ...]]]  # where, and the message (and its plural)


class NotLiteralError(Exception):
    """A message is not a literal: neither this tool nor gettext could find its translation."""


def messages_of(path: Path, functions: frozenset[str]) -> Iterator[str]:
    """The messages that a Python file gives to *functions*, adjacent literals joined.

    Names of functions count with or without an object before them: ``say("…")`` and
    ``make.say("…")`` are both "say". A call with a name in place of a literal stands for the
    file's tables of messages: its module-level dicts whose values are all text.

    Raises NotLiteralError for such a call in a file without a table.
    """
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in functions:
            found = [_text(argument) for argument in node.args[:1]]
            found = found if all(found) else _table(tree)
            if not found:
                raise NotLiteralError(f"{path.relative_to(ROOT)}:{node.lineno}: not a literal")
            yield from found


def _table(tree: ast.Module) -> list[str]:
    dicts = [
        [_text(value) for value in statement.value.values]
        for statement in tree.body
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Dict)
    ]
    return [text for texts in dicts if None not in texts for text in texts if text]


def _text(node: ast.expr) -> str | None:
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else None


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def newsroom_messages() -> Found:
    """What editors are told."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if not (path.is_relative_to(PAGES) or path == TAXONOMIES):
            for message in messages_of(path, frozenset({"_"})):
                yield path.relative_to(PACKAGE).as_posix(), message


def theme_messages() -> Found:
    """What readers see."""
    options = {"**.html": {"trimmed": "true", "extensions": "jinja2.ext.i18n", "silent": "false"}}
    found = extract_from_dir(TEMPLATES, [("**.html", "jinja2")], options)
    for name, _line, message, _comments, _context in found:
        yield name, message
    for path in sorted([*PAGES.rglob("*.py"), TAXONOMIES]):
        for text in messages_of(path, frozenset({"say", "_"})):
            yield path.relative_to(PACKAGE).as_posix(), text


def merged(path: Path, found: Found) -> Catalog:
    """The catalogue at *path* with just the messages *found*, translated as before."""
    wanted = Catalog(locale="vi", project="newsroom-portal", creation_date=_MOMENT)
    for place, message in found:
        wanted.add(message, locations=[(place, 0)])
    catalogue = _read(path)
    catalogue.update(wanted, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.project, catalogue.version = "newsroom-portal", "1"
    catalogue.revision_date = _MOMENT
    catalogue.msgid_bugs_address = catalogue.last_translator = catalogue.language_team = ""
    return catalogue


def _read(path: Path) -> Catalog:
    if not path.is_file():
        comment = "# Vietnamese messages; ``invoke messages`` brings them up to date."
        return Catalog(locale="vi", charset="utf-8", header_comment=comment, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="vi")


def source(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file."""
    file = BytesIO()
    write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as a .mo file."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def files() -> dict[Path, bytes]:
    """What the four files should hold."""
    found: dict[Path, bytes] = {}
    for path, messages in ((NEWSROOM, newsroom_messages()), (THEME, theme_messages())):
        catalogue = merged(path, messages)
        found[path] = source(catalogue)
        found[path.with_suffix(".mo")] = compiled(catalogue)
    return found


def untranslated(path: Path) -> list[str]:
    """The messages of a .po file that have no translation, or a doubtful one (fuzzy)."""
    texts = (
        (message, message.string if isinstance(message.string, tuple) else (message.string,))
        for message in _read(path)
        if message.id
    )
    return [str(message.id) for message, forms in texts if message.fuzzy or not all(forms)]


def main(arguments: list[str] | None = None) -> int:
    """Write what differs; with ``--check`` only tell. Returns the exit status."""
    parser = argparse.ArgumentParser(description="Bring the message catalogues up to date.")
    parser.add_argument("--check", action="store_true", help="change nothing; fail if stale")
    only_check = parser.parse_args(arguments).check
    stale = {path: data for path, data in files().items() if not _holds(path, data)}
    for path, data in stale.items():
        print(f"{'stale' if only_check else 'updated'}: {path.relative_to(ROOT)}")
        if not only_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    missing = [(path, text) for path in (NEWSROOM, THEME) for text in untranslated(path)]
    for path, text in missing:
        print(f"{path.relative_to(ROOT)}: no translation: {text}")
    return 1 if missing or (only_check and stale) else 0


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


if __name__ == "__main__":
    sys.exit(main())
