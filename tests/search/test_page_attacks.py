# SPDX-License-Identifier: AGPL-3.0-or-later
"""What editors wrote and what an address asks for are text in the page of search, in a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

from tests.portal import Portal
from tests.site.browser import Reader, served, start

pytestmark = pytest.mark.browser

BAD = (
    "<img src=x onerror=\"window.zq='1'\">",
    "'\"><svg onload=window.zq=1>",
    "</script><script>window.zq=1</script>",
    "$& $1 $` $' ${zq} {count} {text}",
    "javascript:window.zq=1",
    "&lt;img src=x onerror=window.zq=1&gt;",
    "</mark></a></h2><iframe srcdoc='<script>parent.zq=1</script>'>",
    "__proto__ constructor toString",
)
LOOK = """
const list = document.querySelector("[data-part=list]");
const all = [...document.querySelectorAll("[data-search] *")];
return {
  zq: window.zq ?? null,
  titles: [...list.querySelectorAll("h2")].map((e) => e.textContent),
  sapos: [...list.querySelectorAll(".sapo")].map((e) => e.textContent),
  kickers: [...list.querySelectorAll(".kicker")].map((e) => e.textContent),
  tags: [...new Set([...list.querySelectorAll("*")].map((e) => e.localName))].sort(),
  handlers: all.flatMap((e) => [...e.attributes]).filter((a) => /^on|srcdoc/.test(a.name)).length,
  links: [...list.querySelectorAll("a, img")].map((e) => new URL(e.href || e.src).origin),
  years: [...document.querySelector("[data-part=year]").options].map((o) => o.value),
  status: document.querySelector("[role=status]").textContent,
};
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    made = Portal(tmp_path_factory.mktemp("search"), NEWSROOM_SEARCH=True, SITEURL="")
    for number, bad in enumerate(BAD, 1):
        fields = {"title": f"Tựa {bad}", "kicker": f"Chữ {bad}", "summary": f"Sapo {bad}"}
        made.article(f"doi-song/a{number}.md", date=f"2025-05-{number:02}", **fields)
    made.build()
    # A headline loses the picture it has; as if the index had kept it.
    for path in (made.output / "tim-kiem/tin").rglob("*.json"):
        kept = json.loads(path.read_bytes())
        path.write_text(json.dumps([row | {"title": f"{row['title']} {BAD[0]}"} for row in kept]))
    return made


@pytest.fixture(scope="module")
def chromium() -> Iterator[webdriver.Chrome]:
    driver = start()
    yield driver
    driver.quit()


def rows(portal: Portal) -> list[dict[str, str]]:
    """What the index says of articles."""
    days = sorted((portal.output / "tim-kiem/tin").rglob("*.json"))
    return [row for day in days for row in json.loads(day.read_bytes())]


@pytest.mark.parametrize("asked", ["", *BAD])
def test_nothing_of_an_article_or_an_address_runs(
    portal: Portal, chromium: webdriver.Chrome, asked: str
) -> None:
    """Without the policy of our servers, which would be the second wall."""
    with served(portal.output) as origin:
        reader = Reader(chromium, origin)
        query = {"q": f"tựa {asked}", "nam": asked, "xep": asked, "__proto__": asked}
        reader.open(f"tim-kiem/?{urlencode(query)}")
        WebDriverWait(chromium, 20).until(lambda _: reader.run(LOOK)["status"].strip(" …"))
        WebDriverWait(chromium, 20).until(lambda _: reader.run(LOOK)["titles"])
        found = reader.run(LOOK)
        assert (found["zq"], found["handlers"]) == (None, 0)
        assert set(found["tags"]) <= {"a", "div", "h2", "li", "mark", "p", "time", "ul"}
        told = rows(portal)
        for name in ("title", "sapo", "kicker"):
            shown = set(found[f"{name}s"])
            assert shown and shown <= {row[name] for row in told}
        assert set(found["links"]) == {origin}
        assert found["years"] == ["", "2025"]
        assert f"tựa {asked}".strip()[:80] in found["status"]
    assert any("<img src=x onerror=" in row["title"] for row in told)
    assert any("<iframe srcdoc=" in row["kicker"] for row in told)
