# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the templates of letters see; the rest of their contract is that of all templates."""

from __future__ import annotations

import msgspec

from newsroom.pages.views import Link, Story, UnitView


class LetterBlock(msgspec.Struct, frozen=True):
    """A section in a letter: its stories, how many more there are, and where (``url``)."""

    section: Link
    stories: tuple[Story, ...]
    more: int
    url: str


class Letter(msgspec.Struct, frozen=True):
    """The stories of a day or a week: "Tuần 47/2026", a week's days (else ""), and the section
    or unit (`about`).

    All addresses are absolute; titles and sapos are cut short. `url` is the page of what it is
    about. Of a unit that has begun or ended meanwhile `ended` tells when, and whose page has what
    was before and comes after.
    """

    title: str
    about: Link
    days: str
    url: str
    count: int
    lead: Story | None
    blocks: tuple[LetterBlock, ...]
    ended: tuple[UnitView, ...] = ()
    predecessors: tuple[UnitView, ...] = ()
    successors: tuple[UnitView, ...] = ()
