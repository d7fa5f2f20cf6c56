# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every example page renders, and keeps the promises that any reader may count on."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import msgspec
import pytest
from bs4 import BeautifulSoup, Tag

from tests.theme.examples import PAGES
from tests.theme.render import THEME, environment, render
from tests.theme.sample import EVIL, SITE, story

TEMPLATES = {path.name for path in (THEME / "templates").glob("*.html")}
CONTRACT = THEME.parent / "docs/theme.md"
NAMES = list(PAGES)


@cache
def soup(name: str) -> BeautifulSoup:
    return BeautifulSoup(render(name), "lxml")


def text(tag: Tag) -> str:
    return tag.get_text(" ", strip=True)


def test_the_contract_the_templates_and_the_examples_name_the_same_pages() -> None:
    documented = set(re.findall(r"^\| `([\w.]+\.html)` \|", CONTRACT.read_text("utf-8"), re.M))
    shown = {template for template, _ in PAGES.values()}
    # A fragment is items without a page around them: tests/site looks at those that are built.
    assert documented - {"fragment.html"} == TEMPLATES - {"base.html", "fragment.html"} == shown


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_one_title_and_one_main_heading(name: str) -> None:
    page = soup(name)
    assert page.html is not None and page.html["lang"] == "vi"
    assert [text(tag) for tag in page.find_all("h1")] != [""]
    assert len(page.find_all("h1")) == 1
    assert len(page.find_all("title")) == 1 and text(page.find_all("title")[0])


@pytest.mark.parametrize("name", NAMES)
def test_headings_never_skip_a_level(name: str) -> None:
    levels = [int(tag.name[1]) for tag in soup(name).find_all(re.compile("^h[1-6]$"))]
    assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))


@pytest.mark.parametrize("name", NAMES)
def test_links_headings_buttons_and_lists_are_not_empty(name: str) -> None:
    page = soup(name)
    for tag in page.find_all(["a", "button", "h1", "h2", "h3", "h4", "figcaption", "time"]):
        names = [str(image["alt"]) for image in tag.select("img[alt]")]  # a banner has no text
        assert text(tag) or tag.get("data-auto") or any(names), tag
    for link in page.find_all("a"):
        assert link["href"], link
    for group in page.find_all(["ul", "ol", "dl", "tr"]):
        assert group.find(True), group


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_references_to_them_resolve(name: str) -> None:
    page = soup(name)
    ids = Counter(tag["id"] for tag in page.find_all(id=True))
    assert all(count == 1 for count in ids.values()), ids
    named = (str(tag["aria-labelledby"]) for tag in page.select("[aria-labelledby]"))
    wanted = {name for names in named for name in names.split()}
    wanted |= {str(a["href"])[1:] for a in page.find_all("a", href=re.compile("^#"))}
    assert wanted <= set(ids)


@pytest.mark.parametrize("name", NAMES)
def test_markup_in_data_stays_text(name: str) -> None:
    html = render(name)
    assert "<script>alert" not in html
    scripts = soup(name).find_all("script")
    # The one line in the head, site.js, panels.js where there are panels to refresh, and search.js.
    panels = bool(soup(name).select("[data-fragment], [data-search]"))
    assert len(scripts) == (0 if name == "redirect" else 2 + panels)
    assert all(len(script.get_text()) <= 200 for script in scripts)


def test_odd_text_is_shown_whole() -> None:
    heading = soup("article-odd").find("h1")
    assert isinstance(heading, Tag) and text(heading).endswith(EVIL)


@pytest.mark.parametrize("name", NAMES)
def test_pictures_have_an_alternative_that_repeats_nothing(name: str) -> None:
    for image in soup(name).find_all("img"):
        card = image.find_parent(class_="story") or image.find_parent("figure")
        beside = card.find_all(["h2", "h3", "figcaption"]) if card else []
        assert image["alt"] == "" or image["alt"] not in [text(tag) for tag in beside]
        if "thumb" in image.get_attribute_list("class"):
            assert image["alt"] == "" and image["width"] and image["height"]
        assert image.get("loading") == "lazy" or "decoding" not in image.attrs


@pytest.mark.parametrize("name", NAMES)
def test_at_most_one_picture_is_hurried(name: str) -> None:
    assert len(soup(name).find_all("img", fetchpriority="high")) <= 1


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    page = soup(name)
    fetched = [tag.get("src") for tag in page.find_all(src=True)]
    fetched += [link["href"] for link in page.find_all("link", rel=["stylesheet", "icon"])]
    assert all(str(url).startswith("/") for url in fetched), fetched


@pytest.mark.parametrize("name", NAMES)
def test_head_says_what_the_page_is(name: str) -> None:
    page, record = soup(name), PAGES[name][1]["page"]
    canonical = [link["href"] for link in page.find_all("link", rel="canonical")]
    assert canonical == ([record.canonical] if record.canonical else [])
    robots = bool(page.find("meta", attrs={"name": "robots"}))
    if name == "redirect":
        assert not robots  # the canonical address alone says which one counts
        return
    assert robots == (not record.indexed)
    shared = {meta["property"]: meta["content"] for meta in page.find_all("meta", property=True)}
    assert shared["og:title"] == record.title and shared["og:locale"] == "vi_VN"
    assert shared["og:type"] == ("article" if record.published else "website")
    assert all(shared.values())
    feeds = [(link["href"], link["type"], link["title"]) for link in page.find_all(rel="alternate")]
    assert feeds == [(f.url, f.type, f.title) for f in (*record.feeds, *SITE.main_feeds)]


def test_an_article_without_anything_shows_no_empty_frame() -> None:
    page = soup("article-bare")
    for name in ("kicker", "article-sapo", "in-lead", "lead-figure", "byline", "source", "facts"):
        assert page.find(class_=name) is None, name
    assert page.find(class_="panel") is None


def test_a_full_article_shows_its_panels_in_order() -> None:
    labels = [text(tag) for tag in soup("article").select("h2.label")]
    assert labels == ["Có thể bạn quan tâm", "Nên xem", "Tin khác"]
    assert len(soup("article").select(".in-lead li")) == 3


def test_the_calendar_begins_on_monday_and_marks_the_day() -> None:
    page = soup("day")
    assert [text(th) for th in page.select(".calendar th")][::6] == ["T2", "CN"]
    assert [text(a)[:2] for a in page.select('.calendar [aria-current="date"]')] == ["22"]


def test_names_of_templates_are_literal() -> None:
    """The builder finds by them which pages a changed template shapes."""
    for path in (THEME / "templates").rglob("*.html"):
        statements = re.findall(r"\{%-?\s*(?:extends|include|import|from)\s+(\S)", path.read_text())
        assert set(statements) <= {'"'}, path


def test_no_line_of_a_headline_ends_in_half_a_word() -> None:
    told = msgspec.structs.replace(story(1), title="Khám bảo hiểm y tế", kicker="")
    made = environment().get_template("partials/story.html").module.headline(told, 2)  # type: ignore[attr-defined]
    assert BeautifulSoup(made, "lxml").get_text() == "Khám bảo hiểm y\xa0tế"
