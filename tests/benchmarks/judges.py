# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo's pages before judges: axe, the Nu checker, a keyboard, and a page at 400 %.

    npm install --prefix .cache/judges axe-core@4.14.1 vnu-jar@26.9.27
    newsroom build --output /tmp/site
    python -m tests.benchmarks.judges --site /tmp/site \\
        --axe .cache/judges/node_modules/axe-core/axe.min.js \\
        --vnu .cache/judges/node_modules/vnu-jar/build/dist/vnu.jar

One page of each kind is opened in Chromium at four widths, light, dark and in forced colours, and
axe looks for whatever it knows. Then the Tab key walks through each page: every stop is to be seen,
and nothing covers it. At 320 pixels, which is 1280 at 400 %, no page scrolls sideways (WCAG 2.2,
1.4.10). The Nu checker reads every HTML file. The status is 1 if anybody complains.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from tests.site.browser import served, start
from tests.site.kinds import ARTICLE, PAGES

WIDTHS = (320, 360, 768, 1280)
LOOKS = {
    "light": {"prefers-color-scheme": "light", "forced-colors": "none"},
    "dark": {"prefers-color-scheme": "dark", "forced-colors": "none"},
    "forced colours": {"prefers-color-scheme": "light", "forced-colors": "active"},
}
KINDS = PAGES | {"article": ARTICLE}
STOPS = 150
"""So many stops of the Tab key are looked at on a page."""

AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => done(violations.map(
  ({id, nodes}) => `${id}: ${nodes.length} × ${nodes[0].html.slice(0, 120)}`)));
"""
WIDE = """
const wide = document.scrollingElement.scrollWidth;
return wide > innerWidth ? `${wide} pixels wide` : "";
"""
STOP = """
const at = document.activeElement;
if (!at || at === document.body) return ["", ""];
const boxes = [...at.getClientRects()].filter((box) => box.width && box.height);
const name = at.outerHTML.slice(0, 100);
if (!boxes.length) return [name, "has no box"];
const seen = boxes.some((box) => {
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = box.top + Math.min(box.height / 2, 12);
  const top = document.elementFromPoint(x, y);
  return y >= 0 && y < innerHeight && top && (at.contains(top) || top.contains(at));
});
return [name, seen ? "" : "is out of sight or covered"];
"""


class Judge:
    """A browser at the site, with axe at hand."""

    def __init__(self, driver: webdriver.Chrome, origin: str, axe: Path | None) -> None:
        self._driver = driver
        self._origin = origin
        self._axe = axe.read_text("utf-8") if axe else ""

    def look(self, path: str, width: int, media: dict[str, str]) -> None:
        """Open a page at a width, in a look."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        self._driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        features = [{"name": name, "value": value} for name, value in media.items()]
        self._driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        self._driver.get(f"{self._origin}/{path}")

    def violations(self) -> list[str]:
        """What axe finds on the open page."""
        self._driver.execute_script(self._axe)
        found: list[str] = self._driver.execute_async_script(AXE)
        return found

    def sideways(self) -> list[str]:
        """Whether the open page is wider than its window."""
        return list(filter(None, [self._driver.execute_script(WIDE)]))

    def walk(self) -> tuple[int, list[str]]:
        """How many stops the Tab key makes on the open page, and what is wrong with them."""
        faults, stops = [], 0
        for _stop in range(STOPS):
            self._driver.switch_to.active_element.send_keys(Keys.TAB)
            name, fault = self._driver.execute_script(STOP)
            if not name:
                break
            stops += 1
            if fault:
                faults.append(f"{fault}: {name}")
        return stops, faults


def by_axe(judge: Judge) -> Iterator[tuple[str, str]]:
    """Axe at every width, in every look; and sideways scrolling at the narrowest."""
    for kind, path in KINDS.items():
        for look, media in LOOKS.items():
            for width in WIDTHS:
                judge.look(path, width, media)
                where = f"{kind}, {width}, {look}"
                yield from ((where, fault) for fault in judge.violations())
                if width == WIDTHS[0]:
                    yield from ((where, fault) for fault in judge.sideways())


def by_keyboard(judge: Judge) -> Iterator[tuple[str, str]]:
    """The Tab key on a phone and on a desktop."""
    for kind, path in KINDS.items():
        for width in (WIDTHS[1], WIDTHS[-1]):
            judge.look(path, width, LOOKS["light"])
            stops, faults = judge.walk()
            print(f"  {kind}, {width}: {stops} stops", flush=True)
            yield from ((f"{kind}, {width}", fault) for fault in faults)


def by_nu(jar: Path, site: Path) -> Iterator[tuple[str, str]]:
    """The Nu checker on all HTML files."""
    command = ["java", "-jar", str(jar), "--skip-non-html", "--format", "json", str(site)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    messages: list[dict[str, Any]] = json.loads(told.stderr)["messages"]
    for message in messages:
        if message["type"] != "error":
            continue
        place = f"{message.get('url', '')}:{message.get('lastLine', 0)}"
        yield place.removeprefix(site.as_uri()), message["message"]


def report(name: str, found: Iterator[tuple[str, str]]) -> int:
    """Print what a judge complains of; returns how often."""
    print(f"{name}:", flush=True)
    complaints = 0
    for where, fault in found:
        complaints += 1
        print(f"  {where}: {fault}", flush=True)
    print(f"  {complaints} complaints", flush=True)
    return complaints


def main(argv: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="judges", description=__doc__)
    parser.add_argument("--site", type=Path, required=True, help="a built site")
    parser.add_argument("--axe", type=Path, help="axe.min.js")
    parser.add_argument("--vnu", type=Path, help="vnu.jar")
    options = parser.parse_args(argv)
    complaints = 0
    if options.vnu:
        complaints += report("Nu", by_nu(options.vnu, options.site.resolve()))
    with served(options.site) as origin:
        driver = start("--window-size=1280,900")
        try:
            judge = Judge(driver, origin, options.axe)
            if options.axe:
                complaints += report("axe", by_axe(judge))
            complaints += report("keyboard", by_keyboard(judge))
        finally:
            driver.quit()
    return bool(complaints)


if __name__ == "__main__":
    sys.exit(main())
