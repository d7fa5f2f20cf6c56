# SPDX-License-Identifier: AGPL-3.0-or-later
"""Headlines away from their page."""

from __future__ import annotations

import pytest

from newsroom.text.headlines import full_title


@pytest.mark.parametrize(
    ("kicker", "told"),
    [
        ("", "Chú trọng cơ sở"),
        ("  ", "Chú trọng cơ sở"),
        (":", "Chú trọng cơ sở"),
        ("LĐLĐ huyện Phú Xuyên:", "LĐLĐ huyện Phú Xuyên: Chú trọng cơ sở"),
        ("LĐLĐ huyện Phú Xuyên", "LĐLĐ huyện Phú Xuyên: Chú trọng cơ sở"),
        ("Phú Xuyên :", "Phú Xuyên: Chú trọng cơ sở"),
        ("Vì sao?", "Vì sao? Chú trọng cơ sở"),
        ("chú trọng", "Chú trọng cơ sở"),  # it begins with it
        ("x" * 100, "x" * 100 + ": Chú trọng cơ sở"),
        ("x" * 101, "Chú trọng cơ sở"),  # it would hide the headline
        ("x" * 300, "Chú trọng cơ sở"),
    ],
)
def test_a_headline_goes_with_its_kicker(kicker: str, told: str) -> None:
    assert full_title(kicker, "Chú trọng cơ sở") == told
