# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands for what readers are sent; as in `newsroom.cli`, each imports what it needs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from newsroom.arguments import Parser
from newsroom.messages import _, tell

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


def add_sending(add: Callable[..., Parser]) -> None:
    """Add these commands by ``add``."""
    add(
        "ping",
        _ping,
        _("Tell the WebSub hub which feeds have changed since it was told"),
        PUBLISHED,
    )
