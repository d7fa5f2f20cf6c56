# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands for what goes out, to a server and to readers; each imports what it needs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.arguments import Parser, beside, day, week, without
from newsroom.messages import _, tell, tell_machine

if TYPE_CHECKING:
    from newsroom.pages.letters import Period

# ruff: noqa: PLC0415 - see the module's text

Options = argparse.Namespace

PUBLISHED = "publishconf.py"


def _publish(options: Options) -> None:
    from newsroom.engine import interrupts

    interrupts.heed()
    from newsroom.bridge.publishing import publish

    publish(
        options.settings,
        options.target,
        output=options.output,
        dry=options.dry,
        full=options.full,
        accept_lost=options.accept_lost,
        quiet=options.quiet,
    )


def _server_config(options: Options) -> None:
    from newsroom.bridge.portal import load_settings
    from newsroom.deploy.config import server_config

    site = options.site = load_settings(options.settings, options.output)
    text = server_config(
        site,
        options.kind,
        root=options.root,
        certificate=options.certificate,
        key=options.key,
    )
    tell_machine(text)


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
    _add_publishing(add)
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


def _add_publishing(add: Callable[..., Parser]) -> None:
    publish = add(
        "publish", _publish, _("Build the published site and copy it to a server"), PUBLISHED
    )
    publish.add_argument(
        "target", metavar=_("PLACE"), help=_("where to, e.g. web@example.org:/var/www/site/")
    )
    publish.add_argument(
        "--dry", action="store_true", help=_("only list what would be copied and removed")
    )
    publish.add_argument(
        "--full", action="store_true", help=_("compare all files, not only those that have changed")
    )
    publish.add_argument(
        "--accept-lost", action="store_true", help=_("give up addresses that lead nowhere now")
    )
    publish.add_argument(
        "--no-ping", dest="quiet", action="store_true", help=_("don't tell the hub (NEWSROOM_HUB)")
    )

    config = add(
        "server-config",
        _server_config,
        _("Print a web server's configuration for the published site"),
        PUBLISHED,
    )
    # By name, as their module is not to be imported for other commands.
    config.add_argument("kind", choices=("nginx", "caddy", "headers", "redirects"))
    config.add_argument(
        "--root", default="", metavar=_("FOLDER"), help=_("the site's folder on the server")
    )
    config.add_argument(
        "--certificate", default="", metavar=_("FILE"), help=_("the certificate on the server")
    )
    config.add_argument("--key", default="", metavar=_("FILE"), help=_("the certificate's key"))
    for option, other in (("--root", ""), ("--certificate", "key"), ("--key", "certificate")):
        config.refuse(option, partial(_without_a_server, other))


def _without_a_server(other: str, options: Options) -> str:
    """Why an option of a server's place is refused: no place is asked for, or half of a pair."""
    if options.kind in ("headers", "redirects"):
        return beside(options.kind)
    return without(f"--{other}") if other and not getattr(options, other) else ""


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
