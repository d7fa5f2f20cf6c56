# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of corrections: what was wrong, in one place."""

from __future__ import annotations

from newsroom.arrange import addresses
from newsroom.pages.kinds import Kind, Rendered, of_row
from newsroom.pages.present import Presenter
from newsroom.pages.views import Corrected, Link
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.taxonomies import CORRECTIONS


def compose(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
    """All corrected articles, the newest correction first."""
    number = claim.number
    size = make.settings.page_size
    name = CORRECTIONS.name
    cards = ask.page(name, number, size) if number else ask.front(name, size)
    corrected = tuple(
        Corrected(make.story(card), make.notes(ask.corrections(card.path))) for card in cards
    )
    title = make.title(CORRECTIONS)
    crumbs = [Link(title, make.list_url(name))] if number else []
    page = make.page(
        CORRECTIONS.name,
        f"{title} - {make.say('Page %d') % number}" if number else title,
        addresses.list_page(CORRECTIONS.folder, number),
        description=make.say(
            "When we get something wrong, we say so: here and on the article itself."
        ),
        crumbs=crumbs,
        indexed=not number,
    )
    return "corrections.html", {
        "page": page,
        "corrected": corrected,
        "pager": make.pager(ask, name, number),
    }


KIND = Kind(CORRECTIONS.name, compose, (CORRECTIONS.template,), of_list=of_row(CORRECTIONS))
