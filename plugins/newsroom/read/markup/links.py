# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links: where they lead, and whether they say so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from newsroom.messages import _
from newsroom.read.markup.addresses import Addresses
from newsroom.read.markup.lines import Lines
from newsroom.read.markup.soup import BodyTree, Tag, text_of
from newsroom.read.report import Report, shown

_FOREIGN = re.compile(r"https?:", re.IGNORECASE)
_ODD = re.compile(r"[\s<>]")
_SIZE = re.compile(r"\|\s*\d+(?:x\d+)?$")
_NESTED = re.compile(r"<a [^>]*>(?:(?!</?a[\s>]).)*<a [^>]*>([^<]*)", re.DOTALL)
_FOOTNOTES = frozenset({"footnote-ref", "footnote-backref"})


def finish_links(tree: BodyTree, addresses: Addresses, lines: Lines, report: Report) -> None:
    """Give every link its address, ``rel="noopener"`` if it leaves the site, and some text.

    A link that leads nowhere becomes its text. Whether an address of this site leads anywhere is
    for whoever knows all files to say (see `newsroom.arrange.links`).
    """
    for link in tree.all("a"):
        if link.get("class") not in _FOOTNOTES:
            _finish(link, addresses, lines, report)


def tell_odd_addresses(tree: BodyTree, lines: Lines, report: Report) -> None:
    """Warn of addresses that most programs would not read."""
    for tag, attribute in (("a", "href"), ("img", "src")):
        for link in tree.all(tag):
            address = str(link.get(attribute, ""))
            if _ODD.search(address) and not lines.hold(f"(<{address}>"):
                message = _(
                    '"{address}" has spaces or angle brackets, so other programs show the whole '
                    "link as text; write it as (<{address}>)"
                )
                line = lines.of(address.partition("\n")[0])
                report.warning(line, message.format(address=shown(address)), code="odd-address")


def tell_sizes(tree: BodyTree, lines: Lines, report: Report) -> None:
    """Warn of a size that another program reads in a picture's description."""
    for image in tree.all("img"):
        alt = str(image.get("alt", ""))
        if found := _SIZE.search(alt):
            message = _('"{size}" in the description of a picture sets no size; delete it')
            text = message.format(size=shown(found[0]))
            report.warning(lines.of(f"![{alt}]"), text, code="unread-mark")


def tell_nested_links(html: Iterable[str], lines: Lines, report: Report) -> None:
    """Warn of links within links in HTML that is not sanitised yet."""
    for found in (found for piece in html for found in _NESTED.finditer(piece)):
        message = _('"{text}" is a link within a link, and becomes one of two')
        text = " ".join(unescape(found[1]).split())
        report.warning(lines.of(f"[{text}"), message.format(text=shown(text)), code="nested-link")


def _finish(link: Tag, addresses: Addresses, lines: Lines, report: Report) -> None:
    written = str(link.get("href", ""))
    if not written:
        _tell_of_none(link, lines, report)
    elif not _has_text(link):
        message = _('the link to "{address}" has no text; write [text](address)')
        report.error(lines.of(written), message.format(address=shown(written)))
    address = addresses.link(written) if written else ""
    if not address:
        link.unwrap()
        return
    link["href"] = address
    if _FOREIGN.match(address):
        link["rel"] = "noopener"


def _has_text(link: Tag) -> bool:
    return bool(text_of(link)) or any(image.get("alt") for image in link.find_all("img"))


def _tell_of_none(link: Tag, lines: Lines, report: Report) -> None:
    """Tell of an empty address, or one that the sanitiser took away."""
    text = text_of(link)
    message = _(
        'the link "{text}" leads nowhere: write an address that begins with https:, http:, '
        "mailto: or tel:, or a path of the site"
    )
    line = lines.of(f"[{text}" if text else "](")
    report.warning(line, message.format(text=shown(text)), code="link-to-nowhere")
