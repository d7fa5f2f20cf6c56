"""What a kind of page is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from newsroom.pages.present import Presenter
from newsroom.store.reader import Reader

Rendered = tuple[str, Mapping[str, Any]]
"""A template's name and its variables."""

Compose = Callable[[Reader, Presenter, str], "Rendered | bytes | Path | None"]


class Kind(msgspec.Struct, frozen=True):
    """A kind of page: its name, the function that composes one, and the templates it uses.

    ``compose(ask, make, key)`` gives a template with its variables, or the file's bytes, or a
    file to copy, or None when there is nothing to show at this key (a fault: such a page should
    have been given up).
    """

    name: str
    compose: Compose
    templates: tuple[str, ...] = ()
