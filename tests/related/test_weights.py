# SPDX-License-Identifier: AGPL-3.0-or-later
"""Frozen weights."""

from __future__ import annotations

from math import log
from pathlib import Path

import pytest

from newsroom.related import params, weights
from newsroom.related.weights import FILE, ONE, TableError, Weights, freeze, sixteenths
from tests.related.samples import STORIES


@pytest.mark.parametrize("number", [1, 2, 3, 10, 1000, 190_000])
def test_logarithms_are_whole_and_never_too_large(number: int) -> None:
    exact = 16 * log(number, 2)
    assert exact - 1 < sixteenths(number) <= exact + 1e-9


def test_a_table_gives_back_what_was_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(params, "CAP", 3)
    table = Weights(freeze(list(STORIES.values())).decode())
    known = ONE + sixteenths(6) - sixteenths(3)
    others = ONE + sixteenths(6) - sixteenths(2)
    assert (table.single, table.pair) == (others * params.SINGLE, others * params.PAIR)
    assert table.known.get("sum vầy", table.pair) == known * params.PAIR
    assert table.known.get("bốc thăm", table.pair) == table.pair
    assert table.known.get("công", table.single) == 0  # in more than three stories


def test_a_table_depends_on_its_articles_alone() -> None:
    stories = list(STORIES.values())
    assert freeze(stories) == freeze(list(stories))
    first, *lines = freeze(stories).decode().splitlines()
    assert first == "# least 1 of 5 articles, most 8000; others weigh 48"
    assert lines == sorted(lines, key=lambda line: int(line.split("\t")[0]))


def test_only_an_even_sample_of_a_large_archive_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(params, "SAMPLE", 10)
    monkeypatch.setattr(weights, "_SWEEP", 5)
    stories = [(f"chẵn lẻ {n % 2}", "", "", ()) for n in range(40)]
    lines = freeze(stories).decode().splitlines()
    assert lines[0] == "# least 1 of 40 articles, most 8000; others weigh 92"
    assert lines[1:] == ["23\t0\tchẵn\tchẵn lẻ\tlẻ\tlẻ 0"]


def test_the_table_is_read_from_the_data_folder(tmp_path: Path) -> None:
    assert Weights.load(tmp_path).known.get("của", 1) == 0
    (tmp_path / FILE).write_bytes(freeze(list(STORIES.values())))
    assert Weights.load(tmp_path).pair == 48 * params.PAIR


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


def test_without_a_table_the_form_decides() -> None:
    get = Weights().known.get
    terms = ["của", "đống", "của ông", "quận đống", "đống đa"]
    common, other, one, two, none = (get(term, -1) for term in terms)
    assert common == 0
    assert 0 < one < two < none == Weights().pair
    assert two < other == Weights().single
