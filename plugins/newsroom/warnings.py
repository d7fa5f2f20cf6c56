# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every warning: its code, whether it is told unless the settings switch it, and what it means.

A warning has to be worth reading. One that fires on more than one in a hundred real articles is
off unless a newsroom switches it on (``NEWSROOM_WARNINGS``); ``docs/errors.md`` shows how often
each was seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from newsroom.errors import WARNING, Problem


class Alert(NamedTuple):
    """A kind of warning: what it tells of, and whether it is told by default."""

    meaning: str
    is_on: bool = True


WARNINGS: dict[str, Alert] = {
    # Bodies
    "cell-left-out": Alert("a cell of a table beyond its head, which is left out"),
    "dead-address": Alert("a link to an address of this site at which there is no page"),
    "empty-box": Alert("a box, quote or gallery without content"),
    "empty-footnote": Alert("a footnote without text"),
    "empty-gallery": Alert("a gallery without pictures, which is left out"),
    "empty-heading": Alert("a heading without text, which is left out"),
    "foreign-picture": Alert("a picture, sound or video that is loaded from another site"),
    "frame-left-out": Alert("a frame of another site than YouTube, which is left out"),
    "link-to-nowhere": Alert("a link without an address, which becomes its text"),
    "missing-footnote": Alert("a mention of a footnote that is not there"),
    "missing-heading": Alert("a link to a heading (#…) that its target does not have"),
    "nested-link": Alert("a link within a link"),
    "no-description": Alert("a picture, video or sound without a description"),
    "odd-address": Alert("an address with spaces or angle brackets"),
    "rule-under-text": Alert("a line of hyphens right under a text, which makes no heading"),
    "second-definition": Alert("a second footnote, link or abbreviation of one name"),
    "tag-left-out": Alert("a tag of HTML that articles can't have"),
    "text-in-gallery": Alert("text among the pictures of a gallery, which is moved below them"),
    "unlikely-address": Alert("a link that names no website or no e-mail address"),
    "unread-mark": Alert("a mark of another program, or one that is never closed"),
    "unused-definition": Alert("a link's or abbreviation's definition that nothing uses"),
    "unused-footnote": Alert("a footnote that nothing mentions"),
    "video-not-shown": Alert("the address of a video that can only be linked, by itself"),
    # Front matter
    "field-without-effect": Alert("a field of Pelican's that has no effect here"),
    "marks-in-text": Alert("HTML or Markdown in a headline or another plain text, left out"),
    "lead-without-description": Alert("a lead photo without a description (alt)", is_on=False),
    "names-in-one": Alert("a byline that may be several names: A và B, A - B"),
    "odd-year": Alert("a date before 1929, over a year ahead, or a year from that of its folder"),
    "same-title": Alert("a headline that another file has, too"),
    "telex": Alert("a word of the headline as Telex is typed"),
    "time-to-come": Alert("an update or a correction in the future"),
    "unit-of-another-time": Alert("a unit that did not exist on the article's day"),
    "updated-too-early": Alert("a time of updating before that of publication"),
    # Files and registries
    "control-character": Alert("an invisible control character, which is left out"),
    "damaged-text": Alert("text that was read in another encoding, or set in an old font"),
    "file-not-published": Alert("a file of a kind that is not published, or too large"),
    "file-without-use": Alert("a file that nothing refers to, which is not published", is_on=False),
    "foreign-files": Alert("an output folder with files of others, maybe of an older site"),
    "lost-address": Alert("an address that a change has broken, and the line that leads on"),
    "lost-letter": Alert("a letter that was lost in a conversion"),
    "name-of-copy": Alert("a name as programs give it to copies and to what two wrote at once"),
    "no-body": Alert("a published article without a text"),
    "no-weights": Alert("a large archive without a table of weights of words"),
    "old-weights": Alert("a table of weights that was counted in less than half of the archive"),
    "one-sided-units": Alert("two units of which only one names the other"),
    "photo-credit": Alert(
        "a photo whose file tells a credit or a caption, where the article has none"
    ),
    "picture-converted": Alert("a picture of printers' colours or of 16 bits, which is converted"),
    "same-text": Alert("a text that another file has, too"),
    "small-picture": Alert("a photo of less pixels than it is shown with"),
    "unread-file": Alert("a file that no build reads, for what its name or its folder is"),
}


def told(problems: Iterable[Problem], switches: Mapping[str, bool]) -> tuple[Problem, ...]:
    """The problems without the warnings that are off; ``switches`` are those of the settings."""
    return tuple(
        problem
        for problem in problems
        if problem.severity != WARNING or switches.get(problem.code, WARNINGS[problem.code].is_on)
    )
