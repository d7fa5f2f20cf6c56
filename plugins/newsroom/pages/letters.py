# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters: the stories of a day or a week, for e-mail and for print.

They are no pages of the site: nothing is published of them, and whoever asks for one gets it of the
site as it was built last.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, time, timedelta
from functools import partial
from textwrap import wrap
from urllib.parse import urlsplit

import msgspec

from newsroom.arrange.memberships import ALL, FRONT_SLOT, PICKS_SLOT
from newsroom.arrange.order import first_key
from newsroom.model import Unit
from newsroom.pages.about import named
from newsroom.pages.letter_views import Letter, LetterBlock
from newsroom.pages.present import Presenter
from newsroom.pages.views import Link, Picture, Site, Story, UnitView
from newsroom.pictures.plan import carried
from newsroom.store.facets import BareThumbnail, Teaser
from newsroom.store.reader import Reader
from newsroom.taxonomies import SECTION, UNIT, Taxonomy
from newsroom.text.cut import shorten
from newsroom.text.dates import day_form, weekday

STORIES, OF_A_SECTION = 40, 6
"""At most so many are told, and so many of a section: mail programs cut long letters off."""

View = Callable[[Reader, Presenter, Teaser], Story]
"""Makes the view of a story."""

_READ = 10_000  # stories of a period, at most
_KICKER, _TITLE, _SAPO = 80, 180, 260  # characters
_WIDE = 72  # characters of a line of plain text


class Period(msgspec.Struct, frozen=True):
    """A day or a week, both days included; ``name`` is for names of files ("2026-w47")."""

    name: str
    first: date
    last: date

    @classmethod
    def of_day(cls, day: date) -> Period:
        """A day."""
        return cls(day.isoformat(), day, day)

    @classmethod
    def of_week(cls, year: int, week: int) -> Period:
        """A week of ISO 8601, from Monday to Sunday.

        Raises:
            ValueError: the year has no such week.
        """
        first = date.fromisocalendar(year, week, 1)
        return cls(f"{year}-w{week:02}", first, first + timedelta(6))


class Scope(msgspec.Struct, frozen=True):
    """What a letter is about: a section or a unit, by taxonomy and slug; without, the paper."""

    row: Taxonomy | None = None
    slug: str = ""

    @property
    def list(self) -> str:
        """The name of its list."""
        return self.row.list_name(self.slug) if self.row else ALL


def compose(
    ask: Reader,
    make: Presenter,
    period: Period,
    scope: Scope,
    *,
    without: Collection[str] = (),
    room: tuple[int, int] = (STORIES, OF_A_SECTION),
    view: View | None = None,
) -> Letter:
    """The letter of a period; it may be without a story. ``without`` are paths of articles.

    ``room`` says how many stories are told at most, and how many of a section; ``view`` makes
    what is shown of one, if `told` does not do.
    """
    view = view or told
    cards = _cards(ask, make, period, scope, without)
    lead = _lead(ask, cards)
    rest = [card for card in cards if card is not lead]
    subject = about(ask, make, scope)
    url = make.absolute(subject.url)
    unit = ask.record(UNIT.registry, scope.slug, Unit) if scope.row is UNIT else None
    return Letter(
        title=_title(make, period),
        about=subject,
        days=_days(period),
        url=url,
        count=len(cards),
        lead=view(ask, make, lead) if lead else None,
        blocks=tuple(
            msgspec.structs.replace(block, url=url if scope.row is UNIT else block.url)
            for block in _blocks(make, _grouped(make, rest, scope), room, partial(view, ask, make))
        ),
        **_around(make, ask, unit, period),
    )


def _cards(
    ask: Reader, make: Presenter, period: Period, scope: Scope, without: Collection[str]
) -> list[Teaser]:
    """The stories of a period, newest first."""
    low, high = _midnight(make, period.first), _midnight(make, period.last + timedelta(1))
    # `before` leaves out those that it is told of; it has to know their number beforehand.
    return ask.before(
        scope.list, first_key(high), _READ, frozenset(without), type_=Teaser, down_to=first_key(low)
    )


def _midnight(make: Presenter, day: date) -> datetime:
    return datetime.combine(day, time(), make.zone)


def _lead(ask: Reader, cards: list[Teaser]) -> Teaser | None:
    """The story that leads: the editors' choice, else the newest with a picture and a sapo."""
    chosen = [p for name in (FRONT_SLOT, PICKS_SLOT) for p in ask.records(f"slot/{name}", str)]
    free = [card for card in cards if not card.sponsored]
    found = {card.path: card for card in free}
    picked = [found[path] for path in chosen if path in found]
    told = [card for card in free if card.summary]
    shown = [card for card in told if card.image]
    return next(iter([*picked, *shown, *told, *free, *cards]), None)


def _grouped(make: Presenter, cards: list[Teaser], scope: Scope) -> dict[str, list[Teaser]]:
    """Stories by section: a section's letter has its sub-sections, all others the top ones."""
    groups: dict[str, list[Teaser]] = {slug: [] for slug in make.sections}
    for card in cards:
        top = card.section if scope.row is SECTION else make.top_section(card.section)
        groups.setdefault(top, []).append(card)
    return {slug: found for slug, found in groups.items() if found}


def _blocks(
    make: Presenter,
    groups: dict[str, list[Teaser]],
    room: tuple[int, int],
    view: Callable[[Teaser], Story],
) -> Iterable[LetterBlock]:
    left, each = room[0] - 1, room[1]
    for slug, found in groups.items():
        shown = found[: min(each, left)]
        left -= len(shown)
        section = make.section(slug)
        yield LetterBlock(
            Link(section.title, make.absolute(section.url)),
            tuple(view(card) for card in shown),
            len(found) - len(shown),
            make.absolute(section.url),
        )


def told(ask: Reader, make: Presenter, card: Teaser) -> Story:
    """A story as far from its page as a letter is: a whole address, and texts that end."""
    story = make.story(card)
    image = None
    if card.image:
        image = _picture(ask, make, card.image)
    return msgspec.structs.replace(
        story,
        url=make.absolute(story.url),
        title=shorten(story.title, _TITLE),
        kicker=shorten(story.kicker, _KICKER),
        summary=shorten(f"{story.dateline} {story.summary}", _SAPO),
        image=image,
    )


def _picture(ask: Reader, make: Presenter, image: BareThumbnail) -> Picture:
    if image.shape:
        found = carried(image.shape)
        return Picture(make.absolute(make.url(found.file)), found.width, found.height)
    return Picture(make.absolute(make.image_url(image.src)), *make.size(ask, image.src))


# ------------------------------------------------------------------------------ what it is called


def _title(make: Presenter, period: Period) -> str:
    if period.first == period.last:
        return f"{weekday(period.first)}, {day_form(period.first)}"
    year, week, _day = period.first.isocalendar()
    return make.say("Week %(week)d of %(year)d") % {"week": week, "year": year}


def _days(period: Period) -> str:
    """The first and last day of a week; a single day's title has it."""
    if period.first == period.last:
        return ""
    return f"{day_form(period.first)} – {day_form(period.last)}"


def about(ask: Reader, make: Presenter, scope: Scope) -> Link:
    """What the letter is about, and its page; of the whole paper, the front page."""
    if scope.row is None:
        return Link("", make.site.home)
    return Link(named(ask, make, scope.row, scope.slug).name, make.list_url(scope.list))


def _around(
    make: Presenter, ask: Reader, unit: Unit | None, period: Period
) -> dict[str, tuple[UnitView, ...]]:
    """The units before and after one that has begun or ended within the period."""
    if unit is None:
        return {}
    before = bool(unit.valid_from and period.first < unit.valid_from)
    after = bool(unit.valid_to and unit.valid_to < period.last)

    def views(slugs: Iterable[str]) -> tuple[UnitView, ...]:
        found = (make.unit(ask, slug) for slug in slugs)
        return tuple(msgspec.structs.replace(u, url=make.absolute(u.url)) for u in found)

    return {
        "ended": (make.unit_view(unit),) if after else (),
        "predecessors": views(unit.predecessors) if before else (),
        "successors": views(unit.successors) if after else (),
    }


# -------------------------------------------------------------------------------- as plain text


def plain(make: Presenter, letter: Letter) -> str:
    """The letter as plain text, for mail programs that show no HTML, and for people who want none.

    An address stands on a line of its own, however long it is.
    """
    head = f"{letter.title} ({letter.days})" if letter.days else letter.title
    lines = [make.site.name.upper(), *wrap(head, _WIDE), *wrap(letter.about.title, _WIDE), ""]
    for units, message in (
        (letter.predecessors, make.say("Before:")),
        (letter.ended, make.say("Ended:")),
        (letter.successors, make.say("Continued by:")),
    ):
        for unit in units:
            lines += [*wrap(f"{message} {unit.name} {unit.validity}".rstrip(), _WIDE), unit.url]
    lines += _told(letter.lead) if letter.lead else []
    for block in letter.blocks:
        lines += ["", block.section.title.upper(), ""]
        for story in block.stories:
            lines += _told(story)
        if block.more:
            more = make.say("%d more stories:") % block.more
            lines += [more, block.url, ""]
    lines += ["", "-- ", *_signed(make.site), letter.url]
    return "\n".join(line if line == "-- " else line.rstrip() for line in lines) + "\n"


def _told(story: Story) -> list[str]:
    title = wrap(story.full_title, _WIDE - 2, break_long_words=True)
    sapo = wrap(story.summary, _WIDE - 2)
    told = [*title, *sapo, story.url]
    return [f"* {told[0]}", *(f"  {line}" for line in told[1:]), ""]


def _signed(site: Site) -> list[str]:
    lines = [f"{line.title}: {line.text}".removeprefix(": ") for line in site.imprint]
    return [piece for line in lines for piece in wrap(line, _WIDE)]


def host(make: Presenter) -> str:
    """The host of the site, of which identifiers of letters are made."""
    return urlsplit(make.origin).hostname or ""
