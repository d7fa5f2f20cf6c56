# SPDX-License-Identifier: AGPL-3.0-or-later
"""An article's page: what stands on it, in which order, and that nothing stands there twice."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup, Tag

from tests.site.demo import Demo, Source, links, moment, sources
from tests.site.rules import told, words

LIVE = [source for source in sources() if source.live]
DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")

# What a reader meets from top to bottom; an element that an article hasn't got is left out.
ORDER = (
    "nav.crumbs", "article .kicker", "article h1", "article .article-time > time",
    "article .article-sapo", "article .in-lead", "article .lead-figure img",
    "article .lead-figure figcaption", "article .lead-figure .credit", "article .body",
    "article .corrections", "article .byline", "article .source", '.facts a[href^="/dia-ban/"]',
    ".facts a[rel=tag]", "article .share", ".panel.related", ".panel.recommended", ".panel.more",
)  # fmt: skip
ALWAYS = {"nav.crumbs", "article h1", "article .article-time > time", "article .body"}
ALWAYS |= {"article .byline", "article .share", '.facts a[href^="/dia-ban/"]'}

PANELS = {".in-lead": 3, ".related": 5, ".recommended": 7, ".more": 10}


@pytest.fixture
def own(demo: Demo) -> dict[str, BeautifulSoup]:
    """The articles' pages by the last part of their address."""
    return {path.rpartition("/")[2].removesuffix(".html"): p for path, p in demo.articles.items()}


def stories(page: BeautifulSoup, panel: str) -> list[str]:
    """The addresses of a panel's stories, in their order."""
    return [str(tag["href"]) for tag in page.select(f"{panel} li a[href]")]


def as_list(value: object) -> list[str]:
    """A field that may be one text or a list (or, in Pelican's header, several with commas)."""
    if isinstance(value, list):
        return [str(item) for item in value]
    return [part.strip() for part in str(value).split(",")] if value else []


def test_everything_stands_in_its_order(demo: Demo) -> None:
    faults = []
    for path, page in demo.articles.items():
        places = {id(tag): place for place, tag in enumerate(page.find_all(True))}
        found = {selector: page.select_one(selector) for selector in ORDER}
        order = [places[id(tag)] for tag in found.values() if tag]
        faults += [f"{path}: out of order"] if order != sorted(order) else []
        lost = ALWAYS - {selector for selector, tag in found.items() if tag}
        faults += [f"{path}: no {selector}" for selector in sorted(lost)]
    assert not faults, told(faults)


def test_the_date_is_told_in_vietnamese(own: dict[str, BeautifulSoup]) -> None:
    for source in LIVE:
        when = moment(source.fields["date"])
        tag = own[source.slug].select_one(".article-time > time")
        assert words(tag) == f"{DAYS[when.weekday()]}, {when:%d/%m/%Y %H:%M} (GMT+7)"
        assert tag is not None and moment(tag["datetime"]) == when


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    return [words(tag) for tag in page.select(selector)]


def plain(value: object) -> str:
    return " ".join(str(value or "").split())


def test_the_page_says_what_the_source_says(own: dict[str, BeautifulSoup]) -> None:
    for source in LIVE:
        page, fields = own[source.slug], source.fields
        assert texts(page, "h1") == [plain(fields["title"])]
        label = "Nội dung tài trợ" if fields.get("sponsored") else ""
        kicker = plain(fields.get("kicker")) or label
        assert texts(page, "article .kicker") == ([kicker] if kicker else []), source.path
        if summary := plain(fields.get("summary")):
            lead = f"{plain(fields.get('dateline'))} {summary}".strip()
            assert texts(page, ".article-sapo") == [lead]
        assert texts(page, "[rel=author]") == as_list(fields["author"]), source.path
        tags = [tag.casefold() for tag in as_list(fields.get("tags"))]
        assert [tag.casefold() for tag in texts(page, "[rel=tag]")] == tags, source.path


def test_pictures_carry_caption_and_credit(own: dict[str, BeautifulSoup]) -> None:
    seen = 0
    for source in LIVE:
        image = source.fields.get("image")
        if isinstance(image, dict):
            figure = own[source.slug].select_one(".lead-figure")
            # It stands in the text, not among others of a gallery, and is shown once.
            if re.search(rf"^!\[[^\]]*\]\(/{image['src']}", source.body, re.MULTILINE):
                assert figure is None, source.path
                continue
            assert figure is not None and figure.img is not None
            assert figure.img["alt"] == plain(image.get("alt")), source.path
            wanted = f"{plain(image.get('caption'))} {plain(image.get('credit'))}".strip()
            assert words(figure.figcaption) == wanted, source.path
            seen += 1
    assert seen > 20


def test_corrections_and_sources_are_shown(own: dict[str, BeautifulSoup]) -> None:
    seen = Counter[str]()
    for source in LIVE:
        page, fields = own[source.slug], source.fields
        notes = fields.get("corrections", ())
        shown = texts(page, ".corrections p")
        assert len(shown) == len(notes)  # type: ignore[arg-type]
        for note in notes:  # type: ignore[attr-defined]
            assert any(plain(note["text"]) in text for text in shown), source.path
        label = texts(page, ".source")
        origin = fields.get("source")
        name = origin["name"] if isinstance(origin, dict) else origin
        assert label == ([f"Nguồn: {plain(name)}"] if name else []), source.path
        seen.update(corrections=bool(notes), source=bool(name))
    assert all(count > 0 for count in seen.values())


# ------------------------------------------------------------------------------------ panels


def test_no_story_stands_twice(demo: Demo) -> None:
    faults = []
    for path, page in demo.articles.items():
        counts = Counter(url for panel in PANELS for url in stories(page, panel))
        counts[f"/{path}"] += 1
        faults += [f"{path}: {url}" for url, count in counts.items() if count > 1]
    assert not faults, told(faults)


def test_panels_keep_to_their_sizes(demo: Demo) -> None:
    full = Counter[str]()
    for path, page in demo.articles.items():
        for panel, size in PANELS.items():
            count = len(stories(page, panel))
            assert count <= size, (path, panel)
            full[panel] += count == size
    # A demo that seldom fills a panel would not show how it looks.
    assert all(full[panel] > len(demo.articles) / 2 for panel in (".in-lead", ".recommended"))


def test_panels_lead_to_articles(demo: Demo) -> None:
    for path, page in demo.articles.items():
        for panel in PANELS:
            own = {url for url in stories(page, panel) if not url.startswith("https:")}
            assert {demo.file_of(url) for url in own} <= demo.articles.keys(), path


def test_hand_picked_stories_come_first(demo: Demo, own: dict[str, BeautifulSoup]) -> None:
    by_path = {source.path: source for source in LIVE}
    seen = 0
    for source in LIVE:
        picked = [str(path) for path in as_list(source.fields.get("related"))]
        wanted = [by_path[path].slug for path in picked if path in by_path]
        page = own[source.slug]
        shown = [*stories(page, ".in-lead"), *stories(page, ".related")]
        names = [url.rpartition("/")[2].removesuffix(".html") for url in shown]
        assert names[: len(wanted)] == wanted, source.path
        seen += bool(wanted)
    assert seen


def test_more_news_is_of_the_same_section(demo: Demo) -> None:
    """Behind the few of a sub-section stand those of the section above it."""
    for path, page in demo.articles.items():
        sections = [str(tag["href"]) for tag in page.select("nav.crumbs a")][1:]
        found = []
        for url in stories(page, ".more"):
            story = demo.articles[demo.file_of(url) or ""]
            found.append({str(tag["href"]) for tag in story.select("nav.crumbs a")})
            assert sections[0] in found[-1], (path, url)
        own = [sections[-1] in above for above in found]
        assert own == sorted(own, reverse=True), path


# ---------------------------------------------------------------------------- breadcrumb, foot


def test_the_breadcrumb_follows_the_folders(own: dict[str, BeautifulSoup]) -> None:
    for source in LIVE:
        folders = [part for part in source.path.split("/")[:-1] if not part.isdigit()]
        urls = ["/", *(f"/{'/'.join(folders[: n + 1])}/" for n in range(len(folders)))]
        crumbs = own[source.slug].select("nav.crumbs a")
        assert [tag["href"] for tag in crumbs] == urls, source.path


def test_sharing_needs_no_foreign_script(demo: Demo) -> None:
    for path, page in demo.articles.items():
        share = page.select_one(".share")
        assert share is not None and share.find("script") is None
        assert {tag["data-action"] for tag in share.find_all("button")} >= {"copy", "print"}, path
        addresses = {link.url for link in links(page) if link.tag.find_parent(class_="share")}
        assert addresses and all(re.match("https://|mailto:", url) for url in addresses), path


def test_facades_hold_no_frame(demo: Demo) -> None:
    """A video is a link with the film's own address until the reader asks for it."""
    seen = 0
    for path, page in demo.articles.items():
        assert page.find("iframe") is None, path
        for tag in page.select("[data-embed]"):
            assert str(tag["href"]).startswith("https://www.youtube.com/watch?v="), path
            assert str(tag["data-id"]) in str(tag["href"])
            seen += 1
    assert seen


def test_the_foot_tells_address_and_rights_for_print(demo: Demo) -> None:
    for path, page in demo.articles.items():
        shown = texts(page, ".print-only p")
        assert shown[0] == f"Đường dẫn bài viết: http://localhost:8000/{path}"
        assert shown[1].startswith("© "), path


def test_footnotes_lead_there_and_back(demo: Demo) -> None:
    seen = 0
    for path, page in demo.articles.items():
        for mark in page.select(".body sup a[href^='#fn']"):
            note = page.find(id=str(mark["href"])[1:])
            assert isinstance(note, Tag), path
            backs = {str(tag["href"])[1:] for tag in note.select("a[href^='#']")}
            sup = mark.find_parent("sup")
            assert backs & {str(mark.get("id")), str(sup.get("id") if sup else "")}, path
            seen += 1
    assert seen


def test_sources_have_slugs_of_their_own() -> None:
    """The tests of this folder name articles by their slugs."""
    assert len({source.slug for source in LIVE}) == len(LIVE)
    assert isinstance(LIVE[0], Source)
