# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo site, built once for all tests and all workers, and a browser for each worker."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from selenium import webdriver

from tests.site.browser import Reader, served, start
from tests.site.demo import Demo, build_once


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo site on 20 November 2026."""
    base = tmp_path_factory.getbasetemp()
    # Each worker of xdist has a folder of its own below the run's.
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    return Demo(build_once(shared / "demo-site"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[webdriver.Chrome]:
    """One browser for all tests of a worker."""
    driver = start()
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def origin(demo: Demo) -> Iterator[str]:
    """Where the demo site is served."""
    with served(demo.root) as address:
        yield address


@pytest.fixture
def reader(chromium: webdriver.Chrome, origin: str) -> Reader:
    """A new reader of the demo site."""
    found = Reader(chromium, origin)
    found.forget()
    return found
