# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks across files: does everything that is referred to exist?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from newsroom.arrange.guesses import Guesses
from newsroom.errors import Problems
from newsroom.messages import _
from newsroom.model import Reference, Refusal
from newsroom.read.report import shown
from newsroom.read.uploads import explain
from newsroom.store.mentions import file_at

_IN_BODIES = frozenset({"link", "picture", "media", "poster"})


class ReferenceCheck:
    """Checks what sources refer to, but for addresses (`newsroom.arrange.links`).

    ``kind`` gives the kind of a source file ("" when there is none), ``refusal`` why a file is not
    published though it is in a folder for files.
    """

    def __init__(
        self,
        kind: Callable[[str], str],
        refusal: Callable[[str], Refusal | None],
        guesses: Guesses,
        problems: Problems,
    ) -> None:
        self._kind = kind
        self._refusal = refusal
        self._guesses = guesses
        self._problems = problems

    def check(self, source: str, references: Iterable[Reference]) -> None:
        """Every file that ``source`` refers to is there; a story may be a draft."""
        for reference in references:
            if reference.kind == "article":
                self._article(source, reference)
            elif reference.kind == "static":
                self._static(source, reference)
            elif (refusal := self._refusal(file_at(reference.target))) is not None:
                self._refused(source, reference, refusal)

    def _article(self, source: str, reference: Reference) -> None:
        if self._kind(reference.target) not in ("article", "page"):
            message = _('"{target}" is not an article or a page{guess}')
            self._tell(source, reference, message, self._guesses.source(reference.target))

    def _static(self, source: str, reference: Reference) -> None:
        kind = self._kind(reference.target)
        if kind == "static":
            if (refusal := self._refusal(reference.target)) is not None:
                self._refused(source, reference, refusal)
            return
        message = _('the file "{target}" does not exist{guess}')
        if kind:
            message = _(
                'the file "{target}" is not published: it is not in a folder for files{guess}'
            )
        guess = self._guesses.file(reference.target, ("static",))
        self._tell(source, reference, message, guess)

    def _refused(self, source: str, reference: Reference, refusal: Refusal) -> None:
        message = _('the file "{target}" is not published: {reason}.')
        message = message.replace(
            "{reason}", explain(refusal).replace("{", "{{").replace("}", "}}")
        )
        self._tell(source, reference, message, "")

    def _tell(self, source: str, reference: Reference, message: str, guess: str) -> None:
        field = "" if reference.use in _IN_BODIES else f"{reference.use}: "
        text = message.format(target=shown(reference.target), guess=told_guess(guess))
        self._problems.error(source, reference.line, f"{field}{text}")


def told_guess(guess: str, otherwise: str = ".") -> str:
    """The end of a message: what was probably meant, or ``otherwise``."""
    return _('; did you mean "{guess}"?').format(guess=guess) if guess else otherwise
