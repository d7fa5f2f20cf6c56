# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a kind of page is, and which pages of it there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from newsroom.arrange import addresses
from newsroom.model import Copy
from newsroom.pages.present import Presenter
from newsroom.settings import Settings
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.taxonomies import Taxonomy

Rendered = tuple[str, Mapping[str, Any]]
"""A template's name and its variables."""

Compose = Callable[[Reader, Presenter, Claim], "Rendered | bytes | Copy | None"]


class Listed(msgspec.Struct, frozen=True):
    """A list that may own pages: its taxonomy, its slug there, and how many items it has.

    ``folder`` is where its pages lie. ``fed`` tells whether it has a feed, which no front page
    asks the clock or the articles for. ``former`` are the files that its front was once.
    """

    row: Taxonomy
    slug: str
    count: int
    folder: str
    fed: bool
    former: tuple[str, ...] = ()


def _none_of_site(_settings: Settings) -> Iterable[Claim]:
    return ()


def _none_of_list(_listed: Listed, _settings: Settings) -> Iterable[Claim]:
    return ()


class Kind(msgspec.Struct, frozen=True):
    """A kind of page: its name, the function that composes one, and the templates it uses.

    ``compose(ask, make, claim)`` gives a template with its variables, or the file's bytes, or a
    file to copy, or None when there is nothing to show (a fault: such a page should have been
    given up).

    Which pages there are is said by ``of_site(settings)``, for those that belong to the site
    itself, and by ``of_list(listed, settings)`` for those of a list that has a page at all. The
    pages of a source are its own and its old addresses' (`newsroom.pages.catalogue`).
    """

    name: str
    compose: Compose
    templates: tuple[str, ...] = ()
    of_site: Callable[[Settings], Iterable[Claim]] = _none_of_site
    of_list: Callable[[Listed, Settings], Iterable[Claim]] = _none_of_list
    stamp: str = ""
    """What the code of an extension is whose kind it is; "" for our own."""


def one(name: str, save_as: str) -> Callable[[Settings], Iterable[Claim]]:
    """The site has one page of the kind ``name``, at ``save_as``."""
    claims = (Claim(name, "", save_as),)
    return lambda _settings: claims


def of_row(row: Taxonomy) -> Callable[[Listed, Settings], Iterable[Claim]]:
    """Every list of a taxonomy has a front, and its numbered pages if it is paged.

    Numbered pages are all full ones but the newest, which the front shows.
    """

    def claims(listed: Listed, settings: Settings) -> Iterable[Claim]:
        if listed.row.name != row.name:
            return
        yield Claim(row.name, listed.slug, addresses.list_page(listed.folder))
        if row.paged:
            for number in range(1, listed.count // settings.page_size):
                save_as = addresses.list_page(listed.folder, number)
                yield Claim(row.name, listed.slug, save_as, number)

    return claims
