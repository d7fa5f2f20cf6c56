# SPDX-License-Identifier: AGPL-3.0-or-later
"""Quotations: each is one by itself, and ends where something else begins."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.util import nearing_recursion_limit

from newsroom.read.markup.syntax.starts import find, interrupts

_SIGN = re.compile(r" *> ?")
_ANYWHERE = re.compile(r"^ *>", re.MULTILINE)


class Quotes(BlockProcessor):
    """In the place of Markdown's, which makes one quotation of two that follow each other."""

    def test(self, parent: Element, block: str) -> bool:
        return ">" in block and find(_ANYWHERE, block) is not None and not nearing_recursion_limit()

    def run(self, parent: Element, blocks: list[str]) -> None:
        lines = blocks.pop(0).split("\n")
        start = next(number for number, line in enumerate(lines) if _SIGN.match(line))
        end = start + 1
        while end < len(lines) and (_SIGN.match(lines[end]) or not interrupts(lines[end])):
            end += 1
        if start:
            self.parser.parseBlocks(parent, ["\n".join(lines[:start])])
        if end < len(lines):
            blocks.insert(0, "\n".join(lines[end:]))
        quoted = (_SIGN.sub("", line, count=1) for line in lines[start:end])
        self.parser.state.set("blockquote")
        text = "\n".join(line if line.strip() else "" for line in quoted)
        self.parser.parseChunk(SubElement(parent, "blockquote"), text)
        self.parser.state.reset()
