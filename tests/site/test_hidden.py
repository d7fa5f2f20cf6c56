# SPDX-License-Identifier: AGPL-3.0-or-later
"""What readers may not see yet, or no more, is nowhere in the output."""

from __future__ import annotations

import pytest

from tests.site.demo import NOW, Demo, Source, moment, sources

HIDDEN = [source for source in sources() if not source.live]


def test_the_demo_has_one_of_each() -> None:
    published = [source for source in HIDDEN if source.fields.get("status") != "draft"]
    assert len(published) < len(HIDDEN)
    assert any(moment(source.fields["date"]) > NOW for source in published)
    assert any(moment(source.fields.get("expires", NOW)) < NOW for source in published)


@pytest.mark.parametrize("source", HIDDEN, ids=lambda source: source.slug)
def test_it_is_nowhere(demo: Demo, source: Source) -> None:
    assert [path for path in demo.files if source.slug in path] == []
    title = str(source.fields["title"])
    names = [
        path for path in demo.files if path.endswith((".html", ".inc", ".rss", ".xml", ".txt"))
    ]
    for path in names:
        text = demo.text(path)
        assert source.slug not in text and title not in text, path


def test_no_folder_of_previews(demo: Demo) -> None:
    assert not any(path.startswith("ban-nhap") for path in demo.files)
    assert not any("ban-nhap" in demo.text(path) for path in demo.named(".html"))


def test_every_live_article_is_there_and_no_other(demo: Demo) -> None:
    names = {path.rpartition("/")[2].removesuffix(".html") for path in demo.articles}
    assert names == {source.slug for source in sources() if source.live}


def test_no_source_is_published_as_it_is(demo: Demo) -> None:
    assert [path for path in demo.files if path.endswith((".md", ".yaml", ".po", ".py"))] == []


def test_a_link_to_a_hidden_story_is_disabled(demo: Demo) -> None:
    """Where a live story links to one that may not be seen, its words stay and lead nowhere."""
    for path, page in demo.articles.items():
        for tag in page.select('[aria-disabled="true"]'):
            assert tag.get_text(strip=True) and not tag.has_attr("href"), path
