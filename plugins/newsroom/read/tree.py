"""What a front matter or a registry holds before anything is checked."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

Value: TypeAlias = "str | list[Field] | dict[str, Field]"


class Field(NamedTuple):
    """A value as written, and the line it stands on, counted from 1.

    Text is never taken for a number, a date or a yes; a value left out (``title:``, ``null``)
    is the empty text. The keys of groups are in lower case: ``Title`` is ``title``.
    """

    value: Value
    line: int
