# SPDX-License-Identifier: AGPL-3.0-or-later
"""The JSON-LD of a built site before two judges: Adobe's validator, and extruct.

    npm install --prefix .cache/judges @adobe/structured-data-validator@1.7.1 \\
        @marbec/web-auto-extractor@2.2.1
    pip install --target .cache/judges/python extruct==0.18.0
    newsroom build -s publishconf.py --output /tmp/site
    PYTHONPATH=plugins:.cache/judges/python python -m tests.benchmarks.structured \\
        --site /tmp/site --modules .cache/judges/node_modules

The validator knows the fields that Google requires (errors) and recommends (warnings) for each
type. extruct, an independent reader of pages, has to find the same nodes that our own tests read.
The status is 1 if there is an error, or a page that extruct reads otherwise.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

SCRIPT = Path(__file__).with_suffix(".mjs")
MARK = b"application/ld+json"


def pages(site: Path) -> list[Path]:
    """The pages that say what they are."""
    return [path for path in sorted(site.rglob("*.html")) if MARK in path.read_bytes()]


def by_adobe(found: list[Path], modules: Path) -> Counter[tuple[str, str]]:
    """What the validator says, by severity, and how often."""
    told = subprocess.run(
        ["node", str(SCRIPT), str(modules.resolve())],
        input="\n".join(map(str, found)), capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    issues = [json.loads(line) for line in told.splitlines()]
    return Counter((severity, message) for _file, severity, message in issues)


def by_extruct(found: list[Path]) -> list[Path]:
    """The pages of which extruct reads other nodes than stand there."""
    import extruct  # type: ignore[import-not-found]  # not among our libraries

    return [path for path in found if _nodes(extruct, path) != _ours(path)]


def _nodes(extruct: Any, path: Path) -> list[Any]:
    html = path.read_text("utf-8")
    read = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    return [node for graph in read for node in graph["@graph"]]


def _ours(path: Path) -> list[Any]:
    page = BeautifulSoup(path.read_bytes(), "lxml", from_encoding="utf-8")
    (script,) = page.select('script[type="application/ld+json"]')
    nodes: list[Any] = json.loads(script.string or "")["@graph"]
    return nodes


def main(argv: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="structured", description=__doc__)
    parser.add_argument("--site", type=Path, required=True, help="a built site")
    parser.add_argument("--modules", type=Path, help="node_modules with Adobe's validator")
    options = parser.parse_args(argv)
    found = pages(options.site.resolve())
    types = Counter(node["@type"] for path in found for node in _ours(path))
    print(f"{len(found)} pages: {', '.join(f'{kind} {n}' for kind, n in types.most_common())}")
    wrong = 0
    if options.modules:
        issues = by_adobe(found, options.modules)
        for (severity, message), count in issues.most_common():
            print(f"  {severity} {message}: {count}")
            wrong += count if severity == "ERROR" else 0
        print(f"Adobe: {wrong} errors")
    differ = by_extruct(found)
    print(f"extruct: {len(found) - len(differ)} read alike, {len(differ)} otherwise")
    return int(bool(wrong or differ))


if __name__ == "__main__":
    sys.exit(main())
