# SPDX-License-Identifier: AGPL-3.0-or-later
"""Abbreviations (``*[BHXH]: Bảo hiểm xã hội``), marked wherever their word stands."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.extensions.abbr import AbbrTreeprocessor

# Not within a placeholder, which stands between STX and ETX for what Markdown puts back later:
# the abbreviation "0", or "wzxhzdk", would break it. None is longer than this.
_OUTSIDE = "(?![^\x02\x03]{0,40}\x03)"


class Abbreviations(AbbrTreeprocessor):
    """Markdown's own step, which knows no placeholders."""

    def run(self, root: Element) -> None:
        """Mark the words of all definitions."""
        if self.abbrs:
            longest_first = sorted(self.abbrs, key=len, reverse=True)
            words = "|".join(map(re.escape, longest_first))
            self.RE = re.compile(rf"\b(?:{words})\b{_OUTSIDE}")
            self.iter_element(root)
