# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same text on every Python that the README promises, from 3.11.0 on."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import markdown
import pytest

import newsroom
from newsroom.read.markup.dialect import Dialect
from tests.portal import ROOT
from tests.test_contracts import sources, tree

# Faulty before 3.11.5 (CPython's gh-106052): they may match what they should not.
_FAULTY = {"POSSESSIVE_REPEAT", "ATOMIC_GROUP"}
_COMPILING = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub"}


def faulty(pattern: str | bytes, flags: int = 0) -> set[str]:
    """What a pattern uses that no promised Python may be asked for."""
    return set(_operations(_parser.parse(pattern, flags))) & _FAULTY


def _operations(parsed: Any) -> Iterator[str]:
    if isinstance(parsed, _parser.SubPattern):
        for operation, argument in parsed:
            yield str(operation)
            yield from _operations(argument)
    elif isinstance(parsed, list | tuple):
        for part in parsed:
            yield from _operations(part)


def patterns_of(holder: object) -> Iterator[re.Pattern[Any]]:
    """The compiled patterns in the names of a module, a class or an object."""
    for value in list(vars(holder).values()):
        if isinstance(value, re.Pattern):
            yield value
        elif isinstance(value, type) and value.__module__ == getattr(holder, "__name__", ""):
            yield from patterns_of(value)
        elif isinstance(value, tuple | list):
            for item in value:
                parts = item if isinstance(item, tuple) else (item,)
                yield from (part for part in parts if isinstance(part, re.Pattern))


@pytest.mark.parametrize("pattern", ["a++", "a*+b", "(?:x|a?+)", "a{2,3}+", "(?>a|b)", "(?=(?>a))"])
def test_faulty_patterns_are_seen(pattern: str) -> None:
    assert faulty(pattern)
    assert not faulty(r"a+\+[*+?]{1,2}(?:b|c)*?(?=(d))\1")


def test_no_module_has_a_faulty_pattern() -> None:
    found, seen = [], 0
    for module in pkgutil.walk_packages(newsroom.__path__, "newsroom."):
        for pattern in patterns_of(importlib.import_module(module.name)):
            seen += 1
            if faulty(pattern.pattern, pattern.flags):
                found.append(f"{module.name}: {pattern.pattern!r}")
    assert found == []
    assert seen > 80


def test_no_pattern_written_in_place_is_faulty() -> None:
    for path in sources("plugins", "tools", "tests"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and node.args and _compiles(node.func):
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str | bytes):
                    assert not faulty(text.value), f"{path.relative_to(ROOT)}:{node.lineno}"


def _compiles(function: ast.expr) -> bool:
    return (
        isinstance(function, ast.Attribute)
        and function.attr in _COMPILING
        and ast.unparse(function.value) == "re"
    )


def test_markdown_reads_with_no_faulty_pattern() -> None:
    """Neither ours nor the library's own, in whatever takes part in reading a text."""
    md = Dialect()._markdown
    registries = (md.preprocessors, md.parser.blockprocessors, md.inlinePatterns)
    steps = [step for registry in (*registries, md.treeprocessors) for step in registry]
    modules = [
        importlib.import_module(m.name)
        for m in pkgutil.iter_modules(markdown.__path__, "markdown.")
        if m.name != "markdown.__main__"
    ]
    holders = [*steps, *map(type, steps), *modules]
    found = {
        f"{holder}: {pattern.pattern!r}"
        for holder in holders
        for pattern in patterns_of(holder)
        if faulty(pattern.pattern, pattern.flags)
    }
    assert found == set()
    assert len(steps) > 30
