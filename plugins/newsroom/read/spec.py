# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a field is defined: the vocabulary of ``schema`` and of the registries."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec


class ValueKind(StrEnum):
    """The kinds of values; ``newsroom.read.fields`` has a reader for each."""

    LINE = "line"  # text on one line, at most ``longest`` letters
    MOMENT = "moment"  # a date, or a date and time
    DAY = "day"  # a date
    NAMES = "names"  # one name, or a list of names
    SOURCES = "sources"  # a list of paths of .md files
    STORIES = "stories"  # such paths, and groups (``parts``) for stories of other sites
    IMAGE = "image"  # a path under the content folder, or an https address
    LINK = "link"  # an http or https address
    URL = "url"  # an address on this site, by which a page is published
    OLD_URLS = "old_urls"  # addresses on this site that are redirected
    SLUG = "slug"
    SLUGS = "slugs"
    CHOICE = "choice"
    NUMBER = "number"  # a whole number
    COUNT = "count"  # a whole number from 0 on; None when none is given
    SWITCH = "switch"  # true or false
    FOCUS = "focus"  # a point of a picture: two numbers, or words
    GROUP = "group"  # ``parts``, or a single value that stands for ``short``
    GROUPS = "groups"  # a list of groups


LONGEST, MOST = 2_000, 100
"""Letters of a text and items of a list if a field does not say: far more than anybody writes.

What is shown on many pages and in many feeds would otherwise grow without end.
"""


class Schema:
    """A table of fields, and the ways to look into it."""

    def __init__(self, specs: Iterable[Spec]) -> None:
        self.specs = tuple(specs)
        self.names = tuple(spec.name for spec in self.specs)
        self.required = tuple(spec for spec in self.specs if spec.required)
        self._by_name = {name: s for s in self.specs for name in (s.name, *s.pelican)}

    def find(self, name: str) -> Spec | None:
        """Return the field that *name* (in lower case) is called by, here or in Pelican."""
        return self._by_name.get(name)

    def called(self, name: str) -> Spec | None:
        """Return the field that people, or other programs, call *name*."""
        return next((spec for spec in self.specs if name in spec.called), None)

    def is_required(self, name: str) -> bool:
        """Tell whether the field *name* must be given."""
        return any(spec.name == name for spec in self.required)


NO_PARTS = Schema(())


class Spec(msgspec.Struct, frozen=True):
    """One field: what it is called, what it holds, and how it is explained to editors.

    ``attribute`` is its name in the record, where that differs; ``pelican`` are Pelican's names
    for it, which are read too; ``parts`` are the fields of a group, and ``short`` is the one that a
    bare value stands for. ``called`` are names that people and other programs use, for guesses;
    ``longest`` is how many letters a text may have, and ``most`` how many items a list.
    ``absent`` are words that stand for no group at all, and mean that there shall be none.
    ``spoken`` are other words for the choices, ``parted`` says that "A và B" may be two
    names, and ``resolved`` that a registry knows the names, and tells one from several.
    """

    name: str
    kind: ValueKind
    required: bool = False
    attribute: str = ""
    pelican: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    longest: int = LONGEST
    most: int = MOST
    choices: tuple[str, ...] = ()
    spoken: tuple[tuple[str, str], ...] = ()
    parted: bool = False
    resolved: bool = False
    parts: Schema = NO_PARTS
    short: str = ""
    absent: tuple[str, ...] = ()
    example: str = ""
    meaning: str = ""
    meaning_vi: str = ""

    @property
    def target(self) -> str:
        """The attribute of the record that takes the value."""
        return self.attribute or self.name
