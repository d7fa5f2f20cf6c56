# SPDX-License-Identifier: AGPL-3.0-or-later
"""HTML and Markdown in a text that is neither: what readers would see as ``&amp;`` or ``**``."""

from __future__ import annotations

import html
import re

from newsroom.text.unicode import StandIns

# Only what ends in ";" is an entity here: "AT&T" and "R&D" are text.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
# The tags that other programs leave in headlines. "<tên công ty>" is text.
_ATTRIBUTES = r"""(?:\s+[A-Za-z:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*"""
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|center|cite|code|del|div|em|font|h[1-6]|i|img|ins|mark|p|q|s|small|span"
    rf"|strike|strong|sub|sup|u|wbr){_ATTRIBUTES}/?>",
    re.IGNORECASE,
)
_BREAK = re.compile(rf"</?(?:br|p|div|h[1-6]){_ATTRIBUTES}/?>", re.IGNORECASE)
_RAISED = re.compile(r"<(su[bp])>([0-9+-]{1,6})</\1>", re.IGNORECASE)
_SMALL = {
    "sup": str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"),
    "sub": str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
}
_MARKDOWN = (
    (re.compile(r"!?\[([^\[\]]+)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"\*{2,3}|(?<!\w)_{2,3}(?=\S)|(?<=\S)_{2,3}(?!\w)|~~"), ""),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]*?\S|\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_]*?\S|\S)_(?!\w)"), r"\1"),
    (re.compile(r"`+([^`]+)`+"), r"\1"),
    (re.compile(r"\A#{1,6}\s+"), ""),
)


def decoded(text: str) -> str:
    """Return *text* with its entities as letters: ``Fish &amp; chips &#8211;`` is "Fish & chips –".

    What was encoded twice (``&amp;#8211;``), as some programs export it, is decoded twice.
    """
    for _turn in range(3):
        if "&" not in text or not _ENTITY.search(text):
            return text
        text = _ENTITY.sub(_letter, text)
    return text


def _letter(found: re.Match[str]) -> str:
    letter = html.unescape(found[0])
    return found[0] if len(letter) > 2 or letter == "\0" else letter


def without_marks(text: str) -> str:
    """Return *text* without HTML tags and Markdown's marks: ``**Nóng:** <em>x</em>`` is "Nóng: x".

    ``m<sup>2</sup>`` is "m²". Text in angle brackets that is no tag of HTML, lone asterisks and
    underscores within words stay.
    """
    if "<" in text:
        text = _RAISED.sub(lambda found: found[2].translate(_SMALL[found[1].lower()]), text)
        text = _TAG.sub("", _BREAK.sub(" ", text))
    hidden = StandIns(text)
    text = hidden.hide(text) if hidden else text
    for mark, kept in _MARKDOWN:
        text = mark.sub(kept, text)
    text = " ".join(text.split())
    return hidden.show(text) if hidden else text
