# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes Python start faster. A build of nothing new is measured from its process's start.

Modules that most builds don't need are imported where they are used; each place says why. What
that spares (milliseconds of processor time, best of five, beside 110 for `newsroom.newspaper` and
176 for Pelican, in November 2026):

==================================  ===  ==========================================================
the reader: Markdown, bs4, nh3       47  builds that read nothing (`newsroom.arrange.reading`)
feedgen with lxml                    31  builds that write no RSS (`newsroom.pages.feeds`)
numpy and scipy                     136  builds without many lists (`newsroom.related.engine`)
YAML and the registries' reader      17  builds with registries as they were (`arrange.registries`)
arranging, pictures' formats         20  builds that arrange nothing (`Later`, `newsroom.newspaper`)
soupsieve, the selectors of bs4      26  all builds: nothing here uses it (`on_demand`)
threads of OpenBLAS                 100  all builds that use numpy: they wait by turning
                                         (`without_threads`)
patterns for sets of rare letters     9  builds that meet no such letter, or read and write no
                                         text (`late_pattern`)
==================================  ===  ==========================================================
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any, cast


class Later:
    """A function or class that is imported when it is called; as a root of stamps it is itself.

    It has the names of what it stands for, by which `newsroom.engine.closure` finds the code, and
    can be sent to worker processes.
    """

    def __init__(self, module: str, name: str) -> None:
        self.__module__ = module
        self.__qualname__ = name

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Import it, and call it."""
        return getattr(import_module(self.__module__), self.__qualname__)(*arguments, **options)


class _LatePattern:
    """A pattern that is compiled when something of it is used, and then as fast as any."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(self._text), name)
        setattr(self, name, value)
        return value


def late_pattern(text: str) -> re.Pattern[str]:
    """The pattern of ``text``, compiled when it is first used.

    For sets of letters from all over Unicode, which take `re` milliseconds each.
    """
    return cast("re.Pattern[str]", _LatePattern(text))


class _OnDemand(ModuleType):
    """A module that is imported when something of it is used."""

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self.__name__), name)


@contextmanager
def without_threads() -> Iterator[None]:
    """What is imported in the block, numpy, starts no threads for OpenBLAS.

    Nothing here multiplies dense matrices, and its threads spin while they wait.
    """
    name = "OPENBLAS_NUM_THREADS"
    if name in os.environ:
        yield
        return
    os.environ[name] = "1"
    try:
        yield
    finally:
        del os.environ[name]


@contextmanager
def on_demand(module: str) -> Iterator[None]:
    """What is imported in the block gets ``module`` only when it uses something of it."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = _OnDemand(module)
    try:
        yield
    finally:
        del sys.modules[module]
