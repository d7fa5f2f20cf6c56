"""Fragments: today's *Nên xem* and *Tin khác*, for article pages that are open.

An article's file shows windows at its own date and so need not change with each day's news. On an
open page a small script swaps the two panels for today's; a server with SSI does it without
script. A fragment holds more stories than a panel, since the page drops those it shows already.
"""

from __future__ import annotations

from newsroom.arrange.memberships import LEADING, PICKS
from newsroom.pages.kinds import Kind, Rendered
from newsroom.pages.present import Presenter
from newsroom.store.reader import Reader

# As many as the other panels of a page may show.
_SPARE = 8


def compose(ask: Reader, make: Presenter, key: str) -> Rendered:
    """The newest stories of a section ("section/x"), or the recommended ones ("nen-xem")."""
    own = make.settings.newsroom
    if key.startswith("section/"):
        cards = ask.newest(key, own.panel_more + _SPARE)
        return "fragment.html", {"form": "more", "stories": make.stories(cards)}
    size = own.panel_recommended + _SPARE
    picks = ask.newest(PICKS, size)
    paths = {card.path for card in picks}
    picks += [card for card in ask.newest(LEADING, size) if card.path not in paths]
    return "fragment.html", {"form": "pick", "stories": make.stories(picks[:size])}


KIND = Kind("fragment", compose, ("fragment.html",))
