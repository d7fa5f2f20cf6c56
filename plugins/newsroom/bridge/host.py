# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Pelican says by itself, in the editor's language; without importing Pelican."""

from __future__ import annotations

import locale
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from newsroom.messages import _, escaped, tell, traced

# What ends a run before any plugin of ours is asked.
_FAULTS = {
    r".*You need to specify a path containing the content.*": (
        "There is no content folder at this place. Run the command in the folder of "
        "pelicanconf.py, or leave the content folder out: pelican -s …/pelicanconf.py"
    ),
    r"Detected misconfiguration with (?P<name>\w+) setting \(must be a list\).*": (
        '{name} must be a list of texts, such as ["…"].'
    ),
    r".*Could not find the theme (?P<path>.*)": "THEME: there is no folder {path}.",
}


def explained(text: str) -> str:
    """What a fault of Pelican's means, or "" for one that only Pelican can explain."""
    for pattern, message in _FAULTS.items():
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return _(message).format(**found.groupdict())
    return ""


@contextmanager
def kept_locale() -> Iterator[None]:
    """The process keeps its locale, whatever Pelican's LOCALE says.

    With "C" all that is read or run without an encoding of its own would be ASCII from then on.
    """
    kept = locale.setlocale(locale.LC_ALL)
    try:
        yield
    finally:
        locale.setlocale(locale.LC_ALL, kept)


refused: list[str] = []
"""Settings that Pelican has replaced by its defaults, each told: a run may not go on with those."""


class HostFaults(logging.Filter):
    """Tells faults that Pelican logs in our words, one line each, and lets all others pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether Pelican is to tell the record itself."""
        message = explained(record.getMessage()) if record.levelno >= logging.WARNING else ""
        if message and record.levelno < logging.CRITICAL:
            refused.append(message)
        elif message:
            tell(message, to=sys.stderr)
        return not message


class HostConsole:
    """Pelican's console, while it runs a build that we have reported already."""

    def __init__(self, console: Any) -> None:
        self._console = console

    def print(self, *texts: Any, **options: Any) -> None:
        """Print, but for Pelican's own last line, which says what ours says."""
        if not (texts and str(texts[0]).startswith("Done: Processed")):
            self._console.print(*texts, **options)

    def status(self, _text: str) -> AbstractContextManager[Any]:
        """What a terminal shows while a build is at work; for others nothing is imported."""
        if not self._console.is_terminal:
            return nullcontext()
        shown: AbstractContextManager[Any] = self._console.status(_("Building the site…"))
        return shown

    def __getattr__(self, name: str) -> Any:
        return getattr(self._console, name)


class LogRecord(logging.LogRecord):
    """What Pelican, the preview's server or a plugin logs: one line, whatever it quotes."""

    def getMessage(self) -> str:  # noqa: N802 - logging's name
        """The message, `newsroom.messages.escaped`."""
        if self.exc_info and self.exc_info[1] and not self.exc_text:
            self.exc_text = "\n".join(traced(self.exc_info[1]))  # formatters take it as it is
        return escaped(super().getMessage())


def speak(module: Any) -> None:
    """Let Pelican, which is ``module``, speak through these three from now on."""
    logging.setLogRecordFactory(LogRecord)
    module.console = HostConsole(module.console)
    for name in (module.__name__, module.settings.__name__):
        logging.getLogger(name).addFilter(HostFaults())
