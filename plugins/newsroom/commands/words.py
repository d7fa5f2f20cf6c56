# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a site's articles, read for their own sake: to count them, or to explain."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from newsroom.arrange.memberships import tag_slug
from newsroom.arrange.reading import Reading
from newsroom.engine.ingest import ReadFile, read_files
from newsroom.engine.scan import ScannedFile, compare, scan
from newsroom.engine.workers import Workers
from newsroom.errors import ContentError, Problems
from newsroom.model import Entry
from newsroom.newspaper import NEWSPAPER
from newsroom.related import params
from newsroom.related.terms import Words
from newsroom.settings import Settings
from newsroom.store.sources import ARTICLE


class WordsReading(Reading):
    """Makes of an article the `Words` that are counted; of one that isn't published nothing."""

    def _derived(self, entry: Entry) -> dict[str, bytes]:
        return {}

    def _made(self, entry: Entry, derived: dict[str, bytes]) -> bytes:
        if entry.status != "published":
            return b""
        # No more of a text is read.
        start = " ".join(entry.body.text.split(" ", params.WORDS)[: params.WORDS])
        return _encode((entry.title, entry.summary, start, tuple(map(tag_slug, entry.tags))))


_WORDS_ALONE = msgspec.structs.replace(NEWSPAPER, reading=WordsReading)
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Words).decode


def words_of(taken: ReadFile) -> Words | None:
    """The words of an article that was read; None if it isn't published, or has errors."""
    return _decode(taken.made) if taken.readable and taken.made else None


def article_files(settings: Settings) -> dict[str, ScannedFile]:
    """All files of articles, by path.

    Raises:
        ContentError: the content folder can't be looked at.
    """
    problems = Problems()
    files = compare(scan(settings, {}, problems, NEWSPAPER.text_kind), {}).suspects
    if problems.errors:
        raise ContentError(problems.errors)
    return {path: files[path] for path in sorted(files) if files[path].kind == ARTICLE}


def read_words(settings: Settings, found: dict[str, ScannedFile]) -> Iterator[Words]:
    """The words of the published articles among these files, in the order of paths.

    Raises:
        ContentError: sources have errors; told when all were read.
    """
    problems = Problems()
    with Workers(settings.newsroom.workers) as workers:
        for taken in read_files(settings, _WORDS_ALONE, sorted(found), found, {}, workers):
            problems.extend(taken.problems)
            words = words_of(taken)
            if words is not None:
                yield words
    if problems.errors:
        raise ContentError(problems.errors)
