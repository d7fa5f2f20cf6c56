# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old addresses of lists: pages that lead to where a section, a unit, an author … is now."""

from __future__ import annotations

from collections.abc import Iterable

from newsroom.arrange import addresses
from newsroom.pages.about import named
from newsroom.pages.kinds import Kind, Listed, Rendered
from newsroom.pages.present import Presenter
from newsroom.pages.views import Link
from newsroom.settings import Settings
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader


def moved(ask: Reader, make: Presenter, claim: Claim) -> Rendered | None:
    """An old address of the list ``claim.key``, or of its numbered page."""
    found = make.table.of_list(claim.key)
    if found is None:
        return None
    title = named(ask, make, *found).name
    url = make.url(addresses.list_page(make.folder(claim.key), claim.number))
    page = make.page("redirect", title, claim.save_as, url=url, indexed=False)
    return "redirect.html", {"page": page, "target": Link(title, url)}


def _of_list(listed: Listed, settings: Settings) -> Iterable[Claim]:
    name = listed.row.list_name(listed.slug)
    pages = listed.count // settings.page_size if listed.row.paged else 0
    for file in listed.former:
        yield Claim("moved", name, file)
        folder = file.removesuffix(f"/{addresses.INDEX}")
        for number in range(1, pages) if folder != file else ():
            yield Claim("moved", name, addresses.list_page(folder, number), number)


KIND = Kind("moved", moved, ("redirect.html",), of_list=_of_list)
