# SPDX-License-Identifier: AGPL-3.0-or-later
"""Raw iframes: YouTube's player becomes a façade, others are left out."""

from __future__ import annotations

import re
from html import escape, unescape

from newsroom.messages import _
from newsroom.read.markup.labels import Labels
from newsroom.read.markup.lines import Lines
from newsroom.read.markup.videos import video_id, watch_url
from newsroom.read.report import Report, shown

_QUOTED = r"""(?:"[^"]*"|'[^']*')"""
_FRAME = re.compile(rf"""<iframe\b([^"'<>]*(?:{_QUOTED}[^"'<>]*)*)>""", re.IGNORECASE)
_VALUE = r"""\b{}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_SRC = re.compile(_VALUE.format("src"), re.IGNORECASE)
_TITLE = re.compile(_VALUE.format("title"), re.IGNORECASE)


def replace_frames(html: str, lines: Lines, report: Report, words: Labels) -> str:
    """``html`` with YouTube's iframes as images whose source is the video's page.

    The image syntax of Markdown gives the same form, so both meet in ``pictures``. The others
    are taken out with a warning. The result is still to be sanitised.
    """
    if "<iframe" not in html.lower():
        return html

    def replace(match: re.Match[str]) -> str:
        address = _value(_SRC, match[1])
        if video := video_id(address):
            title = escape(_value(_TITLE, match[1]) or words.video)
            return f'<img src="{watch_url(video)}" alt="{title}">'
        _warn(address, lines, report)
        return ""

    return _FRAME.sub(replace, html)


def _value(attribute: re.Pattern[str], attributes: str) -> str:
    found = attribute.search(attributes)
    return unescape(next(filter(None, found.groups()), "")).strip() if found else ""


def _warn(address: str, lines: Lines, report: Report) -> None:
    message = _(
        'the frame of "{address}" was left out: only YouTube videos can be embedded; '
        "write a link instead"
    ).format(address=shown(address))
    report.warning(lines.of(address or "<iframe"), message, code="frame-left-out")
