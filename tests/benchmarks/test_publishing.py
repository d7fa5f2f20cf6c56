# SPDX-License-Identifier: AGPL-3.0-or-later
"""Publishing one article renders no more pages and feeds than promised, with all formats on."""

from __future__ import annotations

import pytest

from tests.benchmarks.publishing import ALL, BAR, Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """So many that every list is longer than a page, a feed and a panel of it."""
    made = Site(tmp_path_factory.mktemp("site") / "paper", 400)
    made.build()
    return made


def test_every_list_has_a_feed_in_every_format(site: Site) -> None:
    files = [path.relative_to(site.settings.output).as_posix()
             for path in (site.settings.output / "rss").rglob("*.rss")]  # fmt: skip
    assert {"rss/tin-moi.rss"} < set(files)
    assert {name.split("/")[1] for name in files if name.count("/") == 2} == {
        "dia-ban", "tac-gia", "tag"
    }  # fmt: skip
    for name in files:
        for form in ALL:
            assert (site.settings.output / name).with_suffix(f".{form}").is_file()


def test_one_article_renders_no_more_than_promised(site: Site) -> None:
    for turn in range(6):
        kinds = site.publish(turn)
        assert kinds["article"] >= 1 and kinds["feed"] == kinds["feed-atom"] == kinds["feed-json"]
        assert 30 < site.report.rendered <= BAR
        assert site.report.written == sum(kinds.values()) <= site.report.rendered
