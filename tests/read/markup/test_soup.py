# SPDX-License-Identifier: AGPL-3.0-or-later
"""BeautifulSoup as it is imported here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PLUGINS = Path(__file__).parents[3] / "plugins"

SCRIPT = """
import sys
import newsroom.read.markup.soup
print("soupsieve" in sys.modules, "soupsieve.css_parser" in sys.modules)
from bs4 import BeautifulSoup
soup = BeautifulSoup("<p><a>x</a></p>", "html.parser")
print(soup.select("p > a"), soup.css.escape("a b"))
import soupsieve
print(soupsieve.match("a", soup.a))
"""


def test_selectors_are_imported_when_somebody_selects() -> None:
    command = [sys.executable, "-c", SCRIPT]
    told = subprocess.run(command, cwd=PLUGINS, check=True, capture_output=True, text=True)
    assert told.stdout.splitlines() == ["False False", "[<a>x</a>] a\\ b", "True"]


def test_selectors_that_are_there_stay() -> None:
    script = "import soupsieve\n" + SCRIPT
    command = [sys.executable, "-c", script]
    told = subprocess.run(command, cwd=PLUGINS, check=True, capture_output=True, text=True)
    assert told.stdout.splitlines() == ["True True", "[<a>x</a>] a\\ b", "True"]
