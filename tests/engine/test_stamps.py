"""Stamps: what makes the store anew, what renders which kinds again, and what does neither."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from newsroom.engine.stamps import content_stamp, shape_stamps
from newsroom.model import Registries, Section
from newsroom.pages.catalogue import KINDS
from newsroom.pages.site import make_site
from tests.portal import ROOT, Portal


@pytest.fixture
def site(portal: Portal) -> Portal:
    shutil.copytree(ROOT / "theme", portal.root / "theme")
    portal.overrides["THEME"] = str(portal.root / "theme")
    return portal


def shapes(portal: Portal, *, name: str = "A", fed: tuple[str, ...] = ()) -> dict[str, str]:
    registries = Registries(sections=(Section("a", name),))
    site = make_site(portal.settings, registries, [], ["css/site.css"], str)
    return shape_stamps(portal.settings, site, fed)


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {kind for kind in KINDS if before[kind] != after[kind]}


def test_stamps_are_the_same_twice(site: Portal) -> None:
    assert content_stamp(site.settings) == content_stamp(site.settings)
    assert shapes(site) == shapes(site)
    assert set(shapes(site)) == set(KINDS)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("TIMEZONE", "UTC"),
        ("MARKDOWN", {"extensions": ["abbr"]}),
        ("ARTICLE_URL", "{slug}.html"),
        ("ARTICLE_SAVE_AS", "{slug}.html"),
        ("PAGE_SAVE_AS", "p/{slug}.html"),
        ("PAGE_PATHS", ["trang"]),
        ("STATIC_PATHS", ["images", "audio"]),
        ("DEFAULT_PAGINATION", 7),
        ("NEWSROOM_DATA_PATH", "du-lieu"),
        ("NEWSROOM_DRAFTS", True),
        ("SITEURL", ""),
        ("OUTPUT_PATH", "/tmp/khac"),
    ],
)
def test_settings_that_shape_articles_or_addresses(site: Portal, setting: str, value: Any) -> None:
    before = content_stamp(site.settings)
    site.overrides[setting] = value
    assert content_stamp(site.settings) != before


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SITENAME", "Khác"),
        ("SITEURL", "https://khac.example.org"),
        ("NEWSROOM_RIGHTS", "©"),
        ("NEWSROOM_PANEL_MORE", 3),
        ("NEWSROOM_FEED_ITEMS", 3),
    ],
)
def test_settings_that_only_shape_pages(site: Portal, setting: str, value: Any) -> None:
    content, before = content_stamp(site.settings), shapes(site)
    site.overrides[setting] = value
    assert content_stamp(site.settings) == content
    assert changed(before, shapes(site)) >= {"home", "article", "feed"}


def test_the_number_of_workers_shapes_nothing(site: Portal) -> None:
    content, before = content_stamp(site.settings), shapes(site)
    site.overrides["NEWSROOM_WORKERS"] = 7
    assert content_stamp(site.settings) == content
    assert changed(before, shapes(site)) == set()


@pytest.mark.parametrize("options", [{"name": "B"}, {"fed": ("a",)}])
def test_the_navigation_shapes_pages(site: Portal, options: dict[str, Any]) -> None:
    assert {"home", "article", "404"} <= changed(shapes(site), shapes(site, **options))


def templates_of(site: Portal) -> Path:
    return site.root / "theme" / "templates"


@pytest.mark.parametrize(
    ("template", "kinds"),
    [
        ("home.html", {"home"}),
        ("month.html", {"month"}),
        ("redirect.html", {"redirect"}),
        ("partials/calendar.html", {"month", "day"}),
    ],
)
def test_a_template_shapes_the_kinds_that_use_it(
    site: Portal, template: str, kinds: set[str]
) -> None:
    before = shapes(site)
    with (templates_of(site) / template).open("a") as file:
        file.write("{# sửa #}")
    assert changed(before, shapes(site)) == kinds


def test_the_frame_shapes_all_pages_that_extend_it(site: Portal) -> None:
    before = shapes(site)
    with (templates_of(site) / "base.html").open("a") as file:
        file.write("{# sửa #}")
    found = changed(before, shapes(site))
    assert {"home", "article", "section", "month", "404", "page"} <= found
    assert not found & {"redirect", "feed", "sitemap", "robots", "static", "theme"}


@pytest.mark.parametrize("tag", ["include", "import", "from"])
@pytest.mark.parametrize("sign", ["{%", "{%-", "{%+"])
def test_what_a_template_takes_in_shapes_its_kind(site: Portal, tag: str, sign: str) -> None:
    rest = {"import": " as x", "from": " import x"}.get(tag, "")
    with (templates_of(site) / "home.html").open("a") as file:
        file.write(f"{sign} {tag} 'partials/moi.html'{rest} %}}")
    before = shapes(site)
    (templates_of(site) / "partials" / "moi.html").write_text("{% macro x() %}{% endmacro %}")
    assert changed(before, shapes(site)) == {"home"}


def test_templates_that_take_in_each_other_come_to_an_end(site: Portal) -> None:
    for one, other in (("a", "b"), ("b", "a")):
        (templates_of(site) / f"{one}.html").write_text(f'{{% include "{other}.html" %}}')
    with (templates_of(site) / "home.html").open("a") as file:
        file.write('{% include "a.html" %}')
    assert shapes(site) == shapes(site)


def test_a_translation_shapes_pages(site: Portal) -> None:
    before = shapes(site)
    catalogue = next((site.root / "theme" / "translations").rglob("*.mo"))
    catalogue.write_bytes(catalogue.read_bytes() + b"\x00")
    assert {"home", "article"} <= changed(before, shapes(site))
