# SPDX-License-Identifier: AGPL-3.0-or-later
"""Starting an article: a file in its place with its front matter, which is sure to build."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import yaml

from newsroom.arrange.registries import load
from newsroom.engine.data_files import read_data
from newsroom.engine.scan import scan
from newsroom.errors import ContentError, Problems, SettingsError
from newsroom.messages import _, escaped, tell
from newsroom.model import Registries
from newsroom.newspaper import NEWSPAPER
from newsroom.read.reader import EntryReader
from newsroom.read.resolve import RegistryIndex, resolve
from newsroom.settings import Settings
from newsroom.store.sources import ARTICLE
from newsroom.text.slug import slugify

_TEMPLATE = """---
{fields}
# kicker: ""
# image:
#   src: images/…
#   alt: ""
#   caption: ""
#   credit: ""
# tags: []
---

"""


class Wishes(msgspec.Struct, frozen=True):
    """What somebody wants of a new article; "" is not said."""

    title: str = ""
    section: str = ""
    author: str = ""
    district: str = ""


def start_article(site: Settings, wishes: Wishes, moment: datetime | None = None) -> list[str]:
    """Make a draft ``content/<section>/<yyyy>/<mm>/<slug>.md``; returns lines that tell of it.

    Raises:
        SettingsError: it would not build (no such section or unit, no title …), or the file exists
            already; all that is wrong is told.
        ContentError: the registries have errors.
    """
    registries = _registries(site)
    wishes = _completed(wishes, registries)
    now = moment or datetime.now(site.zone)
    faults = _faults(site, registries, wishes, now)
    path = _path(site, wishes, now)
    if not faults and path.exists():
        message = _("{path} exists already; choose another title, or open that file.")
        faults = [message.format(path=path)]
    if faults:
        raise SettingsError(*dict.fromkeys(faults))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(_text(wishes, now))
    message = _("Its date is {date}: change it to the time of publication, and delete the status.")
    return [str(path), message.format(date=_date(now))]


def _registries(site: Settings) -> Registries:
    problems = Problems()
    found = scan(site, {}, problems, NEWSPAPER.text_kind, only=()).data
    registries = load(site, read_data(site, found, problems)[0], problems).registries
    if problems.errors:
        raise ContentError(problems.errors)
    return registries


def _folders(registries: Registries) -> list[str]:
    """The folders of all sections."""
    return [
        f"{section.parent}/{section.slug}" if section.parent else section.slug
        for section in registries.sections
    ]


def _completed(wishes: Wishes, registries: Registries) -> Wishes:
    """What was not said, as far as it can be told: the only section, the whole of the place."""
    folders = _folders(registries)
    everywhere = next((unit.name for unit in registries.units if not unit.kind), "")
    return Wishes(
        title=" ".join(wishes.title.split()),
        section=wishes.section.strip("/ ") or (folders[0] if len(folders) == 1 else ""),
        author=wishes.author.strip() or _("The newsroom"),
        district=wishes.district.strip() or everywhere,
    )


def _date(now: datetime) -> str:
    return f"{now:%Y-%m-%d %H:%M}"


def _path(site: Settings, wishes: Wishes, now: datetime) -> Path:
    folder = site.content / wishes.section / f"{now:%Y}" / f"{now:%m}"
    return folder / f"{slugify(wishes.title)}.md"


def _text(wishes: Wishes, now: datetime) -> str:
    fields = {
        "title": wishes.title,
        "date": _date(now),
        "author": wishes.author,
        "district": wishes.district,
        "summary": "",
        "status": "draft",
    }
    text = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=1000).rstrip()
    return _TEMPLATE.format(fields=text)


def _faults(site: Settings, registries: Registries, wishes: Wishes, now: datetime) -> list[str]:
    """Why a build would refuse the article; it is read as a build would read it."""
    folders = _folders(registries)
    faults = []
    if wishes.section not in folders:
        message = _('"{section}" is not a section\'s folder; the sections are: {known}.')
        faults.append(message.format(section=wishes.section, known=", ".join(folders)))
        wishes = _with(wishes, "section", folders[0])  # for the rest
    path = _path(site, wishes, now).relative_to(site.content).as_posix()
    entry, found = EntryReader(site).read(path, _text(wishes, now).encode(), ARTICLE)
    problems = Problems()
    problems.extend(found)
    if entry is not None:
        resolve(entry, RegistryIndex(registries), problems)
    return faults + [problem.message for problem in problems.errors]


# ----------------------------------------------------------------------------------- questions


def ask(site: Settings, wishes: Wishes, answer: Callable[[str], str] = input) -> Wishes:
    """Ask for what was not said, each until its answer would build; an empty one is the default.

    ``answer`` puts a question and returns what was typed. Somebody who types nothing more
    (end of file) gets what there is.
    """
    registries = _registries(site)
    now = datetime.now(site.zone)
    defaults = _completed(wishes, registries)
    questions = {
        "section": _("Section ({known})").format(known=", ".join(_folders(registries))),
        "title": _("Title"),
        "author": _("Author"),
        "district": _("Unit"),
    }
    sample = Wishes(wishes.title or "x", defaults.section, defaults.author, defaults.district)
    for name, question in questions.items():
        if getattr(wishes, name):
            continue
        for text in _answers(question, getattr(defaults, name), answer):
            wished = _with(sample, name, text)
            wrong = _faults(site, registries, wished, now)
            if not wrong:
                break
            tell(*wrong)
        wishes, sample = _with(wishes, name, text), _with(sample, name, text)
    return wishes


def _with(wishes: Wishes, name: str, text: str) -> Wishes:
    return msgspec.structs.replace(wishes, **{name: text})


def _answers(question: str, default: str, answer: Callable[[str], str]) -> Iterator[str]:
    """One answer after the other, for as long as somebody types."""
    hint = f" [{default}]" if default else ""
    try:
        while True:
            yield answer(escaped(f"{question}{hint}: ")).strip() or default
    except EOFError:
        yield default
