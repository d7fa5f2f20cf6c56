# SPDX-License-Identifier: AGPL-3.0-or-later
"""The few words that a body's page shows or speaks by itself."""

from __future__ import annotations

import gettext

import msgspec

from newsroom.messages import DOMAIN, LOCALE_DIR


class Labels(msgspec.Struct, frozen=True):
    """Words in the language of the site's readers; ``{number}`` is filled in where used."""

    anchor: str
    table: str
    video: str
    footnotes: str
    footnote: str
    back: str


def labels(language: str) -> Labels:
    """The labels in ``language`` (a code such as ``"vi"``), else in English.

    They are part of the page, so they follow the site and not, as messages do, the environment
    of whoever builds it: the same article gives the same bytes on every machine.
    """
    _ = gettext.translation(DOMAIN, LOCALE_DIR, languages=[language], fallback=True).gettext
    return Labels(
        anchor=_("Link to this section"),
        table=_("Table {number}"),
        video=_("Video on YouTube"),
        footnotes=_("Footnotes"),
        footnote=_("Footnote {number}"),
        back=_("Back to the text of footnote {number}"),
    )
