# SPDX-License-Identifier: AGPL-3.0-or-later
"""What goes over empty lines and is no Markdown: comments, and elements that hold no text.

Comments are notes among editors: not one gets to readers, even if it is never closed.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from newsroom.messages import _
from newsroom.read.markup.syntax.flaws import Flaw, Flaws
from newsroom.read.markup.syntax.tags import RAW, Tags

_LONGEST = 1_000  # characters of a code span that is passed over
_CODE = rf"(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n *\n).){{1,{_LONGEST}}}?(?<!`)(?P=ticks)(?!`)"
_COMMENT = r"<!--(?:.*?(?P<end>-->)|.*)"
_NAMES = "|".join(sorted(RAW))
_ELEMENT = rf"<(?P<name>{_NAMES})(?=[\s>])[^<>]*>.*?</(?P=name)\s*>"
_FOUND = re.compile(rf"\\[\\`<]|{_CODE}|{_COMMENT}|{_ELEMENT}", re.DOTALL | re.IGNORECASE)
_OPENING = re.compile(rf"<!--|<(?:{_NAMES})(?=[\s>])", re.IGNORECASE)


class Raw(Preprocessor):
    """Takes comments out, and puts raw elements aside; code is passed over."""

    def __init__(self, md: Markdown, tags: Tags, flaws: Flaws) -> None:
        super().__init__(md)
        self._tags = tags
        self._flaws = flaws

    def run(self, lines: list[str]) -> list[str]:
        source = "\n".join(lines)
        if "<" not in source:
            return lines
        self._tags.read(source)
        if _OPENING.search(source):
            source = _FOUND.sub(self._replace, source)
        return source.split("\n")

    def _replace(self, found: re.Match[str]) -> str:
        text = found[0]
        if found["name"]:
            return str(self.md.htmlStash.store(self._tags.only(text)))
        if not text.startswith("<!--"):
            return text
        if not found["end"]:
            message = _(
                '"<!--" is never closed, so nothing after it would be shown; write "-->" at the '
                "end of the note"
            )
            self._flaws.append(Flaw("<!--", message))
        return ""
