# SPDX-License-Identifier: AGPL-3.0-or-later
"""A text that is not YAML, in the pieces that an editor wrote: its fields, or its records."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A name at the start of a line, and a colon: with a space behind it, or glued to the value.
_FIELD = re.compile(r"""["'“]?(?P<name>[^\W\d_][\w .-]{0,40}?)["'”]?[ \t]*:(?P<space>[ \t]|$)?""")
_START = re.compile(r"[^\s#\-\]}]")  # of a field, or of text that stands where a field should
_ITEM = re.compile(r"-(\s|$)")
_INNER = re.compile(r"[ \t]+(?:- +)?(?P<name>[\w-]+):([ \t]|$)")


def is_list(lines: list[str]) -> bool:
    """Tell whether the text is a list of records: whether its first line begins with ``- ``."""
    first = next((line for line in lines if line.strip() and line[0] != "#"), "")
    return bool(_ITEM.match(first))


def split(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield where each field (or each record of a list) begins and ends, as places in *lines*.

    What is indented goes with the line above; so does a list under the name of its field.
    """
    begins = _ITEM if is_list(lines) else _START
    start = 0
    for number, line in enumerate(lines):
        if number > start and begins.match(line) and any(map(str.strip, lines[start:number])):
            yield start, number
            start = number
    if any(map(str.strip, lines[start:])):
        yield start, len(lines)


def names(lines: list[str]) -> set[str]:
    """Return the names that stand in a piece, in lower case: its own, and those it has caught."""
    own = {found["name"].lower() for line in lines if (found := _FIELD.match(line))}
    return own | {found["name"].lower() for line in lines if (found := _INNER.match(line))}
