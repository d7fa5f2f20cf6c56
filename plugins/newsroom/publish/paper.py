# SPDX-License-Identifier: AGPL-3.0-or-later
"""HTML as pages of paper: a PDF by WeasyPrint, the same bytes for the same HTML and fonts.

WeasyPrint puts neither the time nor anything random into a file. It asks for nothing by itself:
what a page shows besides is given by whoever prints it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from unicodedata import category

import msgspec
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

logging.getLogger("weasyprint").addHandler(logging.NullHandler())  # else it writes to stderr
logging.getLogger("fontTools").setLevel(logging.ERROR)  # tells each table that it leaves out

_DPI, _QUALITY = 220, 82  # of photos

Fetch = Callable[[str], bytes | None]
"""The bytes at an address, or None of what is not to be had."""


class Pdf(msgspec.Struct, frozen=True):
    """A PDF, and its number of pages."""

    data: bytes
    pages: int


class Press:
    """Prints pages with one stylesheet, of which the fonts are loaded once."""

    def __init__(self, stylesheet: Path, fetch: Fetch) -> None:
        self._fetcher = _Fetcher(fetch)
        self._fonts = FontConfiguration()
        self._style = CSS(
            string=stylesheet.read_text("utf-8"),
            base_url=stylesheet.as_uri(),
            url_fetcher=self._fetcher,
            font_config=self._fonts,
        )

    def lay_out(self, html: str) -> Document:
        """The pages, not yet written; their number is ``len(document.pages)``."""
        page = HTML(string=html, url_fetcher=self._fetcher)
        return page.render(
            font_config=self._fonts,
            stylesheets=[self._style],
            optimize_images=True,
            jpeg_quality=_QUALITY,
            dpi=_DPI,
            pdf_tags=True,
        )

    @staticmethod
    def write(document: Document) -> Pdf:
        """Pages as a PDF."""
        data = document.write_pdf(
            optimize_images=True, jpeg_quality=_QUALITY, dpi=_DPI, pdf_tags=True
        )
        return Pdf(data, len(document.pages))


def strange_letters(text: str, fonts: Iterable[Path]) -> list[str]:
    """The letters of a text that none of these fonts has: each machine shows its own, or none."""
    known: set[str] = set()
    for path in fonts:
        with TTFont(path, lazy=True) as font:
            known |= set(map(chr, font.getBestCmap()))
    return sorted(c for c in set(text) - known if category(c)[0] not in "CZ" and c not in _JOINERS)


_JOINERS = frozenset(map(chr, range(0xFE00, 0xFE10)))  # say how the letter before is to look


class _Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Asks nobody but ``fetch``; ``data:`` addresses hold what they are."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__(allowed_protocols=("data",))
        self._given = fetch

    def fetch(
        self, url: str, headers: Collection[tuple[str, str]] | None = None
    ) -> URLFetcherResponse:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        found = self._given(url)
        if found is None:
            raise ValueError(url)  # WeasyPrint leaves it out then
        return URLFetcherResponse(url, found)
