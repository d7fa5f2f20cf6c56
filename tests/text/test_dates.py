# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from newsroom.text.dates import (
    day_form,
    long_form,
    month_form,
    short_form,
    weekday,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MOMENT = datetime(2025, 4, 22, 9, 15, tzinfo=HANOI)


def test_forms():
    assert long_form(MOMENT) == "Thứ Ba, 22/04/2025 09:15 (GMT+7)"
    assert short_form(MOMENT) == "22/04/2025 09:15"
    assert day_form(date(2025, 4, 2)) == day_form(datetime(2025, 4, 2, 9)) == "02/04/2025"
    assert month_form(date(2025, 4, 22)) == "Tháng 4/2025"


def test_weekdays():
    week = [weekday(date(2025, 4, 21) + timedelta(days=n)) for n in range(7)]
    assert week == ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"]


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
    assert long_form(there) == f"Thứ Ba, 22/04/2025 09:15 ({shown})"


def test_a_long_form_needs_a_zone():
    with pytest.raises(ValueError, match="no time zone"):
        long_form(datetime(2025, 4, 22))
