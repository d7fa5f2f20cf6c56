# SPDX-License-Identifier: AGPL-3.0-or-later
"""Advertising: in the slots of the theme, by the clock, and nowhere without a registry."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from newsroom.errors import ContentError
from newsroom.store.database import connect
from tests.portal import Portal
from tests.site.browser import served, start

BANNERS = """
    - name: Quỹ trợ vốn
      slot: trang nhất
      image: images/quy.png
      alt: Vay vốn lãi thấp
      url: https://quy.example.org/vay
      valid_from: 2026-10-01
      valid_to: 2026-10-31
    - name: Nhà sách
      slot: chuyen-muc
      image: images/sach.png
      alt: Sách giảm giá
      url: https://sach.example.org/
    - name: Siêu thị
      slot: bài viết
      image: images/sach.png
      alt: Hàng Việt cho đoàn viên
      url: https://cho.example.org/
      valid_to: 2026-10-15
"""
PICTURE = Path(__file__).parents[2] / "content/images/chia-se.png"
HOME, SECTION, FRAGMENT = "index.html", "cong-doan/index.html", "manh/nen-xem.html"


def at(text: str, portal: Portal) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=portal.settings.zone).timestamp())


@pytest.fixture
def site(portal: Portal) -> Portal:
    for name in ("quy", "sach"):
        portal.write(f"images/{name}.png", PICTURE.read_bytes())
    for number in range(12):
        portal.article(
            f"cong-doan/2025/04/bai-{number:02}.md", date=f"2025-04-{number + 1:02} 08:00"
        )
    portal.now = at("2026-09-20 08:00", portal)
    return portal


def paid(site: Portal, page: str) -> list[str]:
    return [str(a["href"]) for a in site.page(page).select(".paid a")]


def fragment(site: Portal) -> str:
    with connect(next(site.settings.cache.rglob("*.sqlite"))) as db:
        query = "SELECT save_as FROM pages WHERE kind = 'fragment' AND key = ''"
        return str(db.execute(query).fetchone()[0])


def test_without_a_registry_there_is_no_advertising(site: Portal) -> None:
    site.build()
    assert not any(b"paid" in data for path, data in site.tree().items() if path.endswith("html"))
    assert not [path for path in site.tree() if path.startswith("images/")]


def test_banners_stand_in_their_slots_from_midnight_to_midnight(
    site: Portal, tmp_path: Path
) -> None:
    site.write("data/banners.yaml", BANNERS)
    article = "2025/04/bai-05.html"
    found = {}
    moments = ("2026-09-30 23:59:59", "2026-10-01 00:00", "2026-10-15 23:59:59", "2026-10-16 00:00",
               "2026-10-31 23:59:59", "2026-11-01 00:00", "2026-10-01 00:00")  # fmt: skip
    for round_, moment in enumerate(moments):
        site.now = at(moment, site)
        report = site.build()
        page = fragment(site)
        found[moment] = (len(paid(site, HOME)), len(paid(site, SECTION)), len(paid(site, page)))
        assert "images/quy.png" in site.tree() or not paid(site, HOME)
        assert ("images/quy.png" in site.tree()) == bool(paid(site, HOME))
        assert site.tree() == site.clean_tree(tmp_path / str(round_))
        # The clock alone renders the page of the slot, and copies or removes the picture.
        assert report.rendered <= 2 or not round_ or moment == moments[-1]
        assert not site.page(article).select(".paid")
        assert site.build().rendered == 0
    assert found == {
        "2026-09-30 23:59:59": (0, 1, 1),
        "2026-10-01 00:00": (1, 1, 1),
        "2026-10-15 23:59:59": (1, 1, 1),
        "2026-10-16 00:00": (1, 1, 0),
        "2026-10-31 23:59:59": (1, 1, 0),
        "2026-11-01 00:00": (0, 1, 0),
    }


def test_the_next_moment_is_told(site: Portal) -> None:
    site.write("data/banners.yaml", BANNERS)
    site.now = at("2026-09-20 08:00", site)
    assert site.build().next_due == at("2026-10-01 00:00", site)
    site.now = at("2026-10-16 00:00", site)
    assert site.build().next_due == at("2026-11-01 00:00", site)
    site.now = at("2026-11-01 00:00", site)
    assert site.build().next_due is None


def test_a_banner_is_labelled_and_marked_and_has_its_size(site: Portal) -> None:
    site.write("data/banners.yaml", BANNERS)
    site.build()
    (box,) = site.page(SECTION).select("main .paid")
    assert (box["aria-label"], box.p.get_text() if box.p else "") == ("Quảng cáo", "Quảng cáo")
    (link,) = box.select("a")
    assert link["rel"] == ["sponsored", "noopener"]
    (image,) = link.select("img")
    assert image["alt"] == "Sách giảm giá" and str(image["src"]).endswith("images/sach.png")
    assert int(str(image["width"])) and int(str(image["height"]))
    numbered = [path for path in site.tree() if path.startswith("cong-doan/trang")]
    assert numbered and not any(site.page(path).select(".paid") for path in numbered)


def test_a_changed_banner_renders_the_pages_of_its_slot_alone(site: Portal) -> None:
    site.write("data/banners.yaml", BANNERS)
    site.build()
    site.write("data/banners.yaml", BANNERS.replace("Sách giảm giá", "Sách mới"))
    sections = len([p for p in site.tree() if site.page(p).select(".paid")]) - 1  # the fragment
    assert site.build().rendered == sections
    assert site.page(SECTION).select(".paid img")[0]["alt"] == "Sách mới"
    (site.content / "data/banners.yaml").unlink()
    site.build()
    assert not any(b"paid" in data for path, data in site.tree().items() if path.endswith("html"))


def test_a_banner_without_its_picture_is_told_with_its_line(site: Portal) -> None:
    site.write("data/banners.yaml", BANNERS.replace("images/sach.png", "images/khong-co.png", 1))
    with pytest.raises(ContentError) as caught:
        site.build()
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("data/banners.yaml", 10)


def test_an_open_article_gets_its_banner_at_its_end(site: Portal) -> None:
    site.write("data/banners.yaml", BANNERS)
    body = "\n\n".join(["Công nhân tổ may đề nghị thêm quạt."] * 60)
    site.article("cong-doan/2025/04/bai-05.md", body, date="2025-04-06 08:00")
    site.article(
        "cong-doan/2025/05/co-anh.md",
        summary="Sapo.",
        image="images/sach.png",
        date="2025-05-06 08:00",
    )
    site.build()
    with served(site.output) as origin:
        driver = start("--window-size=1280,900")
        try:
            driver.get(f"{origin}/2025/04/bai-05.html")
            find = "return [...document.querySelectorAll('.article-grid > :last-child.paid a')]"
            wait = WebDriverWait(driver, 20)
            wait.until(lambda _driver: driver.execute_script(f"{find}.length"))
            links = driver.execute_script(f"{find}.map((link) => link.href)")
            items = driver.execute_script(
                "return document.querySelectorAll('.picks > .paid').length"
            )
        finally:
            driver.quit()
    assert (links, items) == (["https://cho.example.org/"], 0)
