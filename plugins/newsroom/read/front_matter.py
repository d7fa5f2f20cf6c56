# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file's text → its fields, with their lines, and its body."""

from __future__ import annotations

import re
from typing import NamedTuple

from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.read import header, strict_yaml
from newsroom.read.conflicts import settle
from newsroom.read.decode import decode
from newsroom.read.raw_fields import Field
from newsroom.read.report import Report, shown

_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
_EMPTY_LINE = re.compile(r"^[ \t]*$", re.MULTILINE)
_FIRST_TEXT = re.compile(r"\S")
# What programs and people make of a line of three hyphens.
_NEARLY_FENCE = re.compile(r"[ \t]*(?:[-–—―−_=*~][ \t]*){2,}|[ \t]*[—―][ \t]*|\.\.\.[ \t]*")
_TOML = re.compile(r"\+\+\+[ \t]*")
_FIELD = re.compile(r"(?P<name>[^\W\d_][\w-]*)[ \t]*:(?:[ \t]|$)")
_OF_FIELDS = re.compile(r"[ \t]+\S|#|-(?:[ \t]|$)")


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
    text = settle(text, report)
    start = text.rfind("\n", 0, found.start()) + 1
    opening = 1 + text.count("\n", 0, start)
    if fence := _FENCE.match(text, start):
        return _fenced(text, fence.end() + 1, opening, report)
    return _unfenced(text, start, opening, report)


def _fenced(text: str, start: int, opening: int, report: Report) -> Document | None:
    """Return the parts of a file whose fields begin at *start*, below the line *opening*."""
    fence = _FENCE.search(text, start) if start <= len(text) else None
    if fence:
        found = _attempt(text, start, fence, opening, report)
        if found is not None:
            return found
    return _closed_elsewhere(text, start, fence, opening, report)


def _attempt(
    text: str, start: int, fence: re.Match[str], opening: int, report: Report
) -> Document | None:
    """Return the parts of a file if the lines up to *fence* are YAML, and none if they are not."""
    trial = Report(report.path, Problems())
    root = strict_yaml.parse(text[start : fence.start()], opening + 1, trial)
    if trial.problems.errors:
        return None
    report.problems.extend(iter(trial.problems))
    return _document(root, text, fence.end(), opening, report)


def _closed_elsewhere(
    text: str, start: int, fence: re.Match[str] | None, opening: int, report: Report
) -> Document | None:
    """Return the parts of a file whose fields are not YAML, or whose closing line is missing."""
    end = fence.start() if fence else len(text)
    after = fence.end() if fence else len(text)
    lines = text[start:end].split("\n")
    number, kind = _end_of_fields(lines)
    if kind:
        end = start + sum(len(line) + 1 for line in lines[:number])
        after = end + len(lines[number]) if kind == "nearly" else end - 1
        line = opening + 1 + number
        _tell_closing(lines[number], line if kind == "nearly" else opening, kind, report)
    elif fence is None:
        _tell_closing("", opening, "missing", report)
        if number == 0:
            return None
    root = strict_yaml.parse(text[start : max(start, end)], opening + 1, report)
    return _document(root, text, after, opening, report)


def _end_of_fields(lines: list[str]) -> tuple[int, str]:
    """Return where the fields end before the closing line, and why: "nearly", "missing" or ""."""
    gap = False
    for number, line in enumerate(lines):
        if _NEARLY_FENCE.fullmatch(line):
            return number, "nearly"
        if not line.strip():
            gap = True
        elif gap and not (_FIELD.match(line) or _OF_FIELDS.match(line)):
            return number, "missing"
    return len(lines), ""


def _tell_closing(written: str, line: int, kind: str, report: Report) -> None:
    if kind == "nearly":
        message = _('"{text}" does not close the fields; write three hyphens: ---')
        report.error(line, message.format(text=shown(written)))
        return
    message = _(
        'the front matter that opens on line {line} is never closed; put a line "---" after '
        "the last field"
    )
    report.error(line, message.format(line=line))


def _document(
    root: Field | None, text: str, after: int, opening: int, report: Report
) -> Document | None:
    """Return the two parts; the line that closes the fields ends at *after*."""
    if root is None:
        return None
    fields = {} if root.value == "" else root.value
    if not isinstance(fields, dict):
        message = _('the front matter must hold fields, one to a line, written "field: value"')
        report.error(root.line, message)
        return None
    body_line = 2 + text.count("\n", 0, after)
    return Document(fields, text[after + 1 :], body_line, opening)


# ----------------------------------------------------------------- files that open with no "---"


def _unfenced(text: str, start: int, opening: int, report: Report) -> Document | None:
    """Return the parts of a file with Pelican's header, or one whose opening line is wrong."""
    line_end = text.find("\n", start)
    first, below = (text[start:line_end], line_end + 1) if line_end >= 0 else (text[start:], -1)
    if _TOML.fullmatch(first):
        message = _(
            'the fields are written in TOML ("+++", "="); write them as "field: value" between two '
            'lines "---"'
        )
        report.error(opening, message)
        return None
    if _NEARLY_FENCE.fullmatch(first) and _known_field(text[below:].split("\n", 1)[0]):
        message = _('"{text}" does not open the fields; write three hyphens: ---')
        report.error(opening, message.format(text=shown(first)))
        return _fenced(text, below, opening, report)
    if _lacks_opening(text, start):
        message = _('the line "---" above the fields is missing; put it before this line')
        report.error(opening, message)
        return _fenced(text, start, opening - 1, report)
    return _headed(text, start, opening, report)


def _known_field(line: str) -> bool:
    found = _FIELD.match(line)
    return bool(found and header.is_known(found["name"]))


def _lacks_opening(text: str, start: int) -> bool:
    """Tell whether only fields stand before the first ``---``, which then closes them."""
    fence = _FENCE.search(text, start)
    if not fence:
        return False
    lines = text[start : fence.start()].rstrip("\n").split("\n")
    inner = (line for line in lines if line.strip())
    if not all(_FIELD.match(line) or _OF_FIELDS.match(line) for line in inner):
        return False
    closed_at_once = bool(lines[-1].strip()) and text[fence.start() - 2 : fence.start()] != "\n\n"
    return closed_at_once and any(_known_field(line) for line in lines)


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
