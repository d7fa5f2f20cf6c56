# SPDX-License-Identifier: AGPL-3.0-or-later
"""Headings, rules and tables, as far as single lines make them.

A heading needs a space after its signs ("#hashtag" is text), and a line under a paragraph makes
none of it. A table may stand right under a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

from markdown.blockprocessors import HashHeaderProcessor, HRProcessor, ReferenceProcessor
from markdown.extensions.def_list import DefListIndentProcessor
from markdown.extensions.tables import TableProcessor
from markdown.preprocessors import Preprocessor

from newsroom.messages import _
from newsroom.read.markup.syntax.flaws import Flaw, Flaws
from newsroom.read.markup.syntax.starts import RULE, find, interrupts
from newsroom.read.report import shown

_SPEECH = re.compile(r"\n(?<=\S\n)(?= *[–—])")


class Speech(Preprocessor):
    """Lines of dialogue, which begin with a dash: each stays a line."""

    def run(self, lines: list[str]) -> list[str]:
        return _SPEECH.sub("  \n", "\n".join(lines)).split("\n")


class Headings(HashHeaderProcessor):
    """A heading's signs are followed by a space, and those at its end are preceded by one."""

    RE = re.compile(r"(?:^|\n) *(?P<level>#{1,6})(?P<header>(?: [^\n]*?)?)(?: #+)? *(?:\n|$)")

    def test(self, parent: Element, block: str) -> bool:
        return "#" in block and super().test(parent, block)


class Rules(HRProcessor):
    """Rules, also right under a paragraph, where elsewhere a heading would be made."""

    SEARCH_RE = re.compile(f"^ *{RULE}", re.MULTILINE)

    def __init__(self, parser: Any, flaws: Flaws) -> None:
        super().__init__(parser)
        self._flaws = flaws

    def test(self, parent: Element, block: str) -> bool:
        self.match = find(self.SEARCH_RE, block)  # type: ignore[assignment]  # of another class, asked in the same way
        return self.match is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        above, rule = blocks[0][: self.match.start()].rstrip("\n"), self.match[0]
        if above and set(rule.strip()) == {"-"}:
            line = above.rpartition("\n")[2]
            message = _(
                'the line "{rule}" under "{text}" makes no heading but a rule; write '
                '"## {text}", or an empty line between them'
            ).format(rule=shown(rule.strip()), text=shown(line.strip()))
            self._flaws.append(Flaw(f"{line}\n{rule}", message, "rule-under-text"))
        super().run(parent, blocks)


class LinkDefinitions(ReferenceProcessor):
    """Definitions of links: at the head of a block, for within a paragraph they are text."""

    RE = re.compile(
        r"^ {0,3}\[([^\[\]]*[^\s\[\]][^\[\]]*)\]: *(?:\n *)?(<[^<>\n]*>|(?!<)\S+)"
        r"((?: +| *\n *)(?:([\"'])(.*)\4|\((.*)\)))? *$",
        re.MULTILINE,
    )

    def run(self, parent: Element, blocks: list[str]) -> bool:
        if self.RE.match(blocks[0]) is None:
            return False
        return bool(super().run(parent, blocks))


class Tables(TableProcessor):
    """Tables that may stand under a paragraph; and what their rows have too much is told."""

    _RULE = re.compile(r"^ *\|?[ :]*-[-:| ]*$", re.MULTILINE)

    def __init__(self, parser: Any, config: dict[str, Any], flaws: Flaws) -> None:
        super().__init__(parser, config)
        self._flaws = flaws
        self._start = 0
        self._without = ""  # the last block that had no table, between line breaks

    def test(self, parent: Element, block: str) -> bool:
        """Whether there is a table. Lines of a block that has none need not be looked at again."""
        if "|" not in block or f"\n{block}\n" in self._without:
            return False
        if self._find(parent, block):
            return True
        self._without = f"\n{block}\n"
        return False

    def _find(self, parent: Element, block: str) -> bool:
        for found in self._RULE.finditer(block):
            # From the line above the rule, and no further: these two make a table (GFM §4.10).
            # Markdown's own looks at all lines, as often as there are rules.
            self._start = block.rfind("\n", 0, max(found.start() - 1, 0)) + 1
            if found.start() and super().test(parent, block[self._start : found.end()]):
                return True
        return False

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        above = block[: self._start].rstrip("\n")
        separator, border = self.separator, self.border
        if above:
            self.parser.parseBlocks(parent, [above])
        self.separator, self.border = separator, border  # what stands above was tested, too
        rows = (block[len(above) :].lstrip("\n") if above else block).split("\n")
        ends = (number for number, row in enumerate(rows) if number > 1 and interrupts(row))
        end = next(ends, len(rows))
        if end < len(rows):
            blocks.insert(0, "\n".join(rows[end:]))
        blocks.insert(0, "\n".join(rows[:end]))
        super().run(parent, blocks)

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:
        super()._build_row(row, parent, align)  # type: ignore[misc]  # no type tells of it
        for cell in parent[-1]:
            cell.text = (cell.text or "").replace("\\|", "|")  # in code, too
        cells: list[str] = self._split_row(row)  # type: ignore[attr-defined]  # likewise
        extra = [cell.strip() for cell in cells[len(align) :] if cell.strip()]
        if extra:
            message = _(
                'the row "{row}" has more cells than the head of its table; "{text}" is left out'
            ).format(row=shown(row.strip()), text=shown(" | ".join(extra)))
            self._flaws.append(Flaw(row, message, "cell-left-out"))


class Definitions(DefListIndentProcessor):
    """Indented blocks of definitions; those of lists are `lists`'."""

    ITEM_TYPES = ["dd"]  # noqa: RUF012 - as in the base class
    LIST_TYPES = ["dl"]  # noqa: RUF012 - likewise
