"""Frozen weights."""

from __future__ import annotations

from math import log
from pathlib import Path

import pytest

from newsroom.arrange.related import params, weights
from newsroom.arrange.related.weights import FILE, ONE, Weights, freeze, sixteenths
from tests.arrange.related.samples import STORIES


@pytest.mark.parametrize("number", [1, 2, 3, 10, 1000, 190_000])
def test_logarithms_are_whole_and_never_too_large(number: int) -> None:
    exact = 16 * log(number, 2)
    assert exact - 1 < sixteenths(number) <= exact + 1e-9


def test_a_table_gives_back_what_was_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(params, "CAP", 3)
    table = Weights(freeze(list(STORIES.values())).decode())
    known = ONE + sixteenths(6) - sixteenths(3)
    others = ONE + sixteenths(6) - sixteenths(2)
    assert table.of(["sum vầy", "bốc thăm", "chưa thấy", "lạ"]) == [
        known * params.PAIR,
        others * params.PAIR,
        others * params.PAIR,
        others * params.SINGLE,
    ]
    assert table.of(["công"]) == [0]  # in more than three stories


def test_a_table_depends_on_its_articles_alone() -> None:
    stories = list(STORIES.values())
    assert freeze(stories) == freeze(list(stories))
    first, *lines = freeze(stories).decode().splitlines()
    assert first == "# least 1 of 5 articles, most 4000; others weigh 48"
    assert lines == sorted(lines, key=lambda line: int(line.split("\t")[0]))


def test_only_an_even_sample_of_a_large_archive_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(params, "SAMPLE", 10)
    monkeypatch.setattr(weights, "_SWEEP", 5)
    stories = [(f"chẵn lẻ {n % 2}", "", "", ()) for n in range(40)]
    lines = freeze(stories).decode().splitlines()
    assert lines[0] == "# least 1 of 40 articles, most 4000; others weigh 92"
    assert lines[1:] == ["23\t0\tchẵn\tchẵn lẻ\tlẻ\tlẻ 0"]


def test_the_table_is_read_from_the_data_folder(tmp_path: Path) -> None:
    assert Weights.load(tmp_path).of(["của"]) == [0]
    (tmp_path / FILE).write_bytes(freeze(list(STORIES.values())))
    assert Weights.load(tmp_path).of(["chưa thấy"]) == [48 * params.PAIR]


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="related-freeze"):
        Weights("của\t3\n")


def test_without_a_table_the_form_decides() -> None:
    common, other, one, two, none = Weights().of(["của", "đống", "của ông", "quận đống", "đống đa"])
    assert common == 0
    assert 0 < one < two < none
    assert two < other
