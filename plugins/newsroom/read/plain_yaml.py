# SPDX-License-Identifier: AGPL-3.0-or-later
"""The YAML of nearly every article, read line by line: a short way around the events of libyaml.

It knows ``name: value``, a value in double quotes without a backslash, ``[a, b]``, and below a name
a list or a group of such values. Whatever else a text has, `parse` leaves to
``newsroom.read.strict_yaml``, which says the same of all that is read here (held by a test); four
hundredths of a clean build are saved.
"""

from __future__ import annotations

import re

from newsroom.read.raw_fields import Field, Value

NULL = frozenset(("", "~", "null", "Null", "NULL"))
"""What YAML calls nothing, as editors mean it."""

# A colon ends a name only before a space, and "#" begins a comment only behind one.
_PLAIN = r"[\w/(“‘](?:[^\n\t:#]|:(?=\S)|(?<=\S)#)*"
_ITEM = r"\w[\w ./()-]*"
_LINE = re.compile(
    r"(?P<indent> *)(?:(?P<name>[a-z_]+):|-(?= ))"
    rf'(?: +(?:(?P<plain>{_PLAIN})|"(?P<quoted>[^"\\\n]*)"|\[(?P<list>{_ITEM}(?:, *{_ITEM})*)\]))?'
    r" *\n"
)


def parse(text: str, first_line: int) -> Field | None:
    """The fields of *text*, whose first line is *first_line*; None if it says more than is known.

    *text* went through ``newsroom.read.decode`` and ends with a line break.
    """
    fields: dict[str, Field] = {}
    below, indent = _Below(fields), ""
    line, at, end, match = first_line, 0, len(text), _LINE.match
    while at < end:
        found = match(text, at)
        if not found:
            return None
        at = found.end()
        indent, name, plain, quoted, items = found.groups()
        if plain is not None:
            plain = plain.rstrip(" ")
            value: Value | None = "" if plain in NULL else plain
        elif items is not None:
            value = [_field(item, line) for item in items.split(",")]
        else:
            value = quoted
        if indent or not name:
            if not below.add(indent, name, value, line):
                return None
        elif name in fields or name in NULL:
            return None
        else:
            fields[name] = Field("" if value is None else value, line)
            below.name = name if value is None else ""
        line += 1
    return Field(fields, first_line) if fields else None


def _field(item: str, line: int) -> Field:
    text = item.strip(" ")
    return Field("" if text in NULL else text, line)


class _Below:
    """What stands below ``name``, a field without a value on its own line."""

    def __init__(self, fields: dict[str, Field]) -> None:
        self._fields = fields
        self.name = ""
        self._indent = ""

    def add(self, indent: str, name: str | None, value: Value | None, line: int) -> bool:
        """Add an item, or a value of a group; False if it can't stand here."""
        if not self.name or not isinstance(value, str):
            return False
        field = self._fields[self.name]
        known = field.value
        if known == "":
            known = {} if name else []
            self._fields[self.name], self._indent = Field(known, field.line), indent
        if indent != self._indent:
            return False
        if isinstance(known, list) and not name:
            known.append(Field(value, line))
            return True
        if isinstance(known, dict) and name and name not in known and name not in NULL:
            known[name] = Field(value, line)
            return True
        return False
