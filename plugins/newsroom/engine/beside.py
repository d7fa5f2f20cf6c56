# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is found in code is kept beside Python's own compiled code, or else in the cache folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from newsroom.store.private import make_private


def load(name: str, package: Path, cache: Path) -> Iterator[bytes]:
    """What was kept under ``name`` for the package in the folder ``package``, wherever it is."""
    for place in _places(name, package, cache):
        with suppress(OSError):
            yield place.read_bytes()


def save(name: str, package: Path, cache: Path, data: bytes) -> None:
    """Keep ``data`` where there is room; where there is none it is found again."""
    for place in _places(name, package, cache):
        temporary = place.with_name(f"{place.name}.{os.getpid()}")
        with suppress(OSError):
            if place.parent == cache:
                make_private(cache)
            else:
                place.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(data)
            temporary.replace(place)
            return


def _places(name: str, package: Path, cache: Path) -> list[Path]:
    return [
        Path(cache_from_source(str(package / f"{name}.py"))).with_suffix(".found"),
        cache / name,
    ]
