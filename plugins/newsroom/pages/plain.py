# SPDX-License-Identifier: AGPL-3.0-or-later
"""Static pages, the page for what is not found, and redirects from old addresses."""

from __future__ import annotations

from newsroom.arrange import addresses
from newsroom.arrange.memberships import ALL
from newsroom.pages.body import fill_addresses
from newsroom.pages.kinds import Kind, Rendered, one
from newsroom.pages.present import Presenter
from newsroom.pages.views import Link
from newsroom.store.facets import Titled
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.text.headlines import full_title


def static_page(ask: Reader, make: Presenter, claim: Claim) -> Rendered | None:
    """The static page whose source the claim names."""
    stored = ask.article(claim.key)
    if stored is None:
        return None
    card = stored.card
    page = make.page(
        "page",
        card.title,
        "",
        url=make.base + card.url,
        description=card.summary or card.excerpt,
        image=card.image.src if card.image else "",
    )
    return "page.html", {
        "page": page,
        "heading": card.title,
        "summary": card.summary,
        "body": fill_addresses(ask, make, stored.body.html),
    }


def not_found(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
    """The page that a server shows for an address that does not exist."""
    title = make.say("Page not found")
    page = make.page("404", title, addresses.NOT_FOUND, indexed=False, canonical=False)
    return "404.html", {"page": page, "stories": make.stories(ask.newest(ALL, 6))}


def redirect(ask: Reader, make: Presenter, claim: Claim) -> Rendered | None:
    """An old address that leads to where its article is now."""
    card = ask.facet(claim.key, Titled)
    if card is None:
        return None
    target = Link(full_title(card.kicker, card.title), make.base + card.url)
    # The canonical address is the target's: search engines should forget this one.
    page = make.page("redirect", target.title, claim.save_as, url=target.url, indexed=False)
    return "redirect.html", {"page": page, "target": target}


KINDS = (
    Kind("page", static_page, ("page.html",)),
    Kind("404", not_found, ("404.html",), of_site=one("404", addresses.NOT_FOUND)),
    Kind("redirect", redirect, ("redirect.html",)),
)
