# SPDX-License-Identifier: AGPL-3.0-or-later
import sqlite3
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.collate import initial, sort_key

from .samples import nfc, nfd, relaxed, slow_runs, texts

# In the order of Vietnamese dictionaries; "#" starts a reason.
SORTED = """
-|2025|25|3|Москва|東京
#letters
a|an|ă|ăn|â|ân|b|c|d|đ|e|ê|f|g|h|i|j|k|l|m|n|o|ô|ơ|p|q|r|s|t|u|ư|v|w|x|y|z
#tones
ma|mà|mả|mã|má|mạ
ân|ần|ẩn|ẫn|ấn|ận
#tones come after all letters of the syllable, before the next syllable
ba|ba lá|ba mươi|bà|bà ba|bả|bã|bá|bạ|bac|bác|bạc|ban|băng|bâng
công|công an|công chúa|công đoàn|công nghiệp|cống|cộng|cốp
dân|dẫn|dâng|đa|đà|đân
hoa|hòa|hòa bình|họa|hoan|hoàn|hoãn
#small letters before capitals
đoàn|Đoàn|ĐOÀN
#districts of Hanoi
Ba Đình|Ba Vì|Bắc Từ Liêm|Cầu Giấy|Chương Mỹ|Đan Phượng|Đông Anh|Đống Đa|Gia Lâm|Hà Đông
Hai Bà Trưng|Hoài Đức|Hoàn Kiếm|Hoàng Mai|Long Biên|Mê Linh|Mỹ Đức|Nam Từ Liêm|Phú Xuyên
Phúc Thọ|Quốc Oai|Sóc Sơn|Sơn Tây|Tây Hồ|Thạch Thất|Thanh Oai|Thanh Trì|Thanh Xuân|Thường Tín
"""


def lists():
    for line in SORTED.strip().splitlines():
        if not line.startswith("#"):
            yield line.split("|")


@pytest.mark.parametrize("words", list(lists()), ids=lambda words: words[0])
def test_known_order(words):
    assert sorted(set(words), key=sort_key) == words


def test_punctuation_counts_last():
    words = ["Công đoàn", "“Công đoàn”", "công-đoàn", "công, đoàn viên", "công chúa"]
    ordered = sorted(words, key=sort_key)
    assert ordered[0] == "công chúa"
    assert ordered[1] == "công-đoàn"
    assert ordered[-1] == "công, đoàn viên"


def test_both_tone_styles_stand_together():
    assert sorted(["hoà bình", "hòa an", "hòa bình", "hoà an"], key=sort_key) == [
        "hoà an", "hòa an", "hoà bình", "hòa bình",
    ]  # fmt: skip


def test_sqlite_sorts_alike():
    every = [word for words in lists() for word in words]
    database = sqlite3.connect(":memory:")
    database.execute("create table term (name text, key text)")
    database.executemany("insert into term values (?, ?)", [(w, sort_key(w)) for w in every])
    rows = database.execute("select name from term order by key").fetchall()
    assert [name for (name,) in rows] == sorted(every, key=sort_key)


@relaxed
@given(texts, texts)
def test_the_order_is_total(one, other):
    assert (sort_key(one) == sort_key(other)) == (nfc(one) == nfc(other))
    assert sort_key(one) == sort_key(nfd(one))


@relaxed
@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.characters(exclude_categories=["Cs"])),
)
def test_code_points_and_utf_8_agree(one, other):
    keys = sort_key(one), sort_key(other)
    assert (keys[0] < keys[1]) == (keys[0].encode() < keys[1].encode())


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("Đống Đa", "Đ"), ("đoàn", "Đ"), ("Ðoàn", "Đ"), ("ấp", "Â"), ("Ăn", "Ă"), ("ặ", "Ă"),
        ("Ứng Hòa", "Ư"), ("“Ánh sáng”", "A"), ("Zürich", "Z"), ("über", "U"), ("ñandú", "N"),
        ("2025", "#"), ("Москва", "#"), ("東京", "#"), ("😀", "#"), ("", "#"), ("-", "#"),
    ],
)  # fmt: skip
def test_initial(text, letter):
    assert initial(text) == initial(nfd(text)) == letter


@relaxed
@given(st.lists(st.one_of(texts, st.sampled_from([w for words in lists() for w in words]))))
def test_equal_initials_are_side_by_side(words):
    initials = [letter for letter, _ in groupby(sorted(words, key=sort_key), key=initial)]
    assert len(initials) == len(set(initials))


def test_long_text_takes_linear_time():
    assert slow_runs(sort_key) == []
    assert slow_runs(initial) == []
