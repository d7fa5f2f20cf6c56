# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who owns a page: the site itself, a list, or a file."""

from __future__ import annotations

from typing import NamedTuple

from newsroom.model import parted

SITE, SOURCE, STATIC, THEME = "site", "source", "static", "theme"
"""The kinds of owners that are no lists: the site, a text, a file beside it, a file of the theme.

No taxonomy may have one of these names (`newsroom.setting_checks`).
"""


class Owner(NamedTuple):
    """An owner of pages: its kind, and its name among them.

    The name of a text or a file is its path; that of the site is "", or the name of a part of it
    that is settled on its own. The kind of a list is its taxonomy, and its name the term's slug.
    """

    kind: str
    name: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file, which may be at fault."""
        return self.kind in (SOURCE, STATIC, THEME)

    @property
    def is_list(self) -> bool:
        """Whether it is a list."""
        return self.kind != SITE and not self.is_file


NOBODY = Owner("", "")
"""Nobody knows any more whose page it was."""


def of_list(name: str) -> Owner:
    """A list as an owner."""
    return Owner(*parted(name))
