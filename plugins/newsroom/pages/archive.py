"""The archive: all years, a year, a month with its calendar, a day."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from msgspec.structs import replace

from newsroom.arrange import addresses
from newsroom.model import Term
from newsroom.pages.kinds import Kind, Rendered
from newsroom.pages.lists import split_key
from newsroom.pages.present import Presenter
from newsroom.pages.views import CalendarDay, Link, Month, Page, Year
from newsroom.store.reader import Reader
from newsroom.store.reads import COUNT
from newsroom.text.dates import day_form, month_form


def index(ask: Reader, make: Presenter, key: str) -> Rendered:
    """All years, the newest first."""
    months = {term.slug: term.count for term in ask.terms("month")}
    years = tuple(_year(make, term.slug, months) for term in reversed(ask.terms("year")))
    page = make.page("archive", make.site.archive.title, addresses.ARCHIVE, indexed=False)
    return "archive.html", {"page": page, "years": years}


def year(ask: Reader, make: Presenter, key: str) -> Rendered:
    """A year with its months."""
    months = ask.terms_from("month", f"{key}-01", f"{key}-12")
    older, newer = _around(ask, make, "year", key)
    return "year.html", {
        "page": _page(make, "year", key, make.say("Year %s") % key, []),
        "year": _year(make, key, months),
        "older": older,
        "newer": newer,
    }


def month(ask: Reader, make: Presenter, key: str) -> Rendered:
    """A month: its calendar and its stories, in numbered pages."""
    slug, number = split_key(key)
    size = make.settings.page_size
    name = f"month/{slug}"
    cards = ask.page(name, number, size) if number else ask.front(name, size)
    older, newer = _around(ask, make, "month", slug)
    view = _month(make, slug, _days(ask, slug, counted=not number))
    crumbs = [_link(make, "year", slug[:4])]
    if number:
        crumbs.append(Link(view.title, make.list_url(name)))
    title = f"{view.title} - {make.say('Page %d') % number}" if number else view.title
    return "month.html", {
        "page": _page(make, "month", slug, title, crumbs, number=number),
        "month": view,
        "stories": make.stories(cards),
        "pager": make.pager(ask, name, number),
        "older": older,
        "newer": newer,
    }


def day(ask: Reader, make: Presenter, key: str) -> Rendered:
    """Everything published on a day."""
    name = f"day/{key}"
    older, newer = _around(ask, make, "day", key)
    cards = ask.newest(name, ask.count(name))
    title = _title(make, "day", key)
    crumbs = [_link(make, "year", key[:4]), _link(make, "month", key[:7])]
    return "day.html", {
        "page": _page(make, "day", key, title, crumbs),
        "heading": title,
        "month": _mark(_month(make, key[:7], _days(ask, key[:7], counted=False)), key),
        "stories": make.stories(cards),
        "older": older,
        "newer": newer,
    }


def _page(
    make: Presenter, kind: str, slug: str, title: str, crumbs: list[Link], *, number: int = 0
) -> Page:
    save_as = addresses.list_page(make.folder(f"{kind}/{slug}"), number)
    # Search engines find articles by the sitemap; an archive would only repeat them.
    return make.page(kind, title, save_as, crumbs=[make.site.archive, *crumbs], indexed=False)


def _year(make: Presenter, slug: str, months: Mapping[str, int]) -> Year:
    views = []
    for number in range(1, 13):
        key = f"{slug}-{number:02}"
        count = months.get(key, 0)
        url = make.list_url(f"month/{key}") if count else ""
        views.append(Month(_title(make, "month", key), url, count))
    total = sum(view.count for view in views)
    return Year(slug, make.list_url(f"year/{slug}"), total, tuple(views))


def _month(make: Presenter, slug: str, days: Mapping[str, int]) -> Month:
    """A month with its calendar; ``days`` that have articles, with their numbers."""
    return _calendar(make, slug, tuple(days.items()))


@lru_cache(maxsize=8)  # the pages of a month's days come together
def _calendar(make: Presenter, slug: str, counts: tuple[tuple[str, int], ...]) -> Month:
    first, days = date.fromisoformat(f"{slug}-01"), dict(counts)
    weeks = tuple(
        tuple(_cell(make, cell, days) if cell else None for cell in week) for week in _weeks(first)
    )
    url = make.list_url(f"month/{slug}")
    return Month(_title(make, "month", slug), url, sum(days.values()), weeks)


def _mark(month: Month, day: str) -> Month:
    """The month with this day marked; the other weeks are the same for all its days."""
    shown = date.fromisoformat(day)
    weeks = list(month.weeks)
    number = (date(shown.year, shown.month, 1).weekday() + shown.day - 1) // 7
    weeks[number] = tuple(
        replace(cell, shown=True) if cell and cell.date == shown else cell for cell in weeks[number]
    )
    return replace(month, weeks=tuple(weeks))


@lru_cache(maxsize=600)
def _weeks(first: date) -> list[list[date | None]]:
    """The weeks of a month, Monday first; days of other months are None."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return [[cell if cell.month == first.month else None for cell in week] for week in weeks]


def _days(ask: Reader, month: str, *, counted: bool) -> Mapping[str, int]:
    """The days of a month that have articles, with their numbers.

    Only the front of the month tells the numbers: news of today leaves its other pages alone.
    """
    low, high = f"{month}-01", f"{month}-31"
    if counted:
        return ask.terms_from("day", low, high)
    return dict.fromkeys(ask.terms_from("day", low, high, COUNT), 0)


def _cell(make: Presenter, cell: date, days: dict[str, int]) -> CalendarDay:
    slug = cell.isoformat()
    if slug not in days:
        return CalendarDay(cell, "", 0)
    return CalendarDay(cell, make.list_url(f"day/{slug}"), days[slug])


def _around(ask: Reader, make: Presenter, kind: str, slug: str) -> tuple[Link | None, Link | None]:
    """Links to the nearest older and newer period that has articles."""
    older, newer = ask.terms_near(kind, slug)
    return _term(make, older), _term(make, newer)


def _term(make: Presenter, term: Term | None) -> Link | None:
    return _link(make, term.taxonomy, term.slug) if term else None


def _link(make: Presenter, kind: str, slug: str) -> Link:
    return Link(_title(make, kind, slug), make.list_url(f"{kind}/{slug}"))


def _title(make: Presenter, kind: str, slug: str) -> str:
    if kind == "year":
        return make.say("Year %s") % slug
    if kind == "month":
        return month_form(date.fromisoformat(f"{slug}-01"))
    return day_form(date.fromisoformat(slug))


KINDS = (
    Kind("archive", index, ("archive.html",)),
    Kind("year", year, ("year.html",)),
    Kind("month", month, ("month.html",)),
    Kind("day", day, ("day.html",)),
)
