# SPDX-License-Identifier: AGPL-3.0-or-later
"""The archive: all years, a year, a month with its calendar, a day with its week."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from newsroom.arrange import addresses
from newsroom.model import Term
from newsroom.pages.kinds import Kind, Rendered, of_row, one
from newsroom.pages.present import Presenter
from newsroom.pages.views import CalendarDay, Link, Month, Page, Year
from newsroom.store.pages import Claim
from newsroom.store.reader import Reader
from newsroom.store.reads import COUNT
from newsroom.taxonomies import DAY, MONTH, YEAR, Taxonomy
from newsroom.text.dates import day_form, month_form, month_name


def index(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
    """All years, the newest first."""
    months = {term.slug: term.count for term in ask.terms(MONTH.name)}
    years = tuple(_year(make, term.slug, months) for term in reversed(ask.terms(YEAR.name)))
    page = make.page(
        "archive",
        make.title(YEAR),
        addresses.index_page(YEAR),
        description=make.say("All stories of %s by year, month and day.") % make.site.name,
        indexed=False,
    )
    return "archive.html", {"page": page, "years": years}


def year(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
    """A year with its months."""
    slug = claim.key
    months = ask.terms_from(MONTH.name, f"{slug}-01", f"{slug}-12")
    older, newer = _around(ask, make, YEAR, slug)
    return "year.html", {
        "page": _page(make, YEAR, slug, make.say("Year %s") % slug, []),
        "year": _year(make, slug, months),
        "older": older,
        "newer": newer,
    }


def month(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
    """A month: its calendar, on the first page, and its stories, in numbered pages."""
    slug, number = claim.key, claim.number
    size = make.settings.page_size
    name = MONTH.list_name(slug)
    cards = ask.page(name, number, size) if number else ask.front(name, size)
    older, newer = _around(ask, make, MONTH, slug)
    # A numbered page has no calendar, or each day's first story would make all of them anew.
    view = _month(make, slug, make.list_url(name)) if number else _calendar(ask, make, slug)
    crumbs = [_link(make, YEAR, slug[:4])]
    if number:
        crumbs.append(Link(view.title, view.url))
    title = f"{view.title} - {make.say('Page %d') % number}" if number else view.title
    return "month.html", {
        "page": _page(make, MONTH, slug, title, crumbs, number=number),
        "month": view,
        "stories": make.stories(cards),
        "pager": make.pager(ask, name, number),
        "older": older,
        "newer": newer,
    }


def day(ask: Reader, make: Presenter, claim: Claim) -> Rendered:
    """Everything published on a day, and the days of its week.

    The week, not the month: a day's first story is then shown by the pages of seven days, not of
    thirty.
    """
    slug = claim.key
    name = DAY.list_name(slug)
    older, newer = _around(ask, make, DAY, slug)
    cards = ask.newest(name, ask.count(name))
    title = _title(make, DAY, slug)
    crumbs = [_link(make, YEAR, slug[:4]), _link(make, MONTH, slug[:7])]
    return "day.html", {
        "page": _page(make, DAY, slug, title, crumbs),
        "heading": title,
        "month": _week(ask, make, date.fromisoformat(slug)),
        "stories": make.stories(cards),
        "older": older,
        "newer": newer,
    }


def _page(
    make: Presenter, row: Taxonomy, slug: str, title: str, crumbs: list[Link], *, number: int = 0
) -> Page:
    save_as = addresses.list_page(make.folder(row.list_name(slug)), number)
    # Search engines find articles by the sitemap; an archive would only repeat them.
    return make.page(
        row.name, title, save_as, crumbs=[make.site.indexes[YEAR.name], *crumbs], indexed=False
    )


def _year(make: Presenter, slug: str, months: Mapping[str, int]) -> Year:
    views = []
    for number in range(1, 13):
        key = f"{slug}-{number:02}"
        count = months.get(key, 0)
        url = make.list_url(MONTH.list_name(key)) if count else ""
        views.append(_month(make, key, url, count))
    total = sum(view.count for view in views)
    return Year(slug, make.list_url(YEAR.list_name(slug)), total, tuple(views))


def _month(make: Presenter, slug: str, url: str, count: int = 0) -> Month:
    """A month without its calendar."""
    day = date.fromisoformat(f"{slug}-01")
    return Month(month_form(day), month_name(day), url, count)


def _calendar(ask: Reader, make: Presenter, slug: str) -> Month:
    """A month with its calendar: days that have articles, with their numbers."""
    days = ask.terms_from(DAY.name, f"{slug}-01", f"{slug}-31")
    first = date.fromisoformat(f"{slug}-01")
    weeks = tuple(
        tuple(_cell(make, cell, days) if cell.month == first.month else None for cell in week)
        for week in Calendar().monthdatescalendar(first.year, first.month)
    )
    return replace(
        _month(make, slug, make.list_url(MONTH.list_name(slug))),
        count=sum(days.values()),
        weeks=weeks,
    )


def _week(ask: Reader, make: Presenter, shown: date) -> Month:
    """The month of a day with the one week that the day is in; without numbers."""
    monday = shown.toordinal() - shown.weekday()
    cells = [date.fromordinal(monday + place) for place in range(7)]
    found = ask.terms_from(DAY.name, cells[0].isoformat(), cells[-1].isoformat(), COUNT)
    days = dict.fromkeys(found, 0)
    week = (_cell(make, cell, days, shown=cell == shown) for cell in cells)
    slug = shown.isoformat()[:7]
    return replace(_month(make, slug, make.list_url(MONTH.list_name(slug))), weeks=(tuple(week),))


def _cell(
    make: Presenter, cell: date, days: Mapping[str, int], *, shown: bool = False
) -> CalendarDay:
    slug = cell.isoformat()
    if slug not in days:
        return CalendarDay(cell, "", 0)
    return CalendarDay(cell, make.list_url(DAY.list_name(slug)), days[slug], shown)


def _around(
    ask: Reader, make: Presenter, row: Taxonomy, slug: str
) -> tuple[Link | None, Link | None]:
    """Links to the nearest older and newer period that has articles."""
    older, newer = ask.terms_near(row.name, slug)
    return _term(make, row, older), _term(make, row, newer)


def _term(make: Presenter, row: Taxonomy, term: Term | None) -> Link | None:
    return _link(make, row, term.slug) if term else None


def _link(make: Presenter, row: Taxonomy, slug: str) -> Link:
    return Link(_title(make, row, slug), make.list_url(row.list_name(slug)))


def _title(make: Presenter, row: Taxonomy, slug: str) -> str:
    if row is YEAR:
        return make.say("Year %s") % slug
    if row is MONTH:
        return month_form(date.fromisoformat(f"{slug}-01"))
    return day_form(date.fromisoformat(slug))


_INDEX = one(YEAR.index, addresses.index_page(YEAR))

KINDS = (
    Kind(YEAR.index, index, ("archive.html",), of_site=_INDEX),
    Kind(YEAR.name, year, (YEAR.template,), of_list=of_row(YEAR)),
    Kind(MONTH.name, month, (MONTH.template,), of_list=of_row(MONTH)),
    Kind(DAY.name, day, (DAY.template,), of_list=of_row(DAY)),
)
