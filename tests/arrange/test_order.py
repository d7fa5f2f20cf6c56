# SPDX-License-Identifier: AGPL-3.0-or-later
"""Order keys: by date, then by path, in 64 bits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import hypothesis.strategies as st
from hypothesis import given, settings

from newsroom.arrange.order import order_key

moments = st.datetimes(
    datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC), allow_imaginary=False
)


@settings(deadline=None, max_examples=40)
@given(moments, moments, st.text(max_size=9), st.text(max_size=9))
def test_later_stands_higher_whatever_the_path(
    one: datetime, other: datetime, path: str, second: str
) -> None:
    first, later = sorted([one.replace(microsecond=0), other.replace(microsecond=0)])
    if first < later:
        assert order_key(first, path) < order_key(later, second)


@settings(deadline=None, max_examples=40)
@given(moments, st.text(max_size=9))
def test_a_key_fits_the_store(moment: datetime, path: str) -> None:
    assert 0 <= order_key(moment, path) < 2**63


@settings(deadline=None, max_examples=40)
@given(moments, st.integers(-12, 14))
def test_a_moment_has_one_key_in_every_zone(moment: datetime, hours: int) -> None:
    there = moment.astimezone(timezone(timedelta(hours=hours)))
    assert order_key(moment, "a.md") == order_key(there, "a.md")


def test_ties_are_settled_by_the_path_and_always_the_same_way() -> None:
    moment = datetime(2025, 4, 22, 9, 15, tzinfo=UTC)
    keys = [order_key(moment, f"cong-doan/{number}.md") for number in range(1000)]
    assert len(set(keys)) == 1000
    assert order_key(moment, "cong-doan/2025/04/x.md") == 3242850952718704441
