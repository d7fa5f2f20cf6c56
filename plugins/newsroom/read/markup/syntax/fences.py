# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fenced code, also within lists and quotations; Markdown's own knows it at the margin only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from markdown import Markdown
from markdown.preprocessors import Preprocessor

from newsroom.messages import _
from newsroom.read.markup.syntax.flaws import Flaw, Flaws
from newsroom.read.report import shown

# What may stand before a fence on its line: quotation signs and markers of lists.
_BEFORE = r"(?:[ >]|(?:[-+*]|\d{1,3}[.)])(?= ))*"
# After it, the name of a language at most: a longer text would vanish.
_FENCE = re.compile(rf"({_BEFORE})(`{{3,}}|~{{3,}}) *(?:\{{[^`]*\}}|[\w#.+-]*) *$")
_MARGIN = re.compile(r"(?:[-+*]|\d{1,3}[.)])")


class Fence(NamedTuple):
    """The lines of a fence and of the one that closes it, 0 for none; what stands before it."""

    start: int
    end: int
    before: str


def fences(lines: Sequence[str]) -> Iterator[Fence]:
    """The fences among *lines*, with what may stand before them in lists and quotations."""
    at = 0
    # Of fences with one margin and sign: how long one was that is not closed before which line.
    open_ones: dict[tuple[str, str], tuple[int, int]] = {}
    while at < len(lines):
        if found := _FENCE.match(lines[at]):
            kind = (found[1], found[2][0])
            length, until = open_ones.get(kind, (0, 0))
            end = 0
            if at >= until or len(found[2]) < length:
                end, until = _end(lines, at, found[1], found[2])
                if not end:
                    open_ones[kind] = (len(found[2]), until)
            yield Fence(at, end, found[1])
            at = max(at, end)
        at += 1


def _end(lines: Sequence[str], start: int, before: str, fence: str) -> tuple[int, int]:
    """The line of the closing fence, 0 if there is none; and the line up to which it was sought."""
    margin = _margin(before)
    for number in range(start + 1, len(lines)):
        line = _within(lines[number], margin)
        if line is None:
            return 0, number
        closing = line.strip(" ")
        if len(closing) >= len(fence) and set(closing) == {fence[0]}:
            return number, number
    return 0, len(lines)


class Fences(Preprocessor):
    """Puts fenced code aside. A fence that is never closed is text, and is told."""

    def __init__(self, md: Markdown, flaws: Flaws) -> None:
        super().__init__(md)
        self._flaws = flaws

    def run(self, lines: list[str]) -> list[str]:
        if not any("```" in line or "~~~" in line for line in lines):
            return lines
        made: list[str] = []
        at = 0
        for fence in fences(lines):
            made += lines[at : fence.start]
            if fence.end:
                made += self._place(lines[fence.start + 1 : fence.end], fence.before)
                at = fence.end + 1
            else:
                self._tell_open(lines[fence.start : fence.start + 2])
                at = fence.start
        return made + lines[at:]

    def _tell_open(self, lines: list[str]) -> None:
        message = _(
            '"{fence}" is never closed, so what follows is text; write such a line below it'
        )
        text = message.format(fence=shown(lines[0].strip()))
        self._flaws.append(Flaw("\n".join(lines), text, "unread-mark"))

    def _place(self, lines: list[str], before: str) -> list[str]:
        margin = _margin(before)
        code = "\n".join(_within(line, margin) or "" for line in lines)
        html = f"<pre><code>{escape(code, quote=False)}\n</code></pre>"
        place = self.md.htmlStash.store(html)
        empty = margin.rstrip()
        return [empty if before == margin else before.rstrip(), f"{margin}{place}", empty]


def _margin(before: str) -> str:
    """What stands before the code's other lines: quotation signs, and spaces for markers."""
    return _MARGIN.sub(lambda found: " " * len(found[0]), before)


def _within(line: str, margin: str) -> str | None:
    """*line* without the margin; None if it leaves the quotation."""
    for sign in margin:
        if sign == " ":
            line = line.removeprefix(" ")
        elif line.lstrip(" ").startswith(sign):
            line = line.lstrip(" ")[1:]
        else:
            return None
    return line
