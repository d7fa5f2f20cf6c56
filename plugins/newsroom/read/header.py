# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pelican's own header: ``Key: value`` lines, up to the first empty line."""

from __future__ import annotations

import re

from newsroom.messages import _
from newsroom.read.raw_fields import Field, Value
from newsroom.read.report import Report, shown
from newsroom.read.schema import ARTICLE, PAGE
from newsroom.read.spec import ValueKind

_LINE = re.compile(r"(?P<name>[^\W\d_][\w -]*?)[ \t]*:(?:[ \t]*(?P<value>.*))?")
_LISTS = frozenset((ValueKind.NAMES, ValueKind.SOURCES, ValueKind.STORIES, ValueKind.OLD_URLS))


def is_header(lines: list[str]) -> bool:
    """Tell whether *lines*, up to the first empty one, begin with a header.

    An article without front matter may begin with ``Hà Nội: …`` or ``Note: …``, so one of the
    names must be known.
    """
    found = [_LINE.fullmatch(line) for line in lines]
    return found[0] is not None and any(is_known(match["name"]) for match in found if match)


def _names_field(found: re.Match[str], line: str) -> bool:
    """Tell whether a line is a field and no sentence: ``Ghi chú: …`` may begin an article."""
    name = found["name"].lower()
    plain = name.isascii() and " " not in name
    glued = line[found.end("name") :][:2].strip(" \t") not in ("", ":")
    return is_known(name) or bool(ARTICLE.called(name)) or (plain and not glued)


def is_known(name: str) -> bool:
    """Tell whether articles or pages have a field of this name."""
    name = name.lower()
    return bool(ARTICLE.find(name) or PAGE.find(name))


def parse(lines: list[str], first_line: int, report: Report) -> dict[str, Field]:
    """Return the fields of a header; an indented line goes on with the value above it."""
    written: dict[str, list[str]] = {}  # joined at the end: a value may go on for many lines
    begins: dict[str, int] = {}
    value: list[str] = []
    for line, text in enumerate(lines, first_line):
        if text[0] in " \t":
            value.append(text.strip())
        elif (found := _LINE.fullmatch(text)) and _names_field(found, text):
            name, value = found["name"].lower(), [(found["value"] or "").strip()]
            if name in begins:
                _report_twice(name, begins[name], line, report)
            begins.setdefault(name, line)
            written.setdefault(name, value)
        else:
            _report_stray(text, line, report)
            break  # what follows is the article, and would only repeat the message
    return {
        name: Field(_split(name, " ".join(parts).strip(), begins[name]), begins[name])
        for name, parts in written.items()
    }


def _report_twice(name: str, first: int, line: int, report: Report) -> None:
    message = _('"{name}" is already given on line {line}; keep one of the two')
    report.error(line, message.format(name=shown(name), line=first))


def _report_stray(text: str, line: int, report: Report) -> None:
    message = _(
        '"{text}" is not "Field: value"; leave an empty line above the text of the article, and '
        "indent a line that goes on from the one above"
    )
    report.error(line, message.format(text=shown(text)))


def _split(name: str, text: str, line: int) -> Value:
    """Return the value of a field: in a list, ``;`` parts names, or else ``,`` does."""
    spec = ARTICLE.find(name) or PAGE.find(name)
    if spec is None or spec.kind not in _LISTS:
        return text
    if text.startswith("[") and text.endswith("]"):  # as it would be written between "---" lines
        text = text[1:-1]
    parts = [part.strip().strip("\"'") for part in text.split(";" if ";" in text else ",")]
    parts = [part for part in parts if part]
    return [Field(part, line) for part in parts] if len(parts) != 1 else parts[0]
