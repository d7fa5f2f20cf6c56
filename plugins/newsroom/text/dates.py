# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates and times as Vietnamese readers see them; ``moments`` reads those that editors write."""

from datetime import date, datetime, timedelta

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def weekday(d: date) -> str:
    """Return the name of the day of the week of a date or datetime: "Thứ Ba"."""
    return _WEEKDAYS[d.weekday()]


def day_form(d: date) -> str:
    """Return a date or datetime as "22/04/2025"."""
    return f"{d.day:02}/{d.month:02}/{d.year}"


def month_name(d: date) -> str:
    """Return the month of a date or datetime as "Tháng 4"."""
    return f"Tháng {d.month}"


def month_form(d: date) -> str:
    """Return the month of a date or datetime as "Tháng 4/2025"."""
    return f"{month_name(d)}/{d.year}"


def short_form(dt: datetime) -> str:
    """Return a datetime, on its own clock, as "22/04/2025 09:15"."""
    return f"{day_form(dt)} {dt.hour:02}:{dt.minute:02}"


def long_form(dt: datetime) -> str:
    """Return an aware datetime as "Thứ Ba, 22/04/2025 09:15 (GMT+7)".

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
