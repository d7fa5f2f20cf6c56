# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a front matter or a registry holds before anything is checked."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

Value: TypeAlias = "str | list[Field] | dict[str, Field]"


class Unread(str):
    """The empty text in place of a value that could not be read, which was told already.

    Whoever meets it says nothing more: neither that the field is empty, nor that it is missing.
    """

    __slots__ = ()


UNREAD = Unread()


class Field(NamedTuple):
    """A value as written, and the line it stands on, counted from 1.

    Text is never taken for a number, a date or a yes; a value left out (``title:``, ``null``)
    is the empty text. The keys of groups are in lower case: ``Title`` is ``title``. ``comment`` is
    what YAML left out behind the value, from its ``#`` on.
    """

    value: Value
    line: int
    comment: str = ""
