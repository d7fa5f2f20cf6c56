# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a build did, in numbers, and who wants to hear of it while it goes on."""

from __future__ import annotations

from typing import Protocol

import msgspec

from newsroom.errors import Problem


class BuildReport(msgspec.Struct):
    """A build's numbers; ``live`` counts the texts that readers see, by their kinds.

    ``reason`` tells why the store was made anew, "" when it was not. ``next_due`` is the next
    moment (epoch seconds) at which the clock alone changes the site.

    Of a build with errors ``taken_down`` and ``published`` are the sources that went and came all
    the same, ``held`` those that wait, and ``faults`` what is wrong with the theme or the settings.

    ``unlisted`` are the addresses of what was saved and no other page leads to.
    """

    live: dict[str, int] = {}
    read: int = 0
    removed_sources: int = 0
    rendered: int = 0
    written: int = 0
    removed: int = 0
    seconds: float = 0.0
    reason: str = ""
    next_due: int | None = None
    warnings: tuple[Problem, ...] = ()
    taken_down: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    unlisted: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether any file of the output folder is another one now."""
        return bool(self.written or self.removed)


class Listener(Protocol):
    """Hears of a build's progress."""

    def phase(self, name: str, total: int) -> None:
        """A phase begins that has ``total`` steps."""

    def step(self, count: int) -> None:
        """So many steps of the phase are done."""

    def written(self, save_as: str) -> None:
        """A file was put in its place."""


class Silent:
    """A listener that keeps what it hears to itself."""

    def phase(self, name: str, total: int) -> None:
        """Nothing."""

    def step(self, count: int) -> None:
        """Nothing."""

    def written(self, save_as: str) -> None:
        """Nothing."""
