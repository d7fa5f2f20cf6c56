"""A file's text → its fields, with their lines, and its body."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.read import header, strict_yaml
from newsroom.read.decode import decode
from newsroom.read.report import Report
from newsroom.read.tree import Field

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_EMPTY_LINE = re.compile(r"^[ \t]*$", re.MULTILINE)
_FIRST_TEXT = re.compile(r"\S")


class Document(NamedTuple):
    """A file in its two parts.

    ``fields`` maps names in lower case to values; ``opening`` is the line that the front matter
    begins on, and ``body_line`` the line of the first character of ``body``, both from 1.
    """

    fields: dict[str, Field]
    body: str
    body_line: int
    opening: int = 1


def split(data: bytes, path: str, problems: Problems) -> Document | None:
    """Return the fields and the body of a file: YAML between ``---`` lines, or Pelican's header.

    None, with errors added to *problems*, if the file is not UTF-8 text or its front matter is
    missing, not closed, or cannot be read.
    """
    report = Report(path, problems)
    text = decode(data, report)
    if text is None:
        return None
    found = _FIRST_TEXT.search(text)
    if not found:
        report.error(1, _("the file is empty; write the fields, then the text of the article"))
        return None
    start = text.rfind("\n", 0, found.start()) + 1
    opening = 1 + text.count("\n", 0, start)
    if fence := _FENCE.match(text, start):
        return _fenced(text, fence.end() + 1, opening, report)
    return _headed(text, start, opening, report)


def _fenced(text: str, start: int, opening: int, report: Report) -> Document | None:
    fence = _FENCE.search(text, start) if start <= len(text) else None
    if not fence:
        message = _(
            'the front matter that opens on line {line} is never closed; put a line "---" after '
            "the last field"
        )
        report.error(opening, message.format(line=opening))
        return None
    root = strict_yaml.parse(text[start : fence.start()], opening + 1, report)
    if root is None:
        return None
    fields = {} if root.value == "" else root.value
    if not isinstance(fields, dict):
        message = _('the front matter must hold fields, one to a line, written "field: value"')
        report.error(root.line, message)
        return None
    closing = opening + 1 + text.count("\n", start, fence.start())
    return Document(fields, text[fence.end() + 1 :], closing + 1, opening)


def _headed(text: str, start: int, opening: int, report: Report) -> Document | None:
    empty = _EMPTY_LINE.search(text, start)
    end = empty.start() if empty else len(text)
    lines = text[start:end].rstrip("\n").split("\n")
    if not header.is_header(lines):
        message = _(
            'the front matter is missing; begin the file with a line "---", the fields (such as '
            '"title: …"), and another line "---"'
        )
        report.error(opening, message)
        return None
    fields = header.parse(lines, opening, report)
    after = (empty.end() if empty else len(text)) + 1
    return Document(fields, text[after:], opening + len(lines) + 1, opening)
