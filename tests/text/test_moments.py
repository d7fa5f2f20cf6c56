# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates and times as editors write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.dates import day_form, long_form, short_form
from newsroom.text.moments import DateError, Fault, parse_date

from .samples import relaxed, seconds

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MOMENT = datetime(2025, 4, 22, 9, 15, tzinfo=HANOI)


@pytest.mark.parametrize(
    "text",
    [
        "2025-04-22 09:15", "2025-04-22T09:15", "2025-04-22T09:15:00", "2025-4-22 9:15",
        "2025-04-22T09:15:00+07:00", "2025-04-22 09:15:00 +0700", "2025-04-22T09:15+07",
        "2025-04-22T02:15:00Z", "2025-04-22t02:15z", "2025-04-22T02:15:00.000Z",
        "2025-04-21T22:45-03:30", "22/04/2025 09:15", "22-4-2025 09:15", "22.04.2025 09:15",
        "22/04/2025, 09:15", "09:15 22/04/2025", "09:15, 22/4/2025", "22/04/2025 09:15+07:00",
        "  22/04/2025\u00a0 09:15\n", "2025/04/22 09:15", "2025.04.22 09:15", "22/04-2025 09:15",
        "9h15 22/04/2025", "9h15, ngày 22/4/2025", "lúc 09g15' ngày 22-04-2025", "9 h 15 22/4/2025",
        "9 giờ 15 ngày 22 tháng 4 năm 2025", "9 giờ 15 phút, ngày 22 tháng tư năm 2025",
        "22 tháng 4, 2025 9:15", "22 thg 4, 2025, 09:15", "Ngày 22 tháng 04 năm 2025, 9h15",
        "Thứ Ba, 22/04/2025 09:15 (GMT+7)", "09:15, thứ 3, 22/04/2025",
        "thứ ba ngày 22/4/2025 9h15",
        "22/04/2025 - 09:15", "09:15 | 22/04/2025", "22 / 04 / 2025 09 : 15",
        "22/04/2025 09:15 UTC+7", "22/04/2025 02:15 GMT", "22/04/2025 02:15 Z",
        "22/04/2025 9:15 giờ Việt Nam", "Tue, 22 Apr 2025 09:15:00 +0700", "22-Apr-2025 9:15 AM",
        "April 22, 2025 09:15", "22nd April 2025 9:15am", "22/04/2025 9:15 SA",
    ],
)  # fmt: skip
def test_one_moment_many_spellings(text):
    parsed = parse_date(text, HANOI)
    assert parsed == MOMENT
    assert parsed.utcoffset() is not None


@pytest.mark.parametrize("text", ["2025-04-22", "22/04/2025", "22-4-2025", "22.4.2025"])
def test_a_date_alone_is_its_midnight(text):
    parsed = parse_date(text, HANOI)
    assert parsed == datetime(2025, 4, 22, tzinfo=HANOI)
    assert parsed.tzinfo is HANOI


def test_fractions_and_offsets_are_kept():
    assert parse_date("2025-04-22 09:15:07.5", HANOI).microsecond == 500_000
    assert parse_date("2025-04-22 09:15:07,123456789", HANOI).microsecond == 123_456
    assert parse_date("2025-04-22 09:15Z", HANOI).tzinfo is UTC
    assert parse_date("2025-04-22 09:15-03:30", HANOI).utcoffset() == -timedelta(hours=3.5)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2025-04-22 09:15 PM", 21), ("22/04/2025 9:15 CH", 21), ("22/04/2025 12:15 AM", 0),
        ("22/04/2025 12:15 PM", 12), ("22/04/2025 21:15 PM", 21), ("9 giờ 15 tối 22/04/2025", 21),
        ("2 giờ 15 chiều 22/04/2025", 14), ("1 giờ 15 trưa 22/04/2025", 13),
        ("11h15 trưa 22/04/2025", 11), ("5 giờ 15 sáng 22/04/2025", 5),
    ],
)  # fmt: skip
def test_halves_of_the_day(text, hour):
    assert parse_date(text, HANOI) == MOMENT.replace(hour=hour)


def test_midnight_is_where_two_days_meet():
    assert parse_date("2025-04-22 24:00", HANOI) == datetime(2025, 4, 23, tzinfo=HANOI)
    assert parse_date("24:00 31/12/2025", HANOI) == datetime(2026, 1, 1, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("text", "fault", "guess"),
    [
        ("20/11/26", Fault.SHORT_YEAR, "20/11/2026"),
        ("22/04/25 09:15", Fault.SHORT_YEAR, "22/04/2025"),
        ("04/22/2025", Fault.MONTH_FIRST, "22/04/2025"), ("Ngày 20/11", Fault.YEAR_MISSING, ""),
        ("20 tháng 11", Fault.YEAR_MISSING, ""), ("9h15 ngày 8/3", Fault.YEAR_MISSING, ""),
        ("9h15", Fault.DAY_MISSING, ""), ("tháng 11/2026", Fault.DAY_MISSING, ""),
        ("2025-04", Fault.DAY_MISSING, ""), ("2025", Fault.DAY_MISSING, ""),
        ("Thứ Năm, 20/11/2026", Fault.WEEKDAY, "20/11/2026: Thứ Sáu"),
        ("31/04/2025", Fault.NO_DAY, ""), ("13/13/2025", Fault.NO_DAY, ""),
        ("5/4/2025 9:5", Fault.UNKNOWN, ""), ("20/11/2026 14:00 sáng", Fault.NO_TIME, ""),
        ("1745288100", Fault.UNKNOWN, ""), ("20/11/2026 20/11/2027", Fault.UNKNOWN, ""),
        ("1/2/3", Fault.UNKNOWN, ""), ("mùng 1 Tết", Fault.UNKNOWN, ""),
    ],
)  # fmt: skip
def test_what_is_in_doubt_is_refused_with_its_reason(text, fault, guess):
    with pytest.raises(DateError) as caught:
        parse_date(text, HANOI)
    assert (caught.value.fault, caught.value.guess) == (fault, guess)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2025-02-30", "'2025-02-30': no such day"),
        ("29/02/2025", "no such day"),
        ("2025-00-10", "no such day"),
        ("2025-04-22 24:01", "no such time"),
        ("2025-04-22 09:60", "no such time"),
        ("2025-04-22 09:15+15:00", "no such time zone"),
        ("2025-04-22 09:15+07:60", "no such time zone"),
        ("1899-12-31", r"the year is outside 1900 to 2200 \(1899\)"),
        ("01/01/2201", "the year is outside"),
        ("", "'': not a date; write it like 2025-04-22 09:15 or 22/04/2025 09:15"),
        ("hôm qua", "not a date"),
        ("2025-04-22 09", "not a date"),
        ("٢٢/٠٤/٢٠٢٥", "not a date"),
        ("2025-04-22 😀", "not a date"),
    ],
)
def test_refusals_say_why(text, problem):
    with pytest.raises(ValueError, match=problem):
        parse_date(text, HANOI)


def test_a_long_text_is_refused_quickly_and_briefly():
    def parse():
        with pytest.raises(ValueError, match="not a date") as caught:
            parse_date("1" * 1_000_000, HANOI)
        assert len(str(caught.value)) < 150

    assert seconds(parse) < 0.5


moments = st.datetimes(
    datetime(1900, 1, 1),
    datetime(2200, 12, 31, 23, 59, 59, 999_999),
    timezones=st.sampled_from([HANOI, UTC, timezone(timedelta(hours=-3, minutes=-30))]),
).filter(lambda m: m.utcoffset() % timedelta(minutes=1) == timedelta(0))  # no local mean time


@relaxed
@given(moments)
def test_iso_round_trip(moment):
    # In UTC, since Python holds an hour that a zone's history repeats equal to none elsewhere.
    for text in (moment.isoformat(), moment.isoformat(" ")):
        assert parse_date(text, HANOI).astimezone(UTC) == moment.astimezone(UTC)


@relaxed
@given(moments)
def test_vietnamese_round_trip(moment):
    minute = moment.replace(second=0, microsecond=0)
    assert parse_date(short_form(moment), moment.tzinfo) == minute
    assert parse_date(day_form(moment), moment.tzinfo).date() == moment.date()


@relaxed
@given(st.text())
def test_nothing_but_value_errors(text):
    try:
        parse_date(text, HANOI)
    except ValueError as problem:
        assert str(problem)


SAID = (
    "{d}/{m}/{y} {H}:{M:02}", "{H}h{M:02} {d}/{m}/{y}", "{H} giờ {M:02} ngày {d} tháng {m} năm {y}",
    "ngày {d}-{m}-{y}, {H:02}:{M:02}", "{y}/{m}/{d} {H}g{M:02}", "{H}:{M:02} {d}.{m}.{y}",
)  # fmt: skip


@relaxed
@given(moments, st.sampled_from(SAID))
def test_what_editors_write_is_that_moment(moment, form):
    moment = moment.replace(second=0, microsecond=0)
    text = form.format(d=moment.day, m=moment.month, y=moment.year, H=moment.hour, M=moment.minute)
    assert parse_date(text, moment.tzinfo) == moment


@relaxed
@given(moments)
def test_what_pages_show_is_read_back(moment):
    moment = moment.replace(second=0, microsecond=0)
    offset = moment.utcoffset()
    assert parse_date(long_form(moment), UTC).utcoffset() == offset
    assert parse_date(long_form(moment), UTC).astimezone(UTC) == moment.astimezone(UTC)
