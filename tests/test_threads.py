# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever imports numpy does so without threads, which spin while they wait (`startup`)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.portal import ROOT

PACKAGE = ROOT / "plugins" / "newsroom"


def bulk() -> set[str]:
    """The modules that import numpy."""
    found = set()
    for path in PACKAGE.rglob("*.py"):
        if "import numpy" in path.read_text("utf-8"):
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            found.add(".".join(parts))
    return found


def imports(node: ast.AST, guarded: bool = False) -> Iterator[tuple[str, bool]]:
    """What is imported, and whether that is within ``with without_threads()``."""
    if isinstance(node, ast.ImportFrom):
        yield node.module or "", guarded
    if isinstance(node, ast.With):
        guarded = guarded or any("without_threads" in ast.unparse(item) for item in node.items)
    for child in ast.iter_child_nodes(node):
        yield from imports(child, guarded)


def test_what_imports_numpy_is_imported_without_threads() -> None:
    modules, seen = bulk(), set()
    for path in sorted(Path(PACKAGE).rglob("*.py")):
        for module, guarded in imports(ast.parse(path.read_text("utf-8"))):
            if module in modules:
                assert guarded, f"{path.name}: {module}"
                seen.add(module)
    assert seen == modules
