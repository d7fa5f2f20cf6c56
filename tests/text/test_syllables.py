# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given

from newsroom.text.syllables import flow, stretches, syllables, words

from .samples import ARTICLE, megabyte, nfd, relaxed, slow_runs, texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("😀 … – !", []),
        ("Công đoàn, “Thủ đô”!", "công đoàn thủ đô"),
        ("Uỷ ban hoà giải", "ủy ban hòa giải"),
        ("17.711 đoàn viên", "17711 đoàn viên"),
        ("1.250.000,5 đồng", "1250000,5 đồng"),
        ("2.352/1.330", "2352/1330"),
        ("1.111.1111 192.168.0.1 1.2345", "1.111.1111 192.168.0.1 1.2345"),
        ("3,5 và 0,5 và 4.0", "3,5 và 0,5 và 4.0"),
        ("đạt 177%.", "đạt 177"),
        ("ngày 02/3/2020, 8/3, 08/03", "ngày 2/3/2020 8/3 8/3"),
        ("Nghị quyết 08/NQ-BCH", "nghị quyết 8 nq bch"),
        ("0912.345.678 0912345678", "912345678 912345678"),
        ("năm 2020.", "năm 2020"),
        ("007 0 000", "7 0 0"),
        ("COVID-19, U23, 5G", "covid 19 u 23 5 g"),
        ("H'Hen Niê snake_case", "h hen niê snake case"),
        ("TP.HCM", "tp hcm"),
        ("Москва ж́", "москва ж́"),
    ],
)
def test_syllables(text, expected):
    found = syllables(text)
    assert found == (expected.split() if expected else [])
    assert syllables(nfd(text)) == found


@relaxed
@given(texts)
def test_syllables_do_not_depend_on_form_and_are_stable(text):
    found = syllables(text)
    assert syllables(nfd(text)) == found
    assert all(token and not any(c.isspace() for c in token) for token in found)
    assert [token for token in flow(stretches(text)) if token] == found


@pytest.mark.parametrize("token", ["17711", "3,5", "2/3/2020", "hòa", "quý", "đoàn", "1250000,5"])
def test_a_token_is_its_own_only_token(token):
    assert syllables(token) == [token]


def test_sentences_end_at_punctuation_and_line_breaks():
    text = "Công đoàn. “Thủ đô!” Hà Nội; Ba Đình…\nTP. Hồ Chí Minh: 17.711 người? (Hết.) !\n\n"
    found = " ".join(token or "|" for token in flow(stretches(text)))
    assert found == (
        "công đoàn | thủ đô | hà nội | ba đình | | tp hồ chí minh | 17711 người | hết | | | |"
    )


def test_stretches_stand_between_spaces_and_line_breaks():
    assert stretches("Công  đoàn.\nThủ đô") == ["Công", "", "đoàn.", "\n", "Thủ", "đô"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("😀 – …", 0),
        ("Công đoàn – Thủ đô!", 4),
        ("đạt 177% (08/NQ-BCH)", 3),
        ("“Hết” .", 1),
    ],
)
def test_words(text, count):
    assert words(text) == words(nfd(text)) == count


def test_words_of_an_article():
    assert words(ARTICLE) == 83  # wc -w, less one dash


@pytest.mark.parametrize("function", [syllables, words, lambda t: flow(stretches(t))])
def test_long_text_takes_linear_time(function):
    assert slow_runs(function) == []
    assert function(megabyte())
