# SPDX-License-Identifier: AGPL-3.0-or-later
"""Digests as mail programs show them: on a phone and beside a list of letters, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from newsroom.commands.letters import write_digest
from newsroom.pages.letters import Period
from tests.pictures import photos
from tests.portal import NOW, Portal
from tests.site.browser import Reader, served, start

pytestmark = pytest.mark.browser

WEEK = Period.of_week(2025, 17)
LONG = "Người-lao-động-" * 12
FIGURES = """
const text = [...document.querySelectorAll("p, a, h1, h2, td")].filter(e => e.offsetParent);
return {
  wide: document.documentElement.scrollWidth,
  table: document.querySelector("table table").getBoundingClientRect().width,
  small: text.filter(
    e => e.innerText.trim() && parseFloat(getComputedStyle(e).fontSize) < 13).length,
  outside: text.filter(e => e.getBoundingClientRect().right > innerWidth + 1).length,
  broken: [...document.images].filter(i => !i.complete || !i.naturalWidth).length,
  scripts: document.scripts.length, styles: document.querySelectorAll("style, link").length,
  pictures: [...document.images].map(i => {
    const box = i.getBoundingClientRect();
    return Math.abs(box.width / box.height - i.naturalWidth / i.naturalHeight);
  }),
};
"""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A reader of a letter, whose pictures are asked of the site as it is served here."""
    portal = Portal(tmp_path_factory.mktemp("site"))
    with served(portal.output) as origin:
        portal.overrides["SITEURL"] = origin
        portal.write("images/a.jpg", photos.phone(1200, 800))
        portal.write("images/b.jpg", photos.phone(600, 900, seed=2))
        for number in range(12):
            portal.article(
                f"{('cong-doan', 'doi-song')[number % 2]}/2025/04/a{number}.md",
                title=(LONG if number == 3 else f"Tựa {number}: quận Đống Đa có thỏa ước mới"),
                date=f"2025-04-{21 + number % 7} 08:15",
                summary="Người lao động có thêm ba ngày nghỉ và bữa ca đủ chất. " * 3,
                kicker="Thỏa ước" if number % 3 else "",
                image={"src": f"images/{'ab'[number % 2]}.jpg", "alt": "Ảnh"},
            )
        portal.build()
        write_digest(portal.settings, NOW, WEEK, portal.output / "thu", sender="a@bao.vn")
        driver = start()
        try:
            yield Reader(driver, origin)
        finally:
            driver.quit()


@pytest.mark.parametrize("width", [360, 700])
def test_a_letter_fits_the_screen(reader: Reader, width: int) -> None:
    reader.size(width)
    reader.open("thu/diem-tin-2025-w17.html")
    found = reader.run(FIGURES)
    assert found["wide"] <= width and found["outside"] == 0
    assert found["table"] == min(600, width - 16)
    assert found["small"] == found["broken"] == found["scripts"] == found["styles"] == 0
    assert len(found["pictures"]) == 12 and max(found["pictures"]) < 0.05
    assert reader.complaints() == []
