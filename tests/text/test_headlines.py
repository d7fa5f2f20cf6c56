# SPDX-License-Identifier: AGPL-3.0-or-later
"""Headlines away from their page."""

from __future__ import annotations

import pytest

from newsroom.text.headlines import full_title, tied


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


@pytest.mark.parametrize(
    "told",
    [
        "Đi khám bảo hiểm y~tế chỉ với thẻ căn cước",
        "Bộ~Y~tế, ô~tô và ý~kiến ở~nơi làm việc",
        "Lương tối thiểu vùng~I là 5,31~triệu đồng",
        "Công đoàn quý~I/2025: Góc sách ở~Trường Mầm non Bình Yên~A",
        "Đại hội lần thứ~XVIII",
        "Hỗ trợ 22 hộ công nhân năm 2025 – 2026 | A, B và~C",
        "A đến trước~B",
        "Tổ An toàn Covid-19 có từ~Y",
        "",
    ],
)
def test_lines_do_not_end_within_what_is_one(told: str) -> None:
    """Where that can be told: "~" is a space at which no line ends."""
    assert tied(told.replace("~", " ")) == told.replace("~", "\u00a0")
