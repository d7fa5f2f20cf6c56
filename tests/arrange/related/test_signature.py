"""What an article is known by."""

from __future__ import annotations

from zlib import crc32

import pytest

from newsroom.arrange.related import params
from newsroom.arrange.related.signature import (
    are_copies,
    choose,
    likeness,
    make_signature,
    marks,
    unpack,
)
from newsroom.arrange.related.terms import count_terms, name_terms, read_terms
from newsroom.arrange.related.weights import Weights, Words
from tests.arrange.related.samples import GIFTS, GIFTS_AGAIN, STORIES

FORM = Weights()


def test_terms_are_syllables_pairs_and_tags_and_the_headline_counts_more() -> None:
    counts = count_terms("Hoà giải", "Hòa giải. Lao động", "", ["to-tung"])
    assert dict(counts) == {
        "hòa": params.TITLE + 1,
        "giải": params.TITLE + 1,
        "hòa giải": params.TITLE + 1,
        "lao": 1,
        "động": 1,
        "lao động": 1,
        "#to-tung": 1,
    }


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("tại quận Đống Đa hôm nay", {"đống", "đa", "đống đa"}),
        ("Sáng nay trời mưa. Hôm qua nắng", set()),
        ("(Ảnh: Mai), theo bà Hà", {"hà"}),
        ("Ông bà\nCha mẹ", set()),
        ("ông Ơn và bà Ước", {"ơn", "ước"}),
    ],
)
def test_names_have_capitals_within_a_sentence(text: str, names: set[str]) -> None:
    assert name_terms(text) == names


def test_only_the_opening_of_a_long_text_is_read() -> None:
    text = "a\n" * 3 + "mở đầu " * params.WORDS + "kết thúc"
    assert "kết" not in read_terms("", "", text, ())[0]


def test_the_heaviest_terms_have_the_length_of_the_scale() -> None:
    chosen = choose(*read_terms(*GIFTS), FORM)
    assert len(chosen) <= params.TERMS
    length = sum(weight * weight for _, weight in chosen) ** 0.5
    assert length == pytest.approx(params.SCALE, rel=0.03)
    assert {"đống đa", "đống"} < dict(chosen).keys()


def test_of_equal_terms_the_first_in_the_text_stays() -> None:
    counts = {f"x{n} y{n}": 1 for n in range(params.TERMS + 20)}
    assert [term for term, _ in choose(counts, set(), FORM)] == list(counts)[: params.TERMS]


def test_a_signature_is_packed_in_the_order_of_its_terms() -> None:
    terms = unpack(make_signature("Đống Đa", "", "", (), FORM).terms)
    assert [term for term, _ in terms] == sorted(
        crc32(t.encode()) for t in ("đống", "đa", "đống đa")
    )
    assert all(0 < weight <= params.SCALE for _, weight in terms)


def test_an_article_without_words_is_like_none() -> None:
    empty = make_signature("", "", "", (), FORM)
    assert empty.terms == b""
    assert likeness(empty.terms, make_signature(*GIFTS, FORM).terms) == 0
    assert not are_copies(marks(empty.sketch), marks(empty.sketch))


def test_a_signature_never_changes() -> None:
    # The very bytes: scores must be the same on every machine and with every Python.
    signature = make_signature(*GIFTS, FORM)
    assert (len(signature.terms), len(signature.sketch)) == (320, 64)
    assert (crc32(signature.terms), crc32(signature.sketch)) == (2720953065, 3409435202)


def _sketch(words: Words) -> frozenset[int]:
    return marks(make_signature(*words, FORM).sketch)


def test_a_text_with_a_few_changes_is_a_copy_and_another_story_is_not() -> None:
    title, summary, text, tags = GIFTS
    edited = (title + " (cập nhật)", summary, text.replace("một triệu", "hai triệu"), tags)
    assert are_copies(_sketch(GIFTS), _sketch(edited))
    assert not are_copies(_sketch(GIFTS), _sketch(GIFTS_AGAIN))


def test_the_nearest_story_is_the_one_an_editor_would_pick() -> None:
    terms = {name: make_signature(*words, FORM).terms for name, words in STORIES.items()}

    def nearest(name: str) -> str:
        return max(terms.keys() - {name}, key=lambda other: likeness(terms[name], terms[other]))

    assert nearest("gifts") == "gifts again"
    assert nearest("gifts again") == "gifts"
    assert nearest("insurance") == "pension"
    assert nearest("pension") == "insurance"
    assert likeness(terms["football"], terms["pension"]) < params.LEAST
