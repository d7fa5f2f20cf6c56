# SPDX-License-Identifier: AGPL-3.0-or-later
"""One name for one thing: no two classes are called alike, and modules only for a reason."""

import ast
from collections import defaultdict
from pathlib import Path

from tests.test_contracts import nodes

PACKAGE = Path(__file__).parents[1] / "plugins/newsroom"

_HANDED = "what the engine is handed, and the protocol by which it knows it (engine/portal.py)"

CLASSES = {
    **dict.fromkeys(("Arranging", "Glance", "Kept", "Kind", "Look", "Reading"), _HANDED),
    "Portal": "settings files name Pelican's as newsroom.Portal; the other is what they never see",
    "Tree": "the engine's files, and the protocol by which arranging knows them (arranging.py)",
}
"""Those that stand twice, and why."""

_KEPT = "`arrange/` keeps what `pages/` (and `pictures/`) make of the same thing"
_ASKED = "a command is called like what it is about"
_STORED = "`store/` holds its rows, the other part is about what they mean"
_MARKUP = "`markup/` is about signs in a text, the other about what is made of them"
_SHOWN = "`pages/` shows it, the other part says what it is"

MODULES = {
    **dict.fromkeys(("banners", "icons", "renditions"), _KEPT),
    **dict.fromkeys(("letters", "pictures", "search"), _ASKED),
    **dict.fromkeys(("articles", "lists", "postings", "schema", "reader"), _STORED),
    **dict.fromkeys(("addresses", "body", "lines", "links", "plain", "videos"), _MARKUP),
    **dict.fromkeys(("imprint", "moved", "robots"), _SHOWN),
    "decode": "bytes to text, bytes to pixels",
    "portal": "Pelican's is settings' `newsroom.Portal`; the engine's is handed to it",
    "registries": "`read/` makes them of files, `arrange/` keeps them",
    "tables": "tables of SQL, each part's own; tables of Markdown",
    "terms": "of a taxonomy; of a text, to related stories and to search",
}
"""Base names of modules that stand in more than one folder, and why nobody confuses them."""


def _classes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in nodes(path):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(f"{path.relative_to(PACKAGE)}:{node.lineno}")
    return found


def test_no_two_classes_have_one_name() -> None:
    twice = {name: places for name, places in _classes().items() if len(places) > 1}
    assert not {name: places for name, places in twice.items() if name not in CLASSES}
    assert set(CLASSES) == set(twice), "no longer twice"
    assert all(len(places) == 2 for places in twice.values())


def test_modules_of_one_name_have_a_reason() -> None:
    found: dict[str, int] = defaultdict(int)
    for path in PACKAGE.rglob("*.py"):
        found[path.stem] += path.stem != "__init__"
    assert {name for name, times in found.items() if times > 1} == set(MODULES)


# What a word was once for, and the one that is used for it now.
FORMER = {
    "doomed": "obsolete",
    "bury": "delete_obsolete",
    "kin": "related (units)",
    "settling": "full or incremental",
    "relating": "related",
    "relations": "related",
    "Found": "what it is: Findings, Fields …",
    "Seen": "what it is: ScannedFile …",
    "Taken": "what it is",
}


def test_former_names_stay_away() -> None:
    """In names of modules, classes, functions, arguments and variables."""
    for path in PACKAGE.rglob("*.py"):
        assert path.stem not in FORMER, path
        for node in nodes(path):
            named = getattr(node, "name", None) or getattr(node, "arg", None)
            named = node.id if isinstance(node, ast.Name) else named
            assert named not in FORMER, f"{path.name}:{node.lineno}: {FORMER[named]}"
