# SPDX-License-Identifier: AGPL-3.0-or-later
"""What reading takes from elsewhere than from the files that it reads; asked in every build."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.metadata import entry_points

from newsroom import extensions
from newsroom.blobs import blob_id
from newsroom.read.markup.labels import labels
from newsroom.related.weights import DEFAULT, table_bytes
from newsroom.settings import Settings


def outside(settings: Settings) -> object:
    """Weights, labels in bodies, the code of extensions: ours, and those of MARKDOWN."""
    try:
        weights = blob_id(table_bytes(settings.content / settings.weights_path))
    except OSError:
        weights = blob_id(DEFAULT.read_bytes())
    added = extensions.digests(settings, "article_read")
    added |= dict(_of_markdown(settings))
    return weights.hex(), labels(settings.language), *sorted(added.items())


def _of_markdown(settings: Settings) -> Iterator[tuple[str, str]]:
    """What the code of those extensions of MARKDOWN is that do not come with it, by module.

    Nothing of ours imports them, so they are in no closure.
    """
    for name in json.loads(settings.markdown).get("extensions") or ():
        installed = entry_points(group="markdown.extensions", name=name)
        module = next((each.module for each in installed), name.partition(":")[0])
        if module.partition(".")[0] != "markdown":
            yield module, extensions.digest(module)
