# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often Python looks for cycles of dead objects while a build runs."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_RARELY = (10_000, 20, 50)


def collect_rarely() -> None:
    """Let Python look for cycles of dead objects one time where it looked some twenty times.

    A build makes many objects and few cycles: looking took 0.33 of 12.5 s (3,000 texts, one
    process; 0.09 s since), mostly through what all modules hold.
    """
    gc.set_threshold(*_RARELY)


@contextmanager
def rare_collection() -> Iterator[None]:
    """`collect_rarely`, in the block."""
    before = gc.get_threshold()
    collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def no_collection() -> Iterator[None]:
    """A scan makes nothing that has to be collected; looking for it would take a tenth of it."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
