# SPDX-License-Identifier: AGPL-3.0-or-later
"""A newsroom on Pelican: articles in git become a news site.

A paper's ``pelicanconf.py`` says ``PLUGINS = ["newsroom"]``, ``THEME = newsroom.theme()`` and
``PELICAN_CLASS = newsroom.Portal``.
"""

from pathlib import Path


def register() -> None:
    """Connect to Pelican's signals."""
    from newsroom.bridge import connect  # noqa: PLC0415 - only a Pelican run needs Pelican

    connect()


def theme() -> str:
    """The folder of the theme: what a wheel has packed, or the checkout's own."""
    here = Path(__file__).parent
    packed = here / "_theme"
    return str(packed if packed.is_dir() else here.parents[1] / "theme")


def __getattr__(name: str) -> object:
    """``Portal``, for a settings file; Pelican is not imported before it is asked for."""
    if name == "Portal":
        from newsroom.bridge import Portal  # noqa: PLC0415 - see above

        return Portal
    raise AttributeError(name)
