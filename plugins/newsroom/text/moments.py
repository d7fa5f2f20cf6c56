# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates and times as editors write them, by hand or by another program.

Whatever can mean only one moment is read; what can mean two, or leaves out the year, is refused
with the reason, and with the spelling that was probably meant.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum

from newsroom.text.dates import day_form, weekday
from newsroom.text.normalise import one_line

_LONGEST = 100  # letters; whoever writes more has not written a date


class Fault(StrEnum):
    """Why a text names no moment."""

    UNKNOWN = "not a date; write it like 2025-04-22 09:15 or 22/04/2025 09:15"
    NO_DAY = "no such day in the calendar"
    NO_TIME = "no such time (the clock goes from 00:00 to 23:59)"
    NO_ZONE = "no such time zone"
    MONTH_FIRST = "the day stands before the month"
    SHORT_YEAR = "a year has four digits"
    YEAR_MISSING = "the year is missing"
    DAY_MISSING = "the day is missing"
    YEAR_FAR = "the year is outside 1900 to 2200"
    WEEKDAY = "the day of the week is another one"


class DateError(ValueError):
    """A text that names no moment: ``fault`` says why, ``guess`` what was probably meant ("")."""

    def __init__(self, text: str, fault: Fault, guess: str = "") -> None:
        told = f"{text[:40]!r}: {fault}" + (f" ({guess})" if guess else "")
        super().__init__(told)
        self.fault = fault
        self.guess = guess


_ZONE = r"(?P<zone>[Zz]|(?P<sign>[+-])(?P<zone_hours>\d{2})(?::?(?P<zone_minutes>\d{2}))?)"
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    rf"(?: ?{_ZONE})?"
)
_ISO = re.compile(
    rf"(?P<year>\d{{4}})-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})(?:[Tt ]{_TIME})?", re.ASCII
)

_MONTHS = {
    **{name: number for number, name in enumerate(
        ("một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một",
         "mười hai"), 1)},
    **{name: number for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)},
    "bốn": 4,
}  # fmt: skip
_WEEKDAYS = {
    **{f"thứ {name}": day for day, name in enumerate(("hai", "ba", "tư", "năm", "sáu", "bảy"))},
    **{f"thứ {day + 2}": day for day in range(6)},
    **{name: day for day, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
    "chủ nhật": 6,
    "cn": 6,
}
# The half of the day that stands behind a time, and the hours that it adds to those up to 12.
_HALVES = {"am": 0, "sa": 0, "sáng": 0, "trưa": 12, "pm": 12, "ch": 12, "chiều": 12, "tối": 12}

_NUMERIC = r"(?P<day>\d{1,2}) ?[-/.] ?(?P<month>\d{1,2}) ?[-/.] ?"
_NAME = "|".join(sorted((name for name in _MONTHS if not name.isascii() or name in
                         ("hai", "ba")), key=len, reverse=True))  # fmt: skip
_ENGLISH = "(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATES = tuple(
    re.compile(rf"(?<![\d/.-])(?:{form})(?![\d/]|[.-]\d)")
    for form in (
        r"(?P<year>\d{4}) ?[-/.] ?(?P<month>\d{1,2}) ?[-/.] ?(?P<day>\d{1,2})",
        _NUMERIC + r"(?P<year>\d{4})",
        rf"(?P<day>\d{{1,2}}) ?(?:tháng|thg) (?:(?P<month>\d{{1,2}})|(?P<name>{_NAME}))"
        r"(?:,? ?năm|[,/-]?) ?(?P<year>\d{4})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]{_ENGLISH}\.?,?[ -](?P<year>\d{{4}})",
        rf"{_ENGLISH}\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})",
    )
)
_SHORT_YEAR = re.compile(rf"(?<![\d/.-]){_NUMERIC}(?P<year>\d{{2}})(?![\d/.-])")
_NO_YEAR = re.compile(r"(?<![\d/.-])\d{1,2} ?(?:[-/.]| ?tháng ) ?\d{1,2}(?![\d/:hg-])")
_NO_DAY = re.compile(
    r"(?<![\d/.-])(?:\d{1,2} ?(?:[-/.]|năm) ?)?(?:19|2\d)\d{2}(?![\d/:])(?:-\d\d?)?"
)

_CLOCK = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2})"
    r"(?: ?: ?(?P<minute>\d{2})(?: ?: ?(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"| ?(?:giờ|h|g) ?(?:(?P<spoken>\d{2}) ?(?:'|’|p\b|ph\b|phút)?)?)"
    r"(?!\d)(?: ?(?P<half>am|a\.m\.?|pm|p\.m\.?|sa|ch|sáng|trưa|chiều|tối)(?!\w))?"
)
_GMT = re.compile(
    r"(?:gmt|utc) ?(?:(?P<sign>[+-]) ?(?P<zone_hours>\d{1,2})(?::?(?P<zone_minutes>\d{2}))?)?"
    r"|(?<![^\W\d])(?P<zulu>z)(?!\w)"
    r"|(?<=[\d ])(?P<bare>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})?(?!\d)"
    r"|(?P<here>giờ (?:việt nam|hà nội)|\bict\b)"
)
_DAY_NAME = re.compile(
    r"(?<!\w)(?P<name>thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day)?)(?!\w)"
)
_FILLING = re.compile(r"(?<!\w)(?:ngày|lúc|vào|hồi|at|on|t)(?!\w)|[\s,;()|–—-]|(?<=\d)t(?=\d)")
_HERE = timezone(timedelta(hours=7))


def parse_date(text: str, tz: tzinfo) -> datetime:
    """Return the moment that *text* names, as an aware datetime.

    ISO 8601, day-first forms ("22/04/2025 09:15", "22-4-2025"), year-first ones ("2025/04/22"),
    and words ("9h15 ngày 22 tháng 4 năm 2025", "Thứ Ba, 22/04/2025 09:15 (GMT+7)", "Tue, 22 Apr
    2025 09:15:00 +0700") are read, the time before or behind the date. A date alone is its
    midnight; "24:00" is the next day's. Without an offset the time is that of *tz*; one that is
    written is kept.

    Raises DateError if the text is no date, or one of which nobody can be sure.
    """
    line = one_line(text[: 4 * _LONGEST])
    if len(line) > _LONGEST or any(c.isdigit() and not c.isascii() for c in line):
        raise DateError(line, Fault.UNKNOWN)
    if found := _ISO.fullmatch(line):
        clock = _clock(found, line)
        return _joined(_day(found, line), clock, _offset(found, line) or tz)
    return _loose(line, tz)


def _loose(line: str, tz: tzinfo) -> datetime:
    """Take date, day of the week, offset and time out of *line*, wherever they stand."""
    rest = line.lower()
    on, rest = _take(_DATES, rest)
    named, rest = _take((_DAY_NAME,), rest)
    clock, rest = _take((_CLOCK,), rest)
    zone, rest = _take((_GMT,), rest)
    rest = _FILLING.sub("", rest)
    if on is None or rest.strip("\x00"):
        _refuse(line)
    assert on is not None
    day = _day(on, line)
    if named and _WEEKDAYS[_short(named["name"])] != day.weekday():
        raise DateError(line, Fault.WEEKDAY, f"{day_form(day)}: {weekday(day)}")
    hours = _spoken_clock(clock, line) if clock else (0, 0, 0, 0)
    return _joined(day, hours, _spoken_zone(zone, line) or tz if zone else tz)


def _take(forms: tuple[re.Pattern[str], ...], text: str) -> tuple[re.Match[str] | None, str]:
    """Return the first of *forms* that is found in *text*, and what stands around it."""
    for form in forms:
        if found := form.search(text):
            return found, f"{text[: found.start()]} \x00 {text[found.end() :]}".replace("\x00", "")
    return None, text


def _short(name: str) -> str:
    return name if name in _WEEKDAYS else name[:3]


def _refuse(line: str) -> None:
    """Raise the error that explains best why *line* names no moment."""
    text = line.lower()
    if found := _SHORT_YEAR.search(text):
        day, month, year = (int(found[name]) for name in ("day", "month", "year"))
        guess = f"{day:02}/{month:02}/20{year:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""
        raise DateError(line, Fault.SHORT_YEAR, guess)
    if not any(form.search(text) for form in _DATES):
        if _NO_YEAR.search(text):
            raise DateError(line, Fault.YEAR_MISSING)
        if _NO_DAY.search(text) or _CLOCK.search(text):
            raise DateError(line, Fault.DAY_MISSING)
    raise DateError(line, Fault.UNKNOWN)


def _day(found: re.Match[str], line: str) -> date:
    parts = found.groupdict()
    year, day = int(found["year"]), int(found["day"])
    month = int(found["month"]) if parts.get("month") else _MONTHS[parts["name"]]
    if not 1900 <= year <= 2200:
        raise DateError(line, Fault.YEAR_FAR, str(year))
    try:
        return date(year, month, day)
    except ValueError:
        if month > 12 >= day and not found[0][:4].isdigit():
            guess = f"{month:02}/{day:02}/{year}" if month <= 31 else ""
            raise DateError(line, Fault.MONTH_FIRST, guess) from None
        raise DateError(line, Fault.NO_DAY) from None


_Clock = tuple[int, int, int, int]


def _clock(found: re.Match[str], line: str) -> _Clock:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    return _checked(hour, minute, second, found["fraction"], line)


def _checked(hour: int, minute: int, second: int, fraction: str | None, line: str) -> _Clock:
    microsecond = int((fraction or "0").ljust(6, "0")[:6])
    midnight = hour == 24 and not (minute or second or microsecond)
    if not midnight and (hour > 23 or minute > 59 or second > 59):
        raise DateError(line, Fault.NO_TIME)
    return hour, minute, second, microsecond


def _spoken_clock(found: re.Match[str], line: str) -> _Clock:
    """Return a time such as "9h15", "9 giờ 15 phút", "9:15 PM" or "2 giờ chiều"."""
    hour, minute = int(found["hour"]), int(found["minute"] or found["spoken"] or 0)
    half = (found["half"] or "").replace(".", "")
    if half:
        more = _HALVES[half]
        if (hour > 12 and not more) or (half == "trưa" and 3 < hour < 10):
            raise DateError(line, Fault.NO_TIME)
        if half == "trưa":
            hour += 12 if hour <= 3 else 0
        elif hour <= 12:
            hour = hour % 12 + more
    return _checked(hour, minute, int(found["second"] or 0), found["fraction"], line)


def _joined(day: date, clock: _Clock, zone: tzinfo) -> datetime:
    hour, minute, second, microsecond = clock
    moment = datetime.combine(day, time(hour % 24, minute, second, microsecond), zone)
    return moment + timedelta(days=1) if hour == 24 else moment


def _offset(found: re.Match[str], line: str) -> tzinfo | None:
    if not found["zone"]:
        return None
    return _fixed(found["sign"], found["zone_hours"], found["zone_minutes"], line)


def _spoken_zone(found: re.Match[str], line: str) -> tzinfo | None:
    if found["here"]:
        return _HERE
    if found["bare"]:
        return _fixed(found["bare"], found["hours"], found["minutes"], line)
    return _fixed(found["sign"], found["zone_hours"], found["zone_minutes"], line)


def _fixed(sign: str | None, hours: str | None, minutes: str | None, line: str) -> tzinfo:
    hour, minute = int(hours or 0), int(minutes or 0)
    if hour > 14 or minute > 59:  # no place on earth is further from GMT than +14:00
        raise DateError(line, Fault.NO_ZONE)
    offset = timedelta(hours=hour, minutes=minute)
    return timezone(-offset if sign == "-" else offset) if offset else UTC
