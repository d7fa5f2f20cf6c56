# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is a tag of HTML, and what is text between angle brackets.

``<tên công ty>``, ``<Mai>`` and ``a<b thì y, còn c>d`` are text: no element has that name, or what
follows the name are no attributes. So is ``<Em>`` that nothing closes.
"""

from __future__ import annotations

import re

from newsroom.messages import _
from newsroom.read.markup.sanitise import ELEMENTS, SWALLOWED
from newsroom.read.markup.syntax.flaws import Flaw, Flaws


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What is shown as it is written, or not at all: it may have empty lines, and no Markdown.
RAW = SWALLOWED - {"iframe", "plaintext"} | {"pre"}

_FORBIDDEN = SWALLOWED | _names(
    """
    acronym address applet area article base basefont bgsound big blink body button canvas
    center data datalist dialog dir embed fieldset font footer form frame frameset head header
    hgroup html input keygen label legend link main map marquee menu menuitem meta meter
    multicol nav nobr optgroup option output param picture portal progress rb rp rt rtc ruby
    search slot spacer strike track tt
    """
)
_KNOWN = ELEMENTS | _FORBIDDEN

# These hold nothing, or the next of their kind ends them: nothing has to close them.
_OPEN = _names(
    """
    area base basefont bgsound body br col colgroup dd dt embed frame head hr html img input
    keygen li link meta option p param rp rt source spacer tbody td tfoot th thead tr track
    wbr
    """
)
# Attributes that mean something without a value.
_BARE = _names(
    """
    allowfullscreen async autofocus autoplay checked controls default defer disabled download
    hidden inert ismap itemscope loop markdown mozallowfullscreen multiple muted novalidate
    nowrap noshade open playsinline readonly required reversed selected webkitallowfullscreen
    """
)

# CommonMark §6.6, on one line or several.
_VALUE = r"""(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)"""
_NAME = r"[a-zA-Z_:][a-zA-Z0-9_.:-]*"
# What word processors leave in pasted HTML: their own tags, which say nothing to readers.
_OFFICE = r"(?:st1|[ovw]):"
TAG = rf"</?((?:{_OFFICE})?[a-zA-Z][a-zA-Z0-9-]*)((?:\s+{_NAME}(?:\s*=\s*{_VALUE})?)*)\s*/?>"
_TAG_OR_SIGN = re.compile(rf"{TAG}|<")
_ATTRIBUTE = re.compile(rf"({_NAME})(\s*=\s*{_VALUE})?")
_CLOSING = re.compile(r"</([a-zA-Z][a-zA-Z0-9]*)\s*>")


class Tags:
    """Tells tags from text, in one source after the other."""

    def __init__(self, flaws: Flaws) -> None:
        self._flaws = flaws
        self._closed: frozenset[str] = frozenset()

    def read(self, source: str) -> None:
        """Begin with a new source."""
        names = _CLOSING.findall(source) if "</" in source else ()
        self._closed = frozenset(map(str.lower, names))

    def is_tag(self, text: str, name: str, attributes: str) -> bool:
        """Whether *text*, with the form of a tag, is one; a forbidden one is told."""
        name = name.lower()
        is_end = text.startswith("</")
        if ":" in name:
            if not is_end:
                self._tell(text, name)
            return True
        if name not in _KNOWN or (is_end and attributes):
            return False
        if any(
            not value and attribute.lower() not in _BARE
            for attribute, value in _ATTRIBUTE.findall(attributes)
        ):
            return False
        is_raw = name in SWALLOWED and name != "iframe"  # open, it would take the rest along
        if not is_end and name not in _OPEN | self._closed and (is_raw or not attributes):
            return False
        if name in _FORBIDDEN and name != "iframe" and not is_end:
            self._tell(text, name)
        return True

    def only(self, html: str) -> str:
        """Raw HTML in which whatever is no tag is text."""

        def replace(found: re.Match[str]) -> str:
            text = found[0]
            if len(text) > 1 and self.is_tag(text, found[1], found[2]):
                return text
            return f"&lt;{text[1:]}"

        return _TAG_OR_SIGN.sub(replace, html)

    def _tell(self, text: str, name: str) -> None:
        message = (
            _('"<{name}>" and what is in it can\'t be in an article, and are left out')
            if name in SWALLOWED
            else _('the tag "<{name}>" has no effect in an article; its text stays')
        )
        self._flaws.append(Flaw(text, message.format(name=name), "tag-left-out"))
