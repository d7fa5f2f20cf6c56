# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bulletins to print, of the site as it was built last: two to four pages of A4 as a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from jinja2 import TemplateNotFound

from newsroom.commands.letters import (
    Desk,
    LetterError,
    at_desk,
    check_told,
    find_scope,
    named,
    write,
)
from newsroom.messages import _
from newsroom.pages.letters import Period, Scope
from newsroom.settings import Settings

if TYPE_CHECKING:
    from weasyprint.document import Document

    from newsroom.pages.bulletins import Sheet
    from newsroom.publish.paper import Fetch, Pdf, Press

BULLETIN = "letters/bulletin.html"
STYLESHEET = Path("print", "bulletin.css")

FOOT = "onward"
"""The element that ends a bulletin."""

_TOP = 80  # pixels of CSS: what begins above them is the first of a page

FEWEST, MOST = 2, 4
"""Pages."""


def write_bulletin(
    settings: Settings,
    now: int,
    period: Period,
    folder: Path,
    *,
    unit: str = "",
    section: str = "",
) -> list[str]:
    """Write a bulletin as a PDF; returns lines that tell the file.

    ``unit`` and ``section`` are slugs or names.

    Raises:
        LetterError: there is no story, no such unit or section, or nothing to print with.
        OutputError: the file can't be written.
        StoreError, SettingsError: as `at_desk` says.
    """
    with at_desk(settings, now) as desk:
        scope = find_scope(desk, unit, section)
        press = _press(settings)
        sheet, printed = _print(desk, press, period, scope)
        warnings = list(_strange(_render(desk, sheet), (settings.theme / STYLESHEET).parent))
    name = named("ban-tin", period, scope)
    told = write(folder, name, {"pdf": printed.data}, sheet.letter)
    told.append(_("{count} pages").format(count=printed.pages))
    return told + warnings


def _strange(html: str, folder: Path) -> Iterator[str]:
    """A warning of signs that the theme's fonts don't have, such as emoji."""
    from newsroom.publish.paper import strange_letters  # noqa: PLC0415 - an optional library

    if found := strange_letters(html, folder.glob("fonts/*.ttf")):
        message = _("No font of the theme has these signs, so they may not be shown: {signs}")
        yield message.format(signs=" ".join(found))


def _press(settings: Settings) -> Press:
    """What prints the paper's pages.

    Raises:
        LetterError: the library, what it needs of the system, or the theme's stylesheet is missing.
    """
    try:
        from newsroom.publish.paper import Press  # noqa: PLC0415 - an optional library
    except (ImportError, OSError) as error:
        library = _("Bulletins need WeasyPrint and segno: make bulletin, or the extra [bulletin]")
        system = _(
            "… and Pango: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        )
        raise LetterError(library, system, str(error)) from error
    stylesheet = settings.theme / STYLESHEET
    if not stylesheet.is_file():
        message = _("{path} is missing: the theme has no bulletins.")
        raise LetterError(message.format(path=stylesheet))
    return Press(stylesheet, _fetcher(settings, stylesheet.parent))


def _fetcher(settings: Settings, folder: Path) -> Fetch:
    """Gives what the site has published, by its address, and what lies beside the stylesheet."""
    roots = {
        f"{settings.origin}{settings.base}/": settings.output,
        f"{folder.as_uri()}/": folder,
    }

    def fetch(url: str) -> bytes | None:
        for start, root in roots.items():
            if url.startswith(start):
                path = (root / unquote(url[len(start) :])).resolve()
                if path.is_relative_to(root.resolve()) and path.is_file():
                    return path.read_bytes()
        return None

    return fetch


def _print(desk: Desk, press: Press, period: Period, scope: Scope) -> tuple[Sheet, Pdf]:
    """The fullest bulletin of at most four pages, of which the last has stories, too.

    Where one page would do, there are two.
    """
    from newsroom.pages.bulletins import Bulletins  # noqa: PLC0415 - likewise

    made = Bulletins(desk.ask, desk.make)
    check_told(desk, made.letter(period, scope, desk.gone, 1), scope)
    found = []
    for sheet in made.sheets(period, scope, desk.gone):
        pages = press.lay_out(_render(desk, sheet))
        if len(pages.pages) <= MOST:
            found.append((sheet, pages))
            if len(pages.pages) <= FEWEST or not _is_bare(pages):
                break
    if not found:
        raise LetterError(_("The stories have no room on {count} pages.").format(count=MOST))
    sheet, pages = found[-1] if len(found[-1][1].pages) < len(found[0][1].pages) else found[0]
    if len(pages.pages) <= FEWEST and (len(pages.pages) < FEWEST or _is_bare(pages)):
        pages = press.lay_out(_render(desk, made.wide(sheet)))
    return sheet, press.write(pages)


def _is_bare(pages: Document) -> bool:
    """Whether nothing but the foot of the bulletin is on its last page."""
    return bool(pages.pages[-1].anchors.get(FOOT, (0, _TOP))[1] < _TOP)


def _render(desk: Desk, sheet: Sheet) -> str:
    try:
        template = desk.templates.get_template(BULLETIN)
    except TemplateNotFound as error:
        message = _("{path} is missing: the theme has no bulletins.")
        raise LetterError(message.format(path=f"templates/{BULLETIN}")) from error
    return template.render(sheet=sheet)
