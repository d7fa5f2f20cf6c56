# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts for the tests of this folder: strategies, a realistic article, and one megabyte of it."""

import time
import unicodedata
from collections.abc import Callable, Iterable

from hypothesis import settings
from hypothesis import strategies as st

# Machines that run tests in parallel are slow at random; a deadline would only make noise.
relaxed = settings(deadline=None, max_examples=100)

ARTICLE = """Liên đoàn Lao động huyện Phú Xuyên: 177% đoàn viên được chăm lo
(LĐTĐ) Chiều 22/4, Liên đoàn Lao động (LĐLĐ) huyện Phú Xuyên tổ chức hội nghị – “Công đoàn cơ sở
vững mạnh”; tới dự có đồng chí Nguyễn Thị Thuỷ, Uỷ viên Ban Thường vụ. Từ 02/3/2020, toàn huyện đã
kết nạp 17.711 đoàn viên theo Nghị quyết 08/NQ-BCH, đạt 3,5 lần chỉ tiêu… Người lao động khoẻ mạnh,
đời sống ổn định, quan hệ lao động hài hoà, tiến bộ!
"""

_WORDS = """công đoàn hoà hòa HOÀ Hoà khoẻ khỏe thuỷ Thủy QUÝ quý uỷ Ủy nguỵ hoàn toán khuỷu ngoáy
oà loè Đống Đa đường Ðoàn bão báo bảo ba bà bả bã bá bạ 17.711 177% 02/3/2020 08/NQ-BCH U23 TP. và
– …"""
SYLLABLES = _WORDS.split()

_JUNK = st.text(
    st.sampled_from(" \t\n\r\v\f\x00\x85\xa0\u200b\u200d\ufeff\u00ad.,;:!?…-–“”/()_😀жß")
)
_MARKED = st.text(st.sampled_from("aoeuyqhcđĐOAÀÝơư\u0300\u0301\u0309\u0323\u0302\u031b"))

# Free Unicode finds what nobody thought of; real syllables find what the rules are about.
texts = st.one_of(
    st.text(),
    st.lists(st.one_of(st.sampled_from(SYLLABLES), _JUNK, _MARKED)).map("".join),
    st.lists(st.sampled_from(SYLLABLES)).map(" ".join),
)


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


# Inputs of a hundred kilobytes and of a megabyte: prose, and runs that tempt a regular expression
# to start over at every character.
RUNS = (
    ARTICLE, "a", "à", "oà", "1", "1.", ".", "1.111", "“", "\u0301", " ", "\r\n", "-", "ж", "😀",
)  # fmt: skip


def seconds(call: Callable[[], object]) -> float:
    started = time.process_time()
    call()
    return time.process_time() - started


def slow_runs(function: Callable[[str], object], runs: Iterable[str] = RUNS) -> list[str]:
    """Return the runs on which *function* is not linear: 100 kB must take under half a second.

    Quadratic work on 100,000 characters takes minutes, so the bar needs no fine tuning.
    """

    def takes(text: str) -> float:
        return seconds(lambda: function(text))

    return [run for run in runs if takes(run * (100_000 // len(run))) > 0.5]


def megabyte() -> str:
    return ARTICLE * (1_000_000 // len(ARTICLE))
