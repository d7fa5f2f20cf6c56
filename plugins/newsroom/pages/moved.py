# SPDX-License-Identifier: AGPL-3.0-or-later
"""Old addresses of lists: pages that lead to where a section, a unit, an author … is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from newsroom.arrange import addresses
from newsroom.pages.about import named
from newsroom.pages.kinds import Kind, Listed, Rendered
from newsroom.pages.present import Presenter
from newsroom.pages.views import Link
from newsroom.settings import Settings
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.taxonomies import Taxonomy


def moved(ask: Reader, make: Presenter, claim: Claim) -> Rendered | None:
    """An old address of the list ``claim.key``, or of its numbered page."""
    found = make.table.of_list(claim.key)
    if found is None:
        return None
    title = named(ask, make, *found).name
    url = make.url(addresses.list_page(make.folder(claim.key), claim.number))
    page = make.page("redirect", title, claim.save_as, url=url, indexed=False)
    return "redirect.html", {"page": page, "target": Link(title, url)}


def former_slugs(row: Taxonomy, former: Iterable[str]) -> Iterator[str]:
    """The slugs that a list's old fronts had, if they lay where fronts of its taxonomy lie."""
    for file in former:
        folder = file.removesuffix(f"/{addresses.INDEX}")
        above, _slash, slug = folder.rpartition("/")
        if folder != file and (above == row.folder or not row.folder):
            yield slug


def _of_list(listed: Listed, settings: Settings) -> Iterable[Claim]:
    name = listed.row.list_name(listed.slug)
    pages = listed.count // settings.page_size if listed.row.paged else 0
    for file in listed.former:
        yield Claim("moved", name, file)
        folder = file.removesuffix(f"/{addresses.INDEX}")
        for number in range(1, pages) if folder != file else ():
            yield Claim("moved", name, addresses.list_page(folder, number), number)


KIND = Kind("moved", moved, ("redirect.html",), of_list=_of_list)
