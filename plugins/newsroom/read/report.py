# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling an editor what is wrong in one file."""

from __future__ import annotations

from datetime import UTC, tzinfo

from newsroom.errors import Problems
from newsroom.read.own_site import ANYWHERE, OwnSite
from newsroom.text.normalise import one_line

_LONGEST_QUOTE = 60


class Report:
    """The problems of one file: a collector that already knows the file's path."""

    def __init__(self, path: str, problems: Problems) -> None:
        self.path = path
        self.problems = problems
        self._within = ""

    def error(self, line: int, message: str, field: str = "") -> None:
        """Add an error; *field* goes before the message, as in ``district: …``."""
        self.problems.error(self.path, line, self._labelled(field, message))

    def warning(self, line: int, message: str, field: str = "", *, code: str) -> None:
        """Add a warning, by its code in `newsroom.warnings`; *field* goes before the message."""
        self.problems.warning(self.path, line, self._labelled(field, message), code=code)

    def _labelled(self, field: str, message: str) -> str:
        label = ".".join(filter(None, (self._within, field)))
        return f"{label}: {message}" if label else message


class ReadContext(Report):
    """A report, with what turns a written value into a checked one.

    ``zone`` is the clock of bare dates, ``folder`` the content folder that ``./x`` starts from
    (``cong-doan/2025/04``, without a slash at its end), and ``lines`` collects where each field
    stands: ``title``, and ``related[0]`` for the items of lists. ``own_site`` tells the site's own
    addresses from others.
    """

    def __init__(
        self, path: str, problems: Problems, zone: tzinfo = UTC, own_site: OwnSite = ANYWHERE
    ) -> None:
        super().__init__(path, problems)
        self.own_site = own_site
        self.zone = zone
        self.folder = path.rpartition("/")[0]
        self.lines: dict[str, int] = {}

    def inside(self, field: str) -> ReadContext:
        """Return the reading of a group's parts, which messages call ``image.src``."""
        inner = ReadContext(self.path, self.problems, self.zone, self.own_site)
        inner._within = field
        return inner


def shown(text: str) -> str:
    """Return *text* as a message quotes it: on one line, and cut where nobody would read on."""
    line = one_line(text[: 4 * _LONGEST_QUOTE])
    return line if len(line) <= _LONGEST_QUOTE else line[:_LONGEST_QUOTE].rstrip() + "…"
