# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files ``_headers`` and ``_redirects`` that hosts of static sites read."""

from __future__ import annotations

import re
from urllib.parse import quote

from newsroom.deploy.moved import Moved
from newsroom.deploy.policy import DOCUMENTS, headers, rules
from newsroom.settings import Settings

# Headers of two blocks that fit are joined, and a joined policy is the stricter of both; but two
# ages for a cache would contradict each other, so pages keep the host's own, which asks again.
_LEFT_TO_THE_HOST = ("Cache-Control",)

# What Netlify reads as a part of a query: a part without "=", or that begins as an address does,
# would be where the line leads to; ":" at the beginning of a value stands for any value.
_PART = re.compile(r"[\w.~%+\[\]-]+=(?![:*])[^*\s]*", re.ASCII)


def write_headers(settings: Settings) -> str:
    """The file ``_headers``."""
    base = settings.base
    uploads = next((rule for rule in rules(settings) if rule.name == "uploads"), None)
    everywhere = headers(settings)
    blocks = {f"{base}/*": {n: v for n, v in everywhere.items() if n not in _LEFT_TO_THE_HOST}}
    if uploads is not None:
        own = {"Content-Security-Policy": uploads.policy, "Cache-Control": uploads.cache}
        blocks |= {f"{base}/{path}/*": own for path in settings.static_paths if path}
    blocks |= {f"{base}/*.{end}": {"Content-Disposition": "attachment"} for end in DOCUMENTS}
    for ending in ("rss", "atom", "opml"):
        blocks[f"{base}/*.{ending}"] = {"Content-Type": "application/xml; charset=utf-8"}
    return "\n".join(
        line
        for path, told in blocks.items()
        for line in (path, *(f"  {name}: {value}" for name, value in told.items()), "")
    )


def write_redirects(settings: Settings, moved: Moved) -> str:
    """The file ``_redirects``.

    Hosts that know no 410 (Cloudflare Pages) leave those lines out: nothing is there, so it is 404.
    """
    missing = f"{settings.base}/404.html"
    lines = [
        *(_line(old, new, 301) for old, new in moved.queries.items()),
        *(_line(old, missing, 410) for old in moved.gone_queries),
        *(_line(old, new, 301) for old, new in moved.redirects.items()),
        *(_line(old, missing, 410) for old in moved.gone),
    ]
    return "".join(lines)


def _line(old: str, new: str, status: int) -> str:
    """A line; what a query holds stands between the paths, as Netlify has it, or there is none."""
    path, _mark, query = old.partition("?")
    parts = list(filter(None, query.split("&")))
    if not all(map(_PART.fullmatch, parts)):
        return ""
    return " ".join([quote(path, safe="/~"), *parts, new, f"{status}\n"])
