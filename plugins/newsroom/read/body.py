# SPDX-License-Identifier: AGPL-3.0-or-later
"""An article's Markdown → its HTML, its text, and what it points to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from newsroom.errors import Problems
from newsroom.model import Body
from newsroom.read.markup.addresses import Addresses
from newsroom.read.markup.definitions import tell_definitions
from newsroom.read.markup.dialect import Dialect, UnreadableError
from newsroom.read.markup.footnotes import finish_footnotes
from newsroom.read.markup.frames import replace_frames
from newsroom.read.markup.headings import finish_headings
from newsroom.read.markup.labels import labels
from newsroom.read.markup.limits import (
    TooMuchError,
    check_depth,
    check_parts,
    is_readable,
    tell_too_deep,
    tell_too_much,
    tell_unreadable,
)
from newsroom.read.markup.lines import Lines
from newsroom.read.markup.links import (
    finish_links,
    tell_nested_links,
    tell_odd_addresses,
    tell_sizes,
)
from newsroom.read.markup.media import Media, mark_in_text
from newsroom.read.markup.mending import mend_schemes
from newsroom.read.markup.paragraphs import Runs
from newsroom.read.markup.pictures import (
    adopt_bare_videos,
    finish_pictures,
    photos,
    tell_foreign_videos,
)
from newsroom.read.markup.plain import plain_text
from newsroom.read.markup.prose import is_prose, prose_text
from newsroom.read.markup.sanitise import sanitise
from newsroom.read.markup.serialise import serialise
from newsroom.read.markup.soup import BodyTree
from newsroom.read.markup.tables import finish_tables
from newsroom.read.markup.unread import tell_unread
from newsroom.read.own_site import ANYWHERE, OwnSite
from newsroom.read.report import Report
from newsroom.text.unicode import StandIns

_EMPTY = Body()

# What neither HTML nor XML allows (feeds are XML): controls, lone surrogates, non-characters.
# Among them are the marks that markdown and `paragraphs` use for what they put back later, so
# nobody can forge those.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff\ufffe\uffff]")


# All but the usual: no source without any of these has such a sign, another system's line break, or
# a letter that not every Python knows.
_ODD = re.compile("[^\t\n\x20-\x7e\xa0-\u0557\u1e00-\u208e\u20a0-\ua7ca]")


def _shown(body: Body, hidden: StandIns) -> Body:
    """The body with its own letters in place of the signs that stood in for them, in all it has."""

    def show(value: Any) -> Any:
        if isinstance(value, str):
            return hidden.show(value)
        return [show(each) for each in value] if isinstance(value, list | tuple) else value

    return msgspec.convert(show(msgspec.to_builtins(body)), Body)


class BodyRenderer:
    """Renders bodies, one after the other; make one for each process and keep it.

    ``extensions`` and ``extension_configs`` are those of Pelican's MARKDOWN setting, beside which
    our own always work. ``language`` is that of the site: the few words that a body's page says
    by itself are in it. ``own_site`` tells the site's own addresses from others.
    """

    def __init__(
        self,
        extensions: Sequence[str] = (),
        extension_configs: Mapping[str, Mapping[str, Any]] | None = None,
        language: str = "vi",
        own_site: OwnSite = ANYWHERE,
    ) -> None:
        self._dialect = Dialect(extensions, extension_configs)
        self._labels = labels(language)
        self._own_site = own_site

    def render(self, source: str, first_line: int, path: str, problems: Problems) -> Body:
        """The body made of ``source``.

        ``first_line`` is the line of its first line in the file at ``path`` (from the content
        folder); problems are reported with the lines of that file. The HTML is sanitised: see
        `newsroom.read.markup.sanitise`; addresses are as `newsroom.read.markup.addresses` has
        them. Nothing is raised whatever the source is; a body that can't be read is empty.
        The same source gives the same bytes.
        """
        if not _ODD.search(source):
            return self._rendered(source, first_line, path, problems)
        source = FORBIDDEN.sub("", source).replace("\r\n", "\n").replace("\r", "\n")
        hidden = StandIns(source)
        told = Problems()
        body = self._rendered(hidden.hide(source), first_line, path, told)
        for problem in told:
            shown = msgspec.structs.replace(problem, message=hidden.show(problem.message))
            problems.extend([shown])
        return _shown(body, hidden) if hidden else body

    def _rendered(self, source: str, first_line: int, path: str, problems: Problems) -> Body:
        """The body made of a source with nothing odd."""
        report = Report(path, problems)
        lines = Lines(source, first_line)
        if not is_readable(source, lines, report):
            return _EMPTY
        runs = Runs(source, sought=self._dialect.is_ours)
        body = runs.whole(self._labels) or self._render(source, runs, lines, report)
        tell_unread(source, body, lines, report)
        tell_definitions(source, body, lines, report)
        return body

    def _render(self, source: str, runs: Runs, lines: Lines, report: Report) -> Body:
        try:
            runs, converted = self._convert(source, runs)
            self._dialect.flaws.report(lines, report)
            tell_nested_links(converted, lines, report)
            pieces = [self._clean(piece, lines, report) for piece in converted]
            check_parts(pieces)
        except RecursionError:
            tell_too_deep(source, lines, report)
            return _EMPTY
        except TooMuchError as error:
            tell_too_much(error, lines, report)
            return _EMPTY
        except UnreadableError as error:
            tell_unreadable(str(error), lines, report)
            return _EMPTY
        return self._finish(pieces, runs, lines, report)

    def _convert(self, source: str, runs: Runs) -> tuple[Runs, list[str]]:
        """Markdown's HTML in pieces, and the runs between them. Raises what the dialect raises."""
        pieces = runs.pieces(self._dialect.convert(runs.rest))
        if pieces is not None:
            return runs, pieces
        return Runs(source, sought=False), [self._dialect.convert(source)]

    def _clean(self, html: str, lines: Lines, report: Report) -> str:
        """Sanitised HTML. Raises RecursionError for what is nested too deeply."""
        check_depth(html)
        framed = replace_frames(html, lines, report, self._labels)
        html = sanitise(mark_in_text(mend_schemes(framed)))
        # Again, now that no comment or script hides a tag from the count.
        check_depth(html)
        # Once more for the characters that HTML spells with entities ("&#2;").
        return FORBIDDEN.sub("", html)

    def _finish(self, pieces: list[str], runs: Runs, lines: Lines, report: Report) -> Body:
        if all(map(is_prose, pieces)) and not lines.hold("[^"):
            text = runs.text([prose_text(piece) for piece in pieces])
            return Body(html=runs.html(pieces), text=text, words=len(text.split()))
        return self._dress(pieces, runs, lines, report)

    def _dress(self, pieces: list[str], runs: Runs, lines: Lines, report: Report) -> Body:
        """The body of HTML that has links, pictures, headings and the like."""
        tree = BodyTree(*pieces)
        addresses = Addresses(report.path, lines, report, self._own_site)
        media = Media(tree, addresses, self._labels, lines, report)
        finish_footnotes(tree, self._labels, lines, report)
        adopt_bare_videos(tree, self._labels.video)
        tell_foreign_videos(tree, lines, report)
        tell_odd_addresses(tree, lines, report)
        tell_sizes(tree, lines, report)
        finish_links(tree, addresses, lines, report)
        finish_pictures(tree, media, lines, report)
        finish_headings(tree, self._labels, lines, report)
        finish_tables(tree, self._labels)
        html = runs.html([serialise(part) for part in tree.parts])
        addresses.check_places(html)
        text = runs.text([plain_text(part) for part in tree.parts])
        return Body(
            html=html,
            text=text,
            references=tuple(sorted(addresses.found, key=lambda it: (it.line, it.target))),
            words=len(text.split()),
            has_embed=media.embeds > 0,
            photos=photos(tree),
        )
