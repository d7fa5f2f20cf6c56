"""The part of YAML that holds no surprises, with the line of everything.

Every scalar is text: ``no``, ``08``, ``1e3`` and ``2025-04-22`` stay as written. Anchors, aliases,
tags and merge keys are refused, so nothing can expand ("billion laughs") or construct objects.
The YAML is read as a stream of events (libyaml's, through PyYAML), because only events still tell
an alias from a copy and a plain ``null`` from a quoted one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from newsroom.messages import _
from newsroom.read.report import Report, shown
from newsroom.read.tree import Field, Value
from newsroom.read.yaml_help import dropped_after, explain

_DEEPEST = 6  # a registry's deepest place is a list, in a record, in a list
_NULL = frozenset(("", "~", "null", "Null", "NULL"))

# PyYAML's own fallback: the C parser is an optional part of its installation.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _RefusedError(Exception):
    """Reading on would only lead to more messages about the same mistake."""


def parse(text: str, first_line: int, report: Report) -> Field | None:
    """Return the one value that *text* holds; *first_line* is the line its first line stands on.

    None, with errors reported, if the text is not YAML or uses what is refused here. *text* must
    have been through ``decode``.
    """
    reader = _Reader(text, first_line, report)
    try:
        root = reader.document()
    except _RefusedError:
        return None
    except yaml.MarkedYAMLError as error:
        line, message = explain(error, reader.written)
        report.error(first_line + line, message)
        return None
    except yaml.YAMLError as error:  # the reader of bytes: cleaned text has nothing it refuses
        report.error(first_line, _("the text is not YAML: {reason}").format(reason=error))
        return None
    return None if reader.refused else root


class _Reader:
    """Builds the tree from events, and refuses as it goes."""

    def __init__(self, text: str, first_line: int, report: Report) -> None:
        self.written = text.split("\n")
        self.refused = False
        self._first = first_line
        self._report = report
        self._hashes = "#" in text
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)

    def document(self) -> Field:
        """Return the root, once the stream holds nothing else."""
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return Field("", self._first)
        event = next(self._events)
        root = Field(self._value(event, 0), self._line(event))
        next(self._events)  # the end of the document
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            self._refuse(event, _("a second YAML document begins here; keep only one"))
        return root

    def _line(self, event: Any) -> int:
        return self._first + int(event.start_mark.line)

    def _refuse(self, event: Any, message: str) -> None:
        self.refused = True
        self._report.error(self._line(event), message)

    def _value(self, event: Any, depth: int) -> Value:
        kind = type(event)
        if kind is yaml.AliasEvent:
            self._refuse_sign(event, "*")
            return ""
        if event.anchor is not None:
            self._refuse_sign(event, "&")
        if event.tag is not None:
            self._refuse_sign(event, "!")
        if kind is yaml.ScalarEvent:
            return self._text(event)
        if depth == _DEEPEST:
            self._refuse(event, _("lists and groups are nested too deeply here; write them flat"))
            raise _RefusedError
        return self._list(depth) if kind is yaml.SequenceStartEvent else self._group(depth)

    def _refuse_sign(self, event: Any, sign: str) -> None:
        message = _(
            'a value that begins with "{sign}" is a YAML instruction, which is not allowed; '
            "put the value in quotes"
        )
        self._refuse(event, message.format(sign=sign))

    def _text(self, event: Any) -> str:
        written: str = event.value
        if event.style:  # quotes, or a block after | or >
            return written
        if self._hashes and (dropped := dropped_after(event.end_mark, self.written)):
            message = _('"{text}" would be left out as a comment; put the whole value in quotes')
            self._refuse(event, message.format(text=shown(dropped)))
        return "" if written in _NULL else written

    def _list(self, depth: int) -> list[Field]:
        items = []
        while type(event := next(self._events)) is not yaml.SequenceEndEvent:
            line = self._line(event)
            items.append(Field(self._value(event, depth + 1), line))
        return items

    def _group(self, depth: int) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        while type(event := next(self._events)) is not yaml.MappingEndEvent:
            line, name = self._line(event), self._name(event)
            value = self._value(next(self._events), depth + 1)
            if name in fields:
                message = _('"{name}" is already given on line {line}; keep one of the two').format(
                    name=shown(name), line=fields[name].line
                )
                self._report.error(line, message)
            elif name:
                fields[name] = Field(value, line)
        return fields

    def _name(self, event: Any) -> str:
        """Return the key that *event* holds; an empty text for one that is refused."""
        if type(event) is not yaml.ScalarEvent:
            self._refuse(event, _('this is not the name of a field; write "field: value"'))
            raise _RefusedError
        name = str(self._value(event, _DEEPEST)).strip().lower()
        if name == "<<":
            self._refuse(event, _('"<<" (a YAML merge) is not allowed; write the fields out'))
        elif not name:
            self._refuse(event, _('the name of the field is missing; write "field: value"'))
        return "" if name == "<<" else name
