# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must hold on every single page: each rule yields the faults that it finds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from html.parser import HTMLParser

from bs4 import BeautifulSoup, Tag

from tests.site.demo import SITE, links, url_of

Rule = Callable[[str, BeautifulSoup], Iterator[str]]

_HEADINGS = re.compile("h[1-6]")
_SPACE = re.compile(r"\s+")


def words(tag: Tag | None) -> str:
    """The text of an element on one line."""
    return _SPACE.sub(" ", tag.get_text(" ")).strip() if tag else ""


def told(faults: list[str]) -> str:
    """Faults for a failing test's message: their number, and the first of them."""
    return "\n".join([f"{len(faults)} faults", *faults[:40]])


def slug_of(url: object) -> str:
    """The last part of an address, without its ending."""
    return str(url).strip("/").rpartition("/")[2].removesuffix(".html")


def shown(page: BeautifulSoup, selector: str = "main .rows h2 a") -> list[str]:
    """The stories of a list, by the last part of their addresses."""
    return [slug_of(tag["href"]) for tag in page.select(selector)]


def spoken(tag: Tag) -> str:
    """What a screen reader says for a link or a button: its label, text or pictures' alt."""
    pictures = [str(image.get("alt", "")) for image in tag.find_all("img")]
    return " ".join([str(tag.get("aria-label", "")), words(tag), *pictures]).strip()


def one_headline(path: str, page: BeautifulSoup) -> Iterator[str]:
    found = [words(tag) for tag in page.find_all("h1")]
    if len(found) != 1 or not found[0]:
        yield f"h1: {found}"


def heading_levels(path: str, page: BeautifulSoup) -> Iterator[str]:
    """The first heading is h1, and none is more than one level below the one before it."""
    above = 0
    for tag in page.find_all(_HEADINGS):
        level = int(tag.name[1])
        if level > above + 1:
            yield f"h{level} after h{above}: {words(tag)}"
        if not words(tag):
            yield f"empty {tag.name}"
        above = level


def head(path: str, page: BeautifulSoup) -> Iterator[str]:
    if page.html is None or page.html.get("lang") != "vi":
        yield "lang is not vi"
    if not words(page.title):
        yield "no title"
    viewport = page.select('meta[name="viewport"]')
    if len(viewport) != 1 or "width=device-width" not in str(viewport[0].get("content")):
        yield "no viewport"
    if page.select_one("meta[charset=utf-8]") is None:
        yield "no charset"


def description(path: str, page: BeautifulSoup) -> Iterator[str]:
    """Search engines are told of each page that they may show."""
    found = [str(tag["content"]).strip() for tag in page.select('meta[name="description"]')]
    indexed = page.select_one('meta[name="robots"][content="noindex"]') is None
    if len(found) > 1 or not all(found) or (indexed and not found):
        yield f"description: {found}"


def canonical(path: str, page: BeautifulSoup) -> Iterator[str]:
    """A page's own address; what is shown for an address that isn't there has none."""
    found = [str(tag["href"]) for tag in page.select('link[rel="canonical"]')]
    if found != ([] if path == "404.html" else [url_of(path)]):
        yield f"canonical: {found}"
    if found != [str(tag["content"]) for tag in page.select('meta[property="og:url"]')]:
        yield "og:url is not the canonical address"


def open_graph(path: str, page: BeautifulSoup) -> Iterator[str]:
    for name in ("og:title", "og:type", "og:site_name", "og:locale", "og:image"):
        tags = page.select(f'meta[property="{name}"]')
        if len(tags) != 1 or not str(tags[0].get("content", "")).strip():
            yield f"{name}: {tags}"
    for tag in page.select('meta[property="og:image"]'):
        if not str(tag["content"]).startswith(SITE):
            yield f"og:image is not absolute: {tag['content']}"


def links_speak(path: str, page: BeautifulSoup) -> Iterator[str]:
    """No empty link or button, but for buttons that wait for the script to show them."""
    for tag in page.find_all(["a", "button"]):
        if not spoken(tag) and not (tag.name == "button" and tag.has_attr("hidden")):
            yield f"empty: {tag}"
        if tag.name == "a" and tag.get("href") in ("", "#"):
            yield f"leads nowhere: {tag}"
        if tag.name == "a" and not tag.has_attr("href") and tag.get("aria-disabled") != "true":
            yield f"no address: {tag}"


def ids(path: str, page: BeautifulSoup) -> Iterator[str]:
    """Ids are unique, and what labels and describes an element is there."""
    counts = Counter(str(tag["id"]) for tag in page.find_all(id=True))
    yield from (f"id {name} stands {count} times" for name, count in counts.items() if count > 1)
    for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for", "headers"):
        for tag in page.find_all(attrs={name: True}):
            lost = set(str(tag[name]).split()) - counts.keys()
            yield from (f"{name} names {id_}, which is not there" for id_ in sorted(lost))


def pictures(path: str, page: BeautifulSoup) -> Iterator[str]:
    """Every picture has an alt, which never repeats a title, and its size."""
    for image in page.find_all("img"):
        if not image.has_attr("alt"):
            yield f"no alt: {image}"
        elif alt := _SPACE.sub(" ", str(image["alt"])).strip().casefold():
            yield from (f"alt repeats {title!r}" for title in _titles_near(image) & {alt})
        if not (str(image.get("width", "")).isdigit() and str(image.get("height", "")).isdigit()):
            yield f"no size: {image}"


def _titles_near(image: Tag) -> set[str]:
    """The texts beside a picture: its card's title, its caption, the page's own headline."""
    card = image.find_parent(["li", "figure", "article", "section"])
    near = [*(card.find_all([_HEADINGS, "a", "figcaption"]) if card else ())]
    link = image.find_parent("a")
    near += [link] if link else []
    top = image.find_parent("html")
    near += top.find_all("h1") if top else []
    return {words(tag).casefold() for tag in near} - {""}


def no_targets(path: str, page: BeautifulSoup) -> Iterator[str]:
    yield from (f"target: {tag}" for tag in page.find_all(target=True))


def no_handlers(path: str, page: BeautifulSoup) -> Iterator[str]:
    for tag in page.find_all(True):
        yield from (f"{name}: {tag.name}" for name in tag.attrs if name.startswith("on"))
    for link in links(page):
        if re.match(r"\s*(java|vb)script:|\s*data:(?!image/)", link.url, re.IGNORECASE):
            yield f"{link.attribute}: {link.url}"


_LOADING = ("script", "img", "iframe", "source", "audio", "video", "embed", "object", "track")
_LOADING_RELS = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "preconnect"}


def nothing_foreign(path: str, page: BeautifulSoup) -> Iterator[str]:
    """Nothing that a browser loads by itself comes from another site."""
    for url, tag, attribute in links(page):
        loads = tag.name in _LOADING or (
            tag.name == "link" and _LOADING_RELS & set(tag.get_attribute_list("rel"))
        )
        if loads and not re.match(r"/(?!/)|data:image/", url):
            yield f"<{tag.name} {attribute}>: {url}"
    for tag in page.find_all(["style", "base"]):
        yield f"<{tag.name}>"
    for tag in page.find_all(style=True):
        if "url(" in str(tag["style"]):
            yield f"style: {tag['style']}"


def outside_links(path: str, page: BeautifulSoup) -> Iterator[str]:
    for link in links(page):
        if link.tag.name == "a" and re.match("https?:", link.url):
            if "noopener" not in link.tag.get_attribute_list("rel"):
                yield f"no rel=noopener: {link.url}"
            if link.url.startswith(SITE):
                yield f"a link within the site is absolute: {link.url}"


def crumbs(path: str, page: BeautifulSoup) -> Iterator[str]:
    """A breadcrumb on every page but the front page, from the front page to here."""
    found = page.select("nav.crumbs")
    if path == "index.html":
        yield from ("a breadcrumb on the front page" for _ in found)
    elif len(found) != 1:
        yield f"{len(found)} breadcrumbs"
    else:
        first = found[0].find("a")
        if not isinstance(first, Tag) or first["href"] != "/" or words(first) != "Trang chủ":
            yield f"the breadcrumb begins with {first}"
        if not found[0].get("aria-label"):
            yield "the breadcrumb has no label"


def times(path: str, page: BeautifulSoup) -> Iterator[str]:
    """Every <time> has a machine form; with a clock time it has a zone."""
    for tag in page.find_all("time"):
        form = str(tag.get("datetime", ""))
        try:
            date.fromisoformat(form) if len(form) == 10 else _aware(form)
        except ValueError as error:
            yield f"{tag}: {error}"
        if not words(tag):
            yield f"an empty {tag}"


def _aware(form: str) -> None:
    if datetime.fromisoformat(form).tzinfo is None:
        raise ValueError("no time zone")


def nothing_empty(path: str, page: BeautifulSoup) -> Iterator[str]:
    """No element that makes room and holds nothing."""
    for tag in page.find_all(["p", "ul", "ol", "li", "dl", "dd", "dt", "figcaption", "nav"]):
        if not words(tag) and not tag.find(["img", "audio", "video", "button"]):
            yield f"empty: {tag.parent}"


def landmarks(path: str, page: BeautifulSoup) -> Iterator[str]:
    """One main, and every nav has a name of its own."""
    if len(page.find_all("main")) != 1:
        yield "not one <main>"
    names = [str(tag.get("aria-label", "")) for tag in page.find_all("nav")]
    yield from (f"nav: {name!r}" for name, count in Counter(names).items() if count > 1 or not name)
    first = page.body.find("a") if page.body else None
    if not isinstance(first, Tag) or first.get("href") != "#main":
        yield "the first link does not skip to the content"


RULES: tuple[Rule, ...] = (
    one_headline, heading_levels, head, description, canonical, open_graph, links_speak, ids,
    pictures, no_targets, no_handlers, nothing_foreign, outside_links, crumbs, times,
    nothing_empty, landmarks,
)  # fmt: skip

# HTML § 13.1.2
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"}
_VOID |= {"track", "wbr"}


class Balance(HTMLParser):
    """Finds tags that are not closed, or closed without being open; ``faults`` tells them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.faults.append(f"line {self.getpos()[0]}: <{tag}> repeats an attribute")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.faults.append(f"line {self.getpos()[0]}: <{tag}/>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"line {self.getpos()[0]}: </{tag}> closes another element")

    def close(self) -> None:
        super().close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open]
