# SPDX-License-Identifier: AGPL-3.0-or-later
"""The marks that git leaves in a file when two people have changed the same lines."""

from __future__ import annotations

import re

from newsroom.messages import _
from newsroom.read.report import Report

_MARK = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$|^={7}$", re.MULTILINE)


def settle(text: str, report: Report, first_line: int = 1) -> str:
    """Return *text* with one of the versions in each conflict, its lines where they were.

    Each conflict is an error at its first line. The version that stays is the upper one, git's
    "ours": so the rest of the file can be looked at, too.
    """
    if not ("<<<<<<<" in text or ">>>>>>>" in text):
        return text
    lines = text.split("\n")
    opened, hidden = 0, False
    for number, line in enumerate(lines):
        if not _MARK.match(line) or (line == "=======" and not opened):
            lines[number] = "" if hidden else line
            continue
        if line[0] == "<":
            opened, hidden = first_line + number, False
        elif line[0] == ">":
            _tell(opened, first_line + number, report)
            opened, hidden = 0, False
        else:
            hidden = True
        lines[number] = ""
    if opened:
        _tell(opened, 0, report)
    return "\n".join(lines)


def _tell(start: int, end: int, report: Report) -> None:
    if start and end:
        message = _(
            "git left two versions here, as two people changed the same lines (down to line "
            '{end}); keep the right one and delete the lines "<<<<<<<", "=======" and ">>>>>>>"'
        )
    else:
        message = _(
            'this line is a mark that git left where two people changed the same lines ("<<<<<<<" '
            'or ">>>>>>>"); keep the right version and delete all such lines'
        )
    report.error(start or end, message.format(end=end))
