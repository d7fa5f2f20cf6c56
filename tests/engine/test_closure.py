# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a function's code is made of: which edits change its digest, and which do not."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from types import ModuleType, SimpleNamespace

import pytest

from newsroom.engine.closure import Closure, Group, closures

TOP = "closed"


@pytest.fixture
def package(tmp_path: Path) -> Iterator[Path]:
    """A package that is only looked at, never imported."""
    folder = tmp_path / TOP
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    sys.modules[TOP] = ModuleType(TOP)
    yield folder
    del sys.modules[TOP]


def write(package: Path, **modules: str) -> None:
    for name, text in modules.items():
        path = package / f"{name.replace('_of_', '/')}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(dedent(text))


def closure(package: Path, *roots: str) -> Closure:
    """The closure of "module:name"."""
    group = [
        SimpleNamespace(__module__=f"{TOP}.{module}", __qualname__=name)
        for module, _, name in (root.partition(":") for root in roots)
    ]
    return closures([Group(tuple(group))], package.parent / "cache", package)[0]


def changes(package: Path, root: str, before: dict[str, str], after: dict[str, str]) -> bool:
    write(package, **before)
    old = closure(package, root)
    write(package, **after)
    return closure(package, root) != old


MAIN = '''
    """What it is."""
    from functools import cache
    from typing import TYPE_CHECKING

    from closed import other
    from closed.messages import _
    from closed.other import used as helper

    if TYPE_CHECKING:
        from closed.types import Thing

    SIZE = 3

    @cache
    def work(thing: "Thing", size: int = SIZE) -> str:
        """Does it."""
        # a reason
        if not thing:
            raise ValueError(_("There is no thing."))
        number: int = helper(size)
        return f"{number} {other.name}"

    def unused() -> None:
        pass
'''
OTHER = """
    name = "x"

    def used(size):
        from closed.late import later
        return later(size) + [n for n in (1, 2)][0]

    def apart():
        return 1
"""
WHOLE = {
    "main": MAIN,
    "other": OTHER,
    "late": "def later(n):\n    return n\n",
    "messages": "def _(text):\n    return text\n",
    "types": "class Thing:\n    pass\n",
}


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("main", '"""What it is."""', '"""What it was."""'),
        ("main", '"""Does it."""\n', "\n"),
        ("main", "# a reason", "# another reason, and a longer one"),
        ("main", "There is no thing.", "Nothing is there."),
        ("main", 'thing: "Thing"', 'thing: "Thing | None"'),
        ("main", "number: int = ", "number: str = "),
        ("main", "def unused() -> None:\n        pass", "def unused() -> None:\n        work(1)"),
        ("main", "SIZE = 3", "ANOTHER = 4; SIZE = 3"),
        ("main", "SIZE = 3", "\n\n    SIZE =    (3)"),
        ("other", "return 1", "return 2"),
        ("messages", "return text", "return text.strip()"),
        ("types", "pass", "size = 1"),
    ],
)
def test_what_changes_nothing(package: Path, module: str, old: str, new: str) -> None:
    assert old in WHOLE[module]
    text = WHOLE[module].replace(old, new)
    assert not changes(package, "main:work", WHOLE, {module: text})


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("main", "SIZE = 3", "SIZE = 4"),
        ("main", "{number} {", "{number}: {"),
        ("main", "@cache\n", "\n"),
        ("main", "if not thing", "if thing is None"),
        ("main", "import used as helper", "import apart as helper"),
        ("other", 'name = "x"', 'name = "y"'),
        ("other", "for n in (1, 2)", "for n in (2, 1)"),
        ("late", "return n", "return n + 1"),
    ],
)
def test_what_changes_the_work(package: Path, module: str, old: str, new: str) -> None:
    assert old in WHOLE[module]
    assert changes(package, "main:work", WHOLE, {module: WHOLE[module].replace(old, new)})


def test_a_local_name_is_nobody_elses(package: Path) -> None:
    text = """
        def section(): return {0}
        def page(section, title=""):
            return [section for tag in section], title
        def uses(): return [section for section in section()]
        def tag(): return {0}
    """
    one, two = ({"main": text.format(n)} for n in (1, 2))
    assert not changes(package, "main:page", one, two)
    assert changes(package, "main:uses", one, two)


def test_a_name_that_a_class_takes_from_its_module(package: Path) -> None:
    text = """
        def shown(): return {0}
        class Page:
            shown = staticmethod(shown)
        class Other(Page):
            size: int = 1
    """
    assert changes(package, "main:Other", {"main": text.format(1)}, {"main": text.format(2)})


def test_a_records_types_are_what_it_is_made_of(package: Path) -> None:
    text = "class Part:\n    size: int\nclass Whole:\n    part: Part\n"
    assert changes(package, "main:Whole", {"main": text}, {"main": text.replace("int", "str")})


def test_two_names_that_are_swapped(package: Path) -> None:
    before = {"main": "from closed.other import a as x, b as y\ndef work(): return x - y\n"}
    after = {"main": "from closed.other import b as x, a as y\ndef work(): return x - y\n"}
    other = {"other": "a = 1\nb = 2\n"}
    assert changes(package, "main:work", before | other, after | other)


def test_what_a_module_does_when_it_is_imported_counts(package: Path) -> None:
    text = """
        TABLE = {{}}
        def enter(function): TABLE[function.__name__] = function; return function
        TABLE["x"] = {0}
        def work(): return 1
        @enter
        def entered(): return {1}
    """
    assert changes(package, "main:work", {"main": text.format(1, 1)}, {"main": text.format(2, 1)})
    assert changes(package, "main:work", {"main": text.format(1, 1)}, {"main": text.format(1, 2)})


def test_what_a_package_does_when_it_is_imported_counts(package: Path) -> None:
    before = {"sub_of___init__": "import os\n", "sub_of_inner": "def work(): return 1\n"}
    after = {"sub_of___init__": 'import os\nos.environ["X"] = "1"\n'}
    assert changes(package, "sub.inner:work", before, after)


def test_a_name_that_is_handed_on(package: Path) -> None:
    before = {
        "main": "from closed.door import thing\ndef work(): return thing()\n",
        "door": "from closed.room import real as thing\n",
        "room": "def real(): return 1\n",
    }
    after = {"room": "def real(): return 2\n"}
    assert changes(package, "main:work", before, after)


def test_a_name_that_is_defined_in_two_ways(package: Path) -> None:
    text = """
        try:
            from somewhere import thing
        except ImportError:
            def thing(): return {0}
        def work(): return thing()
    """
    assert changes(package, "main:work", {"main": text.format(1)}, {"main": text.format(2)})


def test_a_module_that_is_named_by_text(package: Path) -> None:
    before = {
        "main": 'from importlib import import_module\ndef work(): import_module("closed.late")\n',
        "late": "VALUE = 1\n",
    }
    assert changes(package, "main:work", before, {"late": "VALUE = 2\n"})


def test_libraries_are_those_that_the_code_uses(package: Path) -> None:
    text = """
        import json
        import nh3
        import lxml.etree as tree
        from jinja2 import Template
        def work():
            from yaml import load
            return json.dumps(nh3.clean("")), tree
        def other(): return Template
    """
    write(package, main=text)
    assert closure(package, "main:work").libraries == ("lxml", "nh3", "yaml")
    assert closure(package, "main:other").libraries == ("jinja2",)


def test_a_file_of_the_same_size_and_time_is_read_all_the_same(package: Path) -> None:
    write(package, main="def work(): return 1\n")
    path = package / "main.py"
    stat = path.stat()
    old = closure(package, "main:work")
    path.write_text("def work(): return 2\n")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_size == stat.st_size
    assert closure(package, "main:work") != old


def test_what_was_found_is_kept_and_may_be_damaged(package: Path) -> None:
    write(package, main="def work(): return 1\n")
    old = closure(package, "main:work")
    kept = [path for path in package.rglob("closures*") if path.is_file()]
    assert len(kept) == 1
    kept[0].write_bytes(b"\x93nothing")
    assert closure(package, "main:work") == old
