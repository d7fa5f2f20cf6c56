"""The only modules that import Pelican: it gives settings, the command line, plugins, signals."""

from newsroom.bridge.portal import Portal, connect

__all__ = ["Portal", "connect"]
