# SPDX-License-Identifier: AGPL-3.0-or-later
"""The vectors of ``xss.txt``, separated by lines of two percent signs, and what must not survive.

Collected from the classes of attack that the well-known lists (OWASP's and others) have, and from
those that this renderer invites: Markdown's links, our own blocks, placeholders and addresses.
"""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup

VECTORS = (
    (Path(__file__).parent / "xss.txt").read_bytes().decode("utf-8").rstrip("\n").split("\n%%\n")
)


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = words("""
    a abbr aside audio b bdi blockquote br caption cite code col colgroup dd del details dfn div
    dl dt em figcaption figure h2 h3 h4 hr i img ins kbd li mark ol p pre q s samp section small
    span strong sub summary sup table tbody td tfoot th thead time tr u ul var video wbr""")
CLASSES = words("""
    anchor box box-title embed embed-link embed-title figure footnote-backref footnote-ref
    footnotes gallery gallery-items media pull-quote table""")
ATTRIBUTES = words("""
    align alt aria-label class colspan controls data-embed data-id datetime decoding dir href id
    lang loading open preload rel reversed role rowspan scope span src start tabindex title
    value""")
ADDRESS = re.compile(
    r"https?://|mailto:|tel:|\{filename\}|\{static\}|[^:/?#]*(?:[/?#].*)?$",
    re.IGNORECASE | re.DOTALL,
)
# What a browser makes of an address before it reads the scheme.
IGNORED = re.compile(r"[\x00-\x20]+")


def harm(html: str) -> list[str]:
    """What in ``html`` may not be in a page; the parser is not one that made it."""
    found = []
    for tag in BeautifulSoup(
        f"<div>{html}</div>", "html.parser", multi_valued_attributes=None
    ).find_all(True):
        found += [] if tag.name in ELEMENTS else [f"<{tag.name}>"]
        found += [f"{tag.name} {name}" for name in tag.attrs if name not in ATTRIBUTES]
        found += [
            f"class {name}" for name in str(tag.get("class", "")).split() if name not in CLASSES
        ]
        for name in ("href", "src"):
            address = IGNORED.sub("", str(tag.get(name, "")))
            if not ADDRESS.match(address) or re.match("(java|vb|live)script", address, re.I):
                found.append(f"{name}={address}")
    return found
