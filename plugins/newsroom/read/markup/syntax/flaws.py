# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the syntax has to tell of. Markdown forgets where things stood: a text is looked for."""

from __future__ import annotations

from typing import NamedTuple

from newsroom.read.markup.lines import Lines
from newsroom.read.report import Report


class Flaw(NamedTuple):
    """Something wrong: the text to look for in the source, and what to say.

    ``code`` is that of a warning; an error has none.
    """

    needle: str
    message: str
    code: str = ""


class Flaws(list[Flaw]):
    """The flaws of the text that was converted last."""

    def report(self, lines: Lines, report: Report) -> None:
        """Tell of them, with their lines."""
        for flaw in self:
            line = lines.of(flaw.needle)
            if flaw.code:
                report.warning(line, flaw.message, code=flaw.code)
            else:
                report.error(line, flaw.message)
