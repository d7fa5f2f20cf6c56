# SPDX-License-Identifier: AGPL-3.0-or-later
"""The benchmark of related stories runs, and finds what it should in a few invented articles."""

from __future__ import annotations

import gzip
import json
import unicodedata
from pathlib import Path

import pytest

from tests.benchmarks import related

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
    assert found["**ours**"] == ["1.0000", "0.9375"]
    assert found["ours, weights by form"] == ["0.9583", "0.8542"]
    assert found["Hugo (shared tags)"] == ["1.0000", "0.8750"]
    assert found["ours, with tags, sections, units and dates"] == ["1.0000", "0.9583"]


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
