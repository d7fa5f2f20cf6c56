# SPDX-License-Identifier: AGPL-3.0-or-later
"""Frozen weights."""

from __future__ import annotations

import tracemalloc
import unicodedata
from math import log
from pathlib import Path

import pytest

from newsroom.related import params, weights
from newsroom.related.weights import (
    DEFAULT,
    FILE,
    TableError,
    Weights,
    default_table,
    sixteenths,
    weight_of,
)
from tests.related.samples import STORIES, freeze


@pytest.mark.parametrize("number", [1, 2, 3, 10, 1000, 190_000])
def test_logarithms_are_whole_and_never_too_large(number: int) -> None:
    exact = 16 * log(number, 2)
    assert exact - 1 < sixteenths(number) <= exact + 1e-9


def test_a_table_gives_back_what_was_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(params, "CAP", 3)
    monkeypatch.setattr(params, "RARE", 1000)
    table = Weights(freeze(list(STORIES.values())).decode())
    known = weight_of(1005, 2)
    others = weight_of(1005, 1)
    assert (table.single, table.pair) == (others * params.SINGLE, others * params.PAIR)
    assert table.known.get("sum vầy", table.pair) == known * params.PAIR
    assert table.known.get("bốc thăm", table.pair) == table.pair
    assert table.known.get("công", table.single) == 0  # in more than three stories


def test_a_table_depends_on_its_articles_alone() -> None:
    stories = list(STORIES.values())
    assert freeze(stories) == freeze(list(stories))
    first, *lines = freeze(stories).decode().splitlines()
    assert first == "# least 2 of 5 articles, most 8000; others weigh 157"
    assert lines == sorted(lines, key=lambda line: int(line.split("\t")[0]))


def test_only_an_even_sample_of_a_large_archive_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(params, "SAMPLE", 10)
    monkeypatch.setattr(weights, "_SWEEP", 5)
    stories = [(f"chẵn lẻ {n % 2}", "", "", ()) for n in range(40)]
    lines = freeze(stories).decode().splitlines()
    assert lines[0] == "# least 2 of 40 articles, most 8000; others weigh 158"
    known = Weights("\n".join(lines)).known
    pair = weight_of(1040, 40) * params.PAIR  # in forty articles, as it seems from ten
    assert known.get("chẵn lẻ", 0) == known.get("lẻ 0", 0) == pair


def test_the_table_is_read_from_the_data_folder(tmp_path: Path) -> None:
    assert not Weights.load(tmp_path).is_frozen
    (tmp_path / FILE).write_bytes(freeze(list(STORIES.values())))
    frozen = Weights.load(tmp_path)
    assert (frozen.pair, frozen.is_frozen) == (157 * params.PAIR, True)


HEADER = "# least 1 of 5 articles, most 8000; others weigh 48"


@pytest.mark.parametrize(
    ("table", "line", "value"),
    [
        ("của\t3\n", 1, "của\t3"),
        ("\n", 1, ""),
        (HEADER.replace("48", "0"), 1, HEADER.replace("48", "0")),
        (f"{HEADER}\n3\tcủa\n<<<<<<< HEAD\n", 3, "<<<<<<< HEAD"),
        (f"{HEADER}\n3\n", 2, "3"),
        (f"{HEADER}\n-3\tcủa\n", 2, "-3\tcủa"),
        (f"{HEADER}\n3\tcủa\t\n", 2, "3\tcủa\t"),
        (f"{HEADER}\n49\tcủa\n", 2, "49\tcủa"),  # nothing weighs more than the others
    ],
)
def test_a_damaged_table_is_refused_with_its_line_and_a_remedy(
    table: str, line: int, value: str
) -> None:
    with pytest.raises(TableError, match="newsroom related-freeze") as caught:
        Weights(table)
    assert (caught.value.line, caught.value.value) == (line, value)
    assert str(caught.value).startswith(f"{FILE}:{line}: ")


@pytest.mark.parametrize(
    ("content", "line", "value"),
    [(b"", 1, " "), (HEADER.encode() + b"\n3\tc\xe1ng\n", 2, "b'\\xe1'")],
)
def test_an_empty_file_or_one_of_another_encoding_is_damaged(
    tmp_path: Path, content: bytes, line: int, value: str
) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(TableError) as caught:
        Weights.load(tmp_path)
    assert (caught.value.line, caught.value.value) == (line, value)


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / FILE).open("wb") as file:
        file.truncate(300 << 20)
    tracemalloc.start()
    try:
        with pytest.raises(OSError, match="File too large"):
            Weights.load(tmp_path)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1 << 20


def test_a_few_articles_do_not_tell_that_every_word_is_common() -> None:
    """As if a thousand articles with the words of the default table were there, too."""
    known = Weights(freeze(list(STORIES.values())).decode()).known
    first = Weights().known
    for term in ("của", "công đoàn", "người lao"):
        assert abs(known.get(term, 0) - first.get(term, 0)) <= 4 * params.SINGLE
    assert "bốc thăm" not in known  # type: ignore[operator]


def test_no_word_is_rarer_in_a_paper_than_in_general_news(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A paper of few and frequent words says little of others: they don't become equally rare."""
    monkeypatch.setattr(params, "PRIOR", 10)
    known = Weights(freeze([("mộc mạc", "", "", ())] * 3000).decode()).known
    first = Weights().known
    for term in ("của", "công đoàn", "người lao"):
        assert known.get(term, 10**6) <= first.get(term, 0) + 6 * params.SINGLE, term


def test_without_a_table_the_words_of_unions_are_as_common_as_they_are_there() -> None:
    weights = Weights()
    get = weights.known.get
    for term in ("công", "lao động", "công đoàn", "đoàn viên", "liên đoàn"):
        assert get(term, 10**6) < weights.pair // 2 * (1 + (" " not in term)), term
    for term in ("đống đa", "phúc thọ", "sum vầy"):
        assert get(term, weights.pair) == weights.pair, term


def test_the_default_table_is_small_and_in_one_spelling() -> None:
    text = DEFAULT.read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert len(text.encode()) < 60_000  # every build of a young paper reads it
    assert all(term.count(" ") <= 1 for term in default_table().weights)
