# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fragments: today's *Nên xem* and *Tin khác*, for article pages that are open.

An article's file shows windows at its own date and so need not change with each day's news. On an
open page a small script swaps the two panels for today's. A fragment holds more stories than a
panel, since the page drops those it shows already. With the recommended ones come banners.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsroom.advertising import ARTICLE_BANNERS
from newsroom.arrange import addresses
from newsroom.arrange.memberships import LEADING, PICKS
from newsroom.pages.banners import banners
from newsroom.pages.kinds import Kind, Listed, Rendered, one
from newsroom.pages.present import Presenter
from newsroom.settings import Settings
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.taxonomies import SECTION


def compose(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
    """The newest stories of the section that the claim names, or the recommended ones ("")."""
    own = make.settings.newsroom
    # What a page shows above its panel may be all of today's: its own story, and related ones.
    size = 1 + own.panel_in_lead + own.panel_related + own.panel_recommended
    if claim.key:
        cards = ask.newest(SECTION.list_name(claim.key), size + own.panel_more)
        return "fragment.html", {"form": "more", "stories": make.stories(cards), "banners": ()}
    picks = ask.newest(PICKS, size)
    paths = {card.path for card in picks}
    picks += [card for card in ask.newest(LEADING, size) if card.path not in paths]
    form = "pick-sapo" if own.panel_recommended_sapo else "pick"
    return "fragment.html", {
        "form": form,
        "stories": make.stories(picks[:size]),
        "banners": banners(ask, make, ARTICLE_BANNERS),
    }


def _of_list(listed: Listed, _settings: Settings) -> Iterable[Claim]:
    if listed.row is SECTION:
        yield Claim("fragment", listed.slug, addresses.fragment_file(listed.slug))


_RECOMMENDED = one("fragment", addresses.fragment_file())

KIND = Kind("fragment", compose, ("fragment.html",), of_site=_RECOMMENDED, of_list=_of_list)
