# SPDX-License-Identifier: AGPL-3.0-or-later
"""What reading takes from elsewhere than from the files that it reads; asked in every build."""

from __future__ import annotations

from newsroom import extensions
from newsroom.blobs import blob_id
from newsroom.read.markup.labels import labels
from newsroom.related.weights import DEFAULT, table_bytes
from newsroom.settings import Settings


def outside(settings: Settings) -> object:
    """Weights, labels in bodies, the code of extensions."""
    try:
        weights = blob_id(table_bytes(settings.content / settings.weights_path))
    except OSError:
        weights = blob_id(DEFAULT.read_bytes())
    added = extensions.digests(settings, "article_read")
    return weights.hex(), labels(settings.language), *sorted(added.items())
