# SPDX-License-Identifier: AGPL-3.0-or-later
"""Definitions stand apart from the text, so nobody sees when one is lost: this tells."""

from __future__ import annotations

import re

from newsroom.messages import _
from newsroom.model import Body
from newsroom.read.markup.lines import Lines
from newsroom.read.markup.syntax.fences import fences
from newsroom.read.report import Report, shown

# A footnote's text, a link's address or an abbreviation's meaning, also in quotations and lists.
_DEFINITION = re.compile(
    r"^(?:[ >]|[*+-] |\d{1,9}[.)] )*(\*?)\[(\^?)([^\[\]\n]+)\]:([^\n]{0,20})", re.MULTILINE
)
_SPACE = re.compile(r"\s+")
_MENTION = re.compile(r"\[([^\[\]\n]+)\](?!:)")

# Characters that searches for definitions in the text, and for abbreviations in the source, may
# look at: as many as `unread` does. What is not looked for is not told.
_SEARCHED = 300_000_000
_OF_A_WORD = 20  # how much longer it takes to look for a word than for its letters


def tell_definitions(source: str, body: Body, lines: Lines, report: Report) -> None:
    """Warn of a second definition of one name, and of a definition that nothing uses.

    Footnotes that nothing mentions are told by `footnotes`.
    """
    if "]:" not in source:
        return
    code = _code(source) if "```" in source or "~~~" in source else frozenset()
    number = offset = 0
    seen: set[tuple[str, str]] = set()
    used = _Used(source, body)
    for found in _DEFINITION.finditer(source):
        number, offset = number + source.count("\n", offset, found.start()), found.start()
        if number in code:
            continue
        sign, name = found[1] or found[2], found[3].strip()
        written = found[0][found.start(1) - found.start() : found.start(4) - found.start()]
        if used.is_shown(written + found[4]):
            continue  # it is none: readers see it
        line = lines.at(found.start(1))
        if (sign, name.casefold()) in seen:
            message = _('"{name}" is defined a second time, and only the first one counts')
            report.warning(line, message.format(name=shown(written)), code="second-definition")
        elif sign != "^" and not used.is_used(sign, name.casefold()):
            message = _('"{name}" is a definition that nothing uses, so it is not shown')
            report.warning(line, message.format(name=shown(written)), code="unused-definition")
        seen.add((sign, name.casefold()))


def _code(source: str) -> frozenset[int]:
    """The lines of fenced code, from zero on."""
    found = fences(source.split("\n"))
    return frozenset(line for fence in found for line in range(fence.start + 1, fence.end))


def _mentions(source: str) -> set[str]:
    return set(_MENTION.findall(source))


class _Used:
    """What an article mentions, and what of it readers see."""

    def __init__(self, source: str, body: Body) -> None:
        self._source = source.casefold()
        self._text = _SPACE.sub("", body.text)
        self._mentions: set[str] | None = None
        self._left = _SEARCHED

    def is_shown(self, written: str) -> bool:
        """Whether readers see a definition as it is written, or nobody can tell any more."""
        self._left -= len(self._text)
        return self._left < 0 or _SPACE.sub("", written) in self._text

    def is_used(self, sign: str, name: str) -> bool:
        """Whether a definition's name stands somewhere else."""
        if sign == "*":
            return self._has_word(name)
        if self._mentions is None:
            self._mentions = _mentions(self._source)
        return name in self._mentions

    def _has_word(self, word: str) -> bool:
        self._left -= len(self._source)
        if self._left < 0 or word not in self._source:
            return self._left < 0
        self._left -= _OF_A_WORD * len(self._source)
        return re.search(rf"(?<!\[)\b{re.escape(word)}\b(?!\])", self._source) is not None
