# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which source files are there, and which of them differ from what was last seen."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from fnmatch import translate
from pathlib import Path

import msgspec

from newsroom.blobs import state_of
from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.settings import Settings
from newsroom.store.sources import (
    DATA,
    STATIC,
    STRAY,
    THEME,
    THEME_PREFIX,
    File,
    pack,
    unpack,
)
from newsroom.text.file_names import TEXT, is_litter, is_misplaced
from newsroom.text.normalise import nfc

_Entry = os.DirEntry[str]


class ScannedFile(msgspec.Struct, frozen=True):
    """A source file on disk: its kind, size in bytes, and state (`newsroom.blobs`).

    Paths are in NFC, as editors' references are; ``name`` is the path on disk where that is not
    (a file that macOS named).
    """

    kind: str
    size: int
    state: int
    name: str = ""


class Scanned(msgspec.Struct):
    """What a scan saw.

    ``folders`` are the files of each folder that differs from what was known (none, if it is
    gone), ``names`` the names on disk of files whose paths are not in NFC, ``data`` the registry
    files, ``linked`` the folders with symbolic links: these may change from elsewhere.
    """

    folders: dict[str, list[File]] = {}
    names: dict[str, str] = {}
    data: dict[str, ScannedFile] = {}
    linked: set[str] = set()


class Differences(msgspec.Struct, frozen=True):
    """Files to look into, and the kinds of files that are gone, in the order of their paths."""

    suspects: dict[str, ScannedFile]
    removed: dict[str, str]

    def __bool__(self) -> bool:
        return bool(self.suspects or self.removed)


def scan(
    settings: Settings,
    known: Mapping[str, bytes],
    problems: Problems,
    text_kind: Callable[[Settings, str], str],
    only: Iterable[str] | None = None,
) -> Scanned:
    """Look at all source files (or at those just in the folders ``only``).

    ``text_kind`` is `newsroom.engine.portal.Portal.text_kind`.

    ``known`` are the packed folders of `newsroom.store.sources`: all, or those to be looked at.
    The registries and the theme's files, which are few, are looked at in any case.
    """
    walker = _Walker(settings, known, problems, text_kind)
    walker.walk(only)
    walker.theme()
    gone = [folder for folder in known if folder not in walker.visited]
    walker.found.folders.update({folder: [] for folder in gone})
    return walker.found


def compare(scanned: Scanned, known: Mapping[str, bytes]) -> Differences:
    """What differs from what was known by size, state or kind.

    A difference is only a reason to look: the digest of the bytes decides.
    """
    suspects: dict[str, ScannedFile] = {}
    removed: dict[str, str] = {}
    for folder, files in scanned.folders.items():
        before = unpack(known.get(folder))
        for file in files:
            if before.pop(file[0], None) != file:
                path = folder + file[0]
                suspects[path] = ScannedFile(*file[1:], scanned.names.get(path, ""))
        removed.update((folder + name, file[1]) for name, file in before.items())
    return Differences(dict(sorted(suspects.items())), dict(sorted(removed.items())))


def files_first(suspects: Mapping[str, ScannedFile]) -> dict[str, ScannedFile]:
    """The suspects with static files first: whoever refers to one then knows what became of it."""
    return dict(sorted(suspects.items(), key=lambda item: item[1].kind != STATIC))


@contextmanager
def entries_of(folder: str) -> Iterator[Iterable[_Entry]]:
    """What is in a folder.

    It is opened, and its files are asked for by their names alone: by their paths the kernel would
    walk through all folders above for each of them, a sixth of the time of a bare look.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with os.scandir(handle) as entries:
            yield entries
    finally:
        os.close(handle)


class _Walker:
    """Walks the content folder; symbolic links may not lead out of it."""

    def __init__(
        self,
        settings: Settings,
        known: Mapping[str, bytes],
        problems: Problems,
        text_kind: Callable[[Settings, str], str],
    ) -> None:
        self.found = Scanned()
        self.visited: set[str] = set()
        self._data = settings.data_folder
        self._weights = settings.weights_path
        self._settings = settings
        self._known = known
        self._problems = problems
        self._trusted = settings.newsroom.trust_ctime
        # A name has no slash, so that patterns with one (Pelican's "**/.*") match none.
        patterns = [translate(p) for p in settings.ignore if "/" not in p or "[" in p]
        self._ignored = re.compile("|".join(patterns) or r"(?!)").match
        self._text_kind = text_kind
        self._static = tuple(f"{path}/" for path in settings.static_paths if path)
        self._static_files = frozenset(settings.static_paths)
        self._merged: dict[str, list[File]] = {}
        self._spelt: set[str] = set()

    def walk(self, only: Iterable[str] | None) -> None:
        """Look into all folders, or into some and not below them."""
        waiting = [""] if only is None else list(dict.fromkeys([*only, self._data]))
        while waiting:
            prefix = waiting.pop()
            below = self._look(prefix)
            if only is None or prefix.startswith(self._data):
                waiting += below
        for key, files in self._merged.items():
            self._compare(key, self._once(key, files))

    def _look(self, prefix: str) -> list[str]:
        """Note a folder's files; returns the folders in it."""
        below: list[str] = []
        try:
            with entries_of(f"{self._settings.content}/{prefix}") as entries:
                files = self._files(entries, prefix, below)
        except OSError as error:
            self._unreadable(prefix, error)
            return []
        if prefix.isascii():
            self._compare(prefix, files)
        else:  # folders whose names differ in their normal form alone are one
            self._merged.setdefault(nfc(prefix), []).extend(files)
        return below

    def _files(self, entries: Iterable[_Entry], prefix: str, below: list[str]) -> list[File]:
        kind, suffixes = self._rule(prefix)
        plain, ignored, trusted = kind != STATIC and prefix.isascii(), self._ignored, self._trusted
        files: list[File] = []
        for entry in entries:
            name = entry.name
            if name[0] == "." or ignored(name):
                continue
            # Nearly all files of an archive: what is done here is done for each of them.
            if (
                plain
                and name.endswith(suffixes)
                and name.isascii()
                and entry.is_file(follow_symlinks=False)
            ):
                try:
                    stat = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue  # it went just now
                files.append((name, kind, stat.st_size, state_of(stat, trusted=trusted)))
                continue
            if (entry.is_symlink() or not name.isascii()) and self._skipped(entry, prefix):
                continue
            if entry.is_dir():
                below.append(f"{prefix}{name}/")
            elif kind != STATIC and name.endswith(suffixes):
                self._add(files, entry, prefix, kind)
            elif found := self._other(prefix, name, kind):
                self._add(files, entry, prefix, found)
        return files

    def _other(self, prefix: str, name: str, kind: str) -> str:
        """The kind of a file whose name ends otherwise than most in its folder; "" for litter."""
        if prefix + name in self._static_files and kind != DATA:
            return STATIC
        if kind == STATIC:
            return STRAY if is_misplaced(name) else STATIC
        if kind != DATA and TEXT.search(name):
            return kind
        return "" if is_litter(name) or prefix + name == self._weights else STRAY

    def _rule(self, prefix: str) -> tuple[str, tuple[str, ...]]:
        """The kind of the files in a folder, and how their names end."""
        if prefix.startswith(self._data):
            return DATA, (".yaml", ".yml")
        if prefix.startswith(self._static):
            return STATIC, ("",)
        return self._text_kind(self._settings, prefix), (".md",)

    def _add(self, files: list[File], entry: _Entry, prefix: str, kind: str) -> None:
        try:
            if not entry.is_file():
                return
            stat = entry.stat()
        except FileNotFoundError:
            return  # it went just now
        name = entry.name
        if not name.isascii() or not prefix.isascii():
            name = self._spelled(prefix, name)
        files.append((name, kind, stat.st_size, state_of(stat, trusted=self._trusted)))

    def _spelled(self, prefix: str, name: str) -> str:
        """The file's name in NFC; how the disk has its path is noted."""
        path = nfc(prefix + name)
        if path in self._spelt:
            message = _("Two files have this name, in two forms of its letters; remove one.")
            self._problems.error(path, 0, message)
        self._spelt.add(path)
        if path != prefix + name:
            self.found.names[path] = prefix + name
        return path[len(nfc(prefix)) :]

    @staticmethod
    def _once(key: str, files: list[File]) -> list[File]:
        return list({file[0]: file for file in files}.values())

    def _compare(self, folder: str, files: list[File]) -> None:
        self.visited.add(folder)
        data = (file for file in files if file[1] == DATA)
        self.found.data.update((folder + file[0], ScannedFile(*file[1:])) for file in data)
        known = self._known.get(folder)
        if files if known is None else pack(files) != known:
            self.found.folders[folder] = files

    # -------------------------------------------------------------------- what is left out

    def _unreadable(self, prefix: str, error: OSError) -> None:
        if prefix and isinstance(error, FileNotFoundError | NotADirectoryError):
            return  # it went just now
        message = _("The folder can't be read ({error}).").format(error=error.strerror or error)
        self._problems.error(prefix or ".", 0, message)

    def _skipped(self, entry: _Entry, prefix: str) -> bool:
        if not entry.name.isascii() and not _is_text(entry.name):
            self._tell(entry, prefix, _("The file's name is not UTF-8; rename the file."))
            return True
        if entry.is_symlink():
            self.found.linked.add(prefix)
            return self._leads_astray(entry, prefix)
        return False

    def _leads_astray(self, entry: _Entry, prefix: str) -> bool:
        """Whether a symbolic link may not be followed: to folders, or out of the content folder."""
        target = Path(os.path.realpath(f"{self._settings.content}/{prefix}{entry.name}"))
        if not target.is_relative_to(self._settings.content):
            message = _("The symbolic link leads out of the content folder; copy the file instead.")
        elif target.is_dir() or _is_circle(entry):
            # A linked folder would show its texts twice, or for ever.
            message = _("A symbolic link to a folder is not followed; copy the files instead.")
        elif self._is_another(entry.name, prefix, target):
            message = _("The symbolic link leads to a file of another kind; copy the file instead.")
        else:
            return False
        self._tell(entry, prefix, message)
        return True

    def _is_another(self, name: str, prefix: str, target: Path) -> bool:
        """Whether a link shows as one thing what is another: a draft as a picture, a registry."""
        path = target.relative_to(self._settings.content).as_posix()
        if any(part.startswith(".") for part in path.split("/")):
            return True
        if prefix.startswith(self._data) != path.startswith(self._data):
            return True
        return Path(name).suffix.lower() != target.suffix.lower()

    def _tell(self, entry: _Entry, prefix: str, message: str) -> None:
        name = entry.name.encode("utf-8", "replace").decode()
        self._problems.error(prefix + name, 0, message)

    # ------------------------------------------------------------------------------ theme

    def theme(self) -> None:
        """Note the theme's own static files; those of a later folder stand for an earlier one's."""
        folders: dict[str, dict[str, File]] = {}
        for name in self._settings.theme_static:
            root = str(self._settings.theme / name)
            for folder, _folders, names in os.walk(root):
                below = folder[len(root) + 1 :]
                files = folders.setdefault(f"{THEME_PREFIX}{below}/" if below else THEME_PREFIX, {})
                for file in names:
                    with_stat = _stat(f"{folder}/{file}")
                    if with_stat is not None:
                        state = state_of(with_stat, trusted=self._trusted)
                        files[file] = (file, THEME, with_stat.st_size, state)
        for prefix, files in folders.items():
            self._compare(prefix, list(files.values()))


def _stat(path: str) -> os.stat_result | None:
    """A regular file's state."""
    return os.stat(path) if os.path.isfile(path) else None  # noqa: PTH113, PTH116 - for every file


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_circle(entry: _Entry) -> bool:
    try:
        entry.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        return error.errno == errno.ELOOP
    return False
