"""Which source files are there, and which of them differ from the store."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from fnmatch import translate
from pathlib import Path

import msgspec

from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.settings import Settings
from newsroom.store.sources import Seen
from newsroom.text.normalise import nfc

ARTICLE = "article"
PAGE = "page"
DATA = "data"
STATIC = "static"
THEME = "theme"

THEME_PREFIX = "//theme/"  # no file of the content folder can have such a path


class Found(msgspec.Struct, frozen=True):
    """A source file on disk: its sort, size in bytes, and mtime in nanoseconds.

    Paths are in NFC, as editors' references are; ``name`` is the path on disk where that is not
    (a file that macOS named).
    """

    sort: str
    size: int
    mtime: int
    name: str = ""


class Differences(msgspec.Struct, frozen=True):
    """What a scan found to differ: files to look into, and files that are gone."""

    suspects: list[str]
    removed: list[str]


def scan(settings: Settings, problems: Problems) -> dict[str, Found]:
    """Every source file by path: the content folder's, and the theme's static files."""
    walker = _Walker(settings, problems)
    found = dict(walker.walk(str(settings.content), ""))
    for folder in settings.theme_static:
        root = settings.theme / folder
        for path in sorted(root.rglob("*")) if root.is_dir() else ():
            if path.is_file():
                stat = path.stat()
                name = THEME_PREFIX + path.relative_to(root).as_posix()
                found[name] = Found(THEME, stat.st_size, stat.st_mtime_ns)
    return found


def compare(found: dict[str, Found], seen: dict[str, Seen]) -> Differences:
    """What differs from the store by size, mtime or sort, in the order of paths.

    A difference is only a reason to look: the digest of the bytes decides.
    """
    suspects = [path for path, file in found.items() if not _same(file, seen.get(path))]
    removed = [path for path in seen if path not in found]
    return Differences(sorted(suspects), sorted(removed))


def _same(file: Found, seen: Seen | None) -> bool:
    return (
        seen is not None
        and seen.mtime == file.mtime
        and seen.size == file.size
        and seen.sort == file.sort
    )


class _Walker:
    """Walks the content folder; symbolic links may not lead out of it."""

    def __init__(self, settings: Settings, problems: Problems) -> None:
        self._root = settings.content
        self._problems = problems
        patterns = "|".join(translate(pattern) for pattern in settings.ignore)
        self._ignored = re.compile(patterns or r"(?!)").match
        self._data = settings.newsroom.data_path.strip("/") + "/"
        self._pages = tuple(f"{path}/" for path in settings.page_paths)
        self._static = tuple(f"{path}/" for path in settings.static_paths if path)
        self._static_files = frozenset(settings.static_paths)

    def walk(self, folder: str, prefix: str) -> Iterator[tuple[str, Found]]:
        with os.scandir(folder) as entries:
            for entry in entries:
                if self._skipped(entry, prefix):
                    continue
                path = prefix + entry.name
                if entry.is_dir():
                    yield from self.walk(entry.path, path + "/")
                elif (sort := self._sort(path)) and entry.is_file():
                    yield self._found(entry, path, sort)

    def _found(self, entry: os.DirEntry[str], path: str, sort: str) -> tuple[str, Found]:
        stat = entry.stat()
        if path.isascii():
            return path, Found(sort, stat.st_size, stat.st_mtime_ns)
        known = nfc(path)
        name = path if known != path else ""
        return known, Found(sort, stat.st_size, stat.st_mtime_ns, name)

    def _skipped(self, entry: os.DirEntry[str], prefix: str) -> bool:
        name = entry.name
        if name[0] == "." or self._ignored(name):
            return True
        if not name.isascii() and not _is_text(name):
            self._tell(entry, prefix, _("The file's name is not UTF-8; rename the file."))
            return True
        return entry.is_symlink() and self._leads_astray(entry, prefix)

    def _leads_astray(self, entry: os.DirEntry[str], prefix: str) -> bool:
        """Whether a symbolic link may not be followed: to folders, or out of the content folder."""
        target = Path(os.path.realpath(entry.path))
        if not target.is_relative_to(self._root):
            message = _("The symbolic link leads out of the content folder; copy the file instead.")
        elif target.is_dir() or _is_circle(entry):
            # A linked folder would show its articles twice, or for ever.
            message = _("A symbolic link to a folder is not followed; copy the files instead.")
        else:
            return False
        self._tell(entry, prefix, message)
        return True

    def _tell(self, entry: os.DirEntry[str], prefix: str, message: str) -> None:
        name = entry.name.encode("utf-8", "replace").decode()
        self._problems.error(prefix + name, 0, message)

    def _sort(self, path: str) -> str:
        if path.startswith(self._data):
            return DATA if path.endswith((".yaml", ".yml")) else ""
        if path.startswith(self._static) or path in self._static_files:
            return STATIC
        if path.endswith(".md"):
            return PAGE if path.startswith(self._pages) else ARTICLE
        return ""


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_circle(entry: os.DirEntry[str]) -> bool:
    try:
        entry.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        return error.errno == errno.ELOOP
    return False
