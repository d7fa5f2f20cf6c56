# SPDX-License-Identifier: AGPL-3.0-or-later
"""Odd and bad files, each with what is expected of it in a comment at its end.

``as: path`` reads the file under another path; ``4: text`` and ``4 warning: text`` name a problem
on line 4 whose message holds that text; ``name = value`` an attribute of the entry (several values
are parted by `` | ``), or ``section``, ``parents``, ``units``, ``body line``, ``text`` (the body's
first line), ``line image``. All problems must be named, and no others.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from newsroom.errors import Problem, Problems
from newsroom.model import Entry
from newsroom.read.resolve import RegistryIndex, Resolution, resolve

from .helpers import HERE, read, registries

CASES = sorted((HERE / "cases").glob("*.md"))
EXPECT = re.compile(rb"[\r\n]+<!-- expect[\r\n]+(.*?)[\r\n]+-->[\r\n]*\Z", re.DOTALL)
PROBLEM = re.compile(r"(\d+)( warning)?: (.*)")


def load(file: Path) -> tuple[bytes, list[str], str]:
    data = file.read_bytes()
    found = EXPECT.search(data)
    assert found, "no expectation"
    lines = found[1].decode().splitlines()
    paths = [line.removeprefix("as: ") for line in lines if line.startswith("as: ")]
    path = paths[0] if paths else f"cong-doan/2025/04/{file.name}"
    return data[: found.start()] + b"\n", [x for x in lines if not x.startswith("as: ")], path


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_case(file: Path) -> None:
    data, expected, path = load(file)
    kind = "page" if path.startswith("pages/") else "article"
    entry, found = read(data, path, kind)
    more = Problems()
    place = (
        resolve(entry, RegistryIndex(registries().registries), more)
        if entry and kind != "page"
        else None
    )
    compare_problems([line for line in expected if PROBLEM.match(line)], sorted({*found, *more}))
    for line in expected:
        if not PROBLEM.match(line):
            name, _equals, value = line.partition(" =")
            assert entry is not None
            assert shown(entry, place, name) == value.strip(), name


def compare_problems(expected: list[str], found: list[Problem]) -> None:
    # Cases are of front matter: most have no text below it, which is told, too.
    left = [problem for problem in found if problem.code != "no-body"]
    for line in expected:
        match = PROBLEM.match(line)
        assert match is not None
        place = int(match[1]), match[2] or " error"
        named = [p for p in left if (p.line, f" {p.severity}") == place and match[3] in p.message]
        assert named, f"{line!r} is not among {left}"
        left.remove(named[0])
    assert not left


def shown(entry: Entry, place: Resolution | None, name: str) -> str:
    """Return what an expectation names, as text."""
    if name.startswith("line "):
        return str(entry.lines[name.removeprefix("line ")])
    special: dict[str, Any] = {
        "body line": entry.body.words,
        "text": entry.body.html.partition("\n")[0],
        "section": place and place.section,
        "parents": place and place.parents,
        "units": place and place.units,
        "written units": entry.units,
    }
    value = special[name] if name in special else getattr(entry, name)
    return " | ".join(map(str, value)) if isinstance(value, tuple) else str(value)
