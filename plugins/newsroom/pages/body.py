# SPDX-License-Identifier: AGPL-3.0-or-later
"""Filling in a body's addresses: links to other sources, static files, sizes of pictures."""

from __future__ import annotations

import re
from html import escape, unescape

from markupsafe import Markup

from newsroom.pages.offered import sources
from newsroom.pages.present import Presenter
from newsroom.pictures.heif import own_address
from newsroom.pictures.plan import carried, shape_of
from newsroom.store.facets import Linked
from newsroom.store.reader import Reader

_ADDRESS = re.compile(
    r'(<img )?\b(href|src|poster)="\{(filename|static|address)\}([^"#]*)(#[^"]*)?"'
)

# Attributes as they are serialised: a quotation mark within one is escaped, and so is "<" in text.
_AWAY = re.compile(r'(<a(?: [a-z-]+(?:="[^"]*")?)*? )rel="noopener"')

_DISABLED = 'role="link" aria-disabled="true"'

_LOST = "<img data-lost"
_FRAMED = "<img data-framed"
_FRAMED_PICTURE = re.compile(f"{_FRAMED}([^>]*)>")
_LOST_PICTURE = re.compile(f"{_LOST}[^>]*>")


def fill_addresses(
    ask: Reader, make: Presenter, html: str, *, absolute: bool = False, paid: bool = False
) -> Markup:
    """The body's HTML with every ``{filename}``, ``{static}`` and ``{address}`` filled in.

    A link to a story that nobody may see yet, or to an address at which there is nothing, becomes
    a disabled link: it comes alive when there is something, because the question is recorded. So
    does a link to a file that has gone while whoever mentions it waits to be mended; of a picture
    nothing is left. ``absolute`` is for feeds; ``paid`` tells search engines at each link to
    another site that somebody has paid for it.
    """
    if paid:
        html = _AWAY.sub(r'\1rel="sponsored noopener"', html)

    if '="{' not in html:
        return Markup(html)

    def fill(match: re.Match[str]) -> str:
        image, attribute, kind, target, fragment = match.groups()
        path = unescape(target)
        if kind == "address":
            return _address(ask, make, path, fragment or "", absolute=absolute)
        if kind == "filename":
            return _link(ask, make, path, fragment or "", absolute=absolute)
        if not ask.has("static", path):
            return _LOST if image else _link_to_nothing(attribute)
        if image and not absolute:
            return _picture(ask, make, path, _slot(html, match.start()))
        url, size = _sized(ask, make, path) if image else (_file(ask, make, path), "")
        shown = escape(make.absolute(url) if absolute else url)
        return f'{image or ""}{attribute}="{shown}{fragment or ""}"{size}'

    filled = _ADDRESS.sub(fill, html)
    if _LOST in filled:
        filled = _LOST_PICTURE.sub("", filled)
    if _FRAMED in filled:
        filled = _FRAMED_PICTURE.sub(r"<img\1></picture>", filled)
    return Markup(filled)  # sanitised when it was read


def _file(ask: Reader, make: Presenter, path: str) -> str:
    """The URL of a file; of a photo that is shown under another name its own, if that is there."""
    if own_address(path) != path and ask.owner(f"/{path}") is not None:
        return make.url(path)
    return make.image_url(path)


def _link_to_nothing(attribute: str) -> str:
    return _DISABLED if attribute == "href" else ""


def _address(ask: Reader, make: Presenter, address: str, fragment: str, *, absolute: bool) -> str:
    """A link to an address of this site: where it leads now, if it is an article's."""
    owner = ask.owner(address)
    if owner is None:
        return _DISABLED
    if owner:
        return _link(ask, make, owner, fragment, absolute=absolute)
    save_as, mark, query = address[1:].partition("?")
    url = f"{make.url(save_as)}{mark}{query}"
    return f'href="{escape(make.absolute(url) if absolute else url)}{fragment}"'


def _link(ask: Reader, make: Presenter, path: str, fragment: str, *, absolute: bool) -> str:
    card = ask.facet(path, Linked)
    if card is None:
        return _DISABLED
    url = make.base + card.url
    return f'href="{escape(make.absolute(url) if absolute else url)}{fragment}"'


def _slot(html: str, at: int) -> str:
    """Where a picture stands: alone, or beside others."""
    begun = html.rfind(_GALLERY, 0, at)
    return "gallery" if begun >= 0 and "</div>" not in html[begun:at] else "body"


_GALLERY = '<div class="gallery-items">'


def _picture(ask: Reader, make: Presenter, path: str, slot: str) -> str:
    """The beginning of an ``<img>``; with what is offered in its place, if there are renditions."""
    file = make.file(ask, path)
    size = f' width="{file.width}" height="{file.height}"' if file and file.width else ""
    offers = make.offers(shape_of(file)) if file else None
    if offers is None:
        return f'<img src="{escape(make.image_url(path))}"{size}'
    tone = f' data-tone="{offers.colour}"' if offers.colour else ""
    return f'{sources(offers, slot)}{_FRAMED}{tone} src="{escape(offers.src)}"{size}'


def _sized(ask: Reader, make: Presenter, path: str) -> tuple[str, str]:
    """A picture's address and size, for where no page is."""
    file = make.file(ask, path)
    shape = shape_of(file) if file else None
    if shape is not None:
        found = carried(shape)
        return make.url(found.file), f' width="{found.width}" height="{found.height}"'
    size = f' width="{file.width}" height="{file.height}"' if file and file.width else ""
    return make.image_url(path), size
