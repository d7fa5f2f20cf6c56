# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a phone loads of a page with all its pictures, read to its end: 360 px, two dots each."""

from __future__ import annotations

import gzip
from urllib.parse import unquote, urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.support.wait import WebDriverWait

from tests.site.demo import Demo

PHONE = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
FRONT, ARTICLE = 200, 150  # KiB

READ = """
for (const image of document.images) image.loading = "eager";
return [...document.images].every((image) => image.complete && image.naturalWidth);
"""
NAMES = "return [location.href, ...performance.getEntriesByType('resource').map((it) => it.name)]"


def loaded(chromium: webdriver.Chrome, demo: Demo, address: str) -> int:
    """The bytes of all files of a page, text as it is sent (gzip)."""
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    chromium.get(address)
    WebDriverWait(chromium, 60).until(lambda _driver: chromium.execute_script(READ))
    total = 0
    for name in dict.fromkeys(chromium.execute_script(NAMES)):
        path = unquote(urlsplit(name).path).lstrip("/")
        data = (
            demo.root / (path if path and path[-1] != "/" else f"{path}index.html")
        ).read_bytes()
        total += len(data if path.startswith(("anh/", "images/")) else gzip.compress(data))
    return total


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("", FRONT),
        ("2025/06/doc-phieu-luong-trong-nam-phut.html", ARTICLE),
        ("2022/08/thue-phong-tro-muoi-dieu-can-hoi.html", ARTICLE),  # a photo and a gallery
    ],
)
def test_a_page_is_light_with_all_its_pictures(
    chromium: webdriver.Chrome, origin: str, demo: Demo, path: str, most: int
) -> None:
    size = loaded(chromium, demo, f"{origin}/{path}")
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    print(f"{path or 'front page'}: {size / 1024:.0f} KiB")
    assert size <= most * 1024


COMMON = {"width": 412, "height": 823, "deviceScaleFactor": 1.75, "mobile": True}
TAKEN = "return document.querySelector('.lead-figure img, .lead img').currentSrc"


@pytest.mark.parametrize("path", ["", "2025/06/doc-phieu-luong-trong-nam-phut.html"])
def test_a_phone_takes_the_width_that_it_shows(
    chromium: webdriver.Chrome, origin: str, path: str
) -> None:
    """Its screen has 721 dots, but the picture stands between margins: 720 are enough."""
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", COMMON)
    chromium.get(f"{origin}/{path}")
    WebDriverWait(chromium, 60).until(lambda _driver: chromium.execute_script(READ))
    taken = chromium.execute_script(TAKEN)
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert "-720" in taken.rpartition("/")[2], taken
