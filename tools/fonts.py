#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Make the fonts that bulletins are printed with, from Debian's package ``fonts-noto-core``.

They are in the theme, so that a bulletin is the same bytes on every machine. Of each face what
Vietnamese and its neighbours are written with is kept: 70 KB instead of 600. Running it again
changes nothing. It needs fontTools, which comes with the extra ``bulletin``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FACES = ("NotoSerif-Regular", "NotoSerif-Bold", "NotoSans-Regular", "NotoSans-Bold")
NOTO = Path("/usr/share/fonts/truetype/noto")
PRINT = Path(__file__).parents[1] / "theme" / "print" / "fonts"

# Latin with all its marks and Vietnamese; combining marks; quotes, dashes, dots, đồng, number sign.
KEPT = (
    (0x20, 0x17F), (0x1A0, 0x1B0), (0x1CD, 0x1DC), (0x218, 0x21B), (0x2BC, 0x2BC), (0x2C6, 0x2DD),
    (0x300, 0x31B), (0x323, 0x328), (0x1EA0, 0x1EF9), (0x2010, 0x2027), (0x202F, 0x203A),
    (0x2044, 0x2044), (0x2070, 0x2089), (0x20AB, 0x20AC), (0x2116, 0x2122), (0x2150, 0x215E),
    (0x2212, 0x2212), (0x2248, 0x2265),
)  # fmt: skip


def main() -> None:
    """Write the fonts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", nargs="?", type=Path, default=NOTO)
    folder: Path = parser.parse_args().folder
    PRINT.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        make(folder / f"{face}.ttf", PRINT / f"{face}.ttf")


def make(source: Path, target: Path) -> None:
    """Write what is kept of a face."""
    options = subset.Options(
        hinting=False, layout_features=["*"], name_IDs=["*"], notdef_outline=True,
        recalc_timestamp=False,
    )  # fmt: skip
    font: TTFont = subset.load_font(str(source), options)
    made = subset.Subsetter(options)
    made.populate(unicodes=[code for low, high in KEPT for code in range(low, high + 1)])
    made.subset(font)
    subset.save_font(font, str(target), options)


if __name__ == "__main__":
    main()
