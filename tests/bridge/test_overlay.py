# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an open page of the preview shows of the last build, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import JavascriptException
from selenium.webdriver.support.ui import WebDriverWait

from newsroom.bridge.board import BUILD, Note
from tests.bridge.served import Served, at_work
from tests.site.browser import start

pytestmark = pytest.mark.browser

# As strict as that of a published page.
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
_PAGE = (
    '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    "<title>{0}</title></head><body><h1>{0}</h1></body></html>"
)
_LONG = "content/cong-doan/2025/04/" + "mot-ten-tep-rat-dai-" * 6 + ".md:12"
_WRONG = [
    Note("content/cong-doan/2025/04/a.md:3", "“2025-02-30” <script>document.title=0</script>"),
    Note(_LONG, "<img src=x onerror=\"document.title='!'\"> &amp;"),
]  # fmt: skip
_ODD = [Note("content/b.md:7", "dấu “[[x]]” không thành gì [unread-mark]")]


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    found = start()
    yield found
    found.quit()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    (tmp_path / "a.html").write_text(_PAGE.format("Bài một"), "utf-8")
    (tmp_path / "404.html").write_text(_PAGE.format("Không thấy trang"), "utf-8")
    with at_work(tmp_path) as found:
        yield found


class Open:
    """A page that is open."""

    def __init__(self, browser: webdriver.Chrome, served: Served, path: str) -> None:
        self.browser = browser
        browser.get(f"http://127.0.0.1:{served.port}{path}")

    def within(self, script: str) -> object:
        """What a script says of what the preview has added, which is ``root``; None without it."""
        found = "document.querySelector('newsroom-preview')?.shadowRoot"
        try:
            return self.browser.execute_script(f"const root = {found}; return {script};")
        except JavascriptException:
            return None

    def wait(self, true: Callable[[], object]) -> None:
        """Until something is true."""
        WebDriverWait(self.browser, 20).until(lambda _browser: true())

    @property
    def title(self) -> str:
        return self.browser.title


@pytest.mark.parametrize("width", [360, 1280])
def test_errors_show_until_they_are_mended(
    browser: webdriver.Chrome, served: Served, width: int
) -> None:
    browser.set_window_size(width, 900)
    page = Open(browser, served, "/a.html")
    served.board.put(BUILD, _WRONG)
    served.board.warn(_ODD)
    page.wait(lambda: page.within("root.querySelectorAll('.errors .note').length") == 2)
    said = str(page.within("root.querySelector('.errors').innerText"))
    assert _WRONG[0].place in said and _WRONG[0].text in said and _WRONG[1].text in said
    assert page.within("root.querySelectorAll('script, img').length") == 0
    assert page.title == "Bài một"
    page.wait(lambda: page.within("getComputedStyle(root.host).position") == "fixed")  # its style
    assert page.within("document.documentElement.scrollWidth <= innerWidth")
    for part in (".errors", ".warnings", ".hide"):
        box = f"root.querySelector('{part}').getBoundingClientRect()"
        assert page.within(f"{box}.right <= innerWidth && {box}.height > 20"), part
    assert page.within("root.querySelector('.warnings').open") is False
    served.board.put(BUILD, ())
    page.wait(lambda: page.within("root.querySelector('.errors') === null"))
    assert page.within("root.querySelector('.warnings summary').textContent[0]") == "1"
    served.board.warn(())
    page.wait(lambda: page.within("true") and page.within("root === undefined"))


def test_whoever_has_hidden_an_error_sees_the_page(
    browser: webdriver.Chrome, served: Served
) -> None:
    page = Open(browser, served, "/a.html")
    served.board.put(BUILD, _WRONG)
    page.wait(lambda: page.within("root.querySelector('.hide') !== null"))
    page.within("root.querySelector('.hide').click()")
    assert page.within("root.querySelector('.errors') === null")
    served.board.put(BUILD, _WRONG[:1])
    page.wait(lambda: page.within("root.querySelectorAll('.errors .note').length") == 1)


def test_pages_load_themselves_again(browser: webdriver.Chrome, served: Served) -> None:
    page = Open(browser, served, "/a.html")
    (served.root / "a.html").write_text(_PAGE.format("Bài hai"), "utf-8")
    served.board.pages_changed()
    page.wait(lambda: page.title == "Bài hai")


def test_so_does_what_is_not_there_yet(browser: webdriver.Chrome, served: Served) -> None:
    page = Open(browser, served, "/moi.html")
    assert page.title == "Không thấy trang"
    (served.root / "moi.html").write_text(_PAGE.format("Bài mới"), "utf-8")
    served.board.pages_changed()
    page.wait(lambda: page.title == "Bài mới")
