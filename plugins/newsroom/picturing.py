# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands for renditions of pictures; as in `newsroom.cli`, each imports what it needs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial

from newsroom.arguments import Parser, beside
from newsroom.messages import _, tell

# ruff: noqa: PLC0415 - see the module's text

Options = argparse.Namespace


def _pictures(options: Options) -> None:
    from newsroom.bridge.portal import load_settings
    from newsroom.commands import pictures

    site = options.site = load_settings(options.settings, options.output)
    if options.what == "prune":
        tell(*pictures.prune(site))
        return
    from newsroom.bridge.progress import alone
    from newsroom.engine import clock

    with alone() as progress:
        lines = pictures.make(
            site,
            clock.now(),
            partial(progress.phase, "pictures"),
            progress.step,
            again=options.again,
            cluster=options.cluster or site.newsroom.cluster,
            shared=options.shared,
        )
    tell(*lines)


def add_picturing(add: Callable[..., Parser]) -> None:
    """Add these commands by ``add``."""
    text = _("Make the renditions of pictures that a build would need, or remove those none needs")
    made = add("pictures", _pictures, text)
    made.add_argument("what", choices=("make", "prune"))
    made.add_argument(
        "--again",
        action="store_true",
        help=_("make: those, too, that another version of the encoders has made"),
    )
    made.add_argument(
        "--cluster",
        default="",
        metavar=_("ADDRESS"),
        help=_("make: by the workers of this Dask scheduler: tcp://10.0.0.5:8786"),
    )
    made.add_argument(
        "--shared",
        default="",
        metavar=_("FOLDER"),
        help=_("make: where workers see the content folder; pictures are not sent to them then"),
    )
    for option in ("--again", "--cluster", "--shared"):
        made.refuse(option, lambda options: beside("prune") if options.what == "prune" else "")
