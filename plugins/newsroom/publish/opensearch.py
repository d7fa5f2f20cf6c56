# SPDX-License-Identifier: AGPL-3.0-or-later
"""OpenSearch descriptions (OpenSearch 1.1 draft 6): by them browsers offer a site's own search."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

_MOST = 16  # characters of a short name


def write_description(name: str, template: str) -> bytes:
    """The description of a search whose answer to ``{searchTerms}`` is at ``template``."""
    short = name if len(name) <= _MOST else name[:_MOST].rpartition(" ")[0] or name[:_MOST]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{escape(short)}</ShortName>\n"
        f"<Description>{escape(name)}</Description>\n"
        "<InputEncoding>UTF-8</InputEncoding>\n"
        f'<Url type="text/html" template={quoteattr(template)}/>\n'
        "</OpenSearchDescription>\n"
    ).encode()
