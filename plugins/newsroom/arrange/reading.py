# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading a file, and deriving from it what its text alone can tell; in worker processes."""

from __future__ import annotations

from typing import BinaryIO

import msgspec

from newsroom import extensions
from newsroom.arrange.related_lists import encode, load_weights, sign
from newsroom.arrange.searching import record
from newsroom.errors import Problem, Problems
from newsroom.model import Entry
from newsroom.read.static_files import Look, look_into
from newsroom.search import figures
from newsroom.settings import Settings
from newsroom.store.articles import pack
from newsroom.store.derived import SEARCH, SIGNATURE
from newsroom.store.sources import PAGE, STATIC

_encode = msgspec.msgpack.Encoder().encode


class Reading:
    """See `newsroom.engine.portal.Reading`; a text is a `newsroom.store.articles.Packed`."""

    def __init__(self, settings: Settings) -> None:
        # Imported here: Markdown and its company cost 0.14 s, and most builds have nothing to read.
        from newsroom.read.reader import EntryReader  # noqa: PLC0415 - see above

        self._settings = settings
        self._reader = EntryReader(settings)
        self._weights = load_weights(settings, Problems())
        self._added = extensions.fields(settings)

    def read(self, path: str, kind: str, data: bytes) -> tuple[bytes, bool, tuple[Problem, ...]]:
        """A text's entry and body, with what is derived from them."""
        entry, problems = self._reader.read(path, data, kind)
        if entry is None:
            return self._made(self._reader.glimpse(path, data), {}), False, problems
        if kind == PAGE:
            return self._made(entry, {}), True, problems
        try:
            extra = self._added(entry)
        except extensions.ExtensionError as error:
            return self._made(entry, {}), False, (*problems, Problem(path, 0, str(error)))
        if extra:
            entry = msgspec.structs.replace(entry, extra=extra)
        return self._made(entry, self._derived(entry)), True, problems

    def _derived(self, entry: Entry) -> dict[str, bytes]:
        """What an article's text tells, by the name of who uses it (`newsroom.store.derived`)."""
        if not self._settings.newsroom.search:
            return {SIGNATURE: encode(sign(entry, self._weights)[0])}
        signature, telling = sign(entry, self._weights, figures.TELLING)
        return {SIGNATURE: encode(signature), SEARCH: record(entry, telling)}

    def _made(self, entry: Entry, derived: dict[str, bytes]) -> bytes:
        return _encode(pack(entry, derived))

    def look(self, path: str, kind: str, file: BinaryIO, known: bytes) -> Look:
        """Look into a file that is published as it is."""
        # What the settings name one by one is meant, whatever it is; so is what the theme has.
        judged = kind == STATIC and path not in self._settings.static_paths
        return look_into(file, path, known, self._settings, judged=judged)
