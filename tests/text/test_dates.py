from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.dates import (
    day_form,
    long_form,
    month_form,
    parse_date,
    short_form,
    weekday,
)

from .samples import relaxed, seconds

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MOMENT = datetime(2025, 4, 22, 9, 15, tzinfo=HANOI)


def test_forms():
    assert long_form(MOMENT) == "Thứ ba, 22/04/2025 09:15 (GMT+7)"
    assert short_form(MOMENT) == "22/04/2025 09:15"
    assert day_form(date(2025, 4, 2)) == day_form(datetime(2025, 4, 2, 9)) == "02/04/2025"
    assert month_form(date(2025, 4, 22)) == "Tháng 4/2025"


def test_weekdays():
    week = [weekday(date(2025, 4, 21) + timedelta(days=n)) for n in range(7)]
    assert week == ["Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật"]


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (420, "GMT+7"),
        (330, "GMT+5:30"),
        (-210, "GMT-3:30"),
        (0, "GMT+0"),
        (-60, "GMT-1"),
        (5, "GMT+0:05"),
    ],
)
def test_offsets(minutes, shown):
    there = MOMENT.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert long_form(there) == f"Thứ ba, 22/04/2025 09:15 ({shown})"


def test_a_long_form_needs_a_zone():
    with pytest.raises(ValueError, match="no time zone"):
        long_form(datetime(2025, 4, 22))


@pytest.mark.parametrize(
    "text",
    [
        "2025-04-22 09:15", "2025-04-22T09:15", "2025-04-22T09:15:00", "2025-4-22 9:15",
        "2025-04-22T09:15:00+07:00", "2025-04-22 09:15:00 +0700", "2025-04-22T09:15+07",
        "2025-04-22T02:15:00Z", "2025-04-22t02:15z", "2025-04-22T02:15:00.000Z",
        "2025-04-21T22:45-03:30", "22/04/2025 09:15", "22-4-2025 09:15", "22.04.2025 09:15",
        "22/04/2025, 09:15", "09:15 22/04/2025", "09:15, 22/4/2025", "22/04/2025 09:15+07:00",
        "  22/04/2025\u00a0 09:15\n",
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
    ("text", "problem"),
    [
        ("2025-02-30", r"'2025-02-30': no such day \(read as day 30, month 2, year 2025\)"),
        ("04/22/2025", r"no such day \(read as day 4, month 22, year 2025\)"),
        ("29/02/2025", "no such day"),
        ("2025-00-10", "no such day"),
        ("2025-04-22 24:00", "no such time"),
        ("2025-04-22 09:60", "no such time"),
        ("2025-04-22 09:15+15:00", "no such time zone"),
        ("2025-04-22 09:15+07:60", "no such time zone"),
        ("1899-12-31", "the year 1899 is outside 1900 to 2200"),
        ("01/01/2201", "the year 2201 is outside"),
        ("", "'': not a date; write it like 2025-04-22 09:15 or 22/04/2025 09:15"),
        ("hôm qua", "not a date"),
        ("22/04/25", "not a date"),
        ("22/04-2025", "not a date"),
        ("2025-04", "not a date"),
        ("2025", "not a date"),
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
