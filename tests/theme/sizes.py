# SPDX-License-Identifier: AGPL-3.0-or-later
"""The size of a page in the browser."""

from __future__ import annotations

from selenium import webdriver


def resize(browser: webdriver.Chrome, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 700}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
