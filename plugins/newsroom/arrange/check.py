# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks across files: does everything that is mentioned exist?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Entry
from newsroom.text.suggest import nearest


class References:
    """Checks what entries mention.

    ``sort`` gives the sort of a source file ("" when there is none); ``paths`` are all of them,
    for guesses.
    """

    def __init__(
        self, sort: Callable[[str], str], paths: Iterable[str], problems: Problems
    ) -> None:
        self._sort = sort
        self._paths = paths
        self._problems = problems
        self._folders: dict[str, list[str]] = {}

    def check(self, entry: Entry) -> None:
        """Every file that ``entry`` mentions is there; a story may be a draft."""
        for field, targets in (("related", entry.related), ("unrelated", entry.unrelated)):
            for number, target in enumerate(targets):
                self._article(field, target, entry, self._line(entry, field, number))
        if entry.image and not entry.image.src.startswith("https:"):
            self._static("image", entry.image.src, entry, entry.lines.get("image", 0))
        for reference in entry.body.references:
            look = self._article if reference.kind == "article" else self._static
            look("", reference.target, entry, reference.line)

    @staticmethod
    def _line(entry: Entry, field: str, number: int) -> int:
        return entry.lines.get(f"{field}[{number}]", entry.lines.get(field, 0))

    def _article(self, field: str, target: str, entry: Entry, line: int) -> None:
        if self._sort(target) not in ("article", "page"):
            message = _('"{target}" is not an article or a page{guess}')
            self._tell(field, message, target, entry, line)

    def _static(self, field: str, target: str, entry: Entry, line: int) -> None:
        if self._sort(target) != "static":
            message = _('the file "{target}" does not exist{guess}')
            self._tell(field, message, target, entry, line)

    def _tell(self, field: str, message: str, target: str, entry: Entry, line: int) -> None:
        text = message.format(target=target, guess=self._guess(target))
        self._problems.error(entry.path, line, f"{field}: {text}" if field else text)

    def _guess(self, target: str) -> str:
        folder, slash, name = target.rpartition("/")
        found = nearest(name, self._beside(folder))
        guess = _('; did you mean "{guess}"?')
        return guess.format(guess=f"{folder}{slash}{found[0]}") if found else "."

    def _beside(self, folder: str) -> list[str]:
        """The names of the files in a folder: a wrong name is most often near one of them.

        In their order: of two that are equally near, every build guesses the same one.
        """
        if not self._folders:
            for path in sorted(self._paths):
                above, _slash, name = path.rpartition("/")
                self._folders.setdefault(above, []).append(name)
        return self._folders.get(folder, [])
