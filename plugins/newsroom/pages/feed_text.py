# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole article for feeds: readers show it far from its page, so every link is a whole one."""

from __future__ import annotations

import re
from html import escape

from newsroom.model import Article
from newsroom.pages.body import fill_addresses
from newsroom.pages.present import Presenter
from newsroom.store.reader import Reader

# Attributes as they are serialised: a quotation mark within one is escaped, and so is "<" in text.
_OTHERS = r'(?: [a-z-]+(?:="[^"]*")?)*?'
_ANCHOR_SIGN = re.compile(rf'<a class="anchor"{_OTHERS}>#</a>')
_WITHIN = re.compile(rf'(<(?:a|audio|video|source|img){_OTHERS} (?:href|src|poster)=")([#/][^"]*)')


def for_feeds(ask: Reader, make: Presenter, stored: Article) -> str:
    """The body of an article, and its corrections: addresses absolute, no signs of headings."""
    html = str(
        fill_addresses(ask, make, stored.body.html, absolute=True, paid=stored.card.sponsored)
    )
    page = escape(make.absolute(make.base + stored.card.url))

    def whole(match: re.Match[str]) -> str:
        start, address = match.groups()
        if address.startswith("//"):
            return match[0]
        return start + (page if address[0] == "#" else make.origin) + address

    return _WITHIN.sub(whole, _ANCHOR_SIGN.sub("", html)) + _corrections(make, stored)


def _corrections(make: Presenter, stored: Article) -> str:
    title = escape(make.say("Correction"))
    notes = make.notes(stored.corrections)
    return "".join(
        f"<p><strong>{title} ({note.day})</strong>: {escape(note.text)}</p>" for note in notes
    )
