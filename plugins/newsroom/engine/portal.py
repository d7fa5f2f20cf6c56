# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the engine is handed: all that it is to know of what it builds.

The engine finds what differs, has it read, keeps what was read, finds which pages are out of date,
and writes them. What a text is, what becomes of it, and which pages there are, a `Portal` says.
Ours is `newsroom.newspaper.NEWSPAPER`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, BinaryIO, Protocol

import msgspec

from newsroom.engine.build_report import Listener
from newsroom.errors import Problem, Problems
from newsroom.model import Refusal, StaticFile
from newsroom.settings import Settings
from newsroom.store.pages import Claim

Say = Callable[[str], str]
"""Translates a message of the theme."""

Loaded = Any
"""The registries that the data folder's files hold, as the portal makes and takes them."""


class Look(Protocol):
    """What a file that is published as it is holds: git's digest, a picture's pixels."""

    @property
    def digest(self) -> bytes:
        """Git's id of its bytes."""

    @property
    def size(self) -> int:
        """Bytes that it has when it is published."""

    @property
    def width(self) -> int:
        """Pixels; 0 if it is no picture."""

    @property
    def height(self) -> int:
        """Pixels; 0 if it is no picture."""

    @property
    def kind(self) -> str:
        """What is made of it beside its copy, in the portal's own words; "" for nothing."""

    @property
    def facts(self) -> Any:
        """What else was found in it, as a `StaticFile` has it."""

    @property
    def refusal(self) -> Refusal | None:
        """Why it is not published."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What its editor is told."""


class Reading(Protocol):
    """Reads files; one in each process that reads. It is pure: the same bytes, the same answer."""

    def read(self, path: str, kind: str, data: bytes) -> tuple[bytes, bool, tuple[Problem, ...]]:
        """What a text holds, in the portal's own bytes; whether it can be used; what is wrong.

        Of one that can't be used, the bytes are what can be made out of it all the same.
        """

    def look(self, path: str, kind: str, file: BinaryIO, known: bytes) -> Look:
        """Look into a file that is published as it is, without holding it.

        If its digest is ``known``, nothing more is asked.
        """


class Told(Protocol):
    """What tells a text from others, under whatever name."""

    @property
    def slug(self) -> str:
        """Its name in addresses."""

    @property
    def title(self) -> str:
        """What it calls itself."""

    @property
    def text(self) -> str:
        """Its body."""


class Glance(Told, Protocol):
    """What a text says of itself: enough to know it again under another name."""

    @property
    def hidden(self) -> bool:
        """Whether nobody may see it as it is now."""

    @property
    def address(self) -> str:
        """The file of the output that it would be."""


class Kept(Told, Protocol):
    """What the store has of a text."""

    @property
    def kind(self) -> str:
        """The kind of file that it is."""

    @property
    def published(self) -> bool:
        """Whether readers see it, or will."""


class Arranging(Protocol):
    """Brings the store up to date with what was read, in the build's transaction.

    If all that was arranged is out of date, it forgets it first, and nothing that was read.
    Its methods are called in the order in which they stand here.
    """

    blamed: set[str]
    """Files that collide with others."""
    dangling: set[str]
    """Files that are as they were and mention what has gone."""
    taken_down: list[str]
    """The sources that readers could see, and can see no more."""
    published: list[str]
    """Those that the clock has published."""

    def put(self, path: str, kind: str, made: bytes) -> None:
        """A text is new or was read again."""

    def put_file(self, path: str, file: StaticFile | None, refusal: Refusal | None) -> None:
        """A file of the content folder may be published, or not."""

    def put_asset(self, name: str, file: StaticFile) -> None:
        """A file of the theme is new or was read again."""

    def unreadable(self, path: str) -> None:
        """A text can't be used: what it said before is not to be judged."""

    def drop(self, path: str, kind: str) -> None:
        """A file is gone, or is no longer of this kind."""

    def done_reading(self) -> None:
        """All that differs was put."""

    def rename(self, path: str, name: str) -> None:
        """A file has another name on disk now; its address stays."""

    def settle(self) -> None:
        """All was put and dropped: check it, and bring lists and pages in line."""


class Kind(Protocol):
    """A kind of page; see `newsroom.pages.kinds`."""

    @property
    def compose(self) -> Callable[..., Any]:
        """Composes a page."""

    @property
    def templates(self) -> tuple[str, ...]:
        """The templates that it uses."""

    @property
    def of_site(self) -> Callable[..., Iterable[Claim]]:
        """The pages of it that belong to the site."""

    @property
    def of_list(self) -> Callable[..., Iterable[Claim]]:
        """The pages of it that a list has."""

    @property
    def stamp(self) -> str:
        """What its code is, where this is none of the package's own."""


class Form(msgspec.Struct, frozen=True):
    """How a template function shows records: each by a template of ``folder``, where it is called
    ``record``; which one, its caller says.
    """

    folder: str
    record: str


class Theming(msgspec.Struct, frozen=True):
    """What templates have of the portal beside ``site``: filters, and functions that show records.

    Both go by the names that templates call them by.
    """

    filters: Mapping[str, Callable[..., Any]] = {}
    forms: Mapping[str, Form] = {}


class Composing(msgspec.Struct, frozen=True):
    """With what pages are composed, in the processes that render; functions and classes.

    ``ask(connection)`` gives a reader that records what it is asked (its ``reads``, since
    ``start()``), ``presenter(settings, shown, say)`` what kinds of pages make their views with.
    """

    theming: Theming
    ask: Callable[[sqlite3.Connection], Any]
    presenter: Callable[[Settings, Mapping[str, Any], Say], Any]
    kinds: Callable[[Settings], Mapping[str, Kind]]


class Numbers(msgspec.Struct, frozen=True):
    """How many texts of each kind are live, and when (epoch seconds) the clock changes that."""

    live: dict[str, int]
    next_due: int | None


class Portal(msgspec.Struct, frozen=True):
    """A site's content, to the engine: functions and classes of which stamps are computed, too.

    ``shown`` gives what all pages may show, by name; ``site`` is what templates see.
    """

    tables: str
    """SQL: the store's tables beside the engine's own."""
    reading: Callable[[Settings], Reading]
    outside: Callable[[Settings], object]
    """What reading takes from elsewhere than from the files that it reads."""
    tell_strays: Callable[[Settings, Collection[str]], Mapping[str, tuple[Problem, ...]]]
    load: Callable[[Settings, Mapping[str, bytes], Problems], Loaded]
    """Read the files of the data folder."""
    registries: Callable[[sqlite3.Connection, Loaded | None], Any]
    """The registries as they were loaded, or (None) as the store has them."""
    nothing: Callable[[], Any]
    """Registries without an entry."""
    catalogue: Callable[..., Any]
    """Which pages exist."""
    arranging: Callable[..., Arranging]
    text_kind: Callable[[Settings, str], str]
    """The kind of the texts in a folder (its path ends in "/"; "" is the content folder)."""
    check_size: Callable[[Settings, Mapping[str, int], Problems], None]
    """Whether a first build of so many files of each kind needs something more."""
    is_due: Callable[[sqlite3.Connection, int], bool]
    """Whether the clock has something to change."""
    glance: Callable[[bytes, str, Settings, int], Glance]
    """What the bytes of a text say of itself; its kind, and the moment (epoch seconds)."""
    kept: Callable[[sqlite3.Connection, str], Kept | None]
    composing: Composing
    list_kinds: Callable[..., Any]
    """By which ``composing.kinds`` knows what it lists: nothing is looked for behind it."""
    shown: Callable[[sqlite3.Connection, Settings, Any, Say], dict[str, Any]]
    unlisted: Callable[[Iterable[str]], Iterable[str]]
    """The addresses of those of these files of the output to which no other page leads."""
    numbers: Callable[[sqlite3.Connection, int], Numbers]
    prepare: Callable[[sqlite3.Connection, Settings, Listener, Callable[[], None]], None]
    """Makes what dirty pages are going to need; the last one is asked whether to go on."""
    written: Callable[[Settings], Callable[[str], list[str]]]
    """Tells whoever wants to know of a file that was written; gives what was wrong with that."""
