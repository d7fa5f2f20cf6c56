# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only modules that import Pelican: it gives settings, the command line, plugins, signals."""

from newsroom.bridge.stopping import heed_in_a_build

# A settings file imports this package first, while Pelican's command line would already take
# Ctrl-C for a good end; and what follows takes a fifth of a second to import.
heed_in_a_build()

from newsroom.bridge.portal import Portal, connect  # noqa: E402 - see above

__all__ = ["Portal", "connect"]
