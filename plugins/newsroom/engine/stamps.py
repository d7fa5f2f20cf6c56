"""Stamps: digests of all that shapes articles and pages besides their content.

Two levels. The *content stamp* covers what turns files into stored articles; when it changes,
the store is made anew. Each kind of page has a *shape stamp*, of its code, its templates with all
that they include, the translations and the site's navigation; when it changes, the kind's pages
are rendered again from the store and nothing is read again.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import msgspec

from newsroom.pages.catalogue import KINDS, kinds_of
from newsroom.pages.views import Site
from newsroom.related.weights import FILE as WEIGHTS
from newsroom.settings import Settings

_PACKAGE = Path(__file__).parents[1]
_CONTENT_CODE = (
    *("model.py", "settings.py", "taxonomies.py", "errors.py"),
    *("text", "read", "related", "arrange", "store"),
    *("pages/catalogue.py", "engine/scan.py", "engine/ingest.py", "engine/gather.py"),
    *("engine/registry.py", "engine/tree.py"),
)
_CONTENT_LIBRARIES = ("markdown", "nh3", "beautifulsoup4", "lxml", "msgspec", "pyyaml", "imagesize")
_PAGE_LIBRARIES = ("jinja2", "markupsafe", "feedgen", "lxml")


def content_stamp(settings: Settings) -> str:
    """What turns source files into stored articles: code, libraries, settings."""
    own = settings.newsroom
    shaping = (
        settings.content, settings.output, settings.timezone, settings.markdown,
        settings.article_url, settings.article_save_as, settings.page_url, settings.page_save_as,
        settings.page_paths, settings.static_paths, settings.page_size, own.data_path, own.drafts,
        own.taxonomies,
        bool(settings.origin),
        settings.language,
    )  # fmt: skip
    return _digest(
        repr(shaping),
        sys.version,
        _versions(_CONTENT_LIBRARIES),
        _tree(_PACKAGE / "locale"),
        _file(settings.content / own.data_path / WEIGHTS),
        *map(_code, _CONTENT_CODE),
    )


def shape_stamps(settings: Settings, site: Site, fed_sections: tuple[str, ...]) -> dict[str, str]:
    """The stamp of every kind of page."""
    folder = settings.theme / "templates"

    @cache
    def read(template: str) -> tuple[str, list[str]]:
        return _file(folder / template), _references(folder / template)

    shared = _digest(
        repr(_shaping(settings)),
        repr(site),
        repr(fed_sections),
        _versions(_PAGE_LIBRARIES),
        _shared_code(),
        _tree(settings.theme / "translations"),
    )
    return {
        name: _digest(
            shared,
            _file(Path(sys.modules[kind.compose.__module__].__file__ or "")),
            *(_template(template, read) for template in kind.templates),
        )
        for name, kind in kinds_of(settings.newsroom.taxonomies).items()
    }


def _shaping(settings: Settings) -> Settings:
    """The settings without those that only say where and how to work."""
    nowhere = Path()
    own = msgspec.structs.replace(settings.newsroom, workers=0, warnings={})
    return msgspec.structs.replace(
        settings, newsroom=own, cache=nowhere, output=nowhere, theme=nowhere, content=nowhere
    )


def _shared_code() -> str:
    """Code that all kinds of pages share: everything but the modules that compose one kind."""
    own = {Path(sys.modules[kind.compose.__module__].__file__ or "") for kind in KINDS.values()}
    folders = ("pages", "publish", "arrange", "related", "store", "text")
    files = [path for name in folders for path in _sources(_PACKAGE / name) if path not in own]
    shown = (_PACKAGE / "build" / name for name in ("render.py", "templates.py"))
    return _digest(*map(_file, [*files, *shown]))


def _template(name: str, read: Callable[[str], tuple[str, list[str]]]) -> str:
    """A template with all that it extends, includes and imports."""
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        template = waiting.pop()
        if template not in found:
            found[template], parts = read(template)
            waiting += parts
    return _digest(*(f"{key} {value}" for key, value in sorted(found.items())))


_REFERENCE = re.compile(r"""\{%-?\+?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")


_CARD = re.compile(r"""\bcard\(\s*["']([\w-]+)["'](?:\s+if\s[^,]*?else\s+["']([\w-]+)["'])?""")


_PART = re.compile(r"""\bpart\(\s*["']([\w-]+)["']""")


def _references(path: Path) -> list[str]:
    # Names must be literal: a contract test holds the theme to that.
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    forms = [form for pair in _CARD.findall(text) for form in pair if form]
    parts = [f"partials/{name}.html" for name in _PART.findall(text)]
    return [*_REFERENCE.findall(text), *(f"cards/{form}.html" for form in forms), *parts]


@cache
def _versions(packages: tuple[str, ...]) -> str:
    return " ".join(f"{package} {version(package)}" for package in packages)


@cache
def _code(name: str) -> str:
    path = _PACKAGE / name
    return _digest(*map(_file, _sources(path))) if path.is_dir() else _file(path)


def _sources(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def _tree(folder: Path) -> str:
    return _digest(*map(_file, sorted(folder.rglob("*.mo"))))


def _file(path: Path) -> str:
    try:
        return blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


def _digest(*parts: str) -> str:
    return blake2b("\x00".join(parts).encode(), digest_size=16).hexdigest()
