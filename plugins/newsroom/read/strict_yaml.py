# SPDX-License-Identifier: AGPL-3.0-or-later
"""The part of YAML that holds no surprises, with the line of everything.

Every scalar is text: ``no``, ``08``, ``1e3`` and ``2025-04-22`` stay as written. Anchors, aliases,
tags and merge keys are refused, so nothing can expand ("billion laughs") or construct objects.
The YAML is read as a stream of events (libyaml's, through PyYAML), because only events still tell
an alias from a copy and a plain ``null`` from a quoted one.

YAML gives up at its first mistake, and an editor wants to hear of all. So a text that is not YAML
is read again piece by piece (``yaml_pieces``): each field, or each record of a registry, by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.read import plain_yaml, yaml_pieces
from newsroom.read.raw_fields import UNREAD, Field, Value
from newsroom.read.report import Report, shown
from newsroom.read.yaml_help import (
    about_line,
    comment_after,
    explain,
    hidden_list,
    lines_of_items,
    slanting_item,
    swallowed,
)

_DEEPEST = 6  # a registry's deepest place is a list, in a record, in a list
_ENOUGH = 50  # mistakes in one file: whoever makes more has another kind of file

# PyYAML's own fallback: the C parser is an optional part of its installation.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _RefusedError(Exception):
    """Reading on would only lead to more messages about the same mistake."""


class _SwallowedError(_RefusedError):
    """A quotation mark is closed some fields further down, and has swallowed these."""


def parse(text: str, first_line: int, report: Report) -> Field | None:
    """Return the one value that *text* holds; *first_line* is the line its first line stands on.

    What cannot be read, or uses what is refused here, is reported, and stands as ``UNREAD`` in
    what is returned; None if nothing at all can be read. *text* must have been through ``decode``.
    """
    if (found := plain_yaml.parse(text, first_line)) is not None:
        return found
    attempt = Report(report.path, Problems())
    root: Field | None = None
    try:
        root = _TreeBuilder(text, first_line, attempt).document()
    except (yaml.MarkedYAMLError, _SwallowedError) as error:
        return _parse_pieces(text, first_line, report, error)
    except yaml.YAMLError:  # the reader of bytes: cleaned text has nothing it refuses
        attempt.error(first_line, _("the text cannot be read; type it again"))
    except _RefusedError:
        pass
    report.problems.extend(iter(attempt.problems))
    return root


def _parse_pieces(
    text: str, first_line: int, report: Report, whole: yaml.MarkedYAMLError | _SwallowedError
) -> Field:
    """Return what the fields or records of *text* hold, each read by itself."""
    lines = text.split("\n")
    fields: dict[str, Field] = {}
    items: list[Field] = []
    failed = 0
    for start, end in yaml_pieces.split(lines):
        piece, first = lines[start:end], first_line + start
        value = _piece(piece, first, report) if failed < _ENOUGH else UNREAD
        if isinstance(value, dict):
            _add(fields, value, report)
        elif isinstance(value, list):
            items += value
        else:
            failed += 1
            names = yaml_pieces.names(piece)
            fields |= {name: Field(UNREAD, first) for name in names - fields.keys()}
    if not failed and isinstance(whole, yaml.MarkedYAMLError):
        line, message = explain(whole, lines)
        report.error(first_line + line, message)
    return Field(items if yaml_pieces.is_list(lines) else fields, first_line)


def _piece(lines: list[str], first_line: int, report: Report) -> Value:
    """Return what one piece holds; unread, with an error, if it is no field and no record."""
    try:
        root = _TreeBuilder("\n".join(lines), first_line, report).document()
    except _RefusedError:
        return UNREAD
    except yaml.MarkedYAMLError as error:
        line, message = explain(error, lines)
        report.error(first_line + line, message)
        return UNREAD
    if root is None or not isinstance(root.value, str):
        return root.value if root else UNREAD
    stray = (number for number, text in enumerate(lines) if text.strip() and text[0] != "#")
    if (line := next(stray, -1)) < 0:
        return {}
    report.error(first_line + line, about_line(lines[line]))  # text where a field is wanted
    return UNREAD


def _add(fields: dict[str, Field], more: dict[str, Field], report: Report) -> None:
    for name, field in more.items():
        if fields.setdefault(name, field) is not field:
            report.error(field.line, _twice(name, fields[name].line))


def _twice(name: str, line: int) -> str:
    message = _('"{name}" is already given on line {line}; keep one of the two')
    return message.format(name=shown(name), line=line)


class _TreeBuilder:
    """Builds the tree from events, and refuses as it goes."""

    def __init__(self, text: str, first_line: int, report: Report) -> None:
        self.written = text.split("\n")
        self._first = first_line
        self._report = report
        self._hashes = "#" in text
        self._bullets = lines_of_items(self.written)
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)

    def document(self) -> Field | None:
        """Return the root, once the stream holds nothing else."""
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return Field("", self._first)
        event = next(self._events)
        root = Field(self._value(event, 0), self._line(event))
        next(self._events)  # the end of the document
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._refuse(event, _('a second block of fields begins here; keep only one "---" line'))
        return None if root.value is UNREAD else root

    def _line(self, event: Any) -> int:
        return self._first + int(event.start_mark.line)

    def _refuse(self, event: Any, message: str) -> None:
        self._report.error(self._line(event), message)

    def _value(self, event: Any, depth: int) -> Value:
        kind = type(event)
        if kind is yaml.ScalarEvent and event.anchor is None and event.tag is None:
            return self._text(event)  # what nearly all values are
        if kind is yaml.AliasEvent:
            return self._refuse_sign(event, "*")
        if kind is not yaml.ScalarEvent and depth == _DEEPEST:
            self._refuse(event, _("lists and groups are nested too deeply here; write them flat"))
            raise _RefusedError
        if event.anchor is not None or event.tag is not None:
            self._refuse_sign(event, "&" if event.anchor is not None else "!")
            self._plain(event, depth)
            return UNREAD
        return self._plain(event, depth)

    def _plain(self, event: Any, depth: int) -> Value:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._text(event)
        return self._list(depth) if kind is yaml.SequenceStartEvent else self._group(depth)

    def _refuse_sign(self, event: Any, sign: str) -> str:
        if list_sign := hidden_list(event.start_mark, self.written):
            self._refuse_list(event, list_sign)
            return UNREAD
        message = _('the value begins with "{sign}", which has another meaning; put it in quotes')
        self._refuse(event, message.format(sign=sign))
        return UNREAD

    def _hidden_list(self, event: Any) -> str:
        """The sign of a list that YAML took for text; nearly no file has a line that begins so."""
        start, end = event.start_mark, event.end_mark
        if self._bullets.isdisjoint(range(start.line, end.line + 1)):
            return ""
        return hidden_list(start, self.written, end)

    def _refuse_list(self, event: Any, sign: str) -> None:
        message = _('each item of a list begins with "- ", a hyphen and a space; write "- {item}"')
        text = self.written[event.start_mark.line].strip()
        self._refuse(event, message.format(item=shown(text.removeprefix(sign).strip())))

    def _text(self, event: Any) -> str:
        written: str = event.value
        if event.style:  # quotes, or a block after | or >
            if swallowed(event, self.written):
                raise _SwallowedError
            return written
        if sign := self._hidden_list(event):
            self._refuse_list(event, sign)
            return UNREAD
        if item := slanting_item(event.start_mark, event.end_mark, self.written):
            message = _(
                '"- {item}" stands farther to the right than the item above it; put it below'
            )
            self._refuse(event, message.format(item=shown(item)))
            return UNREAD
        return "" if written in plain_yaml.NULL else written

    def _field(self, event: Any, depth: int) -> Field:
        """Return the value that begins with *event*, with the comment that follows a scalar."""
        value = self._value(event, depth)
        comment = ""
        if self._hashes and type(event) is yaml.ScalarEvent and value is not UNREAD:
            comment = comment_after(event.end_mark, self.written)
        return Field(value, self._line(event), comment)

    def _list(self, depth: int) -> list[Field]:
        items = []
        while type(event := next(self._events)) is not yaml.SequenceEndEvent:
            items.append(self._field(event, depth + 1))
        return items

    def _group(self, depth: int) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        while type(event := next(self._events)) is not yaml.MappingEndEvent:
            line, name = self._line(event), self._name(event)
            value, _line, comment = self._field(next(self._events), depth + 1)
            field = Field(value, line, comment)
            if name in fields:
                self._report.error(line, _twice(name, fields[name].line))
            elif name:
                fields[name] = field
        return fields

    def _name(self, event: Any) -> str:
        """Return the key that *event* holds; an empty text for one that is refused."""
        if type(event) is not yaml.ScalarEvent:
            self._refuse(event, _('this is not the name of a field; write "field: value"'))
            raise _RefusedError
        name = str(self._value(event, _DEEPEST)).strip().lower()
        if name == "<<":
            self._refuse(event, _('"<<" is not the name of a field; write the fields out'))
        elif not name:
            self._refuse(event, _('the name of the field is missing; write "field: value"'))
        return "" if name == "<<" else name
