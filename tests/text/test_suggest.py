# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.suggest import is_slip, nearest

from .samples import nfd, relaxed, seconds, texts

UNITS = ["Đống Đa", "Đông Anh", "Ba Đình", "Ba Vì", "Bắc Từ Liêm", "Nam Từ Liêm", "Hoàn Kiếm"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("dong da", "Đống Đa"),
        ("ĐỐNG  ĐA", "Đống Đa"),
        (nfd("đống đa"), "Đống Đa"),
        ("dong-da", "Đống Đa"),
        ("Đống Đ", "Đống Đa"),
        ("Hoàn Kếm", "Hoàn Kiếm"),
        ("bac tu lime", "Bắc Từ Liêm"),
    ],
)
def test_one_guess(word, expected):
    assert nearest(word, UNITS) == [expected]


@pytest.mark.parametrize("word", ["", "  ", "Sài Gòn", "Москва", "😀", "x", "d" * 1_000_000])
def test_no_guess(word):
    assert nearest(word, UNITS) == []


def test_settings_names():
    names = ["kicker", "summary", "dateline", "district", "author", "title"]
    assert nearest("tilte", names) == ["title"]
    assert nearest("distric", names) == ["district"]
    assert nearest("authors", names) == ["author"]
    assert nearest("body", names) == []


def test_limit_and_order():
    assert nearest("bao", ["bão", "báo", "bao cấp", "bàn"], limit=2) == ["bão", "báo"]
    assert nearest("Báo", ["bão", "báo"], limit=5) == ["báo", "bão"]
    assert nearest("từ liêm", ["Nam Từ Liêm", "Bắc Từ Liêm"], limit=3) != []
    assert nearest("bao", ["bao"], limit=0) == []
    assert nearest("bao", []) == []


def test_doubles_are_named_once():
    assert nearest("ba vi", ["Ba Vì", "Ba Vì"], limit=3) == ["Ba Vì"]


@relaxed
@given(texts, st.lists(texts, max_size=8), st.integers(0, 4))
def test_guesses_are_candidates(word, candidates, limit):
    found = nearest(word, candidates, limit)
    assert len(found) <= limit
    assert set(found) <= set(candidates)
    assert len(set(found)) == len(found)


def test_five_hundred_candidates_are_quick():
    names = [f"{unit} {number}" for unit in UNITS for number in range(72)]
    assert seconds(lambda: nearest("phường Đống Đa 71", names, 3)) < 0.25


@pytest.mark.parametrize(
    ("written", "meant", "slip"),
    [
        ("Đống Da", "Đống Đa", True), ("dong da", "Đống Đa", True),
        ("Hoàng Maii", "Hoàng Mai", True), ("Ba Vi", "Ba Vì", True),
        ("Hải Phòng", "Đoài Phương", False),
        ("Hưng Yên", "Yên Sở", False),
        ("Bình Thạnh", "Vĩnh Thanh", False), ("Ba", "Ba Vì", False), ("", "Ba Vì", False),
    ],
)  # fmt: skip
def test_a_slip_is_not_another_name(written: str, meant: str, slip: bool) -> None:
    assert is_slip(written, meant) is slip


@relaxed
@given(texts)
def test_every_text_is_a_slip_of_itself_or_too_long(text: str) -> None:
    assert is_slip(text, text) or len(text) > 90
