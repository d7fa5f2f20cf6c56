"""Dates and times as Vietnamese readers see them and as editors write them."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from newsroom.text.normalise import one_line

_WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")


def weekday(d: date) -> str:
    """Return the name of the day of the week of a date or datetime: "Thứ ba"."""
    return _WEEKDAYS[d.weekday()]


def day_form(d: date) -> str:
    """Return a date or datetime as "22/04/2025"."""
    return f"{d.day:02}/{d.month:02}/{d.year}"


def month_form(d: date) -> str:
    """Return the month of a date or datetime as "Tháng 4/2025"."""
    return f"Tháng {d.month}/{d.year}"


def short_form(dt: datetime) -> str:
    """Return a datetime, on its own clock, as "22/04/2025 09:15"."""
    return f"{day_form(dt)} {dt.hour:02}:{dt.minute:02}"


def long_form(dt: datetime) -> str:
    """Return an aware datetime as "Thứ ba, 22/04/2025 09:15 (GMT+7)".

    Raises ValueError if *dt* has no time zone.
    """
    return f"{weekday(dt)}, {short_form(dt)} ({_gmt(dt)})"


def _gmt(dt: datetime) -> str:
    """Return the offset of *dt* from GMT: "GMT+7", "GMT-3:30", "GMT+0"."""
    offset = dt.utcoffset()
    if offset is None:
        raise ValueError(f"{dt.isoformat()}: no time zone, so no offset from GMT to show")
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    sign = "-" if offset < timedelta(0) else "+"
    return f"GMT{sign}{hours}:{minutes:02}" if minutes else f"GMT{sign}{hours}"


_ISO = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_DAY_FIRST = r"(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})"
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?: ?(?P<zone>[Zz]|(?P<sign>[+-])(?P<zone_hours>\d{2})(?::?(?P<zone_minutes>\d{2}))?))?"
)
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        f"{_ISO}(?:[Tt ]{_TIME})?",
        f"{_DAY_FIRST}(?:,? {_TIME})?",
        f"{_TIME},? {_DAY_FIRST}",
    )
)


def parse_date(text: str, tz: tzinfo) -> datetime:
    """Return the moment that *text* names, as an aware datetime.

    ISO 8601 ("2025-04-22", "2025-04-22 09:15", "2025-04-22T09:15:00.5+07:00", "…Z") and Vietnamese
    day-first forms ("22/04/2025 09:15", "22-4-2025", "09:15 22/04/2025") are read. A date alone is
    its midnight; without an offset the time is that of *tz*; an offset that is written is kept.

    Raises ValueError, with a message for the editor, if the text is no date, if there is no such
    day or time, or if the year is outside 1900 to 2200.
    """
    line = one_line(text)
    for form in _FORMS:
        if found := form.fullmatch(line):
            return _moment(found, line, tz)
    raise ValueError(
        f"{line[:40]!r}: not a date; write it like 2025-04-22 09:15 or 22/04/2025 09:15"
    )


def _moment(found: re.Match[str], line: str, tz: tzinfo) -> datetime:
    return datetime.combine(_day(found, line), _clock(found, line), _zone(found, line) or tz)


def _day(found: re.Match[str], line: str) -> date:
    year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    if not 1900 <= year <= 2200:
        raise ValueError(f"{line!r}: the year {year} is outside 1900 to 2200")
    try:
        return date(year, month, day)
    except ValueError:
        read_as = f"read as day {day}, month {month}, year {year}"
        raise ValueError(f"{line!r}: no such day ({read_as})") from None


def _clock(found: re.Match[str], line: str) -> time:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    microsecond = int((found["fraction"] or "0").ljust(6, "0")[:6])
    try:
        return time(hour, minute, second, microsecond)
    except ValueError:
        raise ValueError(f"{line!r}: no such time (the clock goes from 00:00 to 23:59)") from None


def _zone(found: re.Match[str], line: str) -> tzinfo | None:
    if not found["zone"]:
        return None
    hours, minutes = int(found["zone_hours"] or 0), int(found["zone_minutes"] or 0)
    if hours > 14 or minutes > 59:  # no place on earth is further from GMT than +14:00
        raise ValueError(f"{line!r}: no such time zone ({found['zone']})")
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if found["sign"] == "-" else offset) if offset else UTC
