# SPDX-License-Identifier: AGPL-3.0-or-later
"""One name for one thing: no two classes of the package are called alike."""

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "plugins/newsroom"

_HANDED = "what the engine is handed, and the protocol by which it knows it (engine/portal.py)"

CLASSES = {
    **dict.fromkeys(("Arranging", "Glance", "Kept", "Kind", "Look", "Reading"), _HANDED),
    "Portal": "settings files name Pelican's as newsroom.Portal; the other is what they never see",
    "Tree": "the engine's files, and the protocol by which arranging knows them (arranging.py)",
}
"""Those that stand twice, and why."""


def _classes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    return found


def test_no_two_classes_have_one_name() -> None:
    twice = {name: places for name, places in _classes().items() if len(places) > 1}
    assert not {name: places for name, places in twice.items() if name not in CLASSES}
    assert set(CLASSES) == set(twice), "no longer twice"
    assert all(len(places) == 2 for places in twice.values())
