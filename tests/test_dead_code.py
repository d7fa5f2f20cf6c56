# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing in the package is there for tests alone, or for nobody."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.portal import ROOT
from tests.test_contracts import nodes, tree

PACKAGE = ROOT / "plugins" / "newsroom"
FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def own_modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


CALLED_BY_LIBRARIES = {
    "Pelican": {
        "check_disabled_readers",
        "generate_context",
        "generate_output",
        "refresh_metadata_intersite_links",
    },
    "tornado": {"initialize", "on_connection_close"},
    "feedgen": {"extend_rss"},
    "Python-Markdown": {"extendMarkdown"},
}
"""Methods of classes that are a library's by another of ours, or by nothing but their methods."""


def foreign(cls: ast.ClassDef, known: set[str]) -> bool:
    """Whether a class fills in one of a library's, whose methods the library calls."""
    bases = {ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in cls.bases}
    return bool(bases - known - {"NamedTuple", "Protocol", "Struct", "Exception"})


def defined() -> Iterator[tuple[str, str]]:
    """The functions, methods, classes and constants of the package, and where each stands."""
    classes = {
        n.name for p in own_modules() for n in ast.walk(tree(p)) if isinstance(n, ast.ClassDef)
    }
    for path in own_modules():
        called_by_libraries = {
            id(inner)
            for node in nodes(path)
            if isinstance(node, ast.ClassDef) and foreign(node, classes)
            for inner in node.body
        }
        found: list[tuple[str, ast.stmt]] = [
            (node.name, node)
            for node in nodes(path)
            if isinstance(node, FUNCTION | ast.ClassDef) and id(node) not in called_by_libraries
        ]
        for node in tree(path).body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
            found += [(name.id, node) for name in targets if isinstance(name, ast.Name)]
        for name, node in found:
            if not name.startswith("__"):
                yield name, f"{path.relative_to(PACKAGE)}:{node.lineno}"


def used() -> Counter[str]:
    """The names that the package, its settings files, tasks, tools and theme use."""
    files = [*own_modules(), *ROOT.glob("*.py"), *(ROOT / "tools").rglob("*.py")]
    names: Counter[str] = Counter()
    for path in files:
        for node in nodes(path):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                names[node.id] += 1
            elif isinstance(node, ast.Attribute):
                names[node.attr] += 1
            elif isinstance(node, ast.Constant) and str(node.value).isidentifier():
                names[str(node.value)] += 1  # Later("module", "name"), getattr
    for path in (ROOT / "theme" / "templates").rglob("*.html"):
        names.update(re.findall(r"\w+", path.read_text("utf-8")))
    return names


def test_everything_is_used_outside_the_tests() -> None:
    names = used()
    names.update(name for found in CALLED_BY_LIBRARIES.values() for name in found)
    assert not [f"{place} {name}" for name, place in defined() if not names[name]]
