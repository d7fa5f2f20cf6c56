# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists: nested as CommonMark nests them, and forgiving where editors' habits differ.

An item holds the lines that are indented as far as its text (CommonMark §5.2), or by two spaces:
"1. a" with "  - b" under it. A list may stand right under a paragraph. Pasted bullets (•) make a
list from two on, and "1.Trong" without a space does if "2." follows.
"""

from __future__ import annotations

from collections import deque
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor

from newsroom.read.markup.syntax.starts import (
    MARKER_ANYWHERE,
    Marker,
    begins,
    find,
    indent_of,
    interrupts,
    marker,
)


class ListProcessor(BlockProcessor):
    """In the place of Markdown's four processors for lists."""

    # A block in which no list begins, with what follows it: other processors take it apart line by
    # line, and each time its rest comes back.
    _without: tuple[str, list[str]] = ("", [])

    def test(self, parent: Element, block: str) -> bool:
        return find(MARKER_ANYWHERE, block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool:
        lines = blocks[0].split("\n")
        start = self._start(lines, blocks)
        if start is None:
            return False
        blocks.pop(0)
        if start:
            self.parser.parseBlocks(parent, ["\n".join(lines[:start])])
        items = _Items(lines[start:], blocks)
        rest = items.take()
        if rest.strip():
            blocks.insert(0, rest)
        self._build(parent, items)
        return True

    def _start(self, lines: list[str], blocks: list[str]) -> int | None:
        """As the function, without looking again at lines in which no list begins."""
        block, following = self._without
        rest = "\n".join(lines[1:])
        if block.endswith(f"\n{rest}") and following == blocks[1:4]:
            first = marker(lines[0])
            if first is None or begins(lines[0]):
                return None
            if first.is_spaced and not first.is_pasted:
                return 0
        start = _start(lines, blocks)
        if start is None and not any(map(begins, lines)):
            self._without = blocks[0], blocks[1:4]
        return start

    def _build(self, parent: Element, items: _Items) -> None:
        made = SubElement(parent, "ol" if items.is_ordered else "ul")
        if items.is_ordered and items.first.number != 1:
            made.set("start", str(items.first.number))
        self.parser.state.set("looselist" if items.is_loose else "list")
        for item in items.found:
            self.parser.parseChunk(SubElement(made, "li"), "\n".join(item.lines))
        self.parser.state.reset()


def _start(lines: list[str], blocks: list[str]) -> int | None:
    """The line of a block with which a list begins; None if something else comes first."""
    alone: set[str] = set()  # kinds of which no second item follows
    for number, line in enumerate(lines):
        if begins(line):
            return None
        found = marker(line)
        if found is None or not (number == 0 or found.interrupts or not found.is_spaced):
            continue
        if found.is_spaced and not found.is_pasted:
            return number
        if not (found.is_pasted or found.number == 1) or found.kind in alone:
            continue
        if _has_second(found, lines[number + 1 :], blocks):
            return number
        alone.add(found.kind)
    return None


def _has_second(first: Marker, lines: list[str], blocks: list[str]) -> bool:
    """Whether a second item follows, in the same block or at the head of the next one."""
    heads = [block.strip("\n") for block in blocks[1:4] if block.strip("\n")][:1]
    sign = first.kind if first.is_pasted else f"2{first.kind}"
    if not any(sign in line for line in (blocks[0], *heads)):
        return False
    for line in [*lines, *(head.partition("\n")[0] for head in heads)]:
        second = marker(line)
        if second and second.kind == first.kind and (first.is_pasted or second.number == 2):
            return True
    return False


def _is_item(line: str) -> bool:
    """Whether a line is an item of another list; the text of an item does not run into one."""
    sign = marker(line)
    return sign is not None and sign.is_spaced and not sign.is_pasted and bool(sign.text)


class _Item:
    """One item; ``lines`` are its own, without their indentation."""

    def __init__(self, sign: Marker) -> None:
        self.sign = sign
        self.lines = [sign.text]
        self._looked = 0  # how many of the lines are known to begin no item

    def add(self, line: str) -> None:
        self.lines.append(line[min(indent_of(line), self.sign.offset) :])

    def parts(self, line: str) -> bool:
        """Whether an empty line before *line* parts two blocks of this very item."""
        own = line[min(indent_of(line), self.sign.offset) :]
        if indent_of(own) >= 2:
            return False
        return marker(own) is None or not self._has_items()

    def _has_items(self) -> bool:
        """Whether a line begins an item within this one; each line is looked at once."""
        while self._looked < len(self.lines):
            if marker(self.lines[self._looked]):
                return True
            self._looked += 1
        return False


class _Items:
    """The items of one list, taken from the lines of a block and from the blocks after it."""

    def __init__(self, lines: list[str], blocks: list[str]) -> None:
        self._lines = deque(lines)
        self._blocks = blocks
        first = marker(lines[0])
        assert first is not None
        self.first = first
        self.is_ordered = first.kind in (".", ")")
        self.is_loose = False
        self.found: list[_Item] = []

    def take(self) -> str:
        """Take all items; returns what is left of the last block."""
        blank = False
        while self._lines or self._next_block():
            line = self._lines[0]
            if not line.strip():
                blank = True
            elif self.found and self._is_inside(line):
                self._add(line, blank)
                blank = False
            elif sign := self._sibling(line):
                self.is_loose |= blank and bool(self.found)
                self.found.append(_Item(sign))
                blank = False
            elif blank or interrupts(line) or _is_item(line):
                break
            else:
                self.found[-1].lines.append(line.strip(" ") + line[len(line.rstrip(" ")) :])
            self._lines.popleft()
            blank |= not self._lines
        return "\n".join(self._lines)

    def _is_inside(self, line: str) -> bool:
        """Whether a line is of the last item: indented enough, and not the next number."""
        last, indent = self.found[-1].sign, indent_of(line)
        if last.indent + 2 <= indent < last.offset:
            sign = self._sibling(line)
            return sign is None or sign.number != last.number + 1
        return indent >= last.offset

    def _add(self, line: str, blank: bool) -> None:
        item = self.found[-1]
        if blank:
            self.is_loose |= item.parts(line) and any(item.lines)
            item.lines.append("")
        item.add(line)

    def _sibling(self, line: str) -> Marker | None:
        """The marker of the next item of this list."""
        sign = marker(line)
        if sign is None or sign.kind != self.first.kind:
            return None
        if sign.is_spaced or not self.found:
            return sign
        return sign if sign.number == self.found[-1].sign.number + 1 else None

    def _next_block(self) -> bool:
        """Go on with the next block, if it belongs to the list."""
        while self._blocks and not self._blocks[0].strip("\n"):
            if len(self._blocks) == 1:
                return False
            self._blocks.pop(0)
        if not self._blocks:
            return False
        line = self._blocks[0].strip("\n").partition("\n")[0]
        if not self._is_inside(line) and self._sibling(line) is None:
            return False
        self._lines.extend(self._blocks.pop(0).split("\n"))
        return True
