# SPDX-License-Identifier: AGPL-3.0-or-later
"""The generator: the same articles in every run, with the statistics that it promises."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from statistics import mean

import pytest

from tests.benchmarks.articles import CITY, Archive, read_units
from tests.benchmarks.generators import LAYOUTS
from tests.benchmarks.layouts import Ours
from tests.benchmarks.real import RealArchive

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive(500, read_units(ROOT / "content/data/districts.yaml"))


def test_an_article_is_a_function_of_its_number(archive: Archive) -> None:
    again = Archive(500, read_units(ROOT / "content/data/districts.yaml"))
    assert again.article(321) == archive.article(321)
    assert again.article(500).head.date > archive.article(499).head.date


def test_statistics(archive: Archive) -> None:
    articles = [archive.article(number) for number in range(archive.count)]
    assert 2_200 < mean(sum(map(len, a.paragraphs)) for a in articles) < 2_900
    assert 7 < mean(len(a.paragraphs) for a in articles) < 11
    assert {len(a.tags) for a in articles} <= {1, 2, 3, 4, 5}
    assert 0.5 < mean(a.image is not None for a in articles) < 0.7
    assert 0.05 < mean(a.link is not None for a in articles) < 0.15
    assert len({a.head.section for a in articles}) == 8
    assert len({a.author for a in articles}) == 40
    assert all(a.link.date < a.head.date for a in articles if a.link)


def test_units_exist_on_the_article_s_day(archive: Archive) -> None:
    units = {unit.slug: unit for unit in read_units(ROOT / "content/data/districts.yaml")}
    heads = [archive.head(number) for number in range(archive.count)]
    for head in heads:
        if head.place != CITY:
            unit = units[head.place]
            assert not unit.ends or head.date.date() <= unit.ends
            assert not unit.begins or head.date.date() >= unit.begins


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_writes_one_file_an_article(name: str, tmp_path: Path) -> None:
    units = read_units(ROOT / "content/data/districts.yaml")
    extra = (ROOT,) if LAYOUTS[name] is Ours else ()
    layout = LAYOUTS[name](tmp_path / "site", Archive(5, units), units, *extra)
    layout.write()
    heads = [layout.archive.head(number) for number in range(5)]
    assert all(layout.path(head).read_text("utf-8") for head in heads)
    assert '<div class="body">' in layout.template.read_text("utf-8")


def test_real_texts_stand_in_generated_places(tmp_path: Path, archive: Archive) -> None:
    data = tmp_path / "real.jsonl.gz"
    text = "- Một câu thật dài của bài báo này nói *về* nghề. 5. Câu sau nữa. " * 20
    rows = [
        {"title": "Tựa  thật", "body": text, "tags": ["nghề"]},
        {"title": "Tựa hai", "body": text.replace(". ", ".\n")},
        {"title": "Ngắn", "body": "Ngắn."},
    ]
    with gzip.open(data, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    units = read_units(ROOT / "content/data/districts.yaml")
    real = RealArchive(500, units, data)
    first, second, third = (real.article(number) for number in range(3))
    assert (first.head.title, second.head.title, third.head.title) == (
        "Tựa thật",
        "Tựa hai",
        "Tựa thật",
    )
    assert first.tags == ("nghề",) and second.tags == archive.article(1).tags
    assert first.head.date == archive.head(0).date
    assert first.paragraphs[0].startswith("\\- Một câu") and "\\*về\\*" in first.paragraphs[0]
    assert second.paragraphs[1].startswith("5\\. Câu sau") or len(second.paragraphs) > 20
