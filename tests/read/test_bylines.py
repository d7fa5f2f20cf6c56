# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who stands in a byline."""

from __future__ import annotations

import pytest

from newsroom.read.bylines import people


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bài và ảnh: Mạnh Quân", ["Mạnh Quân"]),
        ("Tin, ảnh: Nguyễn Thị Thu Hà", ["Nguyễn Thị Thu Hà"]),
        ("Bài: Thu Hằng - Ảnh: Mạnh Quân", ["Thu Hằng", "Mạnh Quân"]),
        ("Thu Hằng - Minh Khôi", ["Thu Hằng", "Minh Khôi"]),
        ("Thu Hằng và Minh Khôi", ["Thu Hằng", "Minh Khôi"]),
        ("K.Tiến – M. Khôi", ["K.Tiến", "M. Khôi"]),
        # What may be one name, or an institution's, stays one.
        *((text, [text]) for text in (
            "Minh Khôi", "Hà - Linh", "Minh Tâm/TTXVN", "Minh Tâm - TTXVN", "Bài:", "",
            "Phòng Tuyên giáo - Nữ công", "Ban Nữ Công - Ban Tuyên Giáo", "Báo Lao Động - Thu Hà",
        )),
    ],
)  # fmt: skip
def test_who_stands_in_a_byline(text: str, names: list[str]) -> None:
    assert list(people(text)) == names
