# SPDX-License-Identifier: AGPL-3.0-or-later
"""Draw the demo pictures: illustrations, author portraits, the social card and a tune.

Run from the repository's root, with Pillow installed (it is a test dependency):

    python tools/illustrations.py            # everything
    python tools/illustrations.py nha-may    # only these pictures

The same Pillow draws the same bytes, so the files may be drawn again at any time and committed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from pictures.canvas import Canvas
from PIL import Image

from pictures import city, life, portraits, tune, work

CONTENT = Path(__file__).resolve().parent.parent / "content"
HEAVIEST = 22 * 1024  # bytes; a front page shows about thirty pictures
QUALITIES = (72, 66, 60, 54, 48)

Drawings = dict[str, Callable[[], Canvas]]


def main(wanted: list[str]) -> int:
    """Draw the named pictures, or all of them; return the exit code."""
    drawings = all_drawings()
    unknown = [name for name in wanted if name not in drawings]
    if unknown:
        print(f"no such picture: {', '.join(unknown)}; known: {', '.join(drawings)}")
        return 2
    for name in wanted or drawings:
        path, draw = drawings[name]
        size = save(draw().finished(), path)
        print(f"{path.relative_to(CONTENT)}  {size:,} bytes")
    if not wanted:
        tune.write(CONTENT / "audio" / "nhac-hieu.wav")
    return 0


def all_drawings() -> dict[str, tuple[Path, Callable[[], Canvas]]]:
    """Return name -> (file, how to draw it)."""
    images = CONTENT / "images"
    scenes: Drawings = {**work.SCENES, **city.SCENES, **life.SCENES}
    found = {n: (images / "minh-hoa" / f"{n}.webp", d) for n, d in scenes.items()}
    found |= {n: (images / "tac-gia" / f"{n}.webp", d) for n, d in portraits.PORTRAITS.items()}
    found["chia-se"] = (images / "chia-se.png", portraits.social_card)
    return found


def save(image: Image.Image, path: Path) -> int:
    """Write a picture no heavier than `HEAVIEST` where its format allows; return its size."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".png":
        image.quantize(64).save(path, optimize=True)
        return path.stat().st_size
    for quality in QUALITIES:
        image.save(path, quality=quality, method=6)
        if path.stat().st_size <= HEAVIEST:
            break
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
