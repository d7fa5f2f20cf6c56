# SPDX-License-Identifier: AGPL-3.0-or-later
"""Advertising that comes, goes, and is told when to: a part of the exactness machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol

import hypothesis.strategies as st
from hypothesis.stateful import rule

from newsroom.advertising import BANNER_SLOTS
from tests.portal import Portal

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="10"><rect/></svg>'
BANNER = """
- name: Quỹ {place}
  slot: {slot}
  image: images/quang-cao.svg
  alt: Vay vốn
  url: https://quy.example.org/
  valid_from: {first}
  valid_to: {last}
"""


class Machine(Protocol):
    """What the rule needs of the machine that it is a part of."""

    portal: Portal

    def _check(self) -> None: ...


class Advertising:
    """The rule for banners."""

    @rule(slots=st.lists(st.sampled_from(BANNER_SLOTS), max_size=3), begin=st.integers(-20, 20))
    def edit_banners(self: Machine, slots: list[str], begin: int) -> None:
        """Each banner stands for six days, the next one begins with the last of them."""
        self.portal.write("images/quang-cao.svg", PICTURE)
        day = datetime.fromtimestamp(self.portal.now, UTC).date() + timedelta(days=begin)
        records = [
            BANNER.format(
                place=place,
                slot=slot,
                first=day + timedelta(days=5 * place),
                last=day + timedelta(days=5 * place + 5),
            )
            for place, slot in enumerate(slots)
        ]
        self.portal.write("data/banners.yaml", "".join(records))
        self._check()
