# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an article is known by."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.related import params
from newsroom.related.signature import (
    are_copies,
    choose,
    heaviest,
    is_tag,
    likeness,
    marks,
    unpack,
)
from newsroom.related.terms import (
    NameTerms,
    Terms,
    Words,
    find_names,
    is_pair,
    read_terms,
    spell,
    split,
)
from newsroom.related.weights import ONE, Weights, sixteenths
from tests.related.samples import (
    FOOTBALL,
    GIFTS,
    GIFTS_AGAIN,
    INSURANCE,
    PENSION,
    STORIES,
    freeze,
    make_signature,
)

FORM = Weights()
FROZEN = Weights(freeze(list(STORIES.values())).decode())


def terms_of(title: str, summary: str, text: str, tags: tuple[str, ...] = ()) -> Terms:
    return read_terms(split(title, summary, text), tags)


def test_terms_are_syllables_pairs_and_tags_and_the_headline_counts_more() -> None:
    found = terms_of("Hoà giải", "Hòa giải. Lao động", "", ("to-tung",))
    assert dict(found.singles) == {
        "hòa": params.TITLE + 1,
        "giải": params.TITLE + 1,
        "lao": 1,
        "động": 1,
        "#to-tung": params.TAG,
    }
    pairs = {spell(pair): count for pair, count in found.pairs.items() if is_pair(pair)}
    assert pairs == {"hòa giải": params.TITLE + 1, "lao động": 1}


@pytest.mark.parametrize(
    ("text", "names", "pairs"),
    [
        ("tại quận Đống Đa hôm nay", {"đống", "đa"}, ["đống đa"]),
        ("Sáng nay trời mưa. Hôm qua nắng", set(), []),
        ("(Ảnh: Mai), theo bà Hà", {"hà"}, []),
        ("Ông bà \n Cha mẹ", set(), []),
        ("ông Ơn và bà Ước", {"ơn", "ước"}, []),
    ],
)
def test_names_have_capitals_within_a_sentence(
    text: str, names: set[str], pairs: list[str]
) -> None:
    found = find_names(text)
    assert (found.singles, list(map(spell, found.pairs))) == (names, pairs)


def test_only_the_opening_of_a_long_text_is_read() -> None:
    assert "kết" not in terms_of("", "", "mở đầu " * params.WORDS + "kết thúc").singles


def test_the_cost_of_a_monstrous_text_is_bounded() -> None:
    huge = "chữ" * 10**6
    assert all(len(part[0]) <= params.LETTERS for part in split(huge, huge, huge))
    assert make_signature("", "", "1,1." * 10**6, (), FORM).terms


def test_the_heaviest_terms_have_the_length_of_the_scale() -> None:
    chosen = choose(terms_of(*GIFTS), FORM)
    assert len(chosen) <= params.TERMS
    length = sum(weight * weight for weight in chosen.values()) ** 0.5
    assert length == pytest.approx(params.SCALE, rel=0.03)
    assert {"đống đa", "đống"} < chosen.keys()


def test_of_equal_terms_the_first_in_the_text_stays() -> None:
    pairs = {(f"x{n}", f"y{n}"): 1 for n in range(params.TERMS + 20)}
    chosen = choose(Terms(Counter(), Counter(pairs), NameTerms(set(), {})), FORM)
    assert list(chosen) == list(map(spell, pairs))[: params.TERMS]


def _weighed(terms: Terms, weights: Weights) -> dict[str, int]:
    """The weight of each term, in the order in which equally heavy ones stand."""
    counts = {spell(pair): count for pair, count in terms.pairs.items() if is_pair(pair)}
    named = {spell(pair): counts[spell(pair)] for pair in terms.names.pairs}
    pairs = {term: count for term, count in counts.items() if count > 1} | named | counts
    names = terms.names.singles | named.keys()
    found = {}
    for term, count in (terms.singles | pairs).items():
        default = weights.pair if term in pairs else weights.single
        weight = (ONE + sixteenths(count)) * weights.known.get(term, default)
        found[term] = weight * params.NAME[0] // params.NAME[1] if term in names else weight
    return found


_words = st.sampled_from(
    ["công", "đoàn", "Thủ", "đô", "Đống", "Đa", "lao.", "động,", "12", "quận;", "Nội!", "và", "của"]
)
_texts = st.lists(_words, max_size=60).map(" ".join)


@given(_texts, _texts, _texts, st.integers(1, 90))
def test_the_heaviest_terms_are_those_of_all_weighed(
    title: str, summary: str, text: str, most: int
) -> None:
    terms = terms_of(title, summary, text, ("lao-dong",))
    for weights in (FORM, FROZEN):
        raw = _weighed(terms, weights)
        ranked = sorted(raw, key=raw.__getitem__, reverse=True)[:most]
        assert list(heaviest(terms, weights, most).items()) == [(t, raw[t]) for t in ranked]


def test_a_signature_is_packed_in_the_order_of_its_terms() -> None:
    terms = unpack(make_signature("Đống Đa", "", "", (), FORM).terms)
    assert [term for term, _ in terms] == sorted(
        crc32(t.encode()) & ~1 for t in ("đống", "đa", "đống đa")
    )
    assert all(0 < weight <= params.SCALE for _, weight in terms)


def test_tags_are_told_from_words() -> None:
    signature = make_signature("Bảo hiểm", "", "", ("bao-hiem",), FORM)
    tags = [term for term, _ in unpack(signature.terms) if is_tag(term)]
    assert tags == [crc32(b"#bao-hiem") | 1]


def test_an_article_without_words_is_like_none() -> None:
    empty = make_signature("", "", "", (), FORM)
    assert empty.terms == b""
    assert likeness(empty.terms, make_signature(*GIFTS, FORM).terms) == 0
    assert not are_copies(marks(empty.sketch), marks(empty.sketch))


def test_a_signature_never_changes() -> None:
    # The very bytes: scores must be the same on every machine and with every Python.
    signature = make_signature(*GIFTS, FORM)
    assert (len(signature.terms), len(signature.sketch)) == (320, 64)
    assert (crc32(signature.terms), crc32(signature.sketch)) == (655179239, 910019206)


def _sketch(words: Words) -> frozenset[int]:
    return marks(make_signature(*words, FORM).sketch)


def test_a_text_with_a_few_changes_is_a_copy_and_another_story_is_not() -> None:
    title, summary, text, tags = GIFTS
    edited = (title + " (cập nhật)", summary, text.replace("một triệu", "hai triệu"), tags)
    assert are_copies(_sketch((title, summary, text, tags)), _sketch(edited))
    assert not are_copies(_sketch(GIFTS), _sketch(GIFTS_AGAIN))


def test_a_follow_up_that_begins_like_its_story_is_no_copy() -> None:
    opening = GIFTS[2] + PENSION[2]
    first = ("Quà Tết", "", f"{opening} {INSURANCE[2]} {INSURANCE[1]}", ())
    then = ("Quà Tết", "", f"{PENSION[1]} {FOOTBALL[2]} {GIFTS_AGAIN[2]} {PENSION[2]}", ())
    assert not are_copies(_sketch(first), _sketch(then))


ANOTHER_PROCESS = """
import sys
from tests.related.samples import STORIES
from newsroom.related.weights import Weights
from tests.related.samples import freeze, make_signature
table = freeze(list(STORIES.values()))
for weights in (Weights(), Weights(table.decode())):
    for words in STORIES.values():
        signature = make_signature(*words, weights)
        sys.stdout.buffer.write(signature.terms + signature.sketch)
sys.stdout.buffer.write(table)
"""


def test_signatures_and_weights_do_not_depend_on_the_seed_of_hashes() -> None:
    root = Path(__file__).parents[2]
    path = os.pathsep.join([str(root), str(root / "plugins")])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", ANOTHER_PROCESS],
            check=True,
            capture_output=True,
            env={"PYTHONPATH": path, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 1000


def test_the_nearest_story_is_the_one_an_editor_would_pick() -> None:
    terms = {name: make_signature(*words, FORM).terms for name, words in STORIES.items()}

    def nearest(name: str) -> str:
        return max(terms.keys() - {name}, key=lambda other: likeness(terms[name], terms[other]))

    assert nearest("gifts") == "gifts again"
    assert nearest("gifts again") == "gifts"
    assert nearest("insurance") == "pension"
    assert nearest("pension") == "insurance"
    assert likeness(terms["football"], terms["pension"]) < params.LEAST_OF_NEAR
