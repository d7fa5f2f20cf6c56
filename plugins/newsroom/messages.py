# SPDX-License-Identifier: AGPL-3.0-or-later
"""Messages to editors: English in the code, Vietnamese on the screen.

Every message is a gettext msgid in English; ``locale/vi`` holds the Vietnamese. Vietnamese is
what an editor sees unless the environment asks for English (``LANG=en``): the newsroom writes
Vietnamese, and a build machine's ``LANG=C`` says nothing about who reads its messages.

Messages quote what others have written: names of files, values of fields. Whatever is printed
leaves through `tell`, one line for each of ours, so no name can end a line, move the cursor, turn
a line's direction or give a CI a command.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TextIO

LOCALE_DIR = Path(__file__).parent / "locale"
DOMAIN = "newsroom"


def language() -> str:
    """The language of editors' messages: ``"en"`` when the environment names it, else ``"vi"``.

    The order of the variables is gettext's own (LANGUAGE, LC_ALL, LC_MESSAGES, LANG).
    """
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "en" if value.lower().startswith("en") else "vi"
    return "vi"


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_DIR, languages=[lang], fallback=True)


def _(message: str) -> str:
    """``message`` in the editor's language; placeholders are filled in afterwards."""
    return _catalogue(language()).gettext(message)


# Controls (C0, C1), line and paragraph separators, half pairs of UTF-16 (a file's name that is no
# UTF-8), and what is invisible or turns the direction of its neighbours: Unicode's categories Cc,
# Cf, Zl, Zp and Cs. By hand, as asking Unicode for them takes longer than most builds.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f"
    r"\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\ufffb\U000110bd\U000110cd"
    r"\U00013430-\U0001343f\U0001bca0-\U0001bcaf\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def escaped(text: str) -> str:
    r"""*text* on one line that does nothing to a terminal: ``\n``, ``\x1b``, ``\u202e`` are shown.

    A backslash stays as it is, so what was escaped once is the same again.
    """
    if text.isprintable():
        return text
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], text)


def tell(*lines: str, to: TextIO | None = None, flush: bool = False) -> None:
    """Print these lines, each `escaped`; to standard output, if ``to`` is no other."""
    for line in lines:
        text = escaped(line)
        start = "\\" if text.lstrip().startswith(_COMMANDS) else ""
        print(f"{start}{text}", file=to, flush=flush)


_COMMANDS = ("::", "##[")  # what a line begins with that a CI obeys


def tell_machine(text: str) -> None:
    """Print what is no message, but in a form that has escaped it already, as JSON."""
    print(text, end="")


def escaped_json(text: str) -> str:
    r"""The same JSON, in which terminals see nothing to obey: escaped as JSON does, ``\u202e``."""
    return text if text.isprintable() else _UNSEEN.sub(_json_form, text)


def _json_form(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def traced(error: BaseException) -> Iterator[str]:
    """The lines of a traceback, to be told; the error's own text is one line."""
    import traceback  # noqa: PLC0415 - hardly any run needs it

    for part in traceback.TracebackException.from_exception(error).format():
        if part.startswith('  File "'):  # a place in the code, and the line there
            yield from map(escaped, part.splitlines())
        else:
            yield escaped(part.rstrip("\n"))
