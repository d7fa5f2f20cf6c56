# SPDX-License-Identifier: AGPL-3.0-or-later
"""Media types of pictures: the same on every machine."""

from __future__ import annotations

import mimetypes

import pytest

from newsroom.publish.media_types import picture_type


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("images/a.webp", "image/webp"),
        ("images/a.JPG", "image/jpeg"),
        ("images/a.avif", "image/avif"),
        ("images/a.b.svg", "image/svg+xml"),
        ("https://example.org/a.png?w=3.5#x", "image/png"),
        ("images/khong-duoi", "image/webp"),
    ],
)
def test_the_ending_says_the_type(address: str, kind: str) -> None:
    assert picture_type(address) == kind


def test_the_machines_own_table_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mimetypes, "guess_type", None)
    assert picture_type("a.jpg") == "image/jpeg"
