# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be a slip, seen from outside a file: against the clock, and beside all other files."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Entry
from newsroom.store import articles

_MANY = 1000
"""So many sources are not asked one by one whether another is like them."""

_FIRST = 1929  # the year in which the federation was founded; nothing was published before
_AHEAD = timedelta(days=366)
_FOLDER = re.compile(r"/(?P<year>(?:19|20)\d\d)(?:/(?P<month>0?[1-9]|1[0-2]))?/", re.ASCII)


def check_times(entry: Entry, now: int, zone: ZoneInfo, problems: Problems) -> None:
    """Tell of times that can hardly be meant; ``now`` is in epoch seconds."""
    moment = datetime.fromtimestamp(now, UTC)
    if entry.date and _is_far(entry.date.astimezone(zone), entry.path, moment):
        message = _("date: the year {year} is far off; mend it, or move the file to its folder")
        text = message.format(year=entry.date.astimezone(zone).year)
        problems.warning(entry.path, entry.lines.get("date", 0), text, code="odd-year")
    if entry.updated and entry.updated > moment:
        message = _("updated: the time is in the future; write when the article was last changed")
        line = entry.lines.get("updated", 0)
        problems.warning(entry.path, line, message, code="time-to-come")
    for correction in entry.corrections:
        if correction.date > moment.astimezone(zone).date():
            message = _(
                "corrections: the day {day} is in the future; write when the correction was made"
            ).format(day=f"{correction.date:%d/%m/%Y}")
            line = entry.lines.get("corrections", 0)
            problems.warning(entry.path, line, message, code="time-to-come")


def _is_far(day: datetime, path: str, now: datetime) -> bool:
    """Whether a date is before all papers, over a year ahead, or a year from that of its folder."""
    if day.year < _FIRST or day > now + _AHEAD:
        return True
    folder = _FOLDER.search(path)
    if folder is None:
        return False
    if folder["month"]:
        return abs(_months(day) - _months(date(int(folder["year"]), int(folder["month"]), 1))) >= 12
    return abs(day.year - int(folder["year"])) > 1


def _months(day: date) -> int:
    return day.year * 12 + day.month


def tell_twins(connection: sqlite3.Connection, paths: Collection[str], problems: Problems) -> None:
    """Tell of those of these sources whose text, or else whose headline, another one has."""
    if len(paths) >= _MANY:
        alike = articles.with_twins(connection)
        paths = [path for path in paths if path in alike]
    for path in paths:
        body = articles.twin(connection, path, "body_key")
        if body:
            message = _('the text is the same as that of "{path}"; delete one of the two')
            problems.warning(path, 0, message.format(path=body), code="same-text")
        elif title := articles.twin(connection, path, "title_key"):
            message = _('title: "{path}" has the same one; write another, or delete one of the two')
            row = articles.find(connection, path)
            line = row.entry.lines.get("title", 0) if row else 0
            problems.warning(path, line, message.format(path=title), code="same-title")
