# SPDX-License-Identifier: AGPL-3.0-or-later
"""The benchmark of related stories runs, and finds what it should in a few invented articles."""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from tests.benchmarks import related, related_panels, related_table

FIXTURE = Path(__file__).parent / "fixtures" / "related.jsonl"


def figures(output: str) -> dict[str, list[str]]:
    """hit@1 and P@m (or the one figure there is) by method."""
    rows = [line.strip("| ").split(" | ") for line in output.splitlines() if line.startswith("| ")]
    return {name: found[:2] for name, *found in rows}


def test_articles_with_clusters(capsys: pytest.CaptureFixture[str]) -> None:
    assert related.main(["--data", str(FIXTURE), "--part", "title"]) is None
    output = capsys.readouterr().out
    assert "title: 24 articles" in output
    found = figures(output)
    assert found["**ours**"] == ["0.9167", "0.8750"]
    assert found["ours, default weights"] == ["0.9167", "0.8542"]
    assert found["Hugo (shared tags)"] == ["1.0000", "0.8750"]
    assert found["ours, with tags, sections, units and dates"] == ["1.0000", "0.9792"]


def test_articles_without_clusters_are_judged_by_tags_and_without_a_baseline(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(related, "find_spec", lambda _name: None)
    data = tmp_path / "tagged.jsonl.gz"
    rows = related.read_rows(FIXTURE)
    lines = [json.dumps({k: v for k, v in row.items() if k != "cluster"}) for row in rows]
    data.write_bytes(gzip.compress("\n".join(lines).encode()))
    related.main(["--data", str(data)])
    printed = capsys.readouterr()
    assert "scikit-learn is not installed" in printed.err
    found = figures(printed.out)
    assert "**ours** (24 articles)" in found
    assert not any("TF-IDF" in name for name in found)


def test_articles_that_are_alone_are_found_but_not_judged() -> None:
    rows = [{"cluster": "a"}, {"cluster": "a"}, {"cluster": "b"}, {}]
    found = [[3, 1], [0], [0], [0]]
    assert related.cluster_figures(rows, found, range(4)) == (0.5, 0.5)


def test_the_fixture_is_in_one_spelling_with_three_articles_an_event() -> None:
    text = FIXTURE.read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    clusters = [row["cluster"] for row in related.read_rows(FIXTURE)]
    assert {clusters.count(name) for name in clusters} == {3}
    assert len(set(clusters)) == 8


def test_panels_are_judged_with_few_of_a_cluster_and_with_none() -> None:
    rows = [{"cluster": "a"}, {"cluster": "a"}, {"cluster": "a"}, {}, {"cluster": "b"}]
    found = [[(1, 0.9), (3, 0.5), (2, 0.4)], [(2, 0.9)], [(3, 0.5)], [], [(0, 1.0)]]
    tally = related_panels.Tally((0.3, 0.6))
    tally.add(rows, found, {"a"})
    precision, recall, strangers = tally.figures()
    # Beside the first stands one of its cluster, beside the second both, beside the third both.
    assert precision.tolist() == [2 / 4, 2 / 2]
    assert recall.tolist() == [2 / 5, 2 / 5]
    assert strangers.tolist() == [2 / 3, 0]


def test_each_archive_has_its_size_and_whole_clusters_of_the_half() -> None:
    rows = [{"cluster": f"{n:03}", "title": str(m)} for n in range(60) for m in range(5)]
    others = [{"title": f"x{n}"} for n in range(40)]
    even, odd = related.halves_of(rows)
    assert (len(even), len(odd)) == (30, 30) and "000" in even
    for archive in related_panels.archives(rows, others, odd, 30):
        counts = Counter(row.get("cluster") for row in archive)
        assert len(archive) == 30 and even.isdisjoint(counts)
        assert sum(count for name, count in counts.items() if name and count == 5) == 10


def test_the_default_table_leaves_out_the_half_that_is_reported_on() -> None:
    rows = [
        {"cluster": "a", "title": "chẵn", "body": ""},
        {"cluster": "b", "title": "lẻ", "body": ""},
    ]
    assert related_table.counted(rows) == rows[:1]
    union = Counter({"công đoàn": 4, "hiếm": 1})
    table = related_table.make(rows[:1] * 20, union, 20).decode()
    assert "công đoàn" in table and "chẵn" in table and "hiếm" not in table
