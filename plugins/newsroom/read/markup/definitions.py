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


def tell_definitions(source: str, body: Body, lines: Lines, report: Report) -> None:
    """Warn of a second definition of one name, and of a definition that nothing uses.

    Footnotes that nothing mentions are told by `footnotes`.
    """
    if "]:" not in source:
        return
    code = _code(source) if "```" in source or "~~~" in source else frozenset()
    number = offset = 0
    seen: set[tuple[str, str]] = set()
    plain, text = source.casefold(), _SPACE.sub("", body.text)
    for found in _DEFINITION.finditer(source):
        number, offset = number + source.count("\n", offset, found.start()), found.start()
        if number in code:
            continue
        sign, name = found[1] or found[2], found[3].strip()
        written = found[0][found.start(1) - found.start() : found.start(4) - found.start()]
        if _SPACE.sub("", written + found[4]) in text:
            continue  # it is none: readers see it
        line = lines.at(found.start(1))
        if (sign, name.casefold()) in seen:
            message = _('"{name}" is defined a second time, and only the first one counts')
            report.warning(line, message.format(name=shown(written)), code="second-definition")
        elif sign != "^" and not _is_used(sign, name.casefold(), plain):
            message = _('"{name}" is a definition that nothing uses, so it is not shown')
            report.warning(line, message.format(name=shown(written)), code="unused-definition")
        seen.add((sign, name.casefold()))


def _code(source: str) -> frozenset[int]:
    """The lines of fenced code, from zero on."""
    found = fences(source.split("\n"))
    return frozenset(line for fence in found for line in range(fence.start + 1, fence.end))


def _is_used(sign: str, name: str, text: str) -> bool:
    if sign == "*":
        return re.search(rf"(?<!\[)\b{re.escape(name)}\b(?!\])", text) is not None
    return re.search(rf"\[{re.escape(name)}\](?!:)", text) is not None
