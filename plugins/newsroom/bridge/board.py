# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the preview has to tell its open pages: that they are old, what is wrong, what is odd."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable

import msgspec

from newsroom.errors import ERROR, Problem
from newsroom.messages import _, escaped, escaped_json

_SHOWN = 200

SETTINGS, CODE, BUILD = "settings", "code", "build"
"""What can be wrong: the settings file, the program's own files, what a build has found."""


class Note(msgspec.Struct, frozen=True):
    """Something to be read in a page: where (``content/a.md:3``, or ""), and what."""

    place: str
    text: str


class Board:
    """Written by who builds, read by the server; ``changed`` is called after each change.

    Every attribute is replaced as a whole, so another thread may read at any moment.
    """

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self._changed = changed
        # Pages of a server that has ended are old, whatever their number was.
        self._name = secrets.token_hex(4)
        self._number = 0
        self._wrong: dict[str, tuple[Note, ...]] = {}
        self._warnings: tuple[Note, ...] = ()

    @property
    def version(self) -> str:
        """What pages are as old as."""
        return f"{self._name}-{self._number}"

    def pages_changed(self) -> None:
        """Some page is another one now."""
        self._number += 1
        self._changed()

    def put(self, kind: str, notes: Iterable[Note]) -> None:
        """What is wrong with this; nothing, once it is mended."""
        found = tuple(notes)
        if self._wrong.get(kind, ()) != found:
            self._wrong = {**self._wrong, kind: found}
            self._changed()

    def warn(self, notes: Iterable[Note]) -> None:
        """The warnings of the last build that has read something."""
        found = tuple(notes)
        if self._warnings != found:
            self._warnings = found
            self._changed()

    def told(self) -> str:
        """All of it in one line of JSON, with the words that frame it."""
        wrong = [note for kind in (SETTINGS, CODE, BUILD) for note in self._wrong.get(kind, ())]
        warnings = self._warnings
        errors = _("{count} errors; the page below is the last good one.")
        odd = _("{count} warnings of the last build")
        whole = {
            "version": self.version,
            "errors": wrong[:_SHOWN],
            "errorsTitle": errors.format(count=len(wrong)),
            "warnings": warnings[:_SHOWN],
            "warningsTitle": odd.format(count=len(warnings)),
            "hide": _("Hide"),
        }
        return escaped_json(msgspec.json.encode(whole).decode())


def notes_of(problems: Iterable[Problem], content: str) -> tuple[list[Note], list[Note]]:
    """Problems as errors and as warnings; ``content`` is the name of the content folder."""
    errors: list[Note] = []
    warnings: list[Note] = []
    for problem in problems:
        line = f":{problem.line}" if problem.line else ""
        code = f" [{problem.code}]" if problem.code else ""
        note = Note(escaped(f"{content}/{problem.path}{line}"), escaped(problem.message) + code)
        (errors if problem.severity == ERROR else warnings).append(note)
    return errors, warnings


def notes(lines: Iterable[str]) -> tuple[Note, ...]:
    """Lines that name no place, or by themselves."""
    return tuple(Note("", escaped(line)) for line in lines)
