# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address on the site leads somewhere: to a file that is there, and to a place in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urldefrag

from lxml import etree

from tests.site.demo import SITE, Demo, links, moment, redirect_of, sources, url_of
from tests.site.rules import told

NAMESPACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(demo: Demo) -> Iterator[tuple[str, str]]:
    """Every address of every page and fragment: where it stands, address."""
    for path, page in (demo.pages | demo.fragments).items():
        for link in links(page):
            if not (link.attribute == "href" and link.tag.get("rel") == ["canonical"]):
                yield path, link.url
        for tag in page.find_all(attrs={"data-url": True}):
            yield path, str(tag["data-url"])


def test_every_address_leads_to_a_file(demo: Demo) -> None:
    dead, checked = [], 0
    for page, url in addresses(demo):
        file = demo.file_of(url, page)
        checked += file is not None
        dead += [f"{page}: {url}"] if file is not None and file not in demo.files else []
    assert not dead, told(sorted(set(dead)))
    assert checked > 10_000


def test_every_fragment_is_in_its_page(demo: Demo) -> None:
    places = {
        path: {str(tag["id"]) for tag in page.find_all(id=True)}
        for path, page in demo.pages.items()
    }
    lost = set()
    for page, url in addresses(demo):
        fragment = unquote(urldefrag(url).fragment)
        file = demo.file_of(url, page)
        if fragment and file in places and fragment not in places[file]:
            lost.add(f"{page}: {url}")
    assert not lost, told(sorted(lost))


def test_no_link_goes_through_a_redirect(demo: Demo) -> None:
    detours = {f"{page}: {url}" for page, url in addresses(demo)
               if demo.file_of(url, page) in demo.redirects}  # fmt: skip
    assert not detours


def test_no_address_takes_the_long_way(demo: Demo) -> None:
    """One page, one address: no index.html, no //, no dots, nothing but what RFC 3986 allows."""
    odd = re.compile(r"index\.html|(?<!:)//|/\.\.?/|[^\w\-.~:/?#\[\]@!$&'()*+,;=%]")
    found = {url for page, url in addresses(demo) if demo.file_of(url, page) and odd.search(url)}
    assert not found


def test_stylesheets_load_nothing_foreign(demo: Demo) -> None:
    for path in demo.named(".css"):
        assert "@import" not in demo.text(path)
        for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", demo.text(path)):
            assert address.startswith("data:") or demo.file_of(address, path) in demo.files, address


def test_every_page_can_be_reached_from_the_front_page(demo: Demo) -> None:
    seen, waiting = {"index.html"}, ["index.html"]
    while waiting:
        path = waiting.pop()
        for link in links(demo.pages[path]):
            file = demo.file_of(link.url, path) if link.tag.name == "a" else None
            if file in demo.pages and file not in seen:
                seen.add(file)
                waiting.append(file)
    assert demo.pages.keys() - seen == {"404.html"}


def test_old_addresses_lead_to_their_articles(demo: Demo) -> None:
    """Each alias is a page that sends readers, and search engines, to the article in one step."""
    wanted = {
        str(alias).lstrip("/"): source.slug
        for source in sources() if source.live
        for alias in source.fields.get("aliases", ())  # type: ignore[attr-defined]
    }  # fmt: skip
    topic = {path for path in demo.redirects if path.startswith("tag/bhxh/")}  # data/tags.yaml
    assert topic and all("/tag/bao-hiem-xa-hoi/" in redirect_of(demo.page(path)) for path in topic)
    files = {demo.file_of("/" + alias) for alias in wanted}
    assert wanted and files == demo.redirects.keys() - topic
    for alias, slug in wanted.items():
        path = demo.file_of("/" + alias) or ""
        page = demo.page(path)
        target = redirect_of(page)
        assert target.endswith(f"/{slug}.html") and demo.file_of(target) in demo.articles
        assert page.select_one("meta[name=robots]") is None  # the canonical address says it all
        assert page.html["lang"] == "vi" and len(page.find_all("h1")) == 1  # type: ignore[index]
        assert [tag["href"] for tag in page.find_all("a")] == [target]


def test_a_redirect_names_its_target_as_canonical(demo: Demo) -> None:
    """Google takes the canonical address of a redirecting page for the page to keep."""
    for path, target in demo.redirects.items():
        canonical = demo.page(path).select_one("link[rel=canonical]")
        assert canonical and canonical["href"] == SITE + target, path


# ---------------------------------------------------------------------------------- sitemaps


def locations(demo: Demo, path: str) -> list[str]:
    tree = etree.fromstring(demo.text(path).encode())
    return [str(loc.text) for loc in tree.iterfind(".//s:loc", NAMESPACES)]


def in_sitemaps(demo: Demo) -> list[str]:
    """Every address of all sitemaps that the index names."""
    maps = [demo.file_of(url) or "" for url in locations(demo, "sitemap.xml")]
    assert {*maps, "sitemap.xml"} == set(demo.named(".xml"))
    return [url for path in maps for url in locations(demo, path)]


def test_sitemaps_lead_to_pages_each_once(demo: Demo) -> None:
    found = in_sitemaps(demo)
    assert len(found) == len(set(found))
    assert {demo.file_of(url) for url in found} <= demo.pages.keys()
    assert all(url == url_of(demo.file_of(url) or "") for url in found)


def test_sitemaps_hold_every_article(demo: Demo) -> None:
    assert {url_of(path) for path in demo.articles} <= set(in_sitemaps(demo))


def test_sitemaps_hold_every_page_that_may_be_indexed(demo: Demo) -> None:
    """Numbered pages are left to crawlers; they find them by the front's links."""
    indexed = {
        url_of(path)
        for path, page in demo.pages.items()
        if page.select_one('meta[name="robots"][content*="noindex"]') is None
        and "/trang/" not in path
    }
    found = set(in_sitemaps(demo))
    assert found - indexed == set()
    assert not indexed - found, told(sorted(indexed - found))


def test_sitemaps_tell_when_an_article_changed(demo: Demo) -> None:
    changed = {}
    for path in demo.named(".xml"):
        tree = etree.fromstring(demo.text(path).encode())
        for url in tree.iterfind("s:url", NAMESPACES):
            loc = url.findtext("s:loc", "", NAMESPACES)
            changed[loc.rpartition("/")[2]] = url.findtext("s:lastmod", "", NAMESPACES)
    for source in sources():
        if source.live:
            wanted = moment(source.fields.get("updated", source.fields["date"]))
            assert moment(changed[f"{source.slug}.html"]) == wanted, source.path
