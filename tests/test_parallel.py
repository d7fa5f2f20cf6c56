# SPDX-License-Identifier: AGPL-3.0-or-later
"""What threads and processes have in common: results in order, so many ahead, nothing left over."""

from __future__ import annotations

import os
from concurrent.futures import Future

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.parallel import ahead, how_many


class Desk:
    """Takes jobs and leaves them until somebody looks: each is done when its result is wanted."""

    def __init__(self) -> None:
        self.taken: list[Job] = []

    def submit(self, item: int) -> Future[int]:
        job = Job(item)
        self.taken.append(job)
        return job


class Job(Future[int]):
    def __init__(self, item: int) -> None:
        super().__init__()
        self._item = item

    def result(self, timeout: float | None = None) -> int:
        if not self.done():
            if self._item < 0:
                self.set_exception(ValueError("âm"))
            else:
                self.set_result(10 * self._item)
        return super().result(timeout)


@given(items=st.lists(st.integers(0, 9), max_size=20), most=st.integers(1, 6))
def test_results_come_in_order_and_so_many_are_ahead(items: list[int], most: int) -> None:
    desk, given_out = Desk(), []
    for place, result in enumerate(ahead(desk.submit, items, most)):
        given_out.append(result)
        assert len(desk.taken) == min(len(items), place + most)
    assert given_out == [10 * item for item in items]


def test_after_an_error_nobody_does_the_rest() -> None:
    desk = Desk()
    results = ahead(desk.submit, [1, -1, 2, 3], 3)
    assert next(results) == 10
    with pytest.raises(ValueError, match="âm"):
        next(results)
    assert [job.cancelled() for job in desk.taken] == [False, False, True, True]


def test_who_wants_no_more_leaves_nothing_waiting() -> None:
    desk = Desk()
    results = ahead(desk.submit, [1, 2, 3], 2)
    next(results)
    results.close()
    assert [job.cancelled() for job in desk.taken] == [False, True]


def test_nought_is_one_for_each_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    assert how_many(3) == 3
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    assert how_many(0) == 8
    monkeypatch.setattr(os, "cpu_count", lambda: None)  # where nobody can tell
    assert how_many(0) == 1
