# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rendering pages: a page function's answer becomes bytes, and what it read is handed on."""

from __future__ import annotations

import re
import sqlite3
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import TemplateError, TemplateSyntaxError

from newsroom.engine.facts import watched
from newsroom.engine.output import Output
from newsroom.engine.portal import Composing, Theming
from newsroom.engine.templates import compile_templates, make_environment, translations
from newsroom.errors import ThemeError
from newsroom.messages import _
from newsroom.model import Copy
from newsroom.settings import Settings
from newsroom.store.database import connect
from newsroom.store.pages import Done, PageRow


class Written(msgspec.Struct, frozen=True):
    """A page whose file is in place; ``replaced`` tells whether its bytes are new.

    Or one that the theme can't show (``fault`` says why), or the copy of a file that was changed
    since it was read: then ``done`` is None, and its file is as it was.
    """

    done: Done | None
    replaced: bool = False
    used: tuple[str, ...] = ()
    """The facts that its kind of page was not known to ask for (`newsroom.engine.facts`)."""
    fault: str = ""


_BATCH, _LARGEST_BATCH = 40, 200


def batch_size(total: int) -> int:
    """How many pages a worker takes at once: neighbours share records, and are recorded together.

    Of many pages more, but each worker should have dozens of batches, to end with the others.
    """
    return max(_BATCH, min(_LARGEST_BATCH, total // 50))


def prepare(settings: Settings, theming: Theming) -> None:
    """Do for all renderers what can be done before there is anything to render.

    A process that is asked for it has this module then, and all that rendering imports.
    """
    compile_templates(settings, theming)


class Renderer:
    """Renders pages and writes their files; one in each worker process."""

    def __init__(
        self,
        settings: Settings,
        composing: Composing,
        shown: Mapping[str, Any],
        store: Path | sqlite3.Connection,
    ) -> None:
        """``shown`` is what all pages may show, by name; ``site`` is what templates see."""
        self._connection = connect(store, readonly=True) if isinstance(store, Path) else store
        self._ask = composing.ask(self._connection)
        self._used: set[str] = set()
        self._make = composing.presenter(
            watched(settings, "settings", self._used),
            {name: _watched(value, name, self._used) for name, value in shown.items()},
            self._say(translations(settings).gettext),
        )
        self._shared = frozenset({*self._used, *shown.keys() - {"site"}})
        self._told: dict[str, set[str]] = {}
        self._environment = make_environment(settings, composing.theming, shown["site"])
        self._output = Output(settings.output)
        self._kinds = composing.kinds(settings)

    def close(self) -> None:
        """Let go of the store."""
        self._connection.close()

    def batch(self, pages: Iterable[PageRow]) -> list[Written]:
        """Render and write several pages."""
        return [self._try(page) for page in pages]

    def _try(self, page: PageRow) -> Written:
        try:
            return self.put(page)
        except ThemeError as error:
            return Written(None, fault=str(error))

    def put(self, page: PageRow) -> Written:
        """Render one page and write its file.

        Raises:
            OutputError: the file can't be written.
            ThemeError: a template is wrong.
        """
        self._ask.start()
        self._used.clear()
        made = self.render(page)
        if isinstance(made, Copy):
            copied = self._output.copy(page.save_as, made)
            if copied is None:
                return Written(None)
            file = copied
        else:
            self._used |= self._shared  # a copy shows nothing of the site
            file = self._output.write(page.save_as, made)
        done = Done(page.id, self._ask.reads, file.digest, file.size, file.mtime)
        return Written(done, file.replaced, self._new(page.kind))

    def _new(self, kind: str) -> tuple[str, ...]:
        """What a page of this kind asked for and none before it."""
        told = self._told.setdefault(kind, set())
        new = self._used - told
        told |= new
        return tuple(sorted(new)) if new else ()

    def _say(self, gettext: Callable[[str], str]) -> Callable[[str], str]:
        def say(message: str) -> str:
            self._used.add("say")
            return gettext(message)

        return say

    def render(self, page: PageRow) -> bytes | Copy:
        """A page's bytes, or the file that it is a copy of."""
        made = self._kinds[page.kind].compose(self._ask, self._make, page)
        if made is None:
            raise LookupError(f"nothing to show for {page.kind} {page.key}")
        if isinstance(made, tuple):
            return self._fill(*made).encode()
        answer: bytes | Copy = made
        return answer

    def _fill(self, name: str, variables: Mapping[str, Any]) -> str:
        try:
            return self._environment.get_template(name).render(variables)
        except _FAULTY as error:
            raise ThemeError(_explain(error, name)) from error


# What a template may raise: Jinja's own, and Python's of an expression in it.
_FAULTY = (TemplateError, AttributeError, LookupError, TypeError, ValueError, ArithmeticError)


def _watched(value: Any, name: str, used: set[str]) -> Any:
    """A record that notes what is asked of it; other values are used as a whole."""
    return watched(value, name, used) if isinstance(value, msgspec.Struct) else value


# What Jinja and Python say of a template's commonest faults, and what is told.
_FAULTS = {
    r"'(?P<name>[^']+)' is undefined": '"{name}" has no value here',
    r"'[^']+' (object )?has no attribute '(?P<name>[^']+)'": 'there is no "{name}" in this record',
    r"No (filter|test) named '(?P<name>[^']+)'": 'there is no filter or test "{name}"',
    r"Encountered unknown tag '(?P<name>[^']+)'": 'the block "{name}" is unknown, or out of place',
    r"[Uu]nexpected end of (template|print)": "a block or a bracket is opened and never closed",
    r"expected token '(?P<name>[^']+)'": 'the sign "{name}" is missing here',
    r"[Uu]nexpected (char )?(?P<name>'[^']+')": "{name} does not belong here",
    r"'(?P<name>[^']+)' not found in search path": 'there is no template "{name}"',
    r"'utf-8' codec can't decode": "the file is not UTF-8; save it as UTF-8",
    r"Missing end of (raw|comment)": "a block or a bracket is opened and never closed",
    r"Expected an expression": "a value is missing here",
    r"block '(?P<name>[^']+)' defined twice": 'the block "{name}" is there twice',
    r"'(?P<name>\w+)' object is not (iterable|callable|subscriptable)": (
        'a "{name}" can\'t be used like this'
    ),
    r"division by zero": "this divides by zero",
}


def _explain(error: Exception, name: str) -> str:
    """File, line and fault of a template error."""
    place, line = name, getattr(error, "lineno", 0) or 0
    if isinstance(error, TemplateSyntaxError):
        place = (error.name or name).rpartition("/templates/")[2]
    else:
        for frame, at in traceback.walk_tb(error.__traceback__):
            file = frame.f_code.co_filename
            if isinstance(error, UnicodeDecodeError):
                # While a template is being read, it is known to its reader alone.
                file, at = str(frame.f_locals.get("filename", "")), 1  # noqa: PLW2901 - the place is told instead
            if "/templates/" in file:
                place, line = file.rpartition("/templates/")[2], at
    message = _("theme/templates/{place}:{line}: {fault}; mend the template.")
    if isinstance(error, KeyError):
        fault = _('there is no "{name}" in the theme').format(name=error.args[0])
    else:
        fault = _fault(str(getattr(error, "message", "") or error))
    return message.format(place=place, line=line, fault=fault)


def _fault(reason: str) -> str:
    """Jinja's reason in the words of the other messages; one that is not known is cited."""
    for pattern, text in _FAULTS.items():
        if found := re.match(pattern, reason):
            return _(text).format(**found.groupdict())
    return _("it can't be shown ({reason})").format(reason=reason)
