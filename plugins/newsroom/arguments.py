# SPDX-License-Identifier: AGPL-3.0-or-later
"""Command lines in the editor's language: argparse's own words, and values that it checks.

argparse asks gettext's global domain for its words, by the environment's language alone. Ours is
Vietnamese wherever English is not asked for (`newsroom.messages`), so its two functions are
replaced; a test compares the table with the words of the Python at hand.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

from newsroom.messages import _, escaped

# What a person can come to see. What only a programmer's mistake brings out stays English.
_WORDS = {
    "usage": "usage: ",
    "positional": "positional arguments",
    "options": "options",
    "heading": "%(heading)s:",
    "help": "show this help message and exit",
    "version": "show program's version number and exit",
    "error": "%(prog)s: error: %(message)s\n",
    "argument": "argument %(argument_name)s: %(message)s",
    "ambiguous": "ambiguous option: %(option)s could match %(matches)s",
    "choice": "invalid choice: %(value)r (choose from %(choices)s)",
    "value": "invalid %(type)s value: %(value)r",
    "parser": "unknown parser %(parser_name)r (choices: %(choices)s)",
    "one": "expected one argument",
    "at most one": "expected at most one argument",
    "at least one": "expected at least one argument",
    "so many": "expected %s argument",
    "so many more": "expected %s arguments",
    "explicit": "ignored explicit argument %r",
    "not with": "not allowed with argument %s",
    "one of": "one of the arguments %s is required",
    "required": "the following arguments are required: %s",
    "unknown": "unrecognized arguments: %s",
    "unexpected": "unexpected option string: %s",
}


def _word(text: str) -> str:
    return _(text) if text in _WORDS.values() else text


def _words(one: str, many: str, count: int) -> str:
    return _word(one if count == 1 else many)


Judge = Callable[[argparse.Namespace], str]


class Parser(argparse.ArgumentParser):
    """A parser that speaks the editor's language and wants options in full.

    What an option asks for is done, or told: one that means nothing beside what else stands on the
    line is an error (`refuse`).
    """

    def __init__(self, **options: Any) -> None:
        # argparse imports its gettext under these names, which its types don't tell of.
        argparse._ = _word  # type: ignore[attr-defined]  # see above
        argparse.ngettext = _words  # type: ignore[attr-defined]  # see above
        super().__init__(allow_abbrev=False, **options)
        self._judges: list[tuple[argparse.Action, Judge]] = []

    def refuse(self, option: str, why: Judge) -> None:
        """Have an option be an error where ``why`` says something, in words of argparse's errors.

        See `beside` and `without`.
        """
        (action,) = (each for each in self._actions if option in each.option_strings)
        self._judges.append((action, why))
        self.set_defaults(judge=self._judge)

    def _judge(self, options: argparse.Namespace) -> None:
        for action, why in self._judges:
            given = getattr(options, action.dest)
            is_given = given == action.const if action.nargs == 0 else given != action.default
            if is_given and (told := why(options)):
                self.error(str(argparse.ArgumentError(action, told)))

    def parse_args(self, *given: Any, **more: Any) -> Any:
        """The options of a command line; a fault in it ends the process."""
        options = super().parse_args(*given, **more)
        judge = options.__dict__.pop("judge", None)
        if judge is not None:
            judge(options)
        return options

    def error(self, message: str) -> NoReturn:
        """End with the fault; it may quote what stood on the line, a file's name for instance."""
        super().error(escaped(message))


def beside(other: str) -> str:
    """Why an option is refused: it would change nothing beside another argument."""
    return _word(_WORDS["not with"]) % other


def without(other: str) -> str:
    """Why an option is refused: it would change nothing without another argument."""
    return _("only with argument {other}").format(other=other)


def port(text: str) -> int:
    """A number for a port.

    Raises:
        argparse.ArgumentTypeError: it is no such number.
    """
    if text.isascii() and text.isdigit() and 0 < int(text) < 1 << 16:
        return int(text)
    message = _('"{text}" is no number from 1 to 65535').format(text=text)
    raise argparse.ArgumentTypeError(message)


def day(text: str) -> date:
    """A day, ``2026-11-20`` or ``20/11/2026``.

    Raises:
        argparse.ArgumentTypeError: it is no day.
    """
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text, re.ASCII)
    try:
        return date(*map(int, found.groups()[::-1])) if found else date.fromisoformat(text)
    except ValueError:
        message = _('"{text}" is no day; write it as 2026-11-20').format(text=text)
        raise argparse.ArgumentTypeError(message) from None


def week(text: str) -> tuple[int, int]:
    """Year and number of a week of ISO 8601: ``2026-47`` or ``2026-W47``.

    Raises:
        argparse.ArgumentTypeError: that year has no such week.
    """
    found = re.fullmatch(r"(\d{4})-?[Ww]?(\d{1,2})", text, re.ASCII)
    try:
        year, number = map(int, found.groups()) if found else (0, 0)
        date.fromisocalendar(year, number, 1)
        date.fromisocalendar(year, number, 7)
    except ValueError:
        message = _('"{text}" is no week; write its year and number, as 2026-47').format(text=text)
        raise argparse.ArgumentTypeError(message) from None
    return year, number


class Compared(argparse.Action):
    """``--output FOLDER`` names the folder; ``--output`` alone has its files compared."""

    def __init__(self, **options: object) -> None:
        more = _("; without a name: compare its files with what was written")
        options |= {"nargs": "?", "help": f"{options['help']}{more}"}
        super().__init__(**options)  # type: ignore[arg-type]  # argparse's own options, passed on

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        options: argparse.Namespace,
        value: object,
        *_more: object,
    ) -> None:
        """Take the option."""
        if value is None:
            options.compare = True
        else:
            options.output = value
