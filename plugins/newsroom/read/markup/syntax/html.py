# SPDX-License-Identifier: AGPL-3.0-or-later
"""Raw HTML: blocks of it, and tags within a paragraph. Between blocks stands Markdown.

A block of HTML begins with the tag of a block and ends at an empty line (CommonMark §4.6), so
Markdown may stand between ``<details>`` and ``</details>``, after an empty line.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.inlinepatterns import HtmlInlineProcessor
from markdown.util import AtomicString

from newsroom.read.markup.syntax.starts import HTML
from newsroom.read.markup.syntax.tags import TAG, Tags


class Blocks(BlockProcessor):
    """Blocks of raw HTML; put aside, and put back when all is done."""

    _START = re.compile(f"^ *{HTML}", re.MULTILINE | re.IGNORECASE)

    def __init__(self, parser: Any, tags: Tags) -> None:
        super().__init__(parser)
        self._tags = tags

    def test(self, parent: Element, block: str) -> bool:
        return "<" in block and self._START.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        found = self._START.search(block)
        assert found is not None
        if above := block[: found.start()].rstrip("\n"):
            self.parser.parseBlocks(parent, [above])
        html = self._tags.only(block[found.start() :])
        place = self.parser.md.htmlStash.store(html)
        SubElement(parent, "p").text = AtomicString(place)


class Inline(HtmlInlineProcessor):
    """Tags within a paragraph."""

    def __init__(self, md: Markdown, tags: Tags) -> None:
        super().__init__(rf"({TAG})", md)
        self._tags = tags

    def handleMatch(  # type: ignore[override]  # it gives less than it may
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        if not self._tags.is_tag(m[1], m[2], m[3]):
            return None, None, None
        return super().handleMatch(m, data)
