# SPDX-License-Identifier: AGPL-3.0-or-later
"""What threads and processes that share a job have in common."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable
from typing import Protocol, TypeVar

T = TypeVar("T")
R = TypeVar("R")
Given_co = TypeVar("Given_co", covariant=True)


class Promise(Protocol[Given_co]):
    """Something that is being done; a `concurrent.futures.Future` is one."""

    def result(self) -> Given_co:
        """What it gave; waits for it."""

    def cancel(self) -> object:
        """Don't do it, if nobody has begun."""


def how_many(workers: int) -> int:
    """The number of workers that the setting ``workers`` means: 0 is one for each processor."""
    return workers or os.cpu_count() or 1


def ahead(
    submit: Callable[[T], Promise[R]], items: Iterable[T], most: int
) -> Generator[R, None, None]:
    """The results of all ``items``, in their order; raises what a job raises.

    ``submit`` hands an item to whoever does the job. At ``most`` so many wait at a time: enough to
    keep all at work, few enough not to heap up results. After an error nobody does the rest.
    """
    waiting: deque[Promise[R]] = deque()
    try:
        for item in items:
            waiting.append(submit(item))
            if len(waiting) >= most:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
