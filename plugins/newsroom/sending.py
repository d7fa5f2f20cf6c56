# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands for what readers are sent; as in `newsroom.cli`, each imports what it needs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.arguments import Parser, day, week
from newsroom.messages import _, tell

if TYPE_CHECKING:
    from newsroom.pages.letters import Period

# ruff: noqa: PLC0415 - see the module's text

Options = argparse.Namespace

PUBLISHED = "publishconf.py"


def _ping(options: Options) -> None:
    from newsroom.bridge.portal import load_settings
    from newsroom.deploy.websub import ping, said
    from newsroom.engine.store_path import store_path

    site = options.site = load_settings(options.settings, options.output)
    done = ping(site, store_path(site))
    tell(*said(done))
    tell(*done.refusals, to=sys.stderr)


def _digest(options: Options) -> None:
    from newsroom.commands.letters import write_digest

    _letter(options, partial(write_digest, sender=options.sender))


def _bulletin(options: Options) -> None:
    from newsroom.commands.bulletin import write_bulletin

    _letter(options, write_bulletin)


def _letter(options: Options, write: Callable[..., list[str]]) -> None:
    """Have what the options of `_add_letter` ask for written, and tell it."""
    from newsroom.bridge.portal import load_settings
    from newsroom.engine import clock

    site = options.site = load_settings(options.settings, options.output)
    period, about = _period(options), {"unit": options.unit, "section": options.section}
    tell(*write(site, clock.now(), period, options.to, **about))


def _period(options: Options) -> Period:
    from newsroom.pages.letters import Period

    return Period.of_week(*options.week) if options.week else Period.of_day(options.day)


def add_sending(add: Callable[..., Parser]) -> None:
    """Add these commands by ``add``."""
    text = _("Tell the WebSub hub which feeds have changed since it was told")
    add("ping", _ping, text, PUBLISHED)
    text = _("Write the stories of a day or a week as an e-mail; nothing is sent")
    digest = add("digest", _digest, text, PUBLISHED)
    _add_letter(digest)
    digest.add_argument(
        "--sender",
        default="",
        metavar=_("ADDRESS"),
        help=_("the sender's e-mail address (if not given: the imprint's)"),
    )
    text = _("Print the stories of a day or a week on two to four pages of A4, as a PDF")
    _add_letter(add("bulletin", _bulletin, text, PUBLISHED))


def _add_letter(parser: Parser) -> None:
    """The options of all that is made of a day's or a week's stories."""
    periods = parser.add_mutually_exclusive_group(required=True)
    periods.add_argument(
        "--week", type=week, metavar=_("WEEK"), help=_("a week, Monday to Sunday: 2026-47")
    )
    periods.add_argument("--day", type=day, metavar=_("DATE"), help=_("a day: 2026-11-20"))
    about = parser.add_mutually_exclusive_group()
    about.add_argument("--unit", default="", metavar=_("UNIT"), help=_("a unit's slug or name"))
    about.add_argument(
        "--section", default="", metavar=_("FOLDER"), help=_("a section's slug or name")
    )
    parser.add_argument(
        "--to",
        type=Path,
        default=Path("ban-tin"),
        metavar=_("FOLDER"),
        help=_("the folder for the files (if not given: {name})").format(name="ban-tin"),
    )
