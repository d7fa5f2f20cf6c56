# SPDX-License-Identifier: AGPL-3.0-or-later
"""Digests for e-mail, of the site as it was built last. Nothing is sent from here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, time, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment

from newsroom.arrange import registries
from newsroom.engine.store_path import store_path
from newsroom.engine.templates import make_environment, translations
from newsroom.errors import OutputError, SettingsError
from newsroom.messages import _
from newsroom.model import Registries, Unit
from newsroom.newspaper import NEWSPAPER
from newsroom.pages import letters
from newsroom.pages.letter_views import Letter
from newsroom.pages.letters import Period, Scope
from newsroom.pages.present import Presenter
from newsroom.publish.mail import Mail, write_mail
from newsroom.settings import Settings
from newsroom.store import articles
from newsroom.store.database import asked
from newsroom.store.reader import Reader
from newsroom.taxonomies import SECTION, UNIT, Taxonomy
from newsroom.text.dates import day_form
from newsroom.text.slug import slugify

DIGEST = "letters/digest.html"


class LetterError(OutputError):
    """There is nothing to tell, or nobody that it could be about."""


class Desk(NamedTuple):
    """With what letters are written: what is known, views, templates, and what the clock took."""

    ask: Reader
    make: Presenter
    templates: Environment
    known: Registries
    gone: frozenset[str]


@contextmanager
def at_desk(settings: Settings, now: int) -> Iterator[Desk]:
    """A desk for letters of the site as it was built last, without what has expired since.

    Raises:
        StoreError: nothing was built yet.
        SettingsError: there is no SITEURL, so stories have no address.
    """
    if not settings.has_origin:
        raise SettingsError(_("SITEURL is empty; a letter needs the whole addresses of stories."))
    with asked(store_path(settings)) as connection:
        say: Callable[[str], str] = translations(settings).gettext
        known = registries.kept(connection)
        shown = NEWSPAPER.shown(connection, settings, known, say)
        yield Desk(
            Reader(connection),
            Presenter(settings, shown, say),
            make_environment(settings, NEWSPAPER.composing.theming, shown["site"]),
            known,
            frozenset(articles.due(connection, now)),
        )


def write_digest(
    settings: Settings,
    now: int,
    period: Period,
    folder: Path,
    *,
    unit: str = "",
    section: str = "",
    sender: str = "",
) -> list[str]:
    """Write a digest as HTML, plain text and a whole message; returns lines that tell the files.

    ``unit`` and ``section`` are slugs or names; ``sender`` is an e-mail address, if it is not the
    imprint's.

    Raises:
        LetterError: there is no story, no such unit or section, or no sender.
        OutputError: a file can't be written.
        StoreError, SettingsError: as `at_desk` says.
    """
    sender = sender or settings.newsroom.imprint.email
    if not sender:
        message = _("A letter needs a sender: NEWSROOM_IMPRINT's email, or --sender ADDRESS.")
        raise LetterError(message)
    with at_desk(settings, now) as desk:
        scope = find_scope(desk, unit, section)
        letter = letters.compose(desk.ask, desk.make, period, scope, without=desk.gone)
        check_told(desk, letter, scope)
        html = desk.templates.get_template(DIGEST).render(letter=letter)
        text = letters.plain(desk.make, letter)
    name = named("diem-tin", period, scope)
    mail = Mail(
        name=name,
        sender=(settings.site_name, sender),
        subject=" – ".join(filter(None, (settings.site_name, letter.about.title, letter.title))),
        date=_moment(settings, period, now),
        language=settings.language,
        host=letters.host(desk.make),
        # What senders of letters (listmonk) would take for a command of their templates.
        text=text.replace("{{", "{ {"),
        html=html.replace("{{", "{&#123;"),
    )
    files = {"html": mail.html.encode(), "txt": mail.text.encode(), "eml": _message(mail)}
    return write(folder, name, files, letter)


def named(kind: str, period: Period, scope: Scope) -> str:
    """What a letter's files are called, and the letter itself."""
    return "-".join(filter(None, (kind, period.name, scope.slug)))


def _message(mail: Mail) -> bytes:
    try:
        return write_mail(mail)
    except ValueError as error:
        message = _('"{address}" is no e-mail address that can send a letter.')
        raise LetterError(message.format(address=mail.sender[1])) from error


def write(folder: Path, name: str, files: dict[str, bytes], letter: Letter) -> list[str]:
    """Write these files, by their endings; returns lines that tell them.

    All of them are whole under other names before one gets its own: a disk that is full, or a
    power cut, leaves those of the last time.
    """
    parts = [(folder / f".{name}.{ending}.tmp", folder / f"{name}.{ending}") for ending in files]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for (part, _whole), data in zip(parts, files.values(), strict=True):
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for part, whole in parts:
            part.replace(whole)
    except BaseException as error:  # Ctrl-C, too
        for part, _whole in parts:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        message = _("{path} can't be written: {error}.")
        path = error.filename or folder
        raise OutputError(message.format(path=path, error=error.strerror or error)) from error
    lines = [
        _("{count} stories of {days}:").format(count=letter.count, days=letter.days or letter.title)
    ]
    return lines + [f"  {folder / name}.{ending}" for ending in files]


def find_scope(desk: Desk, unit: str, section: str) -> Scope:
    """The section or unit of this slug or name; of neither, the whole paper.

    Raises:
        LetterError: there is none.
    """
    if unit:
        names = {record.slug: record.name for record in desk.known.units}
        return Scope(UNIT, _known(unit, names, UNIT))
    if section:
        names = {record.slug: record.name for record in desk.known.sections}
        return Scope(SECTION, _known(section, names, SECTION))
    return Scope()


def _known(wanted: str, names: dict[str, str], row: Taxonomy) -> str:
    slug = slugify(wanted)
    if slug in names:
        return slug
    by_name = {slugify(name): known for known, name in names.items()}
    if slug in by_name:
        return by_name[slug]
    guess = get_close_matches(slug, names, 1)
    message = _("{file} has no “{wanted}”.").format(file=f"{row.registry}.yaml", wanted=wanted)
    hint = _("Did you mean {guess}?").format(guess=guess[0]) if guess else ""
    raise LetterError(f"{message} {hint}".strip())


def check_told(desk: Desk, letter: Letter, scope: Scope) -> None:
    """Whether a letter has a story.

    Raises:
        LetterError: it has none; of a unit that has ended its successors are named.
    """
    if letter.count:
        return
    about = letter.about.title or desk.make.site.name
    lines = [
        _("{about}: no story of {days}.").format(about=about, days=letter.days or letter.title)
    ]
    unit = desk.ask.record(UNIT.registry, scope.slug, Unit)
    if scope.row is UNIT and unit and unit.valid_to and letter.ended:
        message = _("It ended on {day}; now there is {names}.")
        names = ", ".join(unit.successors) or "–"
        lines.append(message.format(day=day_form(unit.valid_to), names=names))
    raise LetterError(*lines)


def _moment(settings: Settings, period: Period, now: int) -> datetime:
    """When a letter is from: the end of its period, or now if that is to come."""
    end = datetime.combine(period.last + timedelta(1), time(), settings.zone)
    return min(end, datetime.fromtimestamp(now, UTC).astimezone(settings.zone))
