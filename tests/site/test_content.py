# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo content shows everything: the issue's numbers, every field, every body feature."""

from __future__ import annotations

import pytest

from newsroom.read.schema import ARTICLE
from tests.site.demo import Demo, moment, registry, sources

UNITS = {str(unit["slug"]): unit for unit in registry("districts")}
NEW = {slug for slug, unit in UNITS.items() if str(unit.get("valid_from", "")) >= "2025-07-01"}


def places(demo: Demo) -> set[str]:
    """The units that have articles on the site: the folders that article pages link to."""
    return {
        str(link["href"]).strip("/").rpartition("/")[2]
        for page in demo.articles.values()
        for link in page.select('.facts a[href^="/dia-ban/"]')
    }


def test_numbers_of_articles_sections_and_authors(demo: Demo) -> None:
    live = [source for source in sources() if source.live]
    assert len(live) >= 40 and len(demo.articles) == len(live)
    assert len({source.path.partition("/")[0] for source in live}) >= 6
    authors = {str(tag["href"]) for p in demo.articles.values() for tag in p.select("[rel=author]")}
    assert len(authors) >= 8


def test_numbers_of_districts_and_of_wards_since_2025(demo: Demo) -> None:
    used = places(demo)
    assert used <= UNITS.keys()
    assert len(used - NEW - {"toan-thanh-pho"}) >= 12
    assert len(used & NEW) >= 4


def test_years_from_2012_to_2026() -> None:
    years = {moment(source.fields["date"]).year for source in sources() if source.live}
    assert min(years) == 2012 and max(years) == 2026
    assert len(years) >= 12


def test_the_registry_holds_all_units_of_hanoi() -> None:
    old = [unit for unit in UNITS.values() if str(unit.get("valid_to", "")) == "2025-06-30"]
    kinds = [str(unit.get("kind", "")) for unit in old]
    assert len(old) == 30 and len(NEW) == 126 and "toan-thanh-pho" in UNITS
    assert [kinds.count(kind) for kind in ("quận", "huyện", "thị xã")] == [12, 17, 1]


@pytest.mark.parametrize("name", [spec.name for spec in ARTICLE.specs])
def test_every_field_is_used(name: str) -> None:
    used = [source for source in sources() if source.fields.get(name)]
    if name == "status":
        used = [source for source in used if source.fields["status"] == "draft"]
    assert used


PARTS = {
    "image": {"src", "alt", "caption", "credit"},
    "source": {"name", "url"},
    "corrections": {"date", "text"},
}


@pytest.mark.parametrize("name", PARTS)
def test_every_part_of_a_field_is_used(name: str) -> None:
    values = [source.fields.get(name) for source in sources()]
    found = {key for v in values for part in (v if isinstance(v, list) else [v])
             if isinstance(part, dict) for key in part}  # fmt: skip
    assert found == PARTS[name]


def test_lists_hold_several(demo: Demo) -> None:
    """Several authors, several units, several corrections: each somewhere."""
    pages = demo.articles.values()
    assert any(len(page.select("[rel=author]")) > 1 for page in pages)
    assert any(len(page.select('.facts a[href^="/dia-ban/"]')) > 1 for page in pages)
    assert any(len(page.select("[rel=tag]")) > 3 for page in pages)


# What an article's body may hold, and how a reader gets it.
FEATURES = {
    "headings": ".body h2[id]",
    "table": ".body table thead th",
    "footnotes": ".body .footnote-ref, .body sup a[href^='#fn']",
    "definition list": ".body dl dt",
    "figure with caption": ".body figure :is(picture, img) + figcaption",
    "info box": ".body .box",
    "pull quote": ".body blockquote, .body .quote",
    "gallery": ".body .gallery img",
    "video façade": '.body a[data-embed="youtube"]',
    "player": ".body audio[controls][preload=none]",
    "link to an article": ".body a[href^='/'][href$='.html']",
    "link outside": ".body a[rel~=noopener][href^='https:']",
    "ordered list": ".body ol > li",
    "bulleted list": ".body ul > li",
    "bold": ".body strong",
    "emphasis": ".body em",
}


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_of_bodies_is_used(demo: Demo, name: str) -> None:
    assert any(page.select(FEATURES[name]) for page in demo.articles.values())


@pytest.mark.parametrize(
    "selector",
    [".corrections p", ".source a", ".article-time time + span, .article-time span time",
     ".article-sapo b", ".kicker", ".credit", "a.series"],
)  # fmt: skip
def test_every_part_of_an_article_is_shown(demo: Demo, selector: str) -> None:
    assert any(page.select(f"article.article {selector}") for page in demo.articles.values())
