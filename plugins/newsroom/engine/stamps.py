# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stamps: digests of all that shapes texts and pages besides their content.

There are three levels. *Read* is what turns the bytes of sources into entries; when it changes,
the store is made anew. *Arrange* is what turns entries into records, lists and pages' addresses;
when it changes, this is done again from the store, and nothing is read. Each kind of page has a
*shape*; when it changes, the kind's pages are rendered again.

A stamp is computed, never recited: it is the digest of the code that does the work, with all that
this needs (`newsroom.engine.closure`), of the versions of the libraries that this code uses, and
of Python's. A kind's has its templates, too. Which settings are used is noted while the work is
done (`newsroom.engine.facts`), but for templates, whose text says what of the site they show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from newsroom.engine import libraries
from newsroom.engine.closure import Group, Root, closures
from newsroom.engine.facts import Facts
from newsroom.engine.portal import Form, Kind, Theming


class Work(msgspec.Struct, frozen=True):
    """Who does the work of a build, at each level; functions and classes.

    The kinds of pages also say which pages there are, which is part of arranging; how one is
    composed is not, and is not looked for behind ``list_kinds``. ``shared`` is what all kinds are
    composed with, ``filling`` what templates are filled with, and ``theming`` what they call.
    """

    read: tuple[Root, ...]
    arrange: tuple[Root, ...]
    kinds: Mapping[str, Kind]
    list_kinds: Root
    shared: tuple[Root, ...]
    filling: tuple[Root, ...]
    theming: Theming


class Stamps(msgspec.Struct, frozen=True):
    """The stamps of code and libraries; ``kinds`` without templates (see `shape_stamps`)."""

    read: str = ""
    arrange: str = ""
    kinds: dict[str, str] = {}


def stamps(work: Work, cache_folder: Path, package: Path | None = None) -> Stamps:
    """The stamps of all levels; ``cache_folder`` has room for what is found in the code.

    ``package`` is the folder of the code, if it is not that which is running.
    """
    kinds = work.kinds.values()
    claims = [root for kind in kinds for root in (kind.of_site, kind.of_list)]
    groups = [
        Group(work.read),
        Group((*work.arrange, *claims), aside=work.read, barred=(work.list_kinds,)),
        *(Group(_roots(work, kind)) for kind in kinds),
    ]
    read, arrange, *shapes = closures(groups, cache_folder, package)
    beside = [kind.stamp for kind in kinds]
    versions = libraries.Versions(cache_folder)
    python = libraries.python()
    made = [
        _digest(closure.digest, versions.of(closure.libraries), python, stamp)
        for closure, stamp in zip(
            (read, arrange, *shapes), ("", " ".join(filter(None, beside)), *beside), strict=True
        )
    ]
    return Stamps(made[0], made[1], dict(zip(work.kinds, made[2:], strict=True)))


def _roots(work: Work, kind: Kind) -> tuple[Root, ...]:
    return (kind.compose, *work.shared, *(work.filling if kind.templates else ()))


def shape_stamps(work: Work, code: Stamps, templates: Path, facts: Facts) -> dict[str, str]:
    """The stamp of every kind of page: of its code, its templates in the folder ``templates``, and
    what these show of the site.
    """
    forms = {re.compile(_CALL % name): f for name, f in work.theming.forms.items()}
    called = repr(sorted(work.theming.forms.items()))

    @cache
    def read(name: str) -> _Template:
        return _look(templates / name, forms)

    return {
        name: _digest(
            code.kinds[name], called, *(_template(t, read, facts) for t in kind.templates)
        )
        for name, kind in work.kinds.items()
    }


# ------------------------------------------------------------------------------------ templates


class _Template(msgspec.Struct, frozen=True):
    """A template's file: its digest, the templates that it takes in, and the facts it shows."""

    digest: str = ""
    parts: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


def _template(name: str, read: Callable[[str], _Template], facts: Facts) -> str:
    """A template with all that it extends, includes and imports."""
    found: dict[str, _Template] = {}
    waiting = [name]
    while waiting:
        template = waiting.pop()
        if template not in found:
            found[template] = read(template)
            waiting += found[template].parts
    shown = {fact for template in found.values() for fact in template.facts}
    files = (f"{key} {value.digest}" for key, value in sorted(found.items()))
    return _digest(*files, facts.digest("say"), *facts.digests(shown).values())


# Names must be literal: a contract test holds the theme to that.
_REFERENCE = re.compile(r"""\{%-?\+?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
_CALL = r"""\b%s\(\s*["']([\w-]+)["'](?:\s+if\s[^,]*?else\s+["']([\w-]+)["'])?"""
_PART = re.compile(r"""\bpart\(\s*["']([\w-]+)["']""")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_STRING = r"""\"(?:\\.|[^"\\])*\"|'(?:\\.|[^'\\])*'"""  # as in Python: it may hold its own quote
_CODE = re.compile(
    rf"""\{{\{{(?:{_STRING}|[^"'])*?\}}\}}|\{{%(?:{_STRING}|[^"'])*?%\}}""", re.DOTALL
)
_SITE = re.compile(r"(?<![\w.])site\b(?:\.(\w+))?")
_TEXT = re.compile(_STRING, re.DOTALL)
_ASSET = re.compile(r"""\basset\b(?:\(\s*["']([^"']+)["']\s*\))?""")


def _look(path: Path, forms: Mapping[re.Pattern[str], Form]) -> _Template:
    try:
        data = path.read_bytes()
        text = data.decode()
    except (OSError, UnicodeDecodeError):
        return _Template()
    shown = [
        f"{form.folder}/{name}.html"
        for call, form in forms.items()
        for pair in call.findall(text)
        for name in pair
        if name
    ]
    parts = [f"partials/{name}.html" for name in _PART.findall(text)]
    references = (*_REFERENCE.findall(text), *shown, *parts)
    code = " ".join(_CODE.findall(_COMMENT.sub("", text)))
    assets = (f"site.assets[{name}]" if name else "site.assets" for name in _ASSET.findall(code))
    site = (f"site.{name}" if name else "site" for name in _SITE.findall(_TEXT.sub("", code)))
    return _Template(_blake(data), references, (*assets, *site))


def _digest(*parts: Any) -> str:
    return _blake("\x00".join(parts).encode())


def _blake(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
